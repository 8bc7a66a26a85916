package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// manyScenarios: a feature with many scenarios is more than one story: it can neither be estimated nor accepted at once.
// Args: their number, the limit.
func manyScenarios() lint.Rule {
	return lint.Rule{
		ID: "too-many-scenarios", Aliases: []string{"D13", "gherkin-lint:max-scenarios-per-file"}, Group: lint.Structure,
		CA: syntax.Info, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 25}},
		File: func(p *lint.Pass, f *lint.File) {
			if n, limit := len(f.Outline.Scenarios), p.Int("max"); n > limit {
				p.Report(keywordPlace(f.Outline.Line, f.Outline.Column, keywordOf(f)), strconv.Itoa(n), strconv.Itoa(limit))
			}
		},
	}
}
