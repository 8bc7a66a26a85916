package execution

import (
	"errors"
	"fmt"

	"recette/internal/execution/binding"
	"recette/runner/protocol"
)

// Errors of this package, beside those of binding.
var (
	errExecution = errors.New("execution")

	// ErrNothingExecuted says that cases came in and that no step of any was run.
	ErrNothingExecuted = fmt.Errorf("%w: no case executed", errExecution)
	// ErrAllSkipped says that cases were run and that each of them skipped itself: nothing was verified.
	ErrAllSkipped = fmt.Errorf("%w: every case skipped itself", ErrNothingExecuted)
	// ErrNoQuestion says that nothing is asked of the person: no case was begun, or it ended.
	ErrNoQuestion = fmt.Errorf("%w: nothing is asked", errExecution)
	// ErrClosed says that the session is closed: it begins no case.
	ErrClosed = fmt.Errorf("%w: the session is closed", errExecution)
	// ErrWithin says that what the session calls may not call the session: it would wait for itself.
	ErrWithin = fmt.Errorf("%w: the session waits for this call to return", errExecution)
	// ErrNotJudged says that a step cannot be gone back to: nobody judged it in this attempt.
	ErrNotJudged = fmt.Errorf("%w: the step was not judged by a person", errExecution)
	// errNotPlayed says that a case did not end in the session: its last result is not corrected there.
	errNotPlayed = fmt.Errorf("%w: the case did not end in the session", errExecution)
	// errTrial says that what is played out of the figures is not corrected: nothing comes of it.
	errTrial = fmt.Errorf("%w: a trial is not corrected", errExecution)
	// ErrNoPerson says that no step of the case is a person's: a run conducts it.
	ErrNoPerson = fmt.Errorf("%w: no step of the case is a person's", errExecution)
	// ErrHasResult says that the case has a result, and that the session does not test again.
	ErrHasResult = fmt.Errorf("%w: the case has a result", errExecution)
	// ErrData says that a data set of the case is not the one that the campaign froze. See DataError.
	ErrData = fmt.Errorf("%w: a data set of the case is not the frozen one", errExecution)
	// errUnbound says that nobody can run a step of the case: no definition matches it, or several do.
	errUnbound = fmt.Errorf("%w: a step of the case has no owner", errExecution)
	// ErrRecord says that a result could not be made durable; nothing is acknowledged after it.
	ErrRecord = fmt.Errorf("%w: record", errExecution)
	// ErrWorker says that a worker could not be started or spoken to.
	ErrWorker = binding.ErrWorker
	// errTimeout says that a worker did not answer before the deadline of its step.
	errTimeout = fmt.Errorf("%w: deadline passed", ErrWorker)
	// errUnbegun says that a worker broke before anything of the project ran for the scenario.
	errUnbegun = fmt.Errorf("%w: nothing of the scenario began", ErrWorker)
	// errPreparing says that a worker broke in the before-scenario hooks: none of its steps began.
	errPreparing = fmt.Errorf("%w: before scenario hook", ErrWorker)
	// errSuite says that a before-suite hook failed: the worker can run nothing.
	errSuite = fmt.Errorf("%w: suite hook", ErrWorker)
	// ErrAnswer says that the answer of a person breaks a rule of verdicts. See AnswerError.
	ErrAnswer = fmt.Errorf("%w: invalid answer", errExecution)
)

// AnswerError says which field of an answer is missing or out of place.
type AnswerError struct {
	Case    string
	Field   string // observed, comment, cause, reason, verdict
	Missing bool   // the field is mandatory and says nothing
	Step    int    // 0-based
}

// Error implements error.
func (e *AnswerError) Error() string {
	return fmt.Sprintf("%v: %s step %d: %s", ErrAnswer, e.Case, e.Step+1, e.Field)
}

// Unwrap gives ErrAnswer.
func (e *AnswerError) Unwrap() error { return ErrAnswer }

// DataError says which data set of a case is not the one that the campaign froze: its result would be taken for one
// that the frozen data gave.
type DataError struct {
	Case, Set string
	Path      string // of the file that is not the frozen one, or no more there
}

// Error implements error.
func (e *DataError) Error() string { return fmt.Sprintf("%v: case %s, %s", ErrData, e.Case, e.Set) }

// Unwrap gives ErrData.
func (e *DataError) Unwrap() error { return ErrData }

// Faults names the data set.
func (e *DataError) Faults() protocol.Message { return protocol.Words(e.Set) }
