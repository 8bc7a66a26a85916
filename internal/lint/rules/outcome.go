package rules

import (
	"math"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// noOutcome: a scenario that says of nothing what must be observed verifies nothing, and would still be green. Only its
// own steps count: what a Contexte observes is the same for every scenario. A scenario that was not read whole is left
// to its diagnostics: the line that is lost may be its Alors. Args: name of the scenario.
func noOutcome() lint.Rule {
	return lint.Rule{ID: "no-outcome", Aliases: []string{"D10", "missing-then"}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error, File: func(p *lint.Pass, f *lint.File) {
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			if s.Outcomes == 0 && s.Steps > 0 && !damaged(f, i) {
				p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name)
			}
		}
	}}
}

// damaged reports whether an error stands between a scenario and the next: a line that was not read ends no block.
func damaged(f *lint.File, scenario int) bool {
	first, next := f.Outline.Scenarios[scenario].First, math.MaxInt
	if scenario+1 < len(f.Outline.Scenarios) {
		next = f.Outline.Scenarios[scenario+1].First
	}
	for i := range f.Diagnostics {
		d := &f.Diagnostics[i]
		if d.Severity == syntax.Error && d.Line >= first && d.Line < next {
			return true
		}
	}
	return false
}
