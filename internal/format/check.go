package format

import (
	"bytes"
	"strings"
	"unicode"

	"recette/internal/syntax"
)

// check proves, before anybody sees the result, that it says what the source says: it has
// no error, the same characters but for white space, the same kinds of lines in the same order, the same comments above
// the same lines, and the same tree but for places.
func (f *file) check(text []byte, after *syntax.Document, list []syntax.Diagnostic) error {
	for _, d := range list {
		if d.Severity == syntax.Error {
			return &UnsafeError{Line: d.Line, What: "the result has error " + string(d.Code)}
		}
	}
	if after == nil || after.Feature == nil {
		return &UnsafeError{What: "the result has no feature"}
	}
	expected, err := syntax.Apply([]byte(f.source), f.fixes)
	if err != nil {
		return &UnsafeError{What: err.Error()}
	}
	if at := differ(solid(expected), solid(text)); at >= 0 {
		return &UnsafeError{Line: f.lineOfSolid(expected, at), What: "a character would change"}
	}
	if err := f.sameLines(after); err != nil {
		return err
	}
	return sameFacts(facts(f.doc, f.options.Accents), facts(after, f.options.Accents))
}

// solid is a text without its white space, its byte order mark, and the lines of nothing but Unicode spaces.
func solid(b []byte) []byte {
	b = bytes.TrimPrefix(b, []byte(byteOrderMark))
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		l := b
		if i := bytes.IndexAny(b, "\r\n"); i >= 0 {
			l, b = b[:i], b[i+1:]
		} else {
			b = nil
		}
		if len(bytes.TrimFunc(l, unicode.IsSpace)) == 0 {
			continue
		}
		for _, c := range l {
			if c != ' ' && c != '\t' {
				out = append(out, c)
			}
		}
	}
	return out
}

// differ is the first place where two texts differ, or -1.
func differ(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return n
	}
	return -1
}

// lineOfSolid is the line of a place among the solid characters of a text.
func (f *file) lineOfSolid(text []byte, at int) int {
	n := 0
	for l := range bytes.Lines(text) {
		n++
		if at -= len(solid(l)); at < 0 {
			break
		}
	}
	return n
}

// mark is a line as check compares it. Blank lines and the content of doc strings are left out: their number may
// change, the tree holds the latter.
type mark struct {
	number  int
	kind    syntax.LineKind
	comment string
	touches bool // the line below is not blank
}

func marks(doc *syntax.Document) []mark {
	var out []mark
	for i, k := range doc.Lines {
		text := doc.Text(i + 1)
		blank := (k == syntax.LineBlank || k == syntax.LineDescription) && isSpace(text)
		if !blank && len(out) > 0 && out[len(out)-1].number == i {
			out[len(out)-1].touches = true
		}
		if blank || k == syntax.LineDocText {
			continue
		}
		m := mark{number: i + 1, kind: k}
		if k == syntax.LineComment {
			m.comment = strings.Trim(text, white)
		}
		out = append(out, m)
	}
	return out
}

// sameLines checks the order of lines and what comments stand above. Between tags and what they are put on blank lines
// are removed, so that a comment there may come to touch what it stood above: it must never cease to.
func (f *file) sameLines(after *syntax.Document) error {
	a, b := marks(f.doc), marks(after)
	for i := range a {
		if i >= len(b) || a[i].kind != b[i].kind || a[i].comment != b[i].comment {
			return &UnsafeError{Line: a[i].number, What: "a line would be lost or change its kind"}
		}
		if a[i].kind == syntax.LineComment && a[i].touches && !b[i].touches {
			return &UnsafeError{Line: a[i].number, What: "a comment would be parted from the line that it stands above"}
		}
	}
	if len(b) > len(a) {
		return &UnsafeError{Line: b[len(a)].number, What: "a line would be added"}
	}
	return nil
}
