package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// andFirst: Et or Mais goes on from a step before it, and here there is none: the step has no type, neither state, nor
// action, nor result. After a Contexte it goes on from there. Args: the keyword.
func andFirst() lint.Rule {
	return lint.Rule{
		ID: "and-first", Aliases: []string{"D15"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			report := func(steps []lint.Step) {
				if len(steps) > 0 && isConjunction(steps[0].Step) {
					p.Report(stepKeywordPlace(steps[0].Step), stepKeyword(steps[0].Step))
				}
			}
			for b := range backgrounds(f) {
				if !b.After {
					report(b.Steps)
				}
			}
			if f.Broken { // a Contexte that was not read may precede
				return
			}
			for s := range f.Scenarios() {
				if len(s.Background) == 0 {
					report(s.Steps)
				}
			}
		},
	}
}
