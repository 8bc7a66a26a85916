package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// singleAction: when two actions come before what must be observed, nobody can say which of them brought it. A Quand that
// follows an Alors is left to keyword-order; what Et adds to a Quand is one action in several gestures. One finding a
// scenario. Args: the keyword.
func singleAction() lint.Rule {
	return lint.Rule{
		ID: "single-when", Group: lint.Structure, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				if step := secondAction(s.Steps); step != nil {
					p.Report(stepKeywordPlace(step), stepKeyword(step))
				}
			}
		},
	}
}

// secondAction finds a step that acts again, by its own keyword, before anything was observed of the action before.
func secondAction(steps []lint.Step) *syntax.Step {
	acted := false
	for i := range steps {
		switch own(steps[i].Step) {
		case catalogue.Outcome:
			acted = false
		case catalogue.Action:
			if acted {
				return steps[i].Step
			}
			acted = true
		case catalogue.Context, catalogue.Unknown:
		}
	}
	return nil
}
