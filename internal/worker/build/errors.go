package build

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
	// errPath: a line ends in the path of the project; the go command takes what follows for another path.
	errPath = fmt.Errorf("%w: a line ends in the path", ErrBuild)
	// errNoPackage: there is no importable Go package at the place named.
	errNoPackage = fmt.Errorf("%w: no importable package", ErrBuild)
	// errNoModule: the package is in no Go module.
	errNoModule = fmt.Errorf("%w: no go.mod", ErrBuild)
	// errNoGodog: the package does not use godog, or its module does not require it.
	errNoGodog = fmt.Errorf("%w: godog is not required", ErrBuild)
	// errNoInitializer: the package has no InitializeScenario outside test files.
	errNoInitializer = fmt.Errorf("%w: no InitializeScenario", ErrBuild)
	// errSignature: InitializeScenario or InitializeTestSuite is not the function that godog wants.
	errSignature = fmt.Errorf("%w: wrong signature", ErrBuild)
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

// Key returns the key of the text, in the domain "worker", that explains err and its remedy to a user; "" when err is
// not of this package, or when its place in the sources says it all. The texts take the message of the error as their
// only argument.
func Key(err error) string {
	if errors.As(err, new(*CompileError)) {
		return ""
	}
	for _, k := range []struct {
		err error
		key string
	}{
		{errPath, "worker.path"},
		{errNoPackage, "worker.no-package"},
		{errNoModule, "worker.no-module"},
		{errNoGodog, "worker.no-godog"},
		{errNoInitializer, "worker.no-initializer"},
		{errSignature, "worker.signature"},
		{ErrBuild, "worker.build"},
	} {
		if errors.Is(err, k.err) {
			return k.key
		}
	}
	return ""
}
