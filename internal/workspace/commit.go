package workspace

import (
	"context"
	"crypto/sha256"
	"path"
	"path/filepath"

	"recette/internal/catalogue"
	"recette/internal/lint/runner"
)

// noting gives the project to who reads it to say of which commit its features are.
func (p *Project) noting(ctx context.Context) *Project {
	out := *p.once()
	out.noted = p.Git().Reading(ctx)
	return &out
}

// commit gives the commit that holds the features, all of them, exactly as they were read since noting began, or
// nothing. A PV names it as that of the scenarios.
func (p *Project) commit(ctx context.Context) string { return p.commitBelow(ctx, p.Features) }

func (p *Project) commitBelow(ctx context.Context, targets []string) string {
	var below []string
	for _, target := range targets {
		file, _ := catalogue.SplitLines(filepath.ToSlash(target))
		below = append(below, path.Clean(file))
	}
	return p.noted.Commit(ctx, below, func(file string) bool { return catalogue.Finds(file, below) })
}

// Commit gives the commit that holds the files of the selection exactly as Check found them, or nothing. Nothing else
// is run of them: a file that changed since is told when it is read again.
func (s *Selection) Commit(ctx context.Context) string {
	p := s.project.noting(ctx)
	if p.noted.Head() == "" {
		return ""
	}
	r := runner.Runner{Tree: p.Tree(), Entries: s.entries, Reading: s.reading}
	same := true
	err := r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		b, fault := in.Bytes(&s.entries[i])
		found := fault == nil && sha256.Sum256(b) == s.files[i].sum
		return func() { same = same && found }
	})
	if err != nil || !same {
		return ""
	}
	return p.commitBelow(ctx, s.targets)
}
