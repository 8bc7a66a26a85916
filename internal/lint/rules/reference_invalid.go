package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// referenceInvalid passes on what is wrong with the references themselves, each with its own code. Args: where in the
// document, then what the problem speaks of.
func referenceInvalid() lint.Rule {
	return lint.Rule{
		ID: lint.RuleReference, Aliases: []string{"D30"}, Group: lint.Traceability, CA: syntax.Error, Script: syntax.Error,
		Project: func(p *lint.Pass, _ []lint.Note) {
			for _, problem := range p.Reference().Problems {
				at := lint.Place{Line: problem.Line, Column: problem.Column}
				f := p.ReportIn(problem.File, at, append([]string{problem.Path}, problem.Args...)...)
				f.Code, f.Suggest = string(problem.Code), problem.Suggest
			}
		},
	}
}
