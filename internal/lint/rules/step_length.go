package rules

import (
	"strconv"
	"unicode/utf8"

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
