package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// businessRuleUnused: a business rule that no scenario illustrates is tested by nothing. Args: its id, its title.
func businessRuleUnused() lint.Rule {
	return lint.Rule{
		ID: "rule-unused", Group: lint.Traceability, CA: syntax.Warning, Script: syntax.Info, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			citedRules(p, f, func(id string, _ lint.Place, _ lint.Claim, running bool) {
				if running {
					p.Note(lint.Place{}, id)
				}
			})
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			cited := keysOf(notes)
			for _, r := range p.Reference().Rules {
				if !cited[r.ID] {
					reportAt(p, r.At, r.ID, r.Title)
				}
			}
		},
	}
}
