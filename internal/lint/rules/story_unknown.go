package rules

import (
	"slices"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// storyUnknown: a story that the backlog does not know is a slip, or was never asked for (recette-practice 4.4, D06).
// Args: its id.
func storyUnknown() lint.Rule {
	look := lookup{
		reference.Stories, func(p *lint.Pass) string { return p.Words().Story },
		func(s *reference.Set, id string) bool { _, ok := s.Story(id); return ok },
	}
	return lint.Rule{
		ID: "story-unknown", Aliases: []string{"D06"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Warning, File: look.resolve,
	}
}

// storyUncovered: a story of the backlog without any feature is what is left to write. Args: its id, its title.
func storyUncovered() lint.Rule {
	return lint.Rule{
		ID: "story-uncovered", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Info, Script: lint.Off, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Words().Story); ok && t.running {
					p.Note(lint.Place{}, id)
				}
			})
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			covered := keysOf(notes)
			for _, s := range p.Reference().Stories {
				if s.ID != "" && !covered[s.ID] && !leftOut(&s) {
					reportAt(p, s.At, s.ID, s.Title)
				}
			}
		},
	}
}

// leftOut tells a story whose every criterion is left out by a decision.
func leftOut(s *reference.Story) bool {
	for _, c := range s.Criteria {
		if c.OutOfScope == "" {
			return false
		}
	}
	return len(s.Criteria) > 0
}

func keysOf(notes []lint.Note) map[string]bool {
	keys := make(map[string]bool, len(notes))
	for _, n := range notes {
		keys[n.Key] = true
	}
	return keys
}

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
				if id, ok := idOf(t.Name, p.Words().Epic); ok && !slices.Contains(known, id) {
					p.Report(lint.TagPlace(t.Tag), id).Suggest = reference.Nearest(id, known)
				}
			})
		},
	}
}
