package wire

import (
	"errors"
	"fmt"
	"strings"

	"recette/internal/fault"
	"recette/runner/protocol"
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
	Message protocol.Message
}

// Error implements error.
func (e *ProblemError) Error() string { return fmt.Sprintf("%v: %s: %v", ErrWorker, e.Code, e.Message) }

// Is makes a ProblemError an ErrWorker.
func (e *ProblemError) Is(target error) bool { return target == ErrWorker }

// Faults tells it for fault.Message. Of a request that made no sense its code alone is told: the rest is between the
// two ends of the protocol.
func (e *ProblemError) Faults() protocol.Message {
	switch e.Code {
	case protocol.ProblemSuiteHook, protocol.ProblemRegistration, protocol.ProblemVersion:
		return e.Message
	}
	return protocol.Message{{fault.Of(fault.Refused)}}
}

// garbled is the error of a line that is not of the protocol. What was wrong with its JSON is the library's word.
func garbled(err error) error {
	switch {
	case errors.Is(err, protocol.ErrTooLong):
		return fault.New(err, fault.Long, protocol.MaxLine)
	case errors.Is(err, protocol.ErrCount):
		return fault.New(err, fault.Count)
	case errors.Is(err, protocol.ErrEncoding):
		return fault.New(err, fault.Encoding)
	case errors.Is(err, protocol.ErrCut):
		return fault.New(err, fault.Cut)
	}
	library := strings.TrimPrefix(err.Error(), protocol.ErrMalformed.Error()+": ")
	return fault.About(protocol.ErrMalformed, fault.Malformed, errors.New(library))
}
