package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// lastNotOutcome: what comes after the last Alors is played and not verified. A scenario that observes nothing at all is
// left to no-outcome. Args: the keyword of its last step.
func lastNotOutcome() lint.Rule {
	return lint.Rule{
		ID: "last-not-outcome", Aliases: []string{"given-last", "when-last"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				if !hasKind(s.Steps, catalogue.Outcome) {
					continue
				}
				if last := &s.Steps[len(s.Steps)-1]; last.Kind != catalogue.Outcome {
					p.Report(stepKeywordPlace(last.Step), stepKeyword(last.Step))
				}
			}
		},
	}
}
