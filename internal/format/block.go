package format

import (
	"strings"

	"recette/internal/syntax"
)

// descriptions shifts each description as a block: its lines keep their places relative to each other, so that lists
// and quotations in Markdown survive. They are never wrapped.
func (f *file) descriptions() {
	var lines []int
	flush := func() {
		margin := ""
		for n, i := range lines {
			lead := leading(f.lines[i].raw, white)
			if n == 0 {
				margin = lead
			}
			margin = commonPrefix(margin, lead)
		}
		for _, i := range lines {
			l := &f.lines[i]
			l.text = strings.TrimRight(l.raw[len(margin):], white)
		}
		lines = lines[:0]
	}
	for i := range f.lines {
		switch f.lines[i].kind {
		case syntax.LineDescription:
			lines = append(lines, i)
		case syntax.LineBlank, syntax.LineComment:
		default:
			flush()
		}
	}
	flush()
}

// leading is the start of s that holds characters of a set only.
func leading(s, set string) string { return s[:len(s)-len(strings.TrimLeft(s, set))] }

func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return a[:n]
}

// docStrings shifts the lines of doc strings so that their content stays the same to the byte. The parser takes from
// each line as many spaces as the opening delimiter has bytes before it, tabs included, or the spaces there are: what
// is left after that is the content, and is put after the new indentation of the delimiter. Trailing spaces are content
// too.
func (f *file) docStrings() {
	open, indent := false, 0
	for i := range f.lines {
		l := &f.lines[i]
		switch {
		case l.kind == syntax.LineDocDelimiter:
			open = !open
			indent = len(leading(l.raw, white))
		case open && l.kind == syntax.LineDocText:
			spaces := len(leading(l.raw, " "))
			l.text = l.raw[min(spaces, indent):]
		}
	}
}

// chunks puts the lines together. Outside the range each stays as it is.
func (f *file) chunks() {
	for i := 0; i < len(f.lines); i++ {
		first := i
		for i < len(f.lines) && f.lines[i].kind == syntax.LineBlank {
			i++
		}
		have, want := i-first, 0
		if i < len(f.lines) {
			want = f.lines[i].before
		}
		for n := range have {
			switch l := &f.lines[first+n]; {
			case !f.inRange(l):
				l.chunk = f.whole(l)
			case n < want:
				l.chunk = f.eol
			default:
				l.chunk = ""
			}
		}
		if i == len(f.lines) {
			return
		}
		l := &f.lines[i]
		if !f.inRange(l) {
			l.chunk = f.whole(l)
			continue
		}
		l.chunk = f.indented(l, max(want-have, 0))
	}
}

// findRange finds the first and the last block of the range.
func (f *file) findRange() {
	first, last := max(f.options.First, 1), f.options.Last
	if last == 0 || last > len(f.lines) {
		last = len(f.lines)
	}
	f.low, f.high = 1, 0 // below the end of the file: nothing
	if first <= last {
		f.low, f.high = f.lines[first-1].block, f.lines[last-1].block
	}
}

func (f *file) inRange(l *line) bool { return l.block >= f.low && l.block <= f.high }

// indented is a line with its indentation and its end, below as many blank lines as it lacks.
func (f *file) indented(l *line, lacks int) string {
	above, margin, end := strings.Repeat(f.eol, lacks), strings.Repeat(" ", l.level*f.options.Indent), f.eol
	switch {
	case l.text == "":
		margin = ""
	case strings.HasSuffix(l.text, "\r"):
		end = "\r\n" // the parser takes one \r for a part of the line end: this one is text
	}
	return join(f.source[l.start:], above, margin, l.text, end)
}

// text is the file laid out.
func (f *file) text() []byte {
	out := make([]byte, 0, len(f.source)+len(f.source)/8)
	if f.options.ranged() && strings.HasPrefix(f.source, byteOrderMark) {
		out = append(out, byteOrderMark...)
	}
	for i := range f.lines {
		out = append(out, f.lines[i].chunk...)
	}
	return out
}

// unchanged tells whether the file is laid out already. It makes no text: most files are.
func (f *file) unchanged() bool {
	rest := f.source
	if f.options.ranged() {
		rest = strings.TrimPrefix(rest, byteOrderMark)
	}
	for i := range f.lines {
		var same bool
		if rest, same = strings.CutPrefix(rest, f.lines[i].chunk); !same {
			return false
		}
	}
	return rest == ""
}
