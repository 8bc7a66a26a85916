package catalogue

import (
	"bytes"
	"context"
	"io/fs"

	"recette/internal/syntax"
)

// Raw is a feature file before it is parsed. Diagnostics says why its bytes could not be read; there are then none.
type Raw struct {
	syntax.Source
	Diagnostics []syntax.Diagnostic
}

// Sources gives the files of a walk, unparsed, one by one, sorted by path; their bytes belong to fn. The lines of a
// target are not looked at: the whole file is given. Files that cannot be read come with their diagnostics and never
// stop the others. It returns what Walk returns.
func Sources(ctx context.Context, fsys fs.FS, targets []string, o Options, fn func(Raw) error) error {
	found, err := List(ctx, fsys, targets, o)
	if err != nil {
		return err
	}
	r := NewReader(fsys, o)
	for i := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw := Raw{Source: syntax.Source{Path: found[i].Path}}
		if b, fault := r.Bytes(&found[i]); fault != nil {
			raw.Diagnostics = fault.Diagnostics
		} else {
			raw.Bytes = bytes.Clone(b)
		}
		if err := fn(raw); err != nil {
			return err
		}
	}
	return nil
}
