package rules

import (
	"recette/internal/lint"
	"recette/internal/syntax"
)

// syntaxRule passes on what the parser found: each with its own code and severity, and most with the edit that mends it. Many
// checks that other linters have as rules are codes here.
func syntaxRule() lint.Rule {
	return lint.Rule{
		ID: lint.RuleSyntax, Aliases: []string{
			"D01", "D08", "D21", "encoding", "near-keyword", "table-tail", "empty-file", "one-feature-per-file",
			"scenario-without-steps", "outline-without-examples", "placeholder-undefined", "placeholder-outside-outline",
			"gherkin-lint:no-empty-file", "gherkin-lint:no-files-without-scenarios", "gherkin-lint:no-scenario-outlines-without-examples",
		}, Group: lint.Structure, CA: syntax.Error, Script: syntax.Error, Execution: true, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) { p.Diagnostics(f.Diagnostics) },
	}
}
