package catalogue

import (
	"strconv"
	"strings"

	"recette/internal/syntax"
)

// maxEmptied bounds the rows of a file that are listed: one says how the others are mended.
const maxEmptied = 50

// emptied reports the rows of examples that leave a step or a title without a word, and those whose values bring a
// placeholder that no later column replaces: a tester would be shown something else than what is tested. Whoever
// replaces placeholders judges what is left of them.
func emptied(path string, f *syntax.Feature) []syntax.Diagnostic {
	e := emptying{path: path}
	for _, s := range f.Scenarios {
		e.scenario(s)
	}
	for _, r := range f.Rules {
		for _, s := range r.Scenarios {
			e.scenario(s)
		}
	}
	if e.budget.spent() {
		return nil // nothing was resolved to the end: the file is refused for what it asks, when its cases are made
	}
	return e.list
}

type emptying struct {
	path   string
	list   []syntax.Diagnostic
	budget budget
}

func (e *emptying) scenario(s *syntax.Scenario) {
	for _, x := range s.Examples {
		if x.Header == nil || len(x.Rows) == 0 {
			continue
		}
		header := values(x.Header)
		columns, names := columnsOf(header), syntax.NewColumns(header)
		title := columns.fragile(s.Name)
		var steps []*syntax.Step
		for i := range s.Steps {
			if step := &s.Steps[i]; columns.fragile(step.Text) {
				steps = append(steps, step)
			}
		}
		for j := range x.Rows {
			if len(e.list) >= maxEmptied || e.budget.spent() {
				return
			}
			row := columns.row(values(&x.Rows[j]), &e.budget)
			if title && !syntax.Worded(row.resolve(s.Name)) {
				e.report(syntax.CodeRowNoTitle, &x.Rows[j], s.Name, strconv.Itoa(s.Line))
			}
			for _, step := range steps {
				if !syntax.Worded(row.resolve(step.Text)) {
					keyword := strings.TrimRight(step.Keyword, " ")
					e.report(syntax.CodeRowNoWords, &x.Rows[j], keyword, step.Text, strconv.Itoa(step.Line))
				}
			}
			if anyAngle(row.cells) {
				e.left(s, &x.Rows[j], row, names)
			}
		}
	}
}

// left reports what a value brought and no column replaced, when a column is called so: columns are replaced from left
// to right, once each.
func (e *emptying) left(s *syntax.Scenario, at *syntax.Row, row *rowValues, names *syntax.Columns) {
	seen := map[string]bool{}
	texts := []string{s.Name}
	for i := range s.Steps {
		texts = append(texts, s.Steps[i].Text)
	}
	for _, text := range texts {
		if strings.IndexByte(text, '<') < 0 {
			continue
		}
		written := map[string]bool{} // what the step itself holds is judged once, where it stands
		syntax.EachTag(text, func(name string) { written[name] = true })
		syntax.EachTag(row.resolve(text), func(name string) {
			column := names.Like(name)
			if column == "" || seen[name] || written[name] && column != name {
				return
			}
			seen[name] = true
			if name == column {
				e.report(syntax.CodeBroughtTooLate, at, column)
				return
			}
			e.report(syntax.CodeNearColumn, at, name, column)
		})
	}
}

func (e *emptying) report(code syntax.Code, at *syntax.Row, args ...string) {
	e.list = append(e.list, syntax.Diagnostic{
		Code: code, Severity: syntax.Error, Path: e.path, Line: at.Line, Column: at.Column, Args: args,
	})
}

// fragile tells whether a row may empty a text: all its words stand between angle brackets. With an angle bracket in
// the name of a column, nobody knows before it is resolved.
func (c *columns) fragile(text string) bool {
	return strings.IndexByte(text, '<') >= 0 && (!c.plain || !syntax.Worded(syntax.Blank(text)))
}

// Wordless tells what of a case holds no letter and no digit, and so says nothing to whoever conducts it: "feature",
// "rule", "name" or "step", "" when all of it has words. It is what the campaign refuses, whoever made the case.
func (c *Case) Wordless() string {
	for i := range c.Steps {
		if !syntax.Worded(c.Steps[i].Text) {
			return "step"
		}
	}
	switch {
	case !syntax.Worded(c.Name):
		return "name"
	case !syntax.Worded(c.Feature.Name):
		return "feature"
	case c.Rule != nil && !syntax.Worded(c.Rule.Name):
		return "rule"
	}
	return ""
}
