package lsp

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// encoding is the unit in which characters of a position are counted.
type encoding string

// The encodings that the server offers, by preference. UTF-16 is what an editor speaks that names none (LSP 3.17,
// PositionEncodingKind).
const (
	unitsUTF8  encoding = "utf-8"
	unitsUTF16 encoding = "utf-16"
)

// text is the text of a document with where its lines start. Lines end with \n, \r\n or \r alone, as the protocol says,
// whatever the parser thinks of them.
type text struct {
	content string
	starts  []int
}

func newText(content string) *text {
	t := &text{content: content, starts: []int{0}}
	for i := 0; i < len(content); i++ {
		switch {
		case content[i] == '\n', content[i] == '\r' && (i+1 == len(content) || content[i+1] != '\n'):
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line gives a line from 0, without its end, and where it starts.
func (t *text) line(n int) (string, int) {
	if n < 0 {
		return "", 0
	}
	if n >= len(t.starts) {
		return "", len(t.content)
	}
	end := len(t.content)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return strings.TrimRight(t.content[t.starts[n]:end], "\r\n"), t.starts[n]
}

// offset is the byte where a position stands. A character past the end of its line is its end; a line past the end of
// the document is its end.
func (t *text) offset(p position, e encoding) int {
	line, start := t.line(p.Line)
	if e == unitsUTF8 {
		at := min(max(p.Character, 0), len(line))
		for at > 0 && at < len(line) && !utf8.RuneStart(line[at]) {
			at-- // inside a character
		}
		return start + at
	}
	units := 0
	for i, r := range line {
		n := utf16.RuneLen(r)
		if n < 0 {
			n = 1 // a byte that is no text is shown as one replacement character
		}
		if units+n > p.Character {
			return start + i
		}
		units += n
	}
	return start + len(line)
}

// position is where a byte stands.
func (t *text) position(offset int, e encoding) position {
	offset = min(max(offset, 0), len(t.content))
	n := sort.SearchInts(t.starts, offset+1) - 1
	line := t.content[t.starts[n]:offset]
	if e == unitsUTF8 {
		return position{n, len(line)}
	}
	units := 0
	for _, r := range line {
		units += max(utf16.RuneLen(r), 1)
	}
	return position{n, units}
}

func (t *text) span(start, end int, e encoding) docRange {
	return docRange{t.position(start, e), t.position(max(start, end), e)}
}

// change gives the text after changes, each to the text that the one before left.
func (t *text) change(changes []contentChange, e encoding) *text {
	for _, c := range changes {
		if c.Range == nil {
			t = newText(c.Text)
			continue
		}
		from, to := t.offset(c.Range.Start, e), t.offset(c.Range.End, e)
		to = max(from, to)
		t = newText(t.content[:from] + c.Text + t.content[to:])
	}
	return t
}
