package campaign

import (
	"errors"
	"time"

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

	// Verdict and Outcome end the attempt. The recorded verdict is that of recette.Conclude: the roll-up of all steps,
	// those that nobody observed counting as not run, which these two can only make worse (a failing hook). A case of a
	// campaign of which no expected result was found conform is not run.
	Verdict recette.Verdict
	Outcome recette.Outcome
	Message string // why it ended, when no step tells it: a hook, a worker that does not start
}

// Observation is what was seen of one step.
type Observation struct {
	Step     int // 0-based
	Mode     recette.Mode
	Verdict  recette.Verdict // empty on an automated step: taken from Outcome
	Outcome  recette.Outcome // of automation only
	Duration time.Duration
	Observed string // constaté: mandatory when a person says failed; the message of automation
	Comment  string
	Cause    recette.Cause // mandatory when a person says blocked
	Reason   string        // mandatory when a person says not applicable
	Evidence []Attachment
	Replay   bool // run again to rebuild state after a resume
}

// Attachment is a piece of evidence that is stored already.
type Attachment struct {
	SHA256 string
	Size   int64 // bytes
	MIME   string
	Name   string
}

// Recorded says what became of a Result.
type Recorded struct {
	Seq     int64           // position in the journal
	Verdict recette.Verdict // of the case, when the result closed the attempt
}

// check completes an observation and refuses what breaks the rules of the kernel (*FieldError).
func (o *Observation) check() error {
	if o.Mode == recette.Automated {
		if o.Verdict == "" && o.Outcome.Valid() {
			o.Verdict = o.Outcome.Verdict()
		}
		if o.Verdict == recette.Blocked && o.Cause == "" {
			o.Cause = recette.CauseAutomation
		}
	}
	seen := recette.Seen{
		Mode: o.Mode, Verdict: o.Verdict, Outcome: o.Outcome, Observed: o.Observed, Comment: o.Comment, Cause: o.Cause,
		Reason: o.Reason,
	}
	if err := seen.Check(); err != nil {
		if flaw, ok := errors.AsType[*recette.Flaw](err); ok && flaw.Missing {
			return missing(flaw.Field)
		} else if ok {
			return invalid(flaw.Field)
		}
		return err
	}
	if o.Step < 0 || o.Duration < 0 {
		return invalid("step")
	}
	return nil
}
