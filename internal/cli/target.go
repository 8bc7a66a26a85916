package cli

import (
	"path/filepath"
	"strconv"

	"recette/internal/catalogue"
	"recette/internal/workspace"
)

// targetFailure words what is wrong with a target of the command line, and names what was probably meant.
func (a *app) targetFailure(e *workspace.TargetError) error {
	shown := a.shown(e.Root, e.Path)
	switch e.Fault {
	case catalogue.FaultMissing:
		if e.Like != "" {
			return fail("target-missing-near", nil, shown, a.shown(e.Root, e.Like))
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
		return fail("outside", nil, e.Target, e.Root)
	case catalogue.FaultUnreadable:
	}
	return fail("file", e.Why, e.Target)
}

// shown gives a path of a project as it would be typed where the command was.
func (a *app) shown(root, name string) string {
	full := filepath.Join(root, filepath.FromSlash(name))
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
