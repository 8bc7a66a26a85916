package lint

import (
	"encoding/binary"

	"recette/internal/syntax"
)

// Result is what a run found: what its cache keeps, and its reports show.
type Result struct {
	Findings []Finding
	Waivers  []Waiver
}

// Append adds the judgement, but for its path, to what a cache keeps.
func (r *Judgement) Append(b []byte) []byte {
	e := encoder{b}
	e.flag(r.Broken)
	e.findings(r.Findings)
	e.text(r.Notes)
	e.int(len(r.Ignores))
	for i := range r.Ignores {
		g := &r.Ignores[i]
		e.place(g.Place)
		e.lines(g.Lines)
		e.texts(g.Names)
		e.text(g.Reason)
	}
	e.int(len(r.Spared))
	for _, list := range r.Spared {
		e.int(len(list))
		for _, s := range list {
			e.lines(s.Lines)
			e.flag(s.Spared)
		}
	}
	return e.b
}

// Recall reads what Append wrote of a file. ok is false for what is damaged, or comes from a run that asked other
// rules. The texts of the judgement are pieces of s.
func (l *Linter) Recall(path, s string) (r Judgement, ok bool) {
	d := decoder{s: s}
	r = Judgement{Path: path, Broken: d.flag(), Findings: d.findings(path), Notes: d.text()}
	for range d.count() {
		r.Ignores = append(r.Ignores, Ignore{Place: d.place(), Lines: d.lines(), Names: d.texts(), Reason: d.text()})
	}
	for range d.count() {
		var list []Sparing
		for range d.count() {
			list = append(list, Sparing{d.lines(), d.flag()})
		}
		r.Spared = append(r.Spared, list)
	}
	return r, !d.broken && d.s == "" && l.valid(r.Notes) && (r.Spared == nil || len(r.Spared) == len(l.rules))
}

// valid tells whether notes are what the rules of this run write: their second pass reads them without a doubt.
func (l *Linter) valid(notes string) bool {
	d := decoder{s: notes}
	for _, p := range l.passes {
		if !p.valid(d.text()) {
			return false
		}
	}
	return !d.broken && d.s == ""
}

// Append adds the result to what a cache keeps.
func (r *Result) Append(b []byte) []byte {
	e := encoder{b}
	e.int(len(r.Findings))
	for i := range r.Findings {
		e.text(r.Findings[i].Path)
		e.finding(&r.Findings[i])
	}
	e.int(len(r.Waivers))
	for _, w := range r.Waivers {
		e.text(w.Path)
		e.int(w.Line)
		e.text(w.Rule)
		e.text(w.Reason)
		e.int(w.Count)
	}
	return e.b
}

// ReadResult reads what Append wrote. ok is false for what is damaged.
func ReadResult(s string) (r Result, ok bool) {
	d := decoder{s: s}
	for range d.count() {
		r.Findings = append(r.Findings, d.finding(d.text()))
	}
	for range d.count() {
		r.Waivers = append(r.Waivers, Waiver{d.text(), d.int(), d.text(), d.text(), d.int()})
	}
	return r, !d.broken && d.s == ""
}

// encoder writes varints, and texts after their length.
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

func (e *encoder) place(p Place) {
	e.int(p.Line)
	e.int(p.Column)
	e.int(p.EndColumn)
}

func (e *encoder) lines(l Lines) {
	e.int(l.First)
	e.int(l.Last)
}

func (e *encoder) findings(list []Finding) {
	e.int(len(list))
	for i := range list {
		e.finding(&list[i])
	}
}

func (e *encoder) finding(f *Finding) {
	e.text(f.Rule)
	e.text(f.Code)
	e.text(string(f.Severity))
	e.place(Place{f.Line, f.Column, f.EndColumn})
	e.texts(f.Args)
	e.text(f.Suggest)
	e.text(f.Fingerprint)
	e.int(len(f.Edits))
	for _, edit := range f.Edits {
		e.int(edit.Start)
		e.int(edit.End)
		e.text(edit.New)
	}
}

// decoder reads what encoder wrote. A fault makes it sticky: the caller asks once, at the end.
type decoder struct {
	s      string
	broken bool
}

func (d *decoder) int() int {
	if len(d.s) > 0 && d.s[0] < 0x80 { // most numbers
		u := int(d.s[0])
		d.s = d.s[1:]
		return u>>1 ^ -(u & 1)
	}
	return d.longInt()
}

func (d *decoder) longInt() int {
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

func (d *decoder) flag() bool { return d.int() == 1 }

func (d *decoder) text() string {
	n := d.count()
	s := d.s[:n]
	d.s = d.s[n:]
	return s
}

func (d *decoder) hash() uint64 {
	const size = 8
	if len(d.s) < size {
		d.fail()
		return 0
	}
	h := binary.BigEndian.Uint64([]byte(d.s[:size]))
	d.s = d.s[size:]
	return h
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

func (d *decoder) place() Place { return Place{d.int(), d.int(), d.int()} }

func (d *decoder) lines() Lines { return Lines{d.int(), d.int()} }

func (d *decoder) findings(path string) []Finding {
	n := d.count()
	if n == 0 {
		return nil
	}
	out := make([]Finding, n)
	for i := range out {
		out[i] = d.finding(path)
	}
	return out
}

func (d *decoder) finding(path string) Finding {
	f := Finding{Path: path, Rule: d.text(), Code: d.text(), Severity: Severity(d.text())}
	at := d.place()
	f.Line, f.Column, f.EndColumn = at.Line, at.Column, at.EndColumn
	f.Args, f.Suggest, f.Fingerprint = d.texts(), d.text(), d.text()
	for range d.count() {
		f.Edits = append(f.Edits, syntax.Edit{Span: syntax.Span{Start: d.int(), End: d.int()}, New: d.text()})
	}
	return f
}
