package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// singleRow: an outline with one example is a scenario that a reader has to assemble. Args: its keyword.
func singleRow() lint.Rule {
	return lint.Rule{
		ID: "single-row-outline", Aliases: []string{"D21"}, Group: lint.Structure, CA: syntax.Info, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				rows := 0
				for _, e := range s.Examples {
					rows += len(e.Rows)
				}
				if rows == 1 {
					p.Report(scenarioPlace(s.Scenario), s.Keyword)
				}
			}
		},
	}
}
