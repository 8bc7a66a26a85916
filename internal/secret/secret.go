// Package secret hides values that must not be shown, a token of the product under test above all, in texts that others
// wrote: what a step prints, fails with or attaches. It knows values, never where they come from, and refuses those
// that it could not hide without hiding half of the text with them. It reads and writes nothing.
//
// A value is hidden whole, line by line, and in the forms in which programs show values: base64 at any place of a
// longer text (an Authorization header), hexadecimal, lists of bytes, percent, form, JSON, Go, HTML and
// quoted-printable escapes, mixed or twice, and composed or decomposed accents. What a step made of a value otherwise
// (a digest, a cipher, a text turned round, a picture) is beyond reach.
package secret

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Value is a value to be hidden, and the name that stands in its place.
type Value struct {
	Name string // of a variable, say; never secret itself
	Text string
}

// The least that a value must be to be hidden. Shorter ones, and words and numbers as they come in any text, would be
// found where nobody put them: each text would be spoilt, and each stain would tell a part of the value.
const (
	MinLength = 8  // characters
	MinPlain  = 16 // characters of a value that is a word or a number: letters of one case, or digits and their signs
	minVaried = 5  // different characters
)

// WeakError names a value that cannot be hidden safely. It never holds the value.
type WeakError struct{ Name string }

// Error implements error.
func (e *WeakError) Error() string {
	return fmt.Sprintf("the value of %s is too short or too plain to be hidden", e.Name)
}

// Masker hides values. The zero value and nil hide nothing. It may be used by several goroutines.
type Masker struct {
	forms   []form
	byFirst [256][]int32 // forms by their first byte
	begins  [256]bool    // whether a form, or an escape in it, may begin with a byte
}

// New makes a Masker. Empty values are left out. Its error is a *WeakError for the first value that cannot be hidden.
func New(values ...Value) (*Masker, error) {
	m := &Masker{}
	for _, v := range values {
		if v.Text == "" {
			continue
		}
		if !maskable(v.Text) {
			return nil, &WeakError{Name: v.Name}
		}
	}
	for _, v := range values {
		if v.Text != "" {
			m.know(v, markOf(v.Name, values))
		}
	}
	// Of two forms that begin alike the longer is tried first, and stands for both.
	slices.SortStableFunc(m.forms, func(a, b form) int { return len(b.text) - len(a.text) })
	for i := range m.forms {
		c := m.forms[i].text[0]
		m.byFirst[c] = append(m.byFirst[c], int32(i)) // a few dozen for each value
	}
	for c := range m.begins {
		m.begins[c] = len(m.byFirst[c]) > 0 || escapes(byte(c))
	}
	return m, nil
}

// Mark is what stands in the place of a value: printable ASCII without a quote, a backslash or a markup sign, so that a
// JSON string, an HTML page or a table of any encoding stays what it was.
func Mark(name string) string { return "[***" + name + "***]" }

// markOf is Mark, without its name when the name would show a value.
func markOf(name string, values []Value) string {
	mark := Mark(strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.", r)) {
			return r
		}
		return '_'
	}, name))
	for _, v := range values {
		if v.Text != "" && strings.Contains(mark, v.Text) {
			return "[***]"
		}
	}
	return mark
}

// maskable reports whether a value can be told from what stands in any text.
func maskable(v string) bool {
	v = strings.TrimSpace(v)
	n := utf8.RuneCountInString(v)
	var seen []rune
	for _, r := range v {
		if len(seen) < minVaried && !slices.Contains(seen, r) {
			seen = append(seen, r)
		}
	}
	return n >= MinLength && len(seen) >= minVaried && (n >= MinPlain || !plain(v))
}

// plain reports whether v is a word, all in one case or with a capital, or a number, a date, an hour, a version.
func plain(v string) bool {
	number, lower, upper := true, true, true
	for i, r := range v {
		number = number && (unicode.IsDigit(r) || strings.ContainsRune(" .,:/+-_", r))
		lower = lower && (unicode.IsLower(r) || i == 0 && unicode.IsUpper(r))
		upper = upper && unicode.IsUpper(r)
	}
	return number || lower || upper
}

// String hides the values in s.
func (m *Masker) String(s string) string {
	if m.none() || s == "" {
		return s
	}
	return string(m.Bytes([]byte(s)))
}

// Bytes hides the values in b, which it leaves as it is. The result may be b itself.
func (m *Masker) Bytes(b []byte) []byte {
	if m.none() {
		return b
	}
	out, _ := m.scan(nil, b, true)
	return out
}

func (m *Masker) none() bool { return m == nil || len(m.forms) == 0 }

// scan appends b to dst without the values in it. Unless b is the end of its text, scan stops where a value may begin
// that b does not hold whole; done is how much of b it has dealt with.
func (m *Masker) scan(dst, b []byte, end bool) (out []byte, done int) {
	from := 0 // of b, not yet in dst
	for i := 0; i < len(b); {
		if !m.begins[b[i]] {
			i++
			continue
		}
		f := m.at(b, i)
		if f.open && !end {
			return append(dst, b[from:i]...), i
		}
		if f.end == 0 {
			i++
			continue
		}
		// Values that lie across one another go together: what is left of the second would tell of it.
		for j := i + 1; j < f.end; j++ {
			g := m.at(b, j)
			if g.open && !end {
				return append(dst, b[from:i]...), i
			}
			f.end = max(f.end, g.end)
		}
		dst = append(append(dst, b[from:i]...), f.mark...)
		i, from = f.end, f.end
	}
	if from == 0 && dst == nil {
		return b, len(b)
	}
	return append(dst, b[from:]...), len(b)
}

// Stream hides values in a text that comes in pieces. It holds back the end of a piece in which a value may have begun.
type Stream struct {
	m     *Masker
	held  []byte
	shown bool // held was given out as a mark: what completes it is not shown again
}

// Stream begins a text.
func (m *Masker) Stream() *Stream { return &Stream{m: m} }

// Add gives the text up to the end of piece, but for what is held back. The result is valid until the next call.
func (s *Stream) Add(piece []byte) []byte {
	if s.m.none() {
		return piece
	}
	b := slices.Concat(s.held, piece)
	if s.shown {
		f := s.m.at(b, 0)
		switch {
		case f.open:
			s.held = b
			return nil
		case f.end > 0:
			b = b[f.end:]
		default:
			b = b[len(s.held):]
		}
		s.shown = false
	}
	out, done := s.m.scan(make([]byte, 0, len(b)), b, false)
	s.held = slices.Clone(b[done:])
	if len(s.held) > longest*len(s.m.forms[0].text) { // values that lie across one another without end
		out = append(out, s.Flush()...)
	}
	return out
}

// longest is how many bytes one byte of a value may take, in the longest of the escapes.
const longest = 12

// telling is how many bytes of the beginning of a value tell something of it.
const telling = 4

// Flush gives what is held back: the text is looked at, or cut, here. The beginning of a value is given as its mark.
func (s *Stream) Flush() []byte {
	if len(s.held) == 0 || s.shown {
		return nil
	}
	out := make([]byte, 0, len(s.held)) // never the bytes held: a mark is appended
	for i := range s.held {             // the first place from which on a value may still come
		f := s.m.at(s.held, i)
		if f.open && len(s.held)-i >= telling {
			out, _ = s.m.scan(out, s.held[:i], true)
			s.held, s.shown = s.held[i:], true
			return append(out, f.mark...)
		}
	}
	out, _ = s.m.scan(out, s.held, true)
	s.held = nil
	return out
}
