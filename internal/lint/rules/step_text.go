package rules

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// longStep: a step that does not fit on a line of a screen is not read whole, and holds several. Args: its length in
// characters, the limit.
func longStep() lint.Rule {
	return lint.Rule{
		ID: "step-length", Aliases: []string{"D16"}, Group: lint.Wording, CA: syntax.Info, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 140}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for steps := range eachSteps(f) {
				for i := range steps {
					if n := longer(steps[i].Text, limit); n > 0 {
						p.Report(lint.StepPlace(steps[i].Step), strconv.Itoa(n), strconv.Itoa(limit))
					}
				}
			}
		},
	}
}

// longer is the length of a text in characters when it is over a limit, else 0. Most texts are told by their bytes.
func longer(s string, limit int) int {
	if len(s) <= limit {
		return 0
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return n
	}
	return 0
}

// stepEmptyLiteral: "" reads as a slip of the author, and many step definitions want one character at least; a word
// says that nothing is meant. Args: the quotation marks.
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

// finalPeriod: a step is not a sentence. With a period it is another step than the same without, and two definitions
// are written for one gesture. In a result the period may be that of the message expected: it is left to a person.
// Args: the text without its period.
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
					finding := p.Report(
						lint.Place{Line: step.Line, Column: column - 1, EndColumn: column},
						step.Text[:len(step.Text)-1],
					)
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
