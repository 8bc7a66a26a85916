package rules

import (
	"strings"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// manualWithoutData: somebody who runs a scenario by hand must know what to load first (D27). Its data
// set is named by a tag, its own, inherited or on its examples, or in one of its steps or of its background. Args: name of
// the scenario.
func manualWithoutData() lint.Rule {
	return lint.Rule{
		ID: "manual-without-data", Aliases: []string{"D27"}, Group: lint.Readiness, CA: syntax.Info, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.DataSets) {
				return
			}
			prefix := p.Tags().DataSet
			for s := range wholeScenarios(f) {
				if s.HasTag(p.Tags().Manual) && !namesData(s, prefix) {
					p.Report(scenarioPlace(s.Scenario), s.Name)
				}
			}
		},
	}
}

func namesData(s *lint.Scenario, prefix string) bool {
	if anyPrefix(s.Tags, prefix) || anyPrefix(s.Inherited, prefix) {
		return true
	}
	for _, e := range s.Examples {
		if anyPrefix(e.Tags, prefix) {
			return true
		}
	}
	for _, steps := range [][]lint.Step{s.Background, s.Steps} {
		for i := range steps {
			if strings.Contains(steps[i].Text, prefix[1:]) {
				return true
			}
		}
	}
	return false
}
