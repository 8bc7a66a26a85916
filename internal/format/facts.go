package format

import (
	"strings"

	"recette/internal/syntax"
)

// fact is one thing that a tree says. Two trees with the same facts differ by places only.
type fact struct {
	line int
	text string
}

// teller collects the facts of a tree, in the order of the file.
type teller struct {
	list    []fact
	accents bool // the lost accent of a keyword makes no difference
}

func facts(doc *syntax.Document, accents bool) []fact {
	t := &teller{accents: accents}
	t.add(1, "language", doc.Language)
	f := doc.Feature
	t.tags(f.Tags)
	t.title(f.Line, "feature", f.Keyword, f.Name, f.About)
	eachBlock(f, func(r *syntax.Rule, b *syntax.Background, s *syntax.Scenario) {
		switch {
		case r != nil:
			t.tags(r.Tags)
			t.title(r.Line, "rule", r.Keyword, r.Name, r.About)
		case b != nil:
			t.title(b.Line, "background", b.Keyword, b.Name, b.About)
			t.steps(b.Steps)
		case s != nil:
			t.scenario(s)
		}
	})
	for _, c := range doc.Comments {
		t.add(c.Line, "comment", strings.Trim(c.Text, white))
	}
	return t.list
}

func (t *teller) add(line int, texts ...string) {
	t.list = append(t.list, fact{line, strings.Join(texts, "\x00")})
}

func (t *teller) tags(tags []syntax.Tag) {
	for _, tag := range tags {
		t.add(tag.Line, "tag", tag.Name)
	}
}

// title compares names without the white space at their ends: the parser keeps a trailing tab there, and nobody else
// does.
func (t *teller) title(line int, kind, keyword, name, about string) {
	t.add(line, kind, keyword, strings.Trim(name, white), shape(about))
}

func (t *teller) scenario(s *syntax.Scenario) {
	t.tags(s.Tags)
	kind := "scenario"
	if s.Outline {
		kind = "outline"
	}
	t.title(s.Line, kind, s.Keyword, s.Name, s.About)
	t.steps(s.Steps)
	for _, e := range s.Examples {
		t.tags(e.Tags)
		t.title(e.Line, "examples", e.Keyword, e.Name, e.About)
		if e.Header != nil {
			t.row(e.Header)
		}
		for i := range e.Rows {
			t.row(&e.Rows[i])
		}
	}
}

func (t *teller) steps(steps []syntax.Step) {
	for i := range steps {
		s := &steps[i]
		t.add(s.Line, "step", string(s.Type), t.keyword(s.Keyword), strings.Trim(s.Text, white))
		for j := range s.Table {
			t.row(&s.Table[j])
		}
		if d := s.DocString; d != nil {
			t.add(d.Line, "doc", d.Delimiter, strings.Trim(d.MediaType, white), d.Content)
		}
	}
}

func (t *teller) keyword(k string) string {
	if rest, ok := strings.CutPrefix(k, "Etant "); ok && t.accents {
		return "Étant " + rest
	}
	return k
}

func (t *teller) row(r *syntax.Row) {
	values := make([]string, 1, 1+len(r.Cells))
	values[0] = "row"
	for _, c := range r.Cells {
		values = append(values, c.Value)
	}
	t.add(r.Line, values...)
}

// shape is a description without its margin and the white space that ends its lines.
func shape(about string) string {
	if about == "" {
		return ""
	}
	lines := strings.Split(about, "\n")
	margin, seen := "", false
	for i, l := range lines {
		if isSpace(l) {
			lines[i] = ""
			continue
		}
		lead := leading(l, white)
		if !seen {
			margin, seen = lead, true
		}
		margin = commonPrefix(margin, lead)
	}
	for i, l := range lines {
		lines[i] = strings.TrimRight(strings.TrimPrefix(l, margin), white)
	}
	return strings.Join(lines, "\n")
}

func sameFacts(before, after []fact) error {
	for i, f := range before {
		if i >= len(after) || after[i].text != f.text {
			what, _, _ := strings.Cut(f.text, "\x00")
			return &UnsafeError{Line: f.line, What: "the meaning of this " + what + " would change"}
		}
	}
	if len(after) > len(before) {
		return &UnsafeError{Line: after[len(before)].line, What: "something would be added"}
	}
	return nil
}

// keepSpacing finds the steps that one space after the keyword makes other steps: "Et  que" is Et and "que", "Et que"
// is another keyword. They then keep what their author typed. It tells whether there is any.
func (f *file) keepSpacing(after *syntax.Document) bool {
	if after == nil || after.Feature == nil {
		return false
	}
	before, now := stepsOf(f.doc), stepsOf(after)
	if len(before) != len(now) {
		return false
	}
	found := false
	for i, s := range before {
		if strings.Trim(s.Text, white) != strings.Trim(now[i].Text, white) && !f.lines[s.Line-1].spaced {
			f.lines[s.Line-1].spaced, found = true, true
		}
	}
	return found
}

func stepsOf(doc *syntax.Document) []*syntax.Step {
	var out []*syntax.Step
	add := func(list []syntax.Step) {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	eachBlock(doc.Feature, func(_ *syntax.Rule, b *syntax.Background, s *syntax.Scenario) {
		if b != nil {
			add(b.Steps)
		} else if s != nil {
			add(s.Steps)
		}
	})
	return out
}
