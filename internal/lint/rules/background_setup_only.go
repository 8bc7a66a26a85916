package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// actingBackground: a Contexte says what is so before a scenario starts. What it does or observes belongs to no scenario:
// nobody reads it as tested, and a failure there fails them all. Args: the keyword of the step, that of the Contexte.
func actingBackground() lint.Rule {
	return lint.Rule{
		ID: "background-setup-only", Aliases: []string{"D14"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				for i := range b.Steps {
					if k := own(b.Steps[i].Step); k == catalogue.Action || k == catalogue.Outcome {
						p.Report(stepKeywordPlace(b.Steps[i].Step), stepKeyword(b.Steps[i].Step), b.Keyword)
					}
				}
			}
		},
	}
}
