package campaign

import (
	"slices"
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

	// Verdict and Outcome end the attempt. The recorded verdict is the roll-up of all steps, those that nobody observed
	// counting as not run, and of these two: they can only make it worse (a failing hook), never better.
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

// check completes an observation and refuses what a PV could not explain (recette-practice 1.2, 4.5): a failure
// without what was observed, a blocking without its cause, a "not applicable" without its reason, an automated step whose
// verdict is not the one of its outcome.
func (o *Observation) check() error {
	switch o.Mode {
	case recette.Automated:
		if !o.Outcome.Valid() {
			return invalid("outcome")
		}
		if o.Verdict == "" {
			o.Verdict = o.Outcome.Verdict()
		}
		if o.Verdict != o.Outcome.Verdict() {
			return invalid("verdict")
		}
		if o.Verdict == recette.Blocked && o.Cause == "" {
			o.Cause = recette.CauseAutomation
		}
	case recette.Manual:
		if o.Outcome != "" {
			return invalid("outcome")
		}
		if err := o.checkManual(); err != nil {
			return err
		}
	case recette.Mixed:
		return invalid("mode")
	default:
		return invalid("mode")
	}
	if o.Step < 0 || o.Duration < 0 {
		return invalid("step")
	}
	return nil
}

func (o *Observation) checkManual() error {
	switch {
	case !o.Verdict.Valid():
		return invalid("verdict")
	case o.Verdict == recette.Failed && blank(o.Observed):
		return missing("observed")
	case o.Verdict == recette.Blocked && o.Cause == "":
		return missing("cause")
	case o.Verdict == recette.NotApplicable && blank(o.Reason):
		return missing("reason")
	case o.Verdict == recette.PassedWithRemark && blank(o.Comment) && blank(o.Observed):
		return missing("comment")
	}
	if o.Cause != "" {
		if slices.Contains(recette.Causes(), o.Cause) {
			return nil
		}
		return invalid("cause")
	}
	return nil
}
