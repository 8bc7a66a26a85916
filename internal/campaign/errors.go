package campaign

import (
	"fmt"

	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Err is the root of the refusals of the service. Refusals of rights are under access.ErrDenied, those of the attempt
// state machine under recette.ErrAttempt, failures of the log as the log made them.
var Err = fact.Err

// The refusals of the service.
var (
	ErrUnknown        = fmt.Errorf("%w: unknown campaign or run", Err)
	ErrExists         = fmt.Errorf("%w: already open", Err)
	ErrClosed         = fact.ErrClosed
	ErrManifest       = fmt.Errorf("%w: manifest missing or unreadable", Err)
	ErrUnknownCase    = fact.ErrUnknownCase
	ErrUnknownJourney = fact.ErrUnknownJourney
	ErrUnknownPV      = fmt.Errorf("%w: unknown PV", Err)
	ErrSignature      = fmt.Errorf("%w: signature out of turn", Err)
	ErrCancelled      = fmt.Errorf("%w: the PV was cancelled", ErrSignature)
	ErrOvertaken      = fmt.Errorf("%w: later facts overtook the PV", ErrSignature)
	ErrSigned         = fmt.Errorf("%w: signed in that role already", ErrSignature)
	ErrPVFile         = fmt.Errorf("%w: the file is not the last state of a PV of the journal", Err)
	ErrPVUnsigned     = fmt.Errorf("%w: a signature that was recorded is not in it", ErrPVFile)
	ErrInvalid        = fact.ErrInvalid
	ErrPast           = fact.ErrPast
	ErrIncomplete     = fact.ErrIncomplete
	ErrEvidence       = fmt.Errorf("%w: evidence not stored", Err)
	ErrDrift          = fmt.Errorf("%w: the text changed since the campaign was opened", Err)
	ErrDecision       = fmt.Errorf("%w: decision not allowed", Err)
	ErrUnfinished     = fmt.Errorf("%w: cases are left", Err)
	ErrBuild          = fmt.Errorf("%w: another build is deployed", Err)
	ErrMeanwhile      = fmt.Errorf("%w: another process opened a campaign meanwhile", Err)
	ErrAgain          = journal.ErrAgain // of the log, as it made it: nothing was written, the same call may succeed
	ErrClock          = fmt.Errorf("%w: the clock is behind what was recorded", Err)
	ErrSuspended      = fmt.Errorf("%w: suspended", Err)
	ErrSame           = fmt.Errorf("%w: nothing is another one", Err)
	ErrImpact         = fmt.Errorf("%w: the build bears on no row", Err)
	ErrStale          = fact.ErrStale
	ErrIterated       = fmt.Errorf("%w: another iteration began meanwhile", Err)
	ErrHeld           = fmt.Errorf("%w: somebody else has an open attempt", Err)
	ErrOrder          = fmt.Errorf("%w: the order of a journey holds the case back", Err)
)

// DriftError says that the text at hand is not the frozen one. It wraps ErrDrift.
type DriftError struct {
	Case    string
	Frozen  string // content hash in the manifest
	Present string // content hash that was presented; empty when the case is gone
	Before  string // text as it was frozen, when whoever refuses knows both
	After   string // text at hand
}

// Lines says what changed, line by line, when both texts are known.
func (e *DriftError) Lines() string { return plan.Lines(e.Before, e.After) }

func (e *DriftError) Error() string {
	return fmt.Sprintf("%v: case %s is %s, frozen as %s", ErrDrift, e.Case, e.Present, e.Frozen)
}

// Unwrap gives ErrDrift.
func (e *DriftError) Unwrap() error { return ErrDrift }

// UnfinishedError says what is left to do before a campaign closes. It wraps ErrUnfinished.
type UnfinishedError struct {
	Open   int // attempts
	NotRun int // cases
	Due    int // cases whose result nobody obtained again: of an iteration before, or sent back
	Unread int // cases whose result nobody read over
	Drafts int // failures that no anomaly accounts for, and that nobody dropped
}

func (e *UnfinishedError) Error() string {
	return fmt.Sprintf(
		"%v: %d open attempts, %d cases not run, %d not run again, %d not read over, %d drafts of anomalies",
		ErrUnfinished, e.Open, e.NotRun, e.Due, e.Unread, e.Drafts,
	)
}

// Unwrap gives ErrUnfinished.
func (e *UnfinishedError) Unwrap() error { return ErrUnfinished }

// BuildError says that what is deployed is not what was frozen. It wraps ErrBuild.
type BuildError struct {
	Frozen, Deployed string
	Asked            bool // Frozen is the build that an iteration asks for, and is not frozen yet
}

func (e *BuildError) Error() string {
	return fmt.Sprintf("%v: %s, frozen with %s", ErrBuild, e.Deployed, e.Frozen)
}

// Unwrap gives ErrBuild.
func (e *BuildError) Unwrap() error { return ErrBuild }

// HeldError says who has an open attempt on the case. It wraps ErrHeld.
type HeldError struct {
	Case    string
	Attempt int
	Ref     string // pseudonymous reference of the holder
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%v: case %s, attempt %d, by %s", ErrHeld, e.Case, e.Attempt, e.Ref)
}

// Unwrap gives ErrHeld.
func (e *HeldError) Unwrap() error { return ErrHeld }

// OrderError says what holds a row back, and in the order of which journey. It wraps ErrOrder.
type OrderError struct {
	state.HeldBack // For is empty when whoever asks does not see that row

	Open int // attempt that was to be abandoned, and that stays open: it may be resumed; 0 when there is none
}

func (e *OrderError) Error() string {
	text := fmt.Sprintf("%v: case %s, for %s (%s), journey %s", ErrOrder, e.Case, e.For, e.Verdict, e.Journey)
	if e.Open > 0 {
		text += fmt.Sprintf("; attempt %d stays open", e.Open)
	}
	return text
}

// Unwrap gives ErrOrder.
func (e *OrderError) Unwrap() error { return ErrOrder }

// DecisionError lists the grounds that forbid a decision. It wraps ErrDecision.
type DecisionError struct {
	Decision recette.Decision
	Reasons  []recette.Reason
	Allowed  []recette.Decision // what may be pronounced instead, with a reason
	Exit     []state.Criterion  // those of exit that are not met, or of which nobody knows
}

func (e *DecisionError) Error() string {
	return fmt.Sprintf("%v: %s: %d reasons, first %s", ErrDecision, e.Decision, len(e.Reasons), e.Reasons[0].Code)
}

// Unwrap gives ErrDecision.
func (e *DecisionError) Unwrap() error { return ErrDecision }

// FieldError names the value that is missing or invalid. It wraps ErrIncomplete or ErrInvalid.
type FieldError = fact.FieldError

func missing(field string) error { return fact.Missing(field) }
func invalid(field string) error { return fact.Invalid(field) }
