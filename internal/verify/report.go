// Package verify judges a signed procès-verbal from its file alone, offline: who signed, whether the content is intact,
// what changed after each signature, when, and whether it is the PV of the journal that it names. It is closed-world:
// it knows exactly what the product's own later revisions may contain, and anything else is a failure.
// It shares formats with the writers, never their code: it refuses to import the store, the signer, the reports and the
// folds, and recounts the figures by itself.
package verify

import (
	"slices"
	"time"

	"recette/internal/recette"
)

// Schema names the version of the verification report.
const Schema = "recette/verify/1"

// Status is a verdict of verification (ETSI EN 319 102-1: TOTAL-PASSED, INDETERMINATE, TOTAL-FAILED).
type Status string

// The statuses, from best to worst.
const (
	Conform       Status = "conform"
	Indeterminate Status = "indeterminate"
	NotConform    Status = "not_conform"
)

// worse gives the worse of two statuses.
func worse(a, b Status) Status {
	rank := map[Status]int{Conform: 0, Indeterminate: 1, NotConform: 2}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Finding is one thing that verification found. Its text is verify.code.<Code> in the reader's language, with Args.
type Finding struct {
	Code   Code     `json:"code"`
	Status Status   `json:"status"` // what it does to the verdict; Conform for an info
	Args   []string `json:"args,omitempty"`
}

// Code names a finding. Codes of ETSI EN 319 102-1 keep their name.
type Code string

// Signature is the verdict on one signature.
type Signature struct {
	Field       string    `json:"field"` // "PPO", "PO"
	Role        string    `json:"role"`  // from the field
	Signer      string    `json:"signer"`
	Issuer      string    `json:"issuer"`
	Certificate string    `json:"certificate"`         // sha256 hex
	Authority   string    `json:"authority,omitempty"` // sha256 hex of its issuer's, trusted or come along
	Reason      string    `json:"reason,omitempty"`
	DeclaredAt  time.Time `json:"declared_at,omitzero"` // declared by the signer: not proven without a time-stamp
	Certifies   bool      `json:"certifies"`            // DocMDP
	Trusted     bool      `json:"trusted"`              // chain leads to an anchor that was given
	Demo        bool      `json:"demo"`
	Revision    int       `json:"revision"` // 1-based revision that the signature covers
	Status      Status    `json:"status"`
	Findings    []Finding `json:"findings,omitempty"`
}

// Anchor is an authority that whoever verifies trusts.
type Anchor struct {
	Name        string `json:"name"`
	Certificate string `json:"certificate"` // sha256 hex
	// AtHand says that it came with the project at hand: nothing but that folder vouches for it.
	AtHand bool `json:"at_hand"`
}

// Data is what the attached machine-readable PV says, once checked.
type Data struct {
	Number     string `json:"number"`
	Title      string `json:"title"`
	Decision   string `json:"decision,omitempty"`
	Campaign   string `json:"campaign"`
	Origin     string `json:"origin"`
	Checkpoint int64  `json:"checkpoint"` // size of the tree
	Root       string `json:"root"`
	Verifier   string `json:"verifier"` // key of the log
	Commit     string `json:"commit,omitempty"`
	Cases      int    `json:"cases"`
	Leaves     int    `json:"leaves"` // whose inclusion is proven
	Demo       bool   `json:"demo,omitempty"`
	Antenne    string `json:"antenne,omitempty"` // of a constat: the branch that it is of

	Lifts *Lifted `json:"lifts,omitempty"` // of a PV of lifting: the one that it lifts reserves of, and which
}

// Drift compares one text of the PV with the features at hand.
type Drift struct {
	Case  string `json:"case"`
	State string `json:"state"` // identical, presentation, content, missing, duplicated_id
}

// Report is the outcome of verification.
type Report struct {
	Schema     string      `json:"schema"`
	File       string      `json:"file,omitempty"` // under which it was given, for whoever asks for several
	Status     Status      `json:"status"`
	SHA256     string      `json:"sha256"` // of the file, hex
	Size       int         `json:"size"`   // bytes
	Pages      int         `json:"pages"`
	Revisions  int         `json:"revisions"`
	Anchors    []Anchor    `json:"anchors,omitempty"` // the authorities that are trusted
	Signatures []Signature `json:"signatures"`
	Data       *Data       `json:"data,omitempty"`
	Content    []Finding   `json:"content"`            // is the content what was recorded: figures, leaves, proofs
	Evidence   *Pieces     `json:"evidence,omitempty"` // that the PV names; absent when it names none
	Affirmed   []Claim     `json:"affirmed,omitempty"` // what the PV says and nothing at hand proves
	Drawing    *Drawing    `json:"drawing,omitempty"`  // are the pages what the data draw; absent when nobody judged
	Changes    []Finding   `json:"changes"`            // what changed after the signatures, by path
	Journal    []Finding   `json:"journal"`            // against the database, when one was given
	Compared   bool        `json:"compared"`           // whether a database was given

	// What the PV is worth by the journal; empty when none was given, or when it leaves a doubt of who signed what.
	Standing recette.PVStanding `json:"standing,omitempty"`
	Settled  bool               `json:"settled,omitempty"` // each of its reserves is lifted, by PVs in force

	Together []Finding `json:"together,omitempty"` // beside the other files, when several were given
	Joined   []Joined  `json:"joined,omitempty"`   // the constats of branches that a PV cites as signed
	Drift    []Drift   `json:"drift,omitempty"`

	head *head // what Together compares, when it was asked for
}

// Answer is what a report without finding may say of a question.
type Answer string

// The answers.
const (
	NotVerified Answer = "not-verified" // nothing was read that could tell
	Unsigned    Answer = "unsigned"     // what was read is held by no signature that fits
	Sound       Answer = "sound"
)

// ContentAnswer says whether the content is what was recorded, when nothing was found about it. It is Sound only when
// the data were read and every signature covers them.
func (r *Report) ContentAnswer() Answer { return r.answer(r.Data != nil) }

// ChangesAnswer says whether something changed after the signatures, when nothing was found about it.
func (r *Report) ChangesAnswer() Answer { return r.answer(r.Pages > 0 && r.Revisions > 0) }

func (r *Report) answer(read bool) Answer {
	switch {
	case !read:
		return NotVerified
	case r.broken():
		return Unsigned
	}
	return Sound
}

// broken reports whether a signature no longer fits the bytes that it signed, or none is there to say so.
func (r *Report) broken() bool {
	for i := range r.Signatures {
		if r.Signatures[i].Status == NotConform {
			return true
		}
	}
	return len(r.Signatures) == 0
}

// Partial reports whether the file was not read as far as its signatures: that none is listed says nothing.
func (r *Report) Partial() bool {
	return r.Revisions == 0 || slices.ContainsFunc(r.Changes, Finding.Exceeds)
}

// Altered reports whether bytes that were signed are others now. What else is found may come from that alone, and
// cannot be told from it.
func (r *Report) Altered() bool {
	return slices.ContainsFunc(r.Signatures, func(s Signature) bool {
		return slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.Code == HashFailure })
	})
}

// Awaiting gives the signatures that a PV waits for, when that alone keeps it from being conform: somebody signed, and
// nothing is wrong with what they signed. It is none once anything else is: a PV that was altered waits for nobody.
func (r *Report) Awaiting() []string {
	if r.broken() {
		return nil
	}
	var missing []string
	for _, findings := range [][]Finding{r.Content, r.Changes, r.Journal, r.Together} {
		for _, f := range findings {
			switch {
			case f.Code == SignatureMissing:
				missing = append(missing, f.Args...)
			case f.Status == NotConform:
				return nil
			}
		}
	}
	if slices.ContainsFunc(r.Joined, func(j Joined) bool { return j.Status == NotConform }) {
		return nil
	}
	if d := r.Drawing; d != nil && slices.ContainsFunc(d.Findings, func(f Finding) bool {
		return f.Status == NotConform
	}) {
		return nil
	}
	return missing
}

// HeadProven reports whether the head of the log that the PV names is signed by the key that its leaves name.
func (r *Report) HeadProven() bool {
	return r.Data != nil && !slices.ContainsFunc(r.Content, func(f Finding) bool {
		return f.Code == CheckpointSignature || f.Code == CheckpointMismatch || f.Code == LogBinding
	})
}

// Text is what identifies the text of a case: the hashes that the catalogue computes, the text as it is written, and
// what the PV repeats of it beside; none when several cases share the id, since nobody can say which text it names.
type Text struct {
	Content      string
	Presentation string
	Source       string
	// Titles is its name, those of its feature, rule and examples, its story, criteria, business rules and data sets:
	// one a line, lists parted by spaces.
	Titles   string
	Critical bool
	Steps    string // as they are played: a data set that they name may be one of Titles, or not
}
