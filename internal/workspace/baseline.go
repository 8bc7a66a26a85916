package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/lint"
)

// DefaultBaseline is the file of accepted findings of a project that names none.
const DefaultBaseline = "lint-baseline.json"

// ErrNoBaseline says that only new findings are wanted, and that nothing says which ones are not.
var ErrNoBaseline = errors.New("no baseline")

// BaselineError is a baseline that cannot be read. It wraps lint.ErrBaseline.
type BaselineError struct {
	Path string
	Err  error
}

func (e *BaselineError) Error() string { return fmt.Sprintf("read %s: %v", e.Path, e.Err) }

// Unwrap gives the cause.
func (e *BaselineError) Unwrap() error { return e.Err }

// Baselining is what is asked of the baseline of a project.
type Baselining struct {
	File   string // a place that somebody names; empty: the project's
	New    bool   // only what it does not accept is wanted
	Update bool   // it is renewed
}

// BaselineFile is where the baseline lies: the place that is named, else that of recette.yaml, else the usual one for
// whoever needs a baseline. It is empty when no finding is accepted.
func (p *Project) BaselineFile(b Baselining) string {
	switch {
	case b.File != "":
		return b.File
	case p.Lint.Baseline != "":
		return filepath.Join(p.Root, filepath.FromSlash(p.Lint.Baseline))
	case b.Update || b.New:
		return filepath.Join(p.Root, DefaultBaseline)
	}
	return ""
}

// Baseline reads the findings that the project accepts, nil when it accepts none. One that is not made yet accepts
// nothing, unless somebody names it to read it. It returns ErrNoBaseline, a *BaselineError or a *durable.FileError.
func (p *Project) Baseline(b Baselining) (*lint.Baseline, error) {
	file := p.BaselineFile(b)
	if file == "" {
		return nil, nil //nolint:nilnil // nothing is accepted
	}
	data, err := bounded.ReadFile(file, bounded.Own)
	if errors.Is(err, fs.ErrNotExist) && (b.Update || b.File == "") {
		if b.New && p.Lint.Baseline == "" {
			return nil, ErrNoBaseline
		}
		return &lint.Baseline{}, nil
	}
	if err != nil {
		return nil, &durable.FileError{Path: file, Err: err}
	}
	read, err := lint.ReadBaseline(data)
	if err != nil {
		return nil, &BaselineError{Path: file, Err: err}
	}
	return read, nil
}
