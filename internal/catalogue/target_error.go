package catalogue

import (
	"errors"
	"fmt"
)

// ErrTarget is why a walk cannot start: a target does not exist, is malformed or selects nothing. The error is then a
// *TargetError.
var ErrTarget = errors.New("unknown target")

// TargetFault says what is wrong with a target. Texts are made at the edge from it.
type TargetFault string

// The faults of a target.
const (
	FaultMissing    TargetFault = "missing"     // there is no such file or folder
	FaultUnreadable TargetFault = "unreadable"  // the system refuses: Why says how
	FaultOutside    TargetFault = "outside"     // the path leaves the project
	FaultFolderLine TargetFault = "folder-line" // a folder has no lines
	FaultNoScenario TargetFault = "no-scenario" // the line is in no scenario
)

// TargetError names the target at fault, one of several.
type TargetError struct {
	Target string // as given, or the path and the one line that selects nothing: "a.feature:99"
	Path   string // the target without its lines, as a path of the project
	Line   int    // the line that selects nothing; 0 when the fault is of the path
	Fault  TargetFault
	Why    error            // of the system; nil when the fault says all
	Near   *ScenarioOutline // the scenario nearest to Line, nil when there is none
}

// Error names the target and the reason.
func (e *TargetError) Error() string {
	s := fmt.Sprintf("%v: %q: %s", ErrTarget, e.Target, e.Fault)
	if e.Why != nil {
		s += ": " + reason(e.Why)
	}
	return s
}

// Unwrap gives ErrTarget and the reason.
func (e *TargetError) Unwrap() []error {
	if e.Why == nil {
		return []error{ErrTarget}
	}
	return []error{ErrTarget, e.Why}
}
