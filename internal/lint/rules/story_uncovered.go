package rules

import (
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// storyUncovered: a story of the backlog without any feature is what is left to write. Args: its id, its title.
func storyUncovered() lint.Rule {
	return lint.Rule{
		ID: "story-uncovered", Aliases: []string{"D07"}, Group: lint.Traceability, CA: syntax.Info, Script: lint.Off, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			eachTag(p, f, func(t *refTag) {
				if id, ok := idOf(t.Name, p.Tags().Story); ok && t.running {
					p.Note(lint.Place{}, id)
				}
			})
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			covered := keysOf(notes)
			for _, s := range p.Reference().Stories {
				if s.ID != "" && !covered[s.ID] && !leftOut(p.Reference(), &s) {
					reportAt(p, s.At, s.ID, s.Title)
				}
			}
		},
	}
}

// leftOut tells a story whose every criterion is left out by a decision.
func leftOut(set *reference.Set, s *reference.Story) bool {
	for i := range s.Criteria {
		if !set.LeftOut(&s.Criteria[i]) {
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
