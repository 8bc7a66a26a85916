package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"recette/internal/syntax"
)

// naming is what data sets give, with how the names of values start: syntax.NamesValue alone tells what is one. The
// zero naming gives nothing.
type naming struct {
	Values
	prefix string // "JDD-"
}

func (o *Options) naming() naming { return naming{o.Values, o.Syntax.Named} }

// refers tells whether a text is written as a reference to a value, "JDD-adhesion.soldé.siret", be there one or not.
func (n naming) refers(text string) bool {
	return n.Values != nil && n.prefix != "" && syntax.NamesValue(text, n.prefix)
}

// Values gives what data sets let steps and examples name. Its String identifies all that it gives: whoever keeps what
// was compiled keeps it under that too.
type Values interface {
	// Find gives the data set of a reference, its text, and the fields of a row by name.
	Find(ref string) (set, text string, fields map[string]string, ok bool)
	// Near gives the reference that one was meant for, "" when there is none.
	Near(ref string) string
	fmt.Stringer
}

// namedRow adds what the cells of a row name in data sets: the value in the place of the cell, and, of a row of values,
// each field as a column of its own, "adhérent.siret" for the column "adhérent". It gives the sets that are named.
func namedRow(v naming, c *columns, cells []string, b *budget) (row *rowValues, sets []string) {
	if v.Values == nil || len(cells) != len(c.names) || !slices.ContainsFunc(cells, v.names) {
		return c.row(cells, b), nil
	}
	names, out := slices.Clone(c.names), slices.Clone(cells)
	for i, cell := range cells {
		if !v.refers(cell) { // a cell may name values within its text too, as a step does
			out[i] = named(v, cell, b, func(set string) { sets = addUnique(sets, set) })
			continue
		}
		set, text, fields, ok := v.Find(cell)
		if !ok {
			continue // said where it stands
		}
		out[i], sets = text, addUnique(sets, set)
		for name, value := range fields {
			if field := c.names[i] + "." + name; !slices.Contains(c.names, field) {
				names, out = append(names, field), append(out, value)
			}
		}
	}
	return columnsOf(names).row(out, b), sets
}

// names tells whether a cell is a reference to a value, or holds one between angle brackets.
func (n naming) names(cell string) bool {
	if n.refers(cell) {
		return true
	}
	found := false
	if n.Values != nil && strings.IndexByte(cell, '<') >= 0 {
		syntax.EachTag(cell, func(name string) { found = found || n.refers(name) })
	}
	return found
}

// named replaces the values that a text names by itself, "<JDD-adhesion.plafond>", and notes their sets.
func named(v naming, s string, b *budget, note func(set string)) string {
	if v.Values == nil || strings.IndexByte(s, '<') < 0 {
		return s
	}
	var out strings.Builder
	rest := s
	for {
		open := strings.IndexByte(rest, '<')
		if open < 0 || b.spent() {
			break
		}
		end := strings.IndexAny(rest[open+1:], "<>")
		if end < 0 {
			break
		}
		end += open + 1
		text, ok := "", false
		if rest[end] == '>' && v.refers(rest[open+1:end]) {
			var set string
			if set, text, _, ok = v.Find(rest[open+1 : end]); ok {
				note(set)
			}
		}
		switch {
		case ok:
			out.WriteString(rest[:open])
			out.WriteString(text)
			end++
		case rest[end] == '>':
			end++
			out.WriteString(rest[:end])
		default:
			out.WriteString(rest[:end])
		}
		rest = rest[end:]
		if out.Len() > maxResolved {
			b.refused = true
			return s
		}
	}
	if out.Len() == 0 {
		return s
	}
	out.WriteString(rest)
	b.resolved += out.Len()
	return out.String()
}

// Text is the steps of a case as it is tested, a line each, what examples and data sets give in its place.
func (c *Case) Text() string {
	var b strings.Builder
	for i := range c.Steps {
		s := &c.Steps[i]
		b.WriteString(s.Keyword + s.Text + "\n")
		for _, row := range s.Table {
			b.WriteString("  | " + strings.Join(row, " | ") + " |\n")
		}
		if s.DocString != nil {
			b.WriteString(s.DocString.Content + "\n")
		}
	}
	return b.String()
}

// maxUnknown bounds the values of a file that are listed as unknown.
const maxUnknown = 50

// unknownValues reports what steps and examples name and no data set gives: a tester would read the name of a value in
// the place of the value.
func unknownValues(path string, doc *syntax.Document, v naming) []syntax.Diagnostic {
	if v.Values == nil || doc.Feature == nil {
		return nil
	}
	u := unknown{path: path, doc: doc, values: v}
	f := doc.Feature
	u.background(f.Background)
	for _, s := range f.Scenarios {
		u.scenario(s)
	}
	for _, r := range f.Rules {
		u.background(r.Background)
		for _, s := range r.Scenarios {
			u.scenario(s)
		}
	}
	return u.list
}

type unknown struct {
	path   string
	doc    *syntax.Document
	values naming
	list   []syntax.Diagnostic
}

func (u *unknown) background(b *syntax.Background) {
	if b != nil {
		u.steps(b.Steps)
	}
}

// steps looks at what steps name by themselves.
func (u *unknown) steps(steps []syntax.Step) { eachText(steps, u.text) }

func (u *unknown) text(line int, text string) {
	syntax.EachTag(text, func(name string) {
		if u.values.refers(name) {
			if _, _, _, ok := u.values.Find(name); !ok {
				u.report(line, "<"+name+">", name)
			}
		}
	})
}

// eachText gives the texts of steps, a line each.
func eachText(steps []syntax.Step, fn func(line int, text string)) {
	for i := range steps {
		s := &steps[i]
		fn(s.Line, s.Text)
		for j := range s.Table {
			for _, c := range s.Table[j].Cells {
				fn(s.Table[j].Line, c.Value)
			}
		}
		if d := s.DocString; d != nil {
			line := d.Line
			for text := range strings.SplitSeq(d.Content, "\n") {
				line++
				fn(line, text)
			}
		}
	}
}

func (u *unknown) scenario(s *syntax.Scenario) {
	u.text(s.Line, s.Name)
	u.steps(s.Steps)
	if len(s.Examples) == 0 {
		return
	}
	var asked []string // placeholders of the scenario, each once, in the order of the text
	known := map[string]bool{}
	ask := func(name string) {
		if !known[name] {
			asked, known[name] = append(asked, name), true
		}
	}
	syntax.EachTag(s.Name, ask)
	eachText(s.Steps, func(_ int, text string) { syntax.EachTag(text, ask) })
	for _, e := range s.Examples {
		if e.Header == nil {
			continue
		}
		header := values(e.Header)
		for j := range e.Rows {
			for i, cell := range e.Rows[j].Cells {
				if i < len(header) {
					u.cell(e.Rows[j].Line, header, header[i], cell.Value, asked)
				}
			}
		}
	}
}

// cell looks at a cell that names a value, and at the fields that the scenario asks of it.
func (u *unknown) cell(line int, header []string, column, cell string, asked []string) {
	u.text(line, cell)
	refers := u.values.refers(cell)
	var fields map[string]string
	if refers {
		var ok bool
		if _, _, fields, ok = u.values.Find(cell); !ok {
			u.report(line, cell, cell)
			return
		}
	}
	for _, name := range asked {
		field, ok := strings.CutPrefix(name, column+".")
		if !ok || slices.Contains(header, name) {
			continue
		}
		if _, given := fields[field]; !given {
			u.report(line, cell, cell+"."+field)
		}
	}
}

func (u *unknown) report(line int, written, ref string) {
	if len(u.list) >= maxUnknown {
		return
	}
	text := u.doc.Text(line)
	column := u.doc.Column(line, max(strings.Index(text, written), 0))
	d := syntax.Diagnostic{
		Code: syntax.CodeUnknownValue, Severity: syntax.Error, Path: u.path, Line: line, Column: column,
		EndColumn: column + utf8.RuneCountInString(written), Args: []string{ref},
	}
	if near := u.values.Near(ref); near != "" {
		d.Code, d.Args = syntax.CodeNearValue, []string{ref, near}
	}
	u.list = append(u.list, d)
}
