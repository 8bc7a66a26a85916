package rules

import (
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// examplesInScenario: a scenario with examples is run once for each of them, which its keyword does not say. Args: its
// keyword, the keyword of an outline.
func examplesInScenario() lint.Rule {
	return lint.Rule{
		ID: "examples-in-scenario", Aliases: []string{"gherkin-lint:no-examples-in-scenarios"}, Group: lint.Structure,
		CA: syntax.Info, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range f.Scenarios() {
				if s.Outline || len(s.Examples) == 0 {
					continue
				}
				words, ok := syntax.WordsOf(f.Doc.Language)
				if !ok || slices.Contains(words.Scenario, words.Outline[0]) {
					return // a language with one word for both
				}
				p.Report(scenarioPlace(s.Scenario), s.Keyword, words.Outline[0]).Edits = []syntax.Edit{{Span: s.KeywordSpan, New: words.Outline[0]}}
			}
		},
	}
}
