package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

func syntaxRule() lint.Rule {
	return lint.Rule{
		ID: lint.RuleSyntax, Aliases: []string{"D01"}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error, Execution: true, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) { p.Diagnostics(f.Diagnostics) },
	}
}
