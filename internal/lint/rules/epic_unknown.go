package rules

import (
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// epicUnknown: an epic that the backlog does not list gathers stories that no total will show. Args: its id.
func epicUnknown() lint.Rule {
	return lint.Rule{
		ID: "epic-unknown", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			set := p.Reference()
			if len(set.Epics) == 0 {
				return
			}
			known := make([]string, len(set.Epics))
			for i := range set.Epics {
				known[i] = set.Epics[i].ID
			}
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Tags().Epic); ok && !slices.Contains(known, id) {
					p.Report(lint.TagPlace(t.Tag), id).Suggest = set.NearEpic(id)
				}
			})
		},
	}
}
