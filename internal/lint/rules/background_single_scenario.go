package rules

import "recette/internal/lint"

// loneBackground: a Contexte for one scenario makes the reader look for what is common. It is off by default: a feature
// often starts with one scenario and grows. Args: its keyword.
func loneBackground() lint.Rule {
	return lint.Rule{
		ID: "background-single-scenario", Aliases: []string{"gherkin-lint:no-background-only-scenario"}, Group: lint.Structure,
		CA: lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for b := range backgrounds(f) {
				if b.Scenarios == 1 && len(b.Steps) > 0 {
					p.Report(keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword)
				}
			}
		},
	}
}
