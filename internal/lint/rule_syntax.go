package lint

import (
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// RuleSyntax is the id of the rule that passes on the diagnostics of the parser, each with its own code and severity.
const RuleSyntax = "syntax"

func syntaxRule() rule {
	return rule{id: RuleSyntax, severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for _, d := range f.Diagnostics {
			*c.out = append(*c.out, Finding{
				Rule: RuleSyntax, Code: string(d.Code), Severity: d.Severity, Path: d.Path,
				Line: d.Line, Column: d.Column, EndColumn: d.EndColumn, Args: d.Args,
			})
		}
	}}
}
