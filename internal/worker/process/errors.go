package process

import (
	"fmt"
	"strings"

	"recette/internal/fault"
	"recette/internal/worker/wire"
	"recette/runner/protocol"
)

// errStart says that the process could not be started. It is a wire.ErrWorker, as all errors of this package.
var errStart = fmt.Errorf("%w: start", wire.ErrWorker)

// StartError says that Run could not start a command: nothing was done.
type StartError struct{ Err error }

func (e *StartError) Error() string { return "start: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *StartError) Unwrap() error { return e.Err }

// deathError is the end of a process that was not asked to end.
type deathError struct {
	How    protocol.Fault // its exit status, a signal, what the system says; or that it closed its end of the protocol
	Stderr string         // the last lines that it printed there, for whoever looks for the cause
}

// Error implements error.
func (e *deathError) Error() string {
	return fmt.Sprintf("%v: %v", wire.ErrWorker, e.Faults())
}

// Faults tells it for fault.Message.
func (e *deathError) Faults() protocol.Message {
	return protocol.Words(e.Stderr).Around(fault.Of(fault.Died), e.How)
}

// Is makes a deathError a wire.ErrWorker.
func (e *deathError) Is(target error) bool { return target == wire.ErrWorker }

// leftError names processes that steps started and that would not go.
type leftError struct {
	Processes []string // number, and name when known; none when a step killed the process that knew them
}

// Error implements error.
func (e *leftError) Error() string {
	return fmt.Sprintf("%v: %v", wire.ErrWorker, e.Faults())
}

// Faults tells it for fault.Message.
func (e *leftError) Faults() protocol.Message {
	if len(e.Processes) == 0 {
		return protocol.Message{{fault.Of(fault.Keeper)}}
	}
	return protocol.Words(strings.Join(e.Processes, ", ")).Around(fault.Of(fault.Survivors))
}

// Is makes a leftError a wire.ErrWorker.
func (e *leftError) Is(target error) bool { return target == wire.ErrWorker }
