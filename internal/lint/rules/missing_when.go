package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// noAction: a scenario in which nothing happens states a fact, and a tester does not know what to do. A Contexte that acts
// acts for it. Args: name of the scenario.
func noAction() lint.Rule {
	return lint.Rule{
		ID: "missing-when", Aliases: []string{"D10"}, Group: lint.Structure, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Broken { // a Contexte that was not read may act
				return
			}
			for s := range f.Scenarios() {
				if len(s.Steps) > 0 && !hasKind(s.Steps, catalogue.Action) && !hasKind(s.Background, catalogue.Action) {
					p.Report(scenarioPlace(s.Scenario), s.Name)
				}
			}
		},
	}
}
