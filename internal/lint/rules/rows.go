package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// defaultRows is how many examples a scenario may have before a person is asked whether they mean it: each may have to be
// run by hand.
const defaultRows = 500

// duplicateRow: two equal examples test the same thing twice. Args: the line of the first.
func duplicateRow() lint.Rule {
	return lint.Rule{ID: "row-duplicate", Aliases: []string{"duplicate-example-row"}, Group: lint.Structure, CA: syntax.Warning, Script: syntax.Warning, File: func(p *lint.Pass, f *lint.File) {
		for i := range f.Outline.Scenarios {
			for _, r := range f.Outline.Scenarios[i].Rows {
				if r.Same > 0 {
					p.Report(lint.Place{Line: r.Line, Column: 1}, strconv.Itoa(r.Same))
				}
			}
		}
	}}
}

// manyRows: a scenario with more than max examples. Args: their number, the limit.
func manyRows() lint.Rule {
	return lint.Rule{
		ID: "rows-many", Group: lint.Structure, CA: syntax.Warning, Script: syntax.Warning,
		Options: []lint.Option{{Name: "max", Default: defaultRows}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if len(s.Rows) > limit {
					p.Report(lint.Place{Line: s.Line, Column: s.Column}, strconv.Itoa(len(s.Rows)), strconv.Itoa(limit))
				}
			}
		},
	}
}
