package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// keywordOrder: a scenario prepares, acts, then observes. One that acts again after it observed tells two behaviours, and
// the second is not played when the first fails. The option cycles allows several of them, each in order. One finding a
// scenario. Args: the keyword, the keyword that it follows.
func keywordOrder() lint.Rule {
	return lint.Rule{
		ID: "keyword-order", Aliases: []string{"D11", "gherkin-lint:keywords-in-logical-order"}, Group: lint.Structure,
		CA: syntax.Warning, Script: lint.Off,
		Options: []lint.Option{{Name: "cycles", Default: false}},
		File: func(p *lint.Pass, f *lint.File) {
			cycles := p.Bool("cycles")
			for s := range wholeScenarios(f) {
				if at, after := outOfOrder(s.Steps, cycles); at != nil {
					p.Report(stepKeywordPlace(at), stepKeyword(at), stepKeyword(after))
				}
			}
		},
	}
}

// outOfOrder finds the first step that comes back to an earlier part of a scenario, and the step that opened the later
// part.
func outOfOrder(steps []lint.Step, cycles bool) (at, after *syntax.Step) {
	reached := 0
	for i := range steps {
		step := steps[i].Step
		rank := rankOf(own(step))
		switch {
		case rank == 0:
		case rank > reached:
			reached, after = rank, step
		case rank == reached:
		case cycles && reached == rankOf(catalogue.Outcome):
			reached, after = rank, step
		default:
			return step, after
		}
	}
	return nil, nil
}

// rankOf orders the parts of a scenario; 0 for a keyword that opens none.
func rankOf(kind catalogue.StepType) int {
	switch kind {
	case catalogue.Context:
		return 1
	case catalogue.Action:
		return 2
	case catalogue.Outcome:
		return 3
	case catalogue.Unknown:
	}
	return 0
}
