package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// manySteps: a scenario with many steps tells how a screen is used, or several behaviours; nobody reads it to its end. The
// steps of the Contexte are not counted. Args: the number of its steps, the limit.
func manySteps() lint.Rule {
	return lint.Rule{
		ID: "too-many-steps", Aliases: []string{"D12", "gherkin-lint:scenario-size"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 15}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for s := range wholeScenarios(f) {
				if len(s.Steps) > limit {
					p.Report(scenarioPlace(s.Scenario), strconv.Itoa(len(s.Steps)), strconv.Itoa(limit))
				}
			}
		},
	}
}
