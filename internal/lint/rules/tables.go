package rules

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// examplesInScenario: a scenario with examples is run once for each of them, which its keyword does not say. Args: its
// keyword, the keyword of an outline.
func examplesInScenario() lint.Rule {
	return lint.Rule{
		ID: "examples-in-scenario", Aliases: []string{"gherkin-lint:no-examples-in-scenarios"}, Group: lint.Structure,
		CA: syntax.Info, Script: syntax.Info, Fixable: true,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range f.Scenarios() {
				if s.Outline || len(s.Examples) == 0 {
					continue
				}
				words, ok := syntax.WordsOf(f.Doc.Language)
				if !ok || slices.Contains(words.Scenario, words.Outline[0]) {
					return // a language with one word for both
				}
				p.Report(
					scenarioPlace(s.Scenario), s.Keyword, words.Outline[0],
				).Edits = []syntax.Edit{{Span: s.KeywordSpan, New: words.Outline[0]}}
			}
		},
	}
}

// taggedExamples: tags on examples make some rows of a scenario run and others not. It is off by default: the data set
// of examples is named there. Args: the keyword of the examples, the first tag.
func taggedExamples() lint.Rule {
	return lint.Rule{
		ID: "tags-on-examples", Group: lint.Tags, CA: lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for o := range owners(f) {
				if o.level == examplesLevel && len(o.tags) > 0 {
					p.Report(lint.TagPlace(o.tags[0]), o.keyword, o.tags[0].Name)
				}
			}
		},
	}
}

// singleRow: an outline with one example is a scenario that a reader has to assemble. Args: its keyword.
func singleRow() lint.Rule {
	return lint.Rule{
		ID: "single-row-outline", Aliases: []string{"D21"}, Group: lint.Structure, CA: syntax.Info, Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			for s := range wholeScenarios(f) {
				rows := 0
				for _, e := range s.Examples {
					rows += len(e.Rows)
				}
				if rows == 1 {
					p.Report(scenarioPlace(s.Scenario), s.Keyword)
				}
			}
		},
	}
}

// defaultRows is how many examples a scenario may have before a person is asked whether they mean it: each may have to
// be run by hand.
const defaultRows = 500

// duplicateRow: two equal examples test the same thing twice. Args: the line of the first.
func duplicateRow() lint.Rule {
	return lint.Rule{
		ID: "row-duplicate", Aliases: []string{"duplicate-example-row"}, Group: lint.Structure, CA: syntax.Warning,
		Script: syntax.Warning, File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				for _, r := range f.Outline.Scenarios[i].Rows {
					if r.Same > 0 {
						p.Report(lint.Place{Line: r.Line, Column: 1}, strconv.Itoa(r.Same))
					}
				}
			}
		},
	}
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

// unusedColumn: a column of examples that no step asks for is read by nobody, and the reader thinks that it is tested.
// The columns that name a row are spared: id, and those of the option. Args: the column.
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
						if c.Value != "" && !labels(p, c.Value) && !uses(s.Scenario, e, "<"+c.Value+">") &&
							!uses(s.Scenario, e, "<"+c.Value+".") { // a field of the row that it names
							p.Report(lint.Place{
								Line: e.Header.Line, Column: c.Column,
								EndColumn: c.Column + utf8.RuneCountInString(c.Value),
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
