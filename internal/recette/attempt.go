package recette

import (
	"errors"
	"fmt"
)

// ErrAttempt is the root of the refusals of the attempt state machine.
var ErrAttempt = errors.New("attempt refused")

// The refusals of the attempt state machine.
var (
	errAttemptOpen    = fmt.Errorf("%w: an attempt is already open", ErrAttempt)
	ErrAttemptClosed  = fmt.Errorf("%w: the attempt is closed", ErrAttempt)
	errAttemptNone    = fmt.Errorf("%w: no attempt was begun", ErrAttempt)
	ErrAttemptUnknown = fmt.Errorf("%w: not the present attempt or pass", ErrAttempt)
)

// AttemptPhase says how far an attempt is. The zero value is: never begun.
type AttemptPhase string

// The phases of an attempt.
const (
	attemptNone   AttemptPhase = ""
	AttemptOpen   AttemptPhase = "open"
	AttemptClosed AttemptPhase = "closed"
)

// AttemptPosition is where the attempts of a case are: none, then open and closed in turn. A closed attempt is never
// reopened: a correction is a new attempt, and the former stays in the journal. A pass is one stretch of an attempt;
// resuming after an interruption starts a new pass, so that replayed steps are told from those first observed.
type AttemptPosition struct {
	Number int // 1-based; 0 when none was begun
	Pass   int // 1-based
	Phase  AttemptPhase
}

// Begin gives the next attempt. It returns errAttemptOpen while one is open.
func (a AttemptPosition) Begin() (AttemptPosition, error) {
	if a.Phase == AttemptOpen {
		return a, fmt.Errorf("begin after attempt %d: %w", a.Number, errAttemptOpen)
	}
	return AttemptPosition{Number: a.Number + 1, Pass: 1, Phase: AttemptOpen}, nil
}

// Resume gives a new pass of the open attempt. It returns errAttemptNone or ErrAttemptClosed when none is open.
func (a AttemptPosition) Resume() (AttemptPosition, error) {
	switch a.Phase {
	case AttemptOpen:
		a.Pass++
		return a, nil
	case AttemptClosed:
		return a, fmt.Errorf("resume attempt %d: %w", a.Number, ErrAttemptClosed)
	case attemptNone:
	}
	return a, fmt.Errorf("resume: %w", errAttemptNone)
}

// Observe gives the attempt after an observation that carries number and pass. The first observation of an attempt
// begins it and the first one of the next pass resumes it, so that the journal alone rebuilds the state. It returns
// ErrAttemptClosed for a closed attempt and ErrAttemptUnknown for a number or a pass that is not next.
func (a AttemptPosition) Observe(number, pass int) (AttemptPosition, error) {
	switch {
	case number < 1 || pass < 1 || number > a.Number+1:
		return a, fmt.Errorf("observe attempt %d, pass %d: %w", number, pass, ErrAttemptUnknown)
	case number == a.Number+1:
		if pass != 1 {
			return a, fmt.Errorf("observe attempt %d, pass %d: %w", number, pass, ErrAttemptUnknown)
		}
		return a.Begin()
	case number < a.Number, a.Phase == AttemptClosed:
		return a, fmt.Errorf("observe attempt %d: %w", number, ErrAttemptClosed)
	case pass < a.Pass:
		return a, fmt.Errorf("observe attempt %d, pass %d: %w", number, pass, ErrAttemptUnknown)
	}
	a.Pass = pass
	return a, nil
}

// Close ends the open attempt. It returns errAttemptNone or ErrAttemptClosed when none is open.
func (a AttemptPosition) Close() (AttemptPosition, error) {
	switch a.Phase {
	case AttemptOpen:
		a.Phase = AttemptClosed
		return a, nil
	case AttemptClosed:
		return a, fmt.Errorf("close attempt %d: %w", a.Number, ErrAttemptClosed)
	case attemptNone:
	}
	return a, fmt.Errorf("close: %w", errAttemptNone)
}
