package worker

import (
	"errors"
	"fmt"
	"strings"
)

// Errors of Build, all under ErrBuild. Their remedies are in the texts of the domain "worker"; see Key.
var (
	// ErrBuild is the root: no worker could be made of the project's step definitions.
	ErrBuild = errors.New("build worker")
	// ErrNoGo: the Go toolchain was not found.
	ErrNoGo = fmt.Errorf("%w: no go command", ErrBuild)
	// ErrPath: a line ends in the path of the project; the go command takes what follows for another path.
	ErrPath = fmt.Errorf("%w: a line ends in the path", ErrBuild)
	// ErrNoPackage: there is no importable Go package at the place named.
	ErrNoPackage = fmt.Errorf("%w: no importable package", ErrBuild)
	// ErrNoModule: the package is in no Go module.
	ErrNoModule = fmt.Errorf("%w: no go.mod", ErrBuild)
	// ErrNoGodog: the package does not use godog, or its module does not require it.
	ErrNoGodog = fmt.Errorf("%w: godog is not required", ErrBuild)
	// ErrNoInitializer: the package has no InitializeScenario outside test files.
	ErrNoInitializer = fmt.Errorf("%w: no InitializeScenario", ErrBuild)
	// ErrSignature: InitializeScenario or InitializeTestSuite is not the function that godog wants.
	ErrSignature = fmt.Errorf("%w: wrong signature", ErrBuild)
)

// CompileError is a build that the Go toolchain refused. It is an ErrBuild.
type CompileError struct {
	Faults []Fault // what could be attributed to a place, in the order of the toolchain
	Output string  // all that the toolchain said
}

// Fault is one complaint of the compiler.
type Fault struct {
	File   string // relative to the project when it lies inside
	Line   int    // 1-based
	Column int    // 1-based, 0 when unknown
	Text   string
}

// Error implements error: the first fault, and how many others there are.
func (e *CompileError) Error() string {
	if len(e.Faults) == 0 {
		return fmt.Sprintf("%v: %s", ErrBuild, strings.TrimSpace(e.Output))
	}
	f := e.Faults[0]
	more := ""
	if n := len(e.Faults) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	return fmt.Sprintf("%v: %s:%d:%d: %s%s", ErrBuild, f.File, f.Line, f.Column, f.Text, more)
}

// Is makes a CompileError an ErrBuild.
func (e *CompileError) Is(target error) bool { return target == ErrBuild }

// Errors of a Process, all under ErrWorker. All but a *ProblemError mean that the process must be killed.
var (
	// ErrWorker is the root.
	ErrWorker = errors.New("worker process")
	// ErrTimeout: the worker said nothing within the limit.
	ErrTimeout = fmt.Errorf("%w: time is up", ErrWorker)
	// ErrProtocol: the worker wrote something that is not a reply, or a reply that nothing asked for.
	ErrProtocol = fmt.Errorf("%w: not the step protocol", ErrWorker)
	// ErrStart: the process could not be started.
	ErrStart = fmt.Errorf("%w: start", ErrWorker)
)

// DeathError is the end of a process that was not asked to end. It is an ErrWorker.
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
	s := fmt.Sprintf("%v: died: %s", ErrWorker, how)
	if e.Stderr != "" {
		s += ": " + e.Stderr
	}
	return s
}

// Is makes a DeathError an ErrWorker.
func (e *DeathError) Is(target error) bool { return target == ErrWorker }

// LeftError names processes that steps started and that would not go. It is an ErrWorker.
type LeftError struct {
	Processes []string // number, and name when known; none when a step killed the process that knew them
}

// Error implements error.
func (e *LeftError) Error() string {
	if len(e.Processes) == 0 {
		return fmt.Sprintf("%v: its keeper was killed, processes may survive", ErrWorker)
	}
	return fmt.Sprintf("%v: processes survive: %s", ErrWorker, strings.Join(e.Processes, ", "))
}

// Is makes a LeftError an ErrWorker.
func (e *LeftError) Is(target error) bool { return target == ErrWorker }

// ProblemError is a request that the worker refused. It is an ErrWorker, and the process is still usable unless Code is
// protocol.ProblemSuiteHook.
type ProblemError struct {
	Code    string // one of the Problem constants of the protocol
	Message string
}

// Error implements error.
func (e *ProblemError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrWorker, e.Code, e.Message) }

// Is makes a ProblemError an ErrWorker.
func (e *ProblemError) Is(target error) bool { return target == ErrWorker }

// Key returns the key of the text, in the domain "worker", that explains err and its remedy to a user; "" when err is
// not of this package. The texts take the message of the error as their only argument.
func Key(err error) string {
	var compile *CompileError
	var death *DeathError
	var problem *ProblemError
	switch {
	case errors.As(err, &compile):
		return "worker.compile"
	case errors.As(err, &death):
		return "worker.died"
	case errors.As(err, &problem):
		return "worker.problem." + problem.Code
	}
	for _, k := range []struct {
		err error
		key string
	}{
		{ErrNoGo, "worker.no-go"},
		{ErrPath, "worker.path"},
		{ErrNoPackage, "worker.no-package"},
		{ErrNoModule, "worker.no-module"},
		{ErrNoGodog, "worker.no-godog"},
		{ErrNoInitializer, "worker.no-initializer"},
		{ErrSignature, "worker.signature"},
		{ErrBuild, "worker.build"},
		{ErrTimeout, "worker.timeout"},
		{ErrProtocol, "worker.protocol"},
		{ErrStart, "worker.start"},
		{ErrWorker, "worker.worker"},
	} {
		if errors.Is(err, k.err) {
			return k.key
		}
	}
	return ""
}
