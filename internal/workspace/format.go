package workspace

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"recette/internal/bounded"
	"recette/internal/format"
)

// LayoutError is an .editorconfig that does not tell how a file is laid out.
type LayoutError struct {
	Path string // of the file to lay out
	Err  error
}

func (e *LayoutError) Error() string { return fmt.Sprintf("lay out %s: %v", e.Path, e.Err) }

// Unwrap gives the cause.
func (e *LayoutError) Unwrap() error { return e.Err }

// Layouts tells how files are laid out: as the configuration of the project says, then .editorconfig, then git.
type Layouts struct {
	Options format.Options // of every file
	finder  *format.Finder
	git     func(ctx context.Context, paths []string) map[string]string // nil outside any project
	// line ends that git wants, by path of the project
	ends map[string]string
}

// NewLayouts tells how texts are laid out outside any project.
func NewLayouts() *Layouts {
	return &Layouts{ends: map[string]string{}, finder: format.NewFinder(func(name string) ([]byte, error) {
		return bounded.ReadFile(filepath.FromSlash(name), bounded.Document)
	})}
}

// Layouts tells how the files of the project are laid out.
func (p *Project) Layouts() *Layouts {
	l := NewLayouts()
	l.Options = format.Options{Syntax: p.Options().Syntax, Indent: p.Format.Indent, Accents: p.Format.Accents}
	l.git = p.Git().LineEnds
	return l
}

// Ask asks git at once about files of the project, those that it was not asked about yet.
func (l *Layouts) Ask(ctx context.Context, paths ...string) {
	known := func(path string) bool {
		_, ok := l.ends[path]
		return ok
	}
	if asked := slices.DeleteFunc(slices.Clone(paths), known); l.git != nil && len(asked) > 0 {
		maps.Copy(l.ends, l.git(ctx, asked))
	}
}

// Of gives the options for a file: path is that of the project, full where it lies. Ask is called before. It returns a
// *LayoutError, beside the options that the project says.
func (l *Layouts) Of(path, full string) (format.Options, error) {
	o := l.Options
	abs, err := filepath.Abs(full)
	if err != nil {
		return o, &LayoutError{Path: path, Err: err}
	}
	indent, eol, err := l.finder.Layout(filepath.ToSlash(abs))
	if err != nil {
		return o, &LayoutError{Path: path, Err: err}
	}
	if o.Indent == 0 {
		o.Indent = indent
	}
	if o.EOL = eol; eol == "" {
		o.EOL = l.ends[path]
	}
	return o, nil
}
