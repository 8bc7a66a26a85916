package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// unusedColumn: a column of examples that no step asks for is read by nobody, and the reader thinks that it is tested. The
// columns that name a row are spared: id, and those of the option. Args: the column.
func unusedColumn() lint.Rule {
	return lint.Rule{
		ID: "column-unused", Aliases: []string{"D21", "gherkin-lint:no-unused-variables"}, Group: lint.Structure,
		CA: syntax.Warning, Script: syntax.Warning,
		Options: []lint.Option{{Name: "labels", Default: []string{"cas", "commentaire", "remarque"}}},
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				for _, e := range s.Examples {
					if e.Header == nil {
						continue
					}
					for _, c := range e.Header.Cells {
						if c.Value != "" && !labels(p, c.Value) && !uses(s.Scenario, e, "<"+c.Value+">") {
							p.Report(lint.Place{
								Line: e.Header.Line, Column: c.Column, EndColumn: c.Column + utf8.RuneCountInString(c.Value),
							}, c.Value)
						}
					}
				}
			}
		},
	}
}

// labels tells a column that names its row, for people.
func labels(p *lint.Pass, column string) bool {
	return strings.EqualFold(column, "id") ||
		slices.ContainsFunc(p.Strings("labels"), func(name string) bool { return strings.EqualFold(column, name) })
}

// uses tells whether a scenario asks for a column: in its title, its steps, or a value that brings it there.
func uses(s *syntax.Scenario, e *syntax.Examples, mark string) bool {
	if strings.Contains(s.Name, mark) {
		return true
	}
	for i := range s.Steps {
		step := &s.Steps[i]
		if strings.Contains(step.Text, mark) || inCells(step.Table, mark) {
			return true
		}
		if d := step.DocString; d != nil && (strings.Contains(d.Content, mark) || strings.Contains(d.MediaType, mark)) {
			return true
		}
	}
	return inCells(e.Rows, mark)
}

func inCells(rows []syntax.Row, mark string) bool {
	for i := range rows {
		for _, c := range rows[i].Cells {
			if strings.Contains(c.Value, mark) {
				return true
			}
		}
	}
	return false
}
