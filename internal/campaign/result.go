package campaign

import (
	"errors"
	"slices"
	"time"

	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Result is what one call to Record carries: one or more observations of an attempt, and its end when Closed.
type Result struct {
	Campaign string // campaign, or run opened by OpenRun
	Case     string
	Content  string // content hash of the text that was tested; it must be the frozen one
	Attempt  int    // 1-based, from BeginAttempt; 0 means 1 in a free run
	Pass     int    // 1-based, from BeginAttempt; 0 means 1
	Mode     recette.Mode
	Steps    []Observation
	Closed   bool
	Hold     *Hold // of the attempt, from BeginAttempt; nil trusts Attempt and Pass

	// Verdict and Outcome end the attempt. The recorded verdict is that of recette.Conclude: the roll-up of all steps,
	// those that nobody observed counting as not run, which these two can only make worse (a failing hook). A case of
	// which no expected result was found conform is not run.
	Verdict recette.Verdict
	Outcome recette.Outcome
	Message string // why it ended, when no step tells it: a hook, a worker that does not start

	Trial recette.Trial // out of the figures; empty: it counts

	Request Request // of a client that may record it again

	origin *journal.Taken // File is the name itself here
}

// Observation is what was seen of one step, in plain text: free text goes behind commitments when it is recorded. When
// two of one pass speak of the same step, the later one holds.
type Observation struct {
	Step     int             `json:"step"`              // 0-based index in the case
	Mode     recette.Mode    `json:"mode"`              // manual or auto
	Verdict  recette.Verdict `json:"verdict"`           // empty on an automated step: taken from Outcome
	Outcome  recette.Outcome `json:"outcome,omitempty"` // of automation only
	Duration time.Duration   `json:"ns,omitempty"`
	// constaté: mandatory when a person says failed; the message of automation
	Observed string        `json:"observed,omitempty"`
	Comment  string        `json:"comment,omitempty"`
	Cause    recette.Cause `json:"cause,omitempty"`  // mandatory when a person says blocked
	Reason   string        `json:"reason,omitempty"` // mandatory when a person says not applicable
	Evidence []Attachment  `json:"evidence,omitempty"`
	Given    time.Time     `json:"given,omitzero"`   // when it was said, as a device tells: see Believed
	Replay   bool          `json:"replay,omitempty"` // run again to rebuild state after a resume
	Verifies bool          `json:"-"`                // an expected result, in a free run: a frozen text says it itself
}

// Attachment is a piece of evidence that is stored already, by content.
type Attachment = fact.Attachment

// Recorded says what became of a Result.
type Recorded struct {
	Seq     int64           // position in the journal
	Verdict recette.Verdict // of the case, when the result closed the attempt
	Again   bool            // the request was recorded before: this is how it was answered
}

// recordedBy reads back what became of the result; false when what the leaf says in clear is something else.
func (r *Result) recordedBy(l *journal.Leaf) (Recorded, bool) {
	if l.Result == nil || l.Campaign != r.Campaign || !r.is(l.Result) {
		return Recorded{}, false
	}
	return Recorded{Seq: l.Seq, Verdict: recette.Verdict(l.Result.Verdict), Again: true}, true
}

func (r *Result) is(was *journal.Result) bool {
	return was.Case == r.Case && was.Content == r.Content && was.Attempt == r.Attempt && was.Pass == r.Pass &&
		was.Mode == string(r.Mode) && was.Trial == string(r.Trial) && was.Closed == r.Closed &&
		(!r.Closed || was.Outcome == string(r.Outcome)) && slices.EqualFunc(r.Steps, was.Steps, Observation.is)
}

func (o Observation) is(was journal.Observation) bool {
	return was.Step == o.Step && was.Mode == string(o.Mode) && was.Verdict == string(o.Verdict) &&
		was.Outcome == string(o.Outcome) && was.Cause == string(o.Cause) && was.Replay == o.Replay &&
		slices.EqualFunc(o.Evidence, was.Evidence, func(a Attachment, e journal.EvidenceRef) bool {
			return a.SHA256 == e.SHA256
		})
}

// Check refuses what breaks the rules of the kernel (*FieldError): every observation passes here, whoever makes it.
func (o *Observation) Check() error {
	seen := recette.Seen{
		Mode: o.Mode, Verdict: o.Verdict, Outcome: o.Outcome, Observed: o.Observed, Comment: o.Comment, Cause: o.Cause,
		Reason: o.Reason,
	}
	if flaw, ok := errors.AsType[*recette.Flaw](seen.Check()); ok && flaw.Missing {
		return missing(flaw.Field)
	} else if ok {
		return invalid(flaw.Field)
	}
	if o.Step < 0 || o.Duration < 0 {
		return invalid("step")
	}
	return nil
}

// complete gives an automated observation what follows from its outcome.
func (o *Observation) complete() {
	if o.Mode != recette.Automated {
		return
	}
	if o.Verdict == "" && o.Outcome.Valid() {
		o.Verdict = o.Outcome.Verdict()
	}
	if o.Verdict == recette.Blocked && o.Cause == "" {
		o.Cause = recette.CauseAutomation
	}
}
