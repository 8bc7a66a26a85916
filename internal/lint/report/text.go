package report

import (
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const bom = "\ufeff"

// Text is a file cut in lines as the parser cuts it: it finds the text around a finding, and its columns in the units
// of others.
type Text struct {
	raw    string
	starts []int // of each line, in bytes; then where the file ends
}

// NewText cuts a file in lines.
func NewText(src []byte) *Text {
	t := &Text{raw: string(src)}
	at := 0
	if strings.HasPrefix(t.raw, bom) {
		at = len(bom)
	}
	end := "\n"
	if body := t.raw[at:]; strings.IndexByte(body, '\n') < 0 {
		end = "\r" // an old Macintosh, or a single line
	}
	for at < len(t.raw) {
		t.starts = append(t.starts, at)
		i := strings.Index(t.raw[at:], end)
		if i < 0 {
			break
		}
		at += i + 1
	}
	t.starts = append(t.starts, len(t.raw))
	return t
}

// Line is a line as it stands in the file, without its end, empty outside the file.
func (t *Text) Line(n int) string {
	if t == nil || n < 1 || n >= len(t.starts) {
		return ""
	}
	return strings.TrimRight(t.raw[t.starts[n-1]:t.starts[n]], "\r\n")
}

// units turns a column in runes, from 1, into one in UTF-16 code units, from 1. It is the same column when the line is
// not there.
func (t *Text) units(line, column int) int {
	rest := t.Line(line)
	units := 1
	for range column - 1 {
		if rest == "" {
			return max(units, column) // beyond the end of the line
		}
		r, size := utf8.DecodeRuneInString(rest)
		units += max(utf16.RuneLen(r), 1)
		rest = rest[size:]
	}
	return units
}

// At gives the line of a byte of the file and its column in UTF-16 code units, both from 1. ok is false before the
// first line, in the byte order mark, and behind the end.
func (t *Text) At(offset int) (line, column int, ok bool) {
	if t == nil || len(t.starts) < 2 || offset < t.starts[0] || offset > len(t.raw) {
		return 0, 0, false
	}
	line = sort.Search(len(t.starts)-1, func(i int) bool { return t.starts[i] > offset })
	column = 1
	for _, r := range t.raw[t.starts[line-1]:offset] {
		column += max(utf16.RuneLen(r), 1)
	}
	return line, column, true
}
