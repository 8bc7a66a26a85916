package rules

import (
	"strconv"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// longName: a long title is cut in lists, reports and windows. Args: its length in characters, the limit.
func longName() lint.Rule {
	return lint.Rule{
		ID: "name-length", Aliases: []string{"gherkin-lint:name-length"}, Group: lint.Wording, CA: syntax.Info, Script: syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 140}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			check := func(line, column int, keyword, name string) {
				if n := longer(name, limit); n > 0 {
					end := column + utf8.RuneCountInString(keyword) + len(": ") + n
					p.Report(lint.Place{Line: line, Column: column, EndColumn: end}, strconv.Itoa(n), strconv.Itoa(limit))
				}
			}
			if f.Doc == nil || f.Doc.Feature == nil {
				return
			}
			feature := f.Doc.Feature
			check(feature.Line, feature.Column, feature.Keyword, feature.Name)
			for _, r := range feature.Rules {
				check(r.Line, r.Column, r.Keyword, r.Name)
			}
			for s := range f.Scenarios() {
				check(s.Line, s.Column, s.Keyword, s.Name)
			}
		},
	}
}
