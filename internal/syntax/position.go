package syntax

import (
	"sort"
	"unicode/utf8"
)

// Line is a physical line of a file.
type Line struct {
	Kind LineKind
	Span Span // without its end
	End  int  // offset after its end: where the next line starts
}

// Line returns the 1-based line. Outside the file it is refused and empty, at the nearest end of the file.
func (d *Document) Line(n int) Line {
	s := d.src
	switch {
	case s == nil || n < 1:
		return Line{}
	case n > len(s.lines):
		return Line{Span: Span{len(s.raw), len(s.raw)}, End: len(s.raw)}
	}
	start := s.starts[n-1]
	return Line{d.Lines[n-1], Span{start, start + len(s.asRead(n))}, s.starts[n]}
}

// Unit is what a column counts.
type Unit uint8

// The units of columns: bytes of the file, code points, and the UTF-16 units of the Language Server Protocol.
const (
	byteUnit Unit = iota
	Rune
	utf16Unit
)

// Position is a place in a file as it stands. All is 1-based; the byte order mark stands before column 1.
type Position struct{ Line, Byte, Rune, UTF16 int }

// At returns the position of a byte offset. An offset inside a character or a line end is that of its start. The end of
// a file that ends with a line end is column 1 of one line more, as editors show it.
func (d *Document) At(offset int) Position {
	s := d.src
	if s == nil || len(s.lines) == 0 {
		return Position{1, 1, 1, 1}
	}
	n := sort.SearchInts(s.starts, offset+1) // the first n lines start at or before the offset
	switch {
	case n == 0:
		return Position{1, 1, 1, 1}
	case n > len(s.lines):
		n--
		if last := d.Line(n); last.End > last.Span.End {
			return Position{n + 1, 1, 1, 1}
		}
	}
	line := d.Line(n).Span
	offset = min(offset, line.End)
	for offset > line.Start && offset < line.End && !utf8.RuneStart(s.raw[offset]) {
		offset--
	}
	before := s.raw[line.Start:offset]
	p := Position{Line: n, Byte: len(before) + 1, Rune: 1, UTF16: 1}
	for _, r := range before {
		p.Rune++
		p.UTF16 += width16(r)
	}
	return p
}

// width16 is the number of UTF-16 units of a character.
func width16(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// Offset returns the byte offset of a 1-based line and column. A column past the end of the line is the end of the
// line; one inside a character is its start; a line past the end of the file is the end of the file.
func (d *Document) Offset(line, column int, u Unit) int {
	l := d.Line(max(line, 1))
	if d.src == nil || line > len(d.src.lines) {
		return l.Span.Start
	}
	left := max(column, 1) - 1
	text := d.src.raw[l.Span.Start:l.Span.End]
	for i, r := range text {
		n := 1
		switch u {
		case byteUnit:
			n = utf8.RuneLen(r)
		case utf16Unit:
			n = width16(r)
		case Rune:
		}
		if left < n {
			return l.Span.Start + i
		}
		left -= n
	}
	return l.Span.End
}
