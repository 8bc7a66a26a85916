package rules

import (
	"strings"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// stepEmptyLiteral: "" reads as a slip of the author, and many step definitions want one character at least; a word says
// that nothing is meant. Args: the quotation marks.
func stepEmptyLiteral() lint.Rule {
	return lint.Rule{
		ID: "step-empty-literal", Group: lint.Wording, CA: syntax.Info, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			eachStep(f, func(_ *scope, step *syntax.Step, _ catalogue.StepType) {
				if from, to := emptyLiteral(step.Text); to > 0 {
					p.Report(inLine(f, step.Line, step.Text, from, to), step.Text[from:to])
				}
			})
		},
	}
}

// emptyLiteral gives the place of the first empty quotation of a text, to = 0 when there is none.
func emptyLiteral(text string) (from, to int) {
	for at := 0; at < len(text); {
		if c := text[at]; c != '"' && c != '<' && c < utf8.RuneSelf {
			at++
			continue
		}
		end := skipQuoted(text, at)
		if end == at {
			at++
			continue
		}
		if text[at] != '<' && strings.Trim(text[at:end], "\"«»“”„ \u00a0\u202f") == "" {
			return at, end
		}
		at = end
	}
	return 0, 0
}
