package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/lint/runner"
	"recette/internal/syntax"
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

// OwnsBaseline tells whether a file is where the project keeps its baseline: it is replaced, as no other file of a
// project is.
func (p *Project) OwnsBaseline(file string) bool {
	for _, name := range []string{DefaultBaseline, p.Lint.Baseline} {
		if name != "" && sameName(file, filepath.Join(p.Root, filepath.FromSlash(name))) {
			return true
		}
	}
	return false
}

func sameName(a, b string) bool {
	x, errA := filepath.Abs(a)
	y, errB := filepath.Abs(b)
	return errA == nil && errB == nil && x == y
}

// Baseline reads the findings that the project accepts, nil when it accepts none. One that is not made yet accepts
// nothing, unless somebody names it to read it. It returns ErrNoBaseline, a *BaselineError or a *durable.FileError.
func (p *Project) Baseline(b Baselining) (*lint.Baseline, error) {
	file := p.BaselineFile(b)
	if file == "" {
		return nil, nil //nolint:nilnil // nothing is accepted
	}
	data, err := bounded.ReadFile(file, bounded.Record)
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

// Accepted is what became of a baseline that was renewed.
type Accepted struct {
	Name       string         // of the file: in the project, when it lies there
	Count      int            // findings that it accepts
	Left       []lint.Finding // errors that it may not accept
	Undeclared bool           // recette.yaml does not name it
}

// Accept renews the baseline from what a run found: what is there is accepted for later. What the run did not look at
// stays as it was. Nothing is written when dry. It returns a *durable.FileError.
func (p *Project) Accept(
	b Baselining, old *lint.Baseline, l *runner.Runner, found []lint.Finding, dry bool,
) (*Accepted, error) {
	file := p.BaselineFile(b)
	judged := map[string]bool{}
	for i := range l.Entries {
		judged[l.Entries[i].Path] = true
	}
	keep := func(path string) bool { return l.Options.Partial && !judged[path] }
	renewed := old.Accept(found, l.Options.Rules, keep)
	data, err := renewed.Encode()
	if err != nil {
		return nil, err
	}
	if !dry {
		if err := fileError(file, replaceOrWrite(file, data)); err != nil {
			return nil, err
		}
	}
	out := &Accepted{Name: file, Count: renewed.Count(), Undeclared: p.Lint.Baseline == "" && b.File == ""}
	if rel, ok := Within(p.Root, file); ok {
		out.Name = filepath.ToSlash(rel)
	}
	for i := range found {
		if f := &found[i]; f.Severity == syntax.Error && !lint.Acceptable(f, l.Options.Rules) {
			out.Left = append(out.Left, *f)
		}
	}
	return out, nil
}

// replaceOrWrite writes a file, new or in place of the old one, whose mode it keeps.
func replaceOrWrite(path string, data []byte) error {
	if _, err := os.Stat(path); err == nil {
		return durable.Replace(path, data)
	}
	return durable.Write(path, 0o644, durable.Bytes(data))
}
