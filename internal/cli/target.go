package cli

import (
	"context"
	"errors"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/meant"
	"recette/internal/yamldoc"
)

// targetFailure words what is wrong with a target of the command line, and names what was probably meant. Any other
// error is given back as it is.
func (a *app) targetFailure(ctx context.Context, p *projectAt, err error) error {
	e, ok := errors.AsType[*catalogue.TargetError](err)
	if !ok {
		return err
	}
	shown := a.shown(p, e.Path)
	switch e.Fault {
	case catalogue.FaultMissing:
		if near := nearTarget(ctx, p, e.Path); near != "" {
			return fail("target-missing-near", nil, shown, a.shown(p, near))
		}
		return fail("target-missing", nil, shown)
	case catalogue.FaultFolderLine:
		return fail("target-folder-line", nil, shown)
	case catalogue.FaultNoScenario:
		if e.Near == nil {
			return fail("target-line", nil, shown, e.Line)
		}
		title := a.words.T("target.title", e.Near.Keyword, e.Near.Name)
		return fail("target-line-near", nil, shown, e.Line, e.Near.Line, title, shown+":"+strconv.Itoa(e.Near.Line))
	case catalogue.FaultOutside:
		return fail("outside", nil, e.Target, p.root)
	case catalogue.FaultUnreadable:
	}
	return fail("file", e.Why, e.Target)
}

// shown gives a path of the project as it would be typed where the command was.
func (a *app) shown(p *projectAt, name string) string {
	full := filepath.Join(p.root, filepath.FromSlash(name))
	here, err := filepath.Abs(a.dir)
	if err != nil {
		return full
	}
	rel, err := filepath.Rel(here, full)
	if err != nil || !filepath.IsLocal(rel) {
		return full
	}
	return rel
}

// nearTarget gives the feature file, or the folder of features, that a missing name most resembles.
func nearTarget(ctx context.Context, p *projectAt, name string) string {
	entries, err := catalogue.List(ctx, p.tree(), p.Features, p.options())
	if err != nil {
		return ""
	}
	files := make([]string, len(entries))
	for i := range entries {
		files[i] = entries[i].Path
	}
	return nearPath(name, files)
}

// nearPath gives the file, or the folder of one, that a name most resembles: by its whole path, else by its last part,
// whatever the accents and capitals.
func nearPath(name string, files []string) string {
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
	if near := of(yamldoc.Nearest(meant.Fold(name), bare), bare); near != "" {
		return near
	}
	last := meant.Fold(path.Base(name))
	if near := of(yamldoc.Nearest(last, bases), bases); near != "" {
		return near
	}
	return of(yamldoc.Nearest(strings.TrimSuffix(last, ".feature")+".feature", bases), bases)
}
