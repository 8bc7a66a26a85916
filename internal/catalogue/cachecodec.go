package catalogue

import (
	"encoding/binary"

	"recette/internal/syntax"
)

// encoder writes what a cache entry holds: varints, and strings after their length.
type encoder struct{ b []byte }

func (e *encoder) int(n int) { e.b = binary.AppendVarint(e.b, int64(n)) }

func (e *encoder) text(s string) {
	e.int(len(s))
	e.b = append(e.b, s...)
}

func (e *encoder) flag(v bool) {
	if v {
		e.int(1)
	} else {
		e.int(0)
	}
}

func (e *encoder) texts(list []string) {
	e.int(len(list))
	for _, s := range list {
		e.text(s)
	}
}

func (e *encoder) tags(tags []syntax.Tag) {
	e.int(len(tags))
	for _, t := range tags {
		e.text(t.Name)
		e.int(t.Line)
		e.int(t.Column)
	}
}

func (e *encoder) file(f *File) {
	e.text(f.Feature.Language)
	e.text(f.Feature.Keyword)
	e.text(f.Feature.Name)
	e.text(f.Feature.About)
	e.int(len(f.Diagnostics))
	for i := range f.Diagnostics {
		d := &f.Diagnostics[i]
		e.text(string(d.Code))
		e.text(string(d.Severity))
		e.int(d.Line)
		e.int(d.Column)
		e.int(d.EndColumn)
		e.texts(d.Args)
	}
	o := &f.Outline
	e.int(o.Line)
	e.int(o.Column)
	e.text(o.Name)
	e.tags(o.Tags)
	e.int(len(o.Rules))
	for _, r := range o.Rules {
		e.int(r.Line)
		e.int(r.Column)
		e.text(r.Name)
		e.tags(r.Tags)
	}
	e.int(len(o.Scenarios))
	for i := range o.Scenarios {
		e.scenario(&o.Scenarios[i])
	}
}

func (e *encoder) scenario(s *ScenarioOutline) {
	for _, n := range []int{s.Line, s.Column, s.First, s.Last, s.Rule, s.Steps, s.Outcomes} {
		e.int(n)
	}
	e.text(s.Keyword)
	e.text(s.Name)
	e.tags(s.Tags)
	e.flag(s.Outline)
	e.int(len(s.Rows))
	for _, r := range s.Rows {
		e.int(r.Line)
		e.text(r.Key)
		e.int(r.Same)
		e.flag(r.BadID)
	}
	e.tags(s.ExampleTags)
}

// decoder reads what encoder wrote. A fault makes it sticky: the caller asks once, at the end. Strings are substrings
// of the cache.
type decoder struct {
	s      string
	broken bool
}

func (d *decoder) int() int {
	var u uint64
	for i := 0; i < len(d.s) && i < binary.MaxVarintLen64; i++ {
		c := d.s[i]
		u |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.s = d.s[i+1:]
			return int(int64(u>>1) ^ -int64(u&1))
		}
	}
	d.fail()
	return 0
}

func (d *decoder) fail() { d.s, d.broken = "", true }

func (d *decoder) text() string {
	n := d.int()
	if n < 0 || n > len(d.s) {
		d.fail()
		return ""
	}
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

// count reads a length. Each element takes at least one byte, so that a damaged length cannot ask for memory.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.s) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) texts() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]string, n)
	for i := range out {
		out[i] = d.text()
	}
	return out
}

func (d *decoder) tags() []syntax.Tag {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]syntax.Tag, n)
	for i := range out {
		out[i] = syntax.Tag{Name: d.text(), Line: d.int(), Column: d.int()}
	}
	return out
}

func (d *decoder) file(path string) *File {
	f := &File{Path: path}
	f.Feature = Feature{Path: path, Language: d.text(), Keyword: d.text(), Name: d.text(), About: d.text()}
	for range d.count() {
		f.Diagnostics = append(f.Diagnostics, syntax.Diagnostic{
			Code: syntax.Code(d.text()), Severity: syntax.Severity(d.text()), Path: path,
			Line: d.int(), Column: d.int(), EndColumn: d.int(), Args: d.texts(),
		})
	}
	o := &f.Outline
	o.Line, o.Column, o.Name, o.Tags = d.int(), d.int(), d.text(), d.tags()
	for range d.count() {
		o.Rules = append(o.Rules, RuleOutline{Line: d.int(), Column: d.int(), Name: d.text(), Tags: d.tags()})
	}
	if n := d.count(); n > 0 {
		o.Scenarios = make([]ScenarioOutline, n)
		for i := range o.Scenarios {
			d.scenario(&o.Scenarios[i])
		}
	}
	return f
}

func (d *decoder) scenario(s *ScenarioOutline) {
	for _, p := range []*int{&s.Line, &s.Column, &s.First, &s.Last, &s.Rule, &s.Steps, &s.Outcomes} {
		*p = d.int()
	}
	s.Keyword, s.Name, s.Tags, s.Outline = d.text(), d.text(), d.tags(), d.int() == 1
	for range d.count() {
		s.Rows = append(s.Rows, RowOutline{Line: d.int(), Key: d.text(), Same: d.int(), BadID: d.int() == 1})
	}
	s.ExampleTags = d.tags()
}
