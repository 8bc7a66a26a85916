package output

import "fmt"

// Problem is why nothing was written at a place, or not all of it.
type Problem struct {
	Why   Why
	Path  string // that was given, or of what is left under another name
	Shape Shape  // what was to be written
	Kept  string // where it stays, when Why is Kept
	Err   error  // of the system, or of whoever gave the content; nil when the place itself is refused
}

// Why is the kind of a problem.
type Why string

// The kinds of problems.
const (
	Fault   Why = "fault"   // Err is what went wrong
	Folder  Why = "folder"  // a folder stands there
	Own     Why = "own"     // what stands there, or would, is never replaced
	Taken   Why = "taken"   // a file stands there, and only a new one may be written
	Foreign Why = "foreign" // a file of another shape stands there
	Signed  Why = "signed"  // a signed PDF stands there
	Broken  Why = "broken"  // a stream was not taken to its end
	Kept    Why = "kept"    // as Broken, and what was meant for it is kept
)

func (p *Problem) Error() string {
	if p.Err == nil {
		return fmt.Sprintf("%s: %s", p.Path, p.Why)
	}
	return fmt.Sprintf("%s: %s: %v", p.Path, p.Why, p.Err)
}

func (p *Problem) Unwrap() error { return p.Err }

func (p *Place) problem(why Why) error {
	return &Problem{Why: why, Path: p.Path, Shape: p.options.Shape}
}

func (p *Place) fault(err error) error { return faultAt(p.Path, err) }

// faultAt is nil when err is.
func faultAt(path string, err error) error {
	if err == nil {
		return nil
	}
	return &Problem{Why: Fault, Path: path, Err: err}
}
