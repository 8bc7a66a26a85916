package process

import (
	"fmt"
	"strings"

	"recette/internal/worker/wire"
)

// ErrStart says that the process could not be started. It is a wire.ErrWorker, as all errors of this package.
var ErrStart = fmt.Errorf("%w: start", wire.ErrWorker)

// DeathError is the end of a process that was not asked to end.
type DeathError struct {
	How    string // "exit status 3", "signal: killed"; empty when it only closed its end of the protocol
	Stderr string // the last lines that it printed there, for whoever looks for the cause
}

// Error implements error.
func (e *DeathError) Error() string {
	how := e.How
	if how == "" {
		how = "it closed the protocol"
	}
	s := fmt.Sprintf("%v: died: %s", wire.ErrWorker, how)
	if e.Stderr != "" {
		s += ": " + e.Stderr
	}
	return s
}

// Is makes a DeathError a wire.ErrWorker.
func (e *DeathError) Is(target error) bool { return target == wire.ErrWorker }

// LeftError names processes that steps started and that would not go.
type LeftError struct {
	Processes []string // number, and name when known; none when a step killed the process that knew them
}

// Error implements error.
func (e *LeftError) Error() string {
	if len(e.Processes) == 0 {
		return fmt.Sprintf("%v: its keeper was killed, processes may survive", wire.ErrWorker)
	}
	return fmt.Sprintf("%v: processes survive: %s", wire.ErrWorker, strings.Join(e.Processes, ", "))
}

// Is makes a LeftError a wire.ErrWorker.
func (e *LeftError) Is(target error) bool { return target == wire.ErrWorker }
