package workspace

import (
	"context"
	"path"
	"path/filepath"

	"recette/internal/catalogue"
	"recette/internal/lint/runner"
)

// noting gives the project to who reads it to say of which commit its features are.
func (p *Project) noting(ctx context.Context) *Project {
	out := *p
	out.noted = p.Git().Reading(ctx)
	return &out
}

// commit gives the commit that holds the features, all of them, exactly as they were read since noting began, or
// nothing. A PV names it as that of the scenarios.
func (p *Project) commit(ctx context.Context) string {
	var below []string
	for _, dir := range p.Features {
		below = append(below, path.Clean(filepath.ToSlash(dir)))
	}
	return p.noted.Commit(ctx, below, func(file string) bool { return catalogue.Finds(file, below) })
}

// Commit gives the commit that holds the features exactly as they are on disk, or nothing.
func (p *Project) Commit(ctx context.Context) string {
	p = p.noting(ctx)
	if p.noted.Head() == "" {
		return ""
	}
	r := runner.Runner{Tree: p.Tree(), Reading: p.Options()}
	var err error
	if r.Entries, err = p.list(ctx, p.Features, r.Reading); err != nil {
		return ""
	}
	err = r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		_, _ = in.Bytes(&r.Entries[i]) // what is not read is in no commit
		return func() {}
	})
	if err != nil {
		return ""
	}
	return p.commit(ctx)
}
