package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// finalPeriod: a step is not a sentence. With a period it is another step than the same without, and two definitions are
// written for one gesture. In a result the period may be that of the message expected: it is left to a person. Args: the
// text without its period.
func finalPeriod() lint.Rule {
	return lint.Rule{
		ID: "step-final-period", Group: lint.Wording, CA: syntax.Info, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for steps := range eachSteps(f) {
				for i := range steps {
					step := steps[i].Step
					if !endsWithPeriod(step.Text) {
						continue
					}
					end := step.TextSpan.End
					column := f.Doc.At(end).Rune
					finding := p.Report(lint.Place{Line: step.Line, Column: column - 1, EndColumn: column}, step.Text[:len(step.Text)-1])
					if steps[i].Kind != catalogue.Outcome {
						finding.Edits = []syntax.Edit{{Span: syntax.Span{Start: end - 1, End: end}}}
					}
				}
			}
		},
	}
}

// abbreviations end with a period that is theirs.
const abbreviations = " etc cf art al ex env max min tél réf no vol éd p pp st ste mme mlle dr me inc ltd apr av "

// endsWithPeriod tells a period that ends a sentence from an ellipsis, from that of "etc." and from that of "S.A.".
func endsWithPeriod(s string) bool {
	s, ok := strings.CutSuffix(s, ".")
	if !ok || s == "" {
		return false
	}
	at := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	word := s
	if at >= 0 {
		_, n := utf8.DecodeRuneInString(s[at:])
		word = s[at+n:]
	}
	switch utf8.RuneCountInString(word) {
	case 0: // a mark, a figure or a closing quote before it
		r, _ := utf8.DecodeLastRuneInString(s)
		return r != '.' && r != '…'
	case 1:
		return unicode.IsLower([]rune(word)[0]) && at >= 0 && s[at] == ' '
	}
	return !strings.Contains(abbreviations, " "+strings.ToLower(word)+" ")
}
