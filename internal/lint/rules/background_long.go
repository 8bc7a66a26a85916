package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// longBackground: a long Contexte is forgotten before the scenario that it serves is read. Args: its keyword, the number
// of its steps, the limit.
func longBackground() lint.Rule {
	return lint.Rule{
		ID: "background-long", Aliases: []string{"D14"}, Group: lint.Structure, CA: syntax.Info, Script: lint.Off,
		Options: []lint.Option{{Name: "max", Default: 6}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for b := range backgrounds(f) {
				if len(b.Steps) > limit {
					p.Report(keywordPlace(b.Line, b.Column, b.Keyword), b.Keyword, strconv.Itoa(len(b.Steps)), strconv.Itoa(limit))
				}
			}
		},
	}
}
