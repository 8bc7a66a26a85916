package syntax_test

import (
	"fmt"
	"strings"

	"recette/internal/syntax"
)

// tree writes a document as an outline: what the parser understood, and nothing of how it was written.
func tree(d *syntax.Document) string {
	if d == nil || d.Feature == nil {
		return ""
	}
	p := &treePrinter{}
	f := d.Feature
	p.title(1, f.Tags, f.Keyword, f.Name, f.About)
	p.background(f.Background)
	p.scenarios(2, f.Scenarios)
	for _, r := range f.Rules {
		p.title(2, r.Tags, r.Keyword, r.Name, r.About)
		p.background(r.Background)
		p.scenarios(3, r.Scenarios)
	}
	for _, c := range d.Comments {
		p.line(1, "# %s", strings.TrimSpace(strings.TrimLeft(c.Text, "# \t")))
	}
	return p.String()
}

type treePrinter struct{ strings.Builder }

func (p *treePrinter) line(depth int, format string, args ...any) {
	fmt.Fprintf(p, strings.Repeat("  ", depth)+format+"\n", args...)
}

func (p *treePrinter) title(depth int, tags []syntax.Tag, keyword, name, about string) {
	p.line(depth, "[%s] %s%s", keyword, name, tagList(tags))
	for line := range strings.SplitSeq(about, "\n") {
		if about != "" {
			p.line(depth+1, "« %s »", strings.TrimSpace(line))
		}
	}
}

func tagList(tags []syntax.Tag) string {
	out := ""
	for _, tag := range tags {
		out += " " + tag.Name
	}
	return out
}

func (p *treePrinter) background(b *syntax.Background) {
	if b != nil {
		p.title(2, nil, b.Keyword, b.Name, b.About)
		p.steps(3, b.Steps)
	}
}

func (p *treePrinter) scenarios(depth int, list []*syntax.Scenario) {
	for _, s := range list {
		p.title(depth, s.Tags, s.Keyword, s.Name, s.About)
		p.steps(depth+1, s.Steps)
		for _, e := range s.Examples {
			p.title(depth+1, e.Tags, e.Keyword, e.Name, e.About)
			if e.Header != nil {
				p.rows(depth+2, []syntax.Row{*e.Header})
			}
			p.rows(depth+2, e.Rows)
		}
	}
}

func (p *treePrinter) steps(depth int, list []syntax.Step) {
	for i := range list {
		s := &list[i]
		p.line(depth, "[%s] %s", strings.TrimSpace(s.Keyword), s.Text)
		p.rows(depth+1, s.Table)
		if d := s.DocString; d != nil {
			p.line(depth+1, "%s%s %q", d.Delimiter, d.MediaType, d.Content)
		}
	}
}

func (p *treePrinter) rows(depth int, list []syntax.Row) {
	for _, r := range list {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = fmt.Sprintf("%q", c.Value)
		}
		p.line(depth, "| %s", strings.Join(cells, " "))
	}
}
