package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// emptyBackground: a Contexte without a step prepares nothing. Args: its keyword.
func emptyBackground() lint.Rule {
	return lint.Rule{
		ID: "empty-background", Aliases: []string{"gherkin-lint:no-empty-background"}, Group: lint.Structure,
		CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				if len(b.Steps) == 0 {
					p.Report(keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword)
				}
			}
		},
	}
}
