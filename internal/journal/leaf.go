// Package journal is the append-only log of a recette: an RFC 6962 Merkle tree over leaves that are exact RFC 8785
// bytes, with signed checkpoints, inclusion and consistency proofs. It encodes, proves and verifies. It refuses to
// store (that is internal/store), to judge (internal/recette) and to hold names or free text: those live outside the
// leaves, behind salted commitments, so that they can be erased while every proof stays valid.
package journal

import "fmt"

// Leaf is one fact. Its canonical bytes are RFC 8785 JSON of this struct: only strings, booleans, arrays and integers
// below 2^53. The bytes that were hashed are the bytes that are stored; nothing re-serialises a leaf to verify it.
type Leaf struct {
	V        int    `json:"v"`   // version of the leaf format: see Version
	Seq      int64  `json:"seq"` // 0-based position in the log
	At       string `json:"at"`  // UTC, RFC 3339 with milliseconds
	Kind     Kind   `json:"kind"`
	Campaign string `json:"campaign,omitempty"` // campaign or run id
	Actor    *Actor `json:"actor,omitempty"`

	Result   *Result   `json:"result,omitempty"`
	Open     *Open     `json:"open,omitempty"`
	Anomaly  *Anomaly  `json:"anomaly,omitempty"`
	Reserve  *Reserve  `json:"reserve,omitempty"`
	Decision *Decision `json:"decision,omitempty"`
	PV       *PV       `json:"pv,omitempty"`
	Key      *Key      `json:"key,omitempty"`
	Figures  *Figures  `json:"figures,omitempty"` // of a run that closes
	Clock    *Clock    `json:"clock,omitempty"`
	Note     string    `json:"note,omitempty"` // commitment of a free text: closing remark
	Erase    *Erase    `json:"erase,omitempty" since:"3"`
	Log      *Bound    `json:"log,omitempty" since:"4"`
	Restore  *Restored `json:"restore,omitempty" since:"4"`

	Attest    *Attest    `json:"attest,omitempty" since:"6"`
	Deviation *Deviation `json:"deviation,omitempty" since:"6"`
	Session   *Session   `json:"session,omitempty" since:"6"`
	Pause     *Pause     `json:"pause,omitempty" since:"6"`
	Objection *Objection `json:"objection,omitempty" since:"6"`
	Iterate   *Iterate   `json:"iterate,omitempty" since:"6"`
	Assign    *Assign    `json:"assign,omitempty" since:"6"`
	Data      *DataLoad  `json:"data,omitempty" since:"6"`
	Opinion   *Opinion   `json:"opinion,omitempty" since:"6"`
	Answer    *Answer    `json:"answer,omitempty" since:"6"`
	Drop      *Dropped   `json:"drop,omitempty" since:"6"`
	End       *PVEnd     `json:"end,omitempty" since:"6"`
	Scan      *PVScan    `json:"scan,omitempty" since:"6"`
	User      *User      `json:"user,omitempty" since:"6"`
	Visa      *Visa      `json:"visa,omitempty" since:"6"`
	Milestone *Milestone `json:"milestone,omitempty" since:"6"`
	Review    *Review    `json:"review,omitempty" since:"6"`
	Amend     *Amend     `json:"amend,omitempty" since:"6"`

	Derogation *Derogation `json:"derogation,omitempty" since:"6"`
	Delegation *Delegation `json:"delegation,omitempty" since:"6"`
	Broken     []Broken    `json:"broken,omitempty" since:"6"` // rules of the separation of duties

	Request *Request `json:"request,omitempty" since:"6"` // that the leaf answers, of a client that may repeat it
}

// Request is one gesture of somebody at a client that may send it again when no answer came: it is recorded once. The
// digest of what was asked lies behind the commitment, since that of a short text would give the text away.
type Request struct {
	Key string `json:"key"` // UUID that the client made (RFC 9562), in lower case; unique in the log
	C   string `json:"c"`   // commitment: SHA-256, in hex, of what was asked
}

// check refuses a key that another writing of the same UUID could repeat.
func (r *Request) check() error {
	switch {
	case r == nil:
		return nil
	case !IsRequestKey(r.Key):
		return fmt.Errorf("%w: request %q is no UUID", ErrValue, r.Key)
	case !IsDigest(r.C):
		return fmt.Errorf("%w: request %s commits to nothing", ErrValue, r.Key)
	}
	return nil
}

// IsRequestKey reports whether s is a UUID in the one form that keys of requests have: lower case, with hyphens.
func IsRequestKey(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
				return false
			}
		}
	}
	return true
}

// Actor is the pseudonymous author of a fact. C commits to name and role: Commitment(salt, name + "\x00" + role).
type Actor struct {
	Ref  string `json:"ref"`
	Role string `json:"role"`
	C    string `json:"c"`

	Auth bool `json:"auth,omitempty" since:"6"` // the product authenticated who they are; else they declared it
}

// Open binds a campaign, or a run, to what is tested.
type Open struct {
	Manifest    string `json:"manifest,omitempty"` // sha256 hex of the manifest's exact bytes
	Environment string `json:"environment,omitempty"`
	Build       string `json:"build,omitempty"`  // that is tested; an opening of before names that of the delivery
	Commit      string `json:"commit,omitempty"` // of the features
}

// Iterate begins another iteration of a campaign, on another manifest.
type Iterate struct {
	Manifest    string `json:"manifest"` // sha256 hex of the manifest's exact bytes
	Environment string `json:"environment,omitempty"`
	Build       string `json:"build,omitempty"`
	Commit      string `json:"commit,omitempty"` // of the features
	Reason      string `json:"reason,omitempty"` // commitment
}

// Assign says who is to play rows of the plan. The last leaf about a row holds; nobody is to play it when To is empty.
type Assign struct {
	Cases []string `json:"cases,omitempty"`
	To    string   `json:"to,omitempty"` // pseudonymous reference
}

// Document gives the address of the manifest that the leaf puts in force, empty when it names none.
func (l *Leaf) Document() string {
	switch {
	case l.Iterate != nil:
		return l.Iterate.Manifest
	case l.Open != nil:
		return l.Open.Manifest
	}
	return ""
}

// Result carries observations of one attempt of one case. Manual steps come one a leaf; the steps of an automated
// attempt come together. The last leaf of an attempt is Closed and carries the verdict of the case.
type Result struct {
	Case    string        `json:"case"`
	Content string        `json:"content"` // content hash of the text that was tested
	Attempt int           `json:"attempt"` // 1-based; a new attempt never erases the former
	Pass    int           `json:"pass"`    // 1-based; a resumed attempt starts a new pass
	Mode    string        `json:"mode,omitempty"`
	Steps   []Observation `json:"steps,omitempty"`
	Closed  bool          `json:"closed,omitempty"`
	Verdict string        `json:"verdict,omitempty"` // of the case, when Closed
	Outcome string        `json:"outcome,omitempty"` // technical outcome of an automated attempt, when Closed

	// Message is a commitment: what ended the attempt that no step tells, when Closed.
	Message string `json:"message,omitempty" since:"2,late"`

	// Origin is the filled cahier that the attempt was taken from, when it was.
	Origin *Taken `json:"origin,omitempty" since:"6"`

	// Trial says what a KindTrial is: rehearsal, exploratory. Attempts of it are numbered by case and by person.
	Trial string `json:"trial,omitempty" since:"6"`
}

// trial checks that what is tried out of the figures says so, and nothing else does.
func (r *Result) trial(k Kind) bool {
	if k == KindTrial {
		return r != nil && (r.Trial == "rehearsal" || r.Trial == "exploratory") && r.Origin == nil && r.Case != "" &&
			r.Attempt > 0
	}
	return r == nil || r.Trial == ""
}

// Taken is a file that somebody took into the log: a filled cahier (cahier de recette), for the tester, who is the
// actor of the leaf; or a table of anomalies.
type Taken struct {
	File   string `json:"file"` // commitment: its name
	SHA256 string `json:"sha256"`
	By     string `json:"by"`            // pseudonymous reference of who took it in
	Day    string `json:"day,omitempty"` // on which it says that the case was played, YYYY-MM-DD
}

// Observation is what was seen of one step.
type Observation struct {
	Step     int           `json:"step"` // 0-based index in the case
	Mode     string        `json:"mode"`
	Verdict  string        `json:"verdict"`
	Outcome  string        `json:"outcome,omitempty"` // of automation
	Micros   int64         `json:"us,omitempty"`      // duration in microseconds
	Observed string        `json:"observed,omitempty"`
	Comment  string        `json:"comment,omitempty"`
	Cause    string        `json:"cause,omitempty"`
	Reason   string        `json:"reason,omitempty"`
	Evidence []EvidenceRef `json:"evidence,omitempty"`
	Replay   bool          `json:"replay,omitempty"` // re-run to rebuild state after a resume
	// Given is when it was said, as the device that it was said on tells, written as At is: of what reached the log
	// later. Nothing proves it, and no rule rests on it.
	Given string `json:"given,omitempty" since:"6"`
}

// given checks how the instants that devices tell are written.
func (r *Result) given() error {
	if r == nil {
		return nil
	}
	for i := range r.Steps {
		if at := r.Steps[i].Given; at != "" && !validInstant(at) {
			return fmt.Errorf("%w: %q is no instant", ErrValue, at)
		}
	}
	return nil
}

// EvidenceRef names an attachment by content. Name commits to the display name.
type EvidenceRef struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	MIME   string `json:"mime"`
	Name   string `json:"name,omitempty"`
}

// Anomaly is raised, then changed by later leaves with the same number: what such a leaf leaves out stays as it was.
type Anomaly struct {
	Number     string `json:"number"` // "ANO-0001"
	Severity   string `json:"severity"`
	Status     string `json:"status"` // after the leaf; open, closed before version 6
	Case       string `json:"case,omitempty"`
	Step       *int   `json:"step,omitempty"`
	Summary    string `json:"summary"` // commitment
	Workaround string `json:"workaround,omitempty"`
	Reason     string `json:"reason,omitempty"` // commitment: of a change of severity or status

	Act      string        `json:"act,omitempty" since:"6"` // of a change: what was done
	Priority string        `json:"priority,omitempty" since:"6"`
	Owner    string        `json:"owner,omitempty" since:"6"`    // commitment: who is to correct it
	Due      string        `json:"due,omitempty" since:"6"`      // date, YYYY-MM-DD
	Proposed string        `json:"proposed,omitempty" since:"6"` // to the PO: a lesser severity, or reject, or waive
	Original string        `json:"original,omitempty" since:"6"` // number of the anomaly that it repeats
	Tracker  string        `json:"tracker,omitempty" since:"6"`  // "jira:CRM-12"
	URL      string        `json:"url,omitempty" since:"6"`      // of the same, when it was linked
	Fix      *Fix          `json:"fix,omitempty" since:"6"`
	Retest   *Retest       `json:"retest,omitempty" since:"6"`
	Found    *Found        `json:"found,omitempty" since:"6"` // the failure that it accounts for
	Evidence []EvidenceRef `json:"evidence,omitempty" since:"6"`
	Origin   *Taken        `json:"origin,omitempty" since:"6"` // the table that the leaf was taken from, when it was
}

// Reserve is a non-conformity that the decision-maker accepts provisionally, then what became of it, by later leaves
// with the same number: what such a leaf leaves out stays as it was.
type Reserve struct {
	Number     string `json:"number"` // "RES-0001"
	Class      string `json:"class"`  // severity word
	Anomaly    string `json:"anomaly,omitempty"`
	Text       string `json:"text"` // commitment
	Owner      string `json:"owner,omitempty"`
	Due        string `json:"due,omitempty"`   // date, YYYY-MM-DD
	Check      string `json:"check,omitempty"` // case that will verify the lifting
	Workaround string `json:"workaround,omitempty"`

	Act          string  `json:"act,omitempty" since:"6"`          // of a change: what was done
	Status       string  `json:"status,omitempty" since:"6"`       // after the leaf; absent when it is issued
	Effect       string  `json:"effect,omitempty" since:"6"`       // commitment: what happens when it is not lifted
	Verification string  `json:"verification,omitempty" since:"6"` // commitment: how the lifting is verified
	Reason       string  `json:"reason,omitempty" since:"6"`       // commitment: of a change
	Fix          *Fix    `json:"fix,omitempty" since:"6"`
	Retest       *Retest `json:"retest,omitempty" since:"6"`
	Into         string  `json:"into,omitempty" since:"6"`     // what it becomes: "US-207"
	Decision     string  `json:"decision,omitempty" since:"6"` // number of the decision that abandons it
}

// Decision is what the decision-maker pronounced on one journey, or on the campaign when Journey is empty.
type Decision struct {
	Journey  string   `json:"journey,omitempty"`
	Decision string   `json:"decision"`
	Reserves []string `json:"reserves,omitempty"`
	Reason   string   `json:"reason,omitempty"` // commitment
	Effect   string   `json:"effect,omitempty"` // date, YYYY-MM-DD
	GoLive   string   `json:"golive,omitempty"` // yes, no, conditional
	Number   string   `json:"number"`           // "DEC-REC-0001"

	Derogation string `json:"derogation,omitempty"` // number of the decision that waives a rule

	LiftBy   string   `json:"liftby,omitempty" since:"6"`   // date by which reserves are lifted, YYYY-MM-DD
	Fallback string   `json:"fallback,omitempty" since:"6"` // commitment: what is done if they are not
	Again    string   `json:"again,omitempty" since:"6"`    // new date of what is postponed, YYYY-MM-DD
	Triggers []string `json:"triggers,omitempty" since:"6"` // guarantee, balance, vsr, none
	Place    string   `json:"place,omitempty" since:"6"`    // commitment: where it was pronounced
	Rate     int64    `json:"rate,omitempty" since:"6"`     // of a cut of the price, in hundredths of a percent
}

// PV binds a rendered or signed file to the log.
type PV struct {
	Number      string `json:"number"`
	Journey     string `json:"journey,omitempty"` // empty for the PV of all journeys
	SHA256      string `json:"sha256"`            // of the file
	Role        string `json:"role,omitempty"`
	Signature   string `json:"signature,omitempty"`   // sha256 of the signature value
	Certificate string `json:"certificate,omitempty"` // sha256 of the certificate
	Checkpoint  int64  `json:"checkpoint,omitempty"`  // tree size that the PV embeds

	Lifts *Lift `json:"lifts,omitempty" since:"6"` // of a PV of lifting that is rendered
	// Antenne is the branch of a constat: a PV of its rows alone, without a decision.
	Antenne string `json:"antenne,omitempty" since:"6"`

	Confirmed *Confirmed `json:"confirmed,omitempty" since:"6"` // of one that is signed
}

// Confirmed says that whoever signs proved once more who they are, right before, about the file that was shown to them.
type Confirmed struct {
	How string `json:"how"` // password
	Of  string `json:"of"`  // SHA-256, in hex, of that file: the one that was signed
}

// Figures counts the cases of a closed run by verdict.
type Figures struct {
	Passed        int `json:"passed"`
	Remark        int `json:"remark"`
	Failed        int `json:"failed"`
	Blocked       int `json:"blocked"`
	NotRun        int `json:"notrun"`
	NotApplicable int `json:"na"`
}

// Key declares a public key of the project. The actor of its leaf vouches for it.
type Key struct {
	Purpose     string `json:"purpose"` // signer
	Role        string `json:"role,omitempty"`
	Fingerprint string `json:"fingerprint"` // sha256 of the certificate
	Demo        bool   `json:"demo,omitempty"`

	Issuer   string `json:"issuer,omitempty" since:"4"`   // sha256 of the issuer's certificate, when it is known
	Level    string `json:"level,omitempty" since:"4"`    // where the trust comes from: demo, local-authority, imported
	Name     string `json:"name,omitempty" since:"4"`     // commitment: of the holder, as the certificate says it
	Replaces string `json:"replaces,omitempty" since:"4"` // fingerprint of the certificate that signs no more
	Reason   string `json:"reason,omitempty" since:"4"`   // commitment: why another one is needed
}

// Bound ties the log to its origin, and to the key that signs its heads from this leaf on.
type Bound struct {
	Origin   string `json:"origin"`
	Verifier string `json:"verifier"` // of the key, in the note package's text form
	Producer string `json:"producer"` // the program that wrote the leaf

	// Of a rotation: the key of before, whether it was lost, and why another one is needed.
	Former string `json:"former,omitempty"`
	Lost   bool   `json:"lost,omitempty"`
	Reason string `json:"reason,omitempty"` // commitment
}

// Restored says from which head the log goes on, and which one was known outside the database: what lies between the
// two is not in the log.
type Restored struct {
	Size   int64    `json:"size"` // entries before this leaf
	Root   string   `json:"root"`
	Faults []string `json:"faults,omitempty"` // what was noticed, in words of the program

	// Of the head that was known, when there was one.
	Origin    string `json:"origin,omitempty"`
	Known     int64  `json:"known,omitempty"`
	KnownRoot string `json:"knownroot,omitempty"`

	// Skip is how many numbers of each kind are never given after this leaf: the lost entries may have given them.
	Skip int64 `json:"skip,omitempty" since:"5"`

	Reason string `json:"reason"` // commitment
}

// Erase names what was erased, each list sorted and without repeats; it names something.
type Erase struct {
	Commitments []string `json:"commitments,omitempty"` // of free texts and of names
	Evidence    []string `json:"evidence,omitempty"`    // sha256 hex of attachments
	Reason      string   `json:"reason"`                // commitment
	// Refs are those whose name went: what shows the campaign from then on names them by their reference, although
	// the frozen plan holds their name.
	Refs []string `json:"refs,omitempty" since:"6"`
	// Places are where frozen plans name those of Refs who take no part in them, sorted by plan and path: what is shown
	// of these plans from then on has their reference there. A leaf holds no digest of a name: a short one is guessed.
	Places []Place `json:"places,omitempty" since:"6"`
}

// Place is a text of a frozen plan that names somebody.
type Place struct {
	Manifest string `json:"manifest"` // sha256 hex of the plan's exact bytes
	Path     string `json:"path"`     // JSON Pointer (RFC 6901) in it: "/sections/contacts/0/name"
	Ref      string `json:"ref"`      // of whom it names
}

// Clock says that the clock of the process that records went back.
type Clock struct {
	Before string `json:"before"` // instant of the last commit before
	After  string `json:"after"`  // instant of the commit that records it
}
