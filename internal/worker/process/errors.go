package process

import (
	"fmt"
	"strings"

	"recette/internal/worker/wire"
)

// errStart says that the process could not be started. It is a wire.ErrWorker, as all errors of this package.
var errStart = fmt.Errorf("%w: start", wire.ErrWorker)

// deathError is the end of a process that was not asked to end.
type deathError struct {
	How    string // "exit status 3", "signal: killed"; empty when it only closed its end of the protocol
	Stderr string // the last lines that it printed there, for whoever looks for the cause
}

// Error implements error.
func (e *deathError) Error() string {
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

// Is makes a deathError a wire.ErrWorker.
func (e *deathError) Is(target error) bool { return target == wire.ErrWorker }

// leftError names processes that steps started and that would not go.
type leftError struct {
	Processes []string // number, and name when known; none when a step killed the process that knew them
}

// Error implements error.
func (e *leftError) Error() string {
	if len(e.Processes) == 0 {
		return fmt.Sprintf("%v: its keeper was killed, processes may survive", wire.ErrWorker)
	}
	return fmt.Sprintf("%v: processes survive: %s", wire.ErrWorker, strings.Join(e.Processes, ", "))
}

// Is makes a leftError a wire.ErrWorker.
func (e *leftError) Is(target error) bool { return target == wire.ErrWorker }
