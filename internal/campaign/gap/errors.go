package gap

import (
	"fmt"

	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

// The refusals of this room.
var (
	ErrUnknownAnomaly = fmt.Errorf("%w: unknown anomaly", fact.Err)
	ErrUnknownReserve = fmt.Errorf("%w: unknown reserve", fact.Err)
	ErrUnknownDraft   = fmt.Errorf("%w: no such failure waits for an anomaly", fact.Err)
	ErrLife           = fmt.Errorf("%w: not as things stand", fact.Err)
	ErrBlocking       = fmt.Errorf("%w: the decision-maker alone lowers what blocks", fact.Err)
	ErrProposal       = fmt.Errorf("%w: nobody else proposed it", fact.Err)
	errRetest         = fmt.Errorf("%w: no re-test shows it", fact.Err)
	ErrOriginal       = fmt.Errorf("%w: an anomaly repeats another one", fact.Err)
	// ErrReserveBlocking says that what blocks is accepted by nobody, not even for a time: it is postponed.
	ErrReserveBlocking = fmt.Errorf("%w: a reserve does not block", fact.Err)
	errNothing         = fmt.Errorf("%w: nothing changes", fact.ErrIncomplete)
)

// UnknownError names an anomaly, a reserve or a draft that the campaign does not have. It wraps ErrUnknownAnomaly,
// ErrUnknownReserve or ErrUnknownDraft.
type UnknownError struct {
	Number string
	Kind   error
}

func (e *UnknownError) Error() string { return fmt.Sprintf("%v: %s", e.Kind, e.Number) }

// Unwrap gives the kind.
func (e *UnknownError) Unwrap() error { return e.Kind }

// LifeError says that an anomaly or a reserve is not where an act may be done. It wraps ErrLife.
type LifeError struct{ Number, Act, Status string }

func (e *LifeError) Error() string {
	return fmt.Sprintf("%v: %s %s when %s", ErrLife, e.Act, e.Number, e.Status)
}

// Unwrap gives ErrLife.
func (e *LifeError) Unwrap() error { return ErrLife }

// CitedError says that a decision rests on a reserve, as it is written. It wraps ErrLife.
type CitedError struct{ Number, Decision string }

func (e *CitedError) Error() string {
	return fmt.Sprintf("%v: %s cites %s", ErrLife, e.Decision, e.Number)
}

// Unwrap gives ErrLife.
func (e *CitedError) Unwrap() error { return ErrLife }

// TermsError says that a reserve has no owner or no due date, beside a decision that accepts what it bears on. It wraps
// fact.ErrIncomplete.
type TermsError struct{ Decision string }

func (e *TermsError) Error() string {
	return fmt.Sprintf("%v: a reserve beside %s has an owner and a due date", fact.ErrIncomplete, e.Decision)
}

// Unwrap gives fact.ErrIncomplete.
func (e *TermsError) Unwrap() error { return fact.ErrIncomplete }

// RetestError says what is wrong with the attempt that should show a correction. It wraps errRetest.
type RetestError struct {
	Number, Case string
	Attempt      int // 0 when there is none
	Flaw         recette.RetestFlaw
}

// noAttempt says that nobody tested the case.
const noAttempt recette.RetestFlaw = "no_retest"

func (e *RetestError) Error() string {
	return fmt.Sprintf("%v: %s by attempt %d of %s: %s", errRetest, e.Number, e.Attempt, e.Case, e.Flaw)
}

// Unwrap gives errRetest.
func (e *RetestError) Unwrap() error { return errRetest }
