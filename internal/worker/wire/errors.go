package wire

import (
	"errors"
	"fmt"
)

// Errors of a Session, all under ErrWorker. All but a *ProblemError mean that the worker cannot be used any more.
var (
	// ErrWorker is the root, of what package process adds too.
	ErrWorker = errors.New("worker process")
	// ErrTimeout: the worker said nothing within the limit.
	ErrTimeout = fmt.Errorf("%w: time is up", ErrWorker)
	// ErrProtocol: the worker wrote something that is not a reply, or a reply that nothing asked for.
	ErrProtocol = fmt.Errorf("%w: not the step protocol", ErrWorker)
	// ErrGone: the stream ended, and nobody knows more (Options.Ended).
	ErrGone = fmt.Errorf("%w: it is gone", ErrWorker)
)

// ProblemError is a request that the worker refused. It is an ErrWorker, and the worker is still usable unless Code is
// protocol.ProblemSuiteHook.
type ProblemError struct {
	Code    string // one of the Problem constants of the protocol
	Message string
}

// Error implements error.
func (e *ProblemError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrWorker, e.Code, e.Message) }

// Is makes a ProblemError an ErrWorker.
func (e *ProblemError) Is(target error) bool { return target == ErrWorker }
