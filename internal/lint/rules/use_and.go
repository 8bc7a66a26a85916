package rules

import (
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// useAnd: a keyword said twice makes a reader look for a new part of the scenario. A second Quand is left to single-when:
// whether it is one action is for the author to say. Args: the keyword, the keyword that goes on.
func useAnd() lint.Rule {
	return lint.Rule{
		ID: "use-and", Aliases: []string{"gherkin-lint:use-and"}, Group: lint.Structure, CA: syntax.Info, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for steps := range eachSteps(f) {
				for i := 1; i < len(steps); i++ {
					step, kind := steps[i].Step, own(steps[i].Step)
					if kind != steps[i-1].Kind || kind != catalogue.Context && kind != catalogue.Outcome {
						continue
					}
					word, edits := asAnd(f.Doc.Language, step)
					if word != "" {
						p.Report(stepKeywordPlace(step), stepKeyword(step), word).Edits = edits
					}
				}
			}
		},
	}
}

// asAnd gives the keyword of a language that goes on from the step before, and the edit that writes it. Without a keyword
// that leaves the text as it is there is no edit: "Et que" would take the "que" of the text.
func asAnd(language string, step *syntax.Step) (word string, edits []syntax.Edit) {
	words, ok := syntax.WordsOf(language)
	if !ok {
		return "", nil
	}
	shortest := ""
	for _, w := range words.And {
		if shortest == "" || utf8.RuneCountInString(w) < utf8.RuneCountInString(shortest) {
			shortest = w
		}
	}
	if read, ok := words.Step(shortest + step.Text); ok && read.Text == shortest && step.Text != "" {
		edits = []syntax.Edit{{Span: syntax.Span{Start: step.KeywordSpan.Start, End: step.TextSpan.Start}, New: shortest}}
	}
	return trimWord(shortest), edits
}
