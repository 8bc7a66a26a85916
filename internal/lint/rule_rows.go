package lint

import (
	"strconv"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// maxRows is how many examples a scenario may have before a person is asked whether they mean it: each may have to be
// run by hand.
const maxRows = 500

// duplicateRow: two equal examples test the same thing twice. Args: the line of the first.
func duplicateRow() rule {
	return rule{id: "row-duplicate", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			for _, r := range f.Outline.Scenarios[i].Rows {
				if r.Same > 0 {
					c.report(f.Path, r.Line, 1, 0, strconv.Itoa(r.Same))
				}
			}
		}
	}}
}

// manyRows: a scenario with more than maxRows examples. Args: their number, the limit.
func manyRows() rule {
	return rule{id: "rows-many", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			if len(s.Rows) > maxRows {
				c.report(f.Path, s.Line, s.Column, 0, strconv.Itoa(len(s.Rows)), strconv.Itoa(maxRows))
			}
		}
	}}
}
