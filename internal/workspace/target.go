package workspace

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/meant"
)

// Targets turns paths, relative to the folder where they were typed, into paths of the project. Without any, the
// feature folders of the project are meant. It returns an *OutsideError for a path that leaves the project.
func (p *Project) Targets(dir string, args []string) ([]string, error) {
	if len(args) == 0 {
		return p.Features, nil
	}
	var targets []string
	for _, arg := range args {
		file, lines := catalogue.SplitLines(arg)
		full := file
		if !filepath.IsAbs(file) {
			full = filepath.Join(dir, file)
		}
		full, err := filepath.Abs(full)
		if err != nil {
			return nil, fmt.Errorf("find %s: %w", arg, err)
		}
		rel, ok := Within(p.Root, full)
		if !ok {
			return nil, &OutsideError{Path: arg, Root: p.Root}
		}
		targets = append(targets, path.Clean(filepath.ToSlash(rel))+lines)
	}
	return targets, nil
}

// IsWhole tells whether targets are the feature folders of the project, by name: nothing is then left out.
func (p *Project) IsWhole(targets []string) bool {
	for _, dir := range p.Features {
		if !slices.Contains(targets, path.Clean(filepath.ToSlash(dir))) {
			return false
		}
	}
	return len(targets) == len(p.Features)
}

// Within gives the path of a file below root: as it is written, so that a link of the project to a shared file keeps
// its name, else with links followed, so that a project reached by one is not taken for another place.
func Within(root, full string) (string, bool) {
	for _, try := range [][2]string{
		{root, full},
		{resolve(root), filepath.Join(resolve(filepath.Dir(full)), filepath.Base(full))},
		{resolve(root), resolve(full)},
	} {
		if rel, err := filepath.Rel(try[0], try[1]); err == nil && filepath.IsLocal(rel) {
			return rel, true
		}
	}
	return "", false
}

func resolve(p string) string {
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	return p
}

// located completes the error of a walk: what is wrong with a target comes with what was probably meant.
func (p *Project) located(ctx context.Context, err error) error {
	e, ok := errors.AsType[*catalogue.TargetError](err)
	if !ok {
		return err
	}
	out := &TargetError{TargetError: e, Root: p.Root}
	if e.Fault == catalogue.FaultMissing {
		out.Like = p.nearTarget(ctx, e.Path)
	}
	return out
}

// nearTarget gives the feature file, or the folder of features, that a missing name most resembles.
func (p *Project) nearTarget(ctx context.Context, name string) string {
	entries, err := catalogue.List(ctx, p.Tree(), p.Features, p.Options())
	if err != nil {
		return ""
	}
	files := make([]string, len(entries))
	for i := range entries {
		files[i] = entries[i].Path
	}
	return NearPath(name, files)
}

// NearPath gives the file, or the folder of one, that a name most resembles: by its whole path, else by its last part,
// whatever the accents and capitals.
func NearPath(name string, files []string) string {
	var known []string
	seen := map[string]bool{}
	for _, file := range files {
		for at := file; at != "." && !seen[at]; at = path.Dir(at) {
			seen[at] = true
			known = append(known, at)
		}
	}
	bare := make([]string, len(known))
	bases := make([]string, len(known))
	for i, k := range known {
		bare[i], bases[i] = meant.Fold(k), meant.Fold(path.Base(k))
	}
	of := func(near string, list []string) string {
		for i, k := range list {
			if near != "" && k == near {
				return known[i]
			}
		}
		return ""
	}
	if near := of(meant.Nearest(meant.Fold(name), bare), bare); near != "" {
		return near
	}
	last := meant.Fold(path.Base(name))
	if near := of(meant.Nearest(last, bases), bases); near != "" {
		return near
	}
	return of(meant.Nearest(strings.TrimSuffix(last, ".feature")+".feature", bases), bases)
}
