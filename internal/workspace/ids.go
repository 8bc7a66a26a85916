package workspace

import (
	"context"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/syntax"
)

// Numbered is a file with the stable ids that its scenarios were lacking.
type Numbered struct {
	catalogue.Assignment
	Read []byte // the file as it was
}

// AssignIDs gives a stable id to each scenario of the project that has none, and writes nothing. Ids are allocated over
// the whole project and beside those that campaigns froze, even of scenarios that exist no more: none is given twice.
// It returns a *TargetError or a *durable.FileError.
func (p *Project) AssignIDs(ctx context.Context, frozen []string) ([]Numbered, error) {
	entries, err := p.list(ctx, p.Features, p.Options())
	if err != nil {
		return nil, err
	}
	var sources []syntax.Source
	read := map[string][]byte{}
	for i := range entries {
		name := entries[i].Path
		data, err := bounded.ReadFileContext(
			ctx, filepath.Join(p.Root, filepath.FromSlash(name)), catalogue.DefaultMaxTotal,
		)
		if err != nil {
			return nil, &durable.FileError{Path: name, Err: err}
		}
		sources, read[name] = append(sources, syntax.Source{Path: name, Bytes: data}), data
	}
	var out []Numbered
	for _, as := range catalogue.AssignIDs(sources, append(frozen, p.Retired...), p.Options()) {
		out = append(out, Numbered{as, read[as.Path]})
	}
	return out, nil
}
