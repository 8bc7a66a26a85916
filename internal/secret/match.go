package secret

import (
	"bytes"
	"html"
	"unicode/utf16"
	"unicode/utf8"
)

// form is one way in which a value may be written.
type form struct {
	text []byte
	mark string
	fold bool // line ends may stand between its bytes: base64 is cut into lines
}

// found is what stands at a place of a text.
type found struct {
	end  int    // where the value that begins there ends; 0 when there is none
	open bool   // the text ends before one could say
	mark string // of the value, or of the one that may have begun
}

// at looks for values that begin at b[i], as they are or with an escape, and takes the longest.
func (m *Masker) at(b []byte, i int) found {
	var f found
	c := b[i]
	m.try(&f, b, i, m.byFirst[c])
	if escapes(c) {
		e := unit(b[i:])
		switch {
		case e.open && f.mark == "":
			f.open, f.mark = true, m.forms[0].mark
		case e.open:
			f.open = true
		case e.size > 0 && e.text != "" && e.text[0] != c:
			m.try(&f, b, i, m.byFirst[e.text[0]])
		}
	}
	return f
}

func (m *Masker) try(f *found, b []byte, i int, candidates []int32) {
	for _, k := range candidates {
		end, open := m.forms[k].match(b, i, 0, nil)
		if end > f.end || open && f.mark == "" {
			f.mark = m.forms[k].mark
		}
		f.end, f.open = max(f.end, end), f.open || open
	}
}

// place is a place in a form and one in a text from which they part.
type place struct{ pos, at int }

// idleMax bounds what is skipped between two bytes of a form: a line end of two characters.
const idleMax = 2

// match compares the form from pos on with b from j on, where any of its bytes may be escaped. It gives where the form
// ends in b, 0 when it is not there, and whether b ends before that could be told. parted remembers where both readings
// of an escape were tried in vain, so that a text made to be slow is not.
func (f *form) match(b []byte, j, pos int, parted map[place]bool) (end int, open bool) {
	for idle := 0; pos < len(f.text); {
		if j == len(b) {
			return 0, true
		}
		c := b[j]
		raw := c == f.text[pos]
		if !escapes(c) {
			switch {
			case raw:
				j, pos, idle = j+1, pos+1, 0
			case f.fold && pos > 0 && (c == '\n' || c == '\r') && idle < idleMax:
				j, idle = j+1, idle+1
			default:
				return 0, open
			}
			continue
		}
		e := unit(b[j:])
		open = open || e.open
		step := len(e.text)
		escaped := e.size > 0 && bytes.HasPrefix(f.text[pos:], []byte(e.text))
		if blank := e.text == "" || f.fold && (e.text == "\n" || e.text == "\r"); blank {
			step, escaped = 0, e.size > 0 && pos > 0 && idle < idleMax
		}
		if raw && escaped {
			if parted == nil {
				parted = map[place]bool{}
			}
			if here := (place{pos, j}); !parted[here] {
				parted[here] = true
				n, more := f.match(b, j+1, pos+1, parted)
				if open = open || more; n > 0 {
					return n, open
				}
			}
		}
		switch {
		case escaped:
			if step == 0 {
				idle++
			} else {
				idle = 0
			}
			j, pos = j+e.size, pos+step
		case raw:
			j, pos, idle = j+1, pos+1, 0
		default:
			return 0, open
		}
	}
	return j, open
}

// escaped is an escape at the beginning of a text.
type escaped struct {
	text string // what it stands for; empty for a line that goes on in the next
	size int    // of the escape, in bytes; 0 when there is none
	open bool   // the text ends before one could say
}

// escapes reports whether an escape may begin with c.
func escapes(c byte) bool { return c == '%' || c == '\\' || c == '&' || c == '=' || c == '+' }

// unit reads the escape at the beginning of b.
func unit(b []byte) escaped {
	switch b[0] {
	case '%':
		return digits(b, 1, 2, 16, asByte)
	case '=':
		if len(b) > 1 && b[1] == '\n' {
			return escaped{size: 2}
		}
		if len(b) > 1 && b[1] == '\r' {
			return escaped{size: min(3, len(b)), open: len(b) < 3}
		}
		return digits(b, 1, 2, 16, asByte)
	case '+':
		return escaped{text: " ", size: 1}
	case '&':
		return entity(b)
	}
	return backslash(b)
}

// asByte is of two hexadecimal or three octal digits; more is no escape.
func asByte(n uint32) string { return string([]byte{byte(n)}) }

func asRune(n uint32) string { return string(rune(n)) }

// digits reads count digits after the first bytes of b.
func digits(b []byte, first, count int, base uint32, as func(uint32) string) escaped {
	n := uint32(0)
	for i := first; i < first+count; i++ {
		if i >= len(b) {
			return escaped{open: true}
		}
		d, ok := digit(b[i])
		if !ok || d >= base {
			return escaped{}
		}
		n = n*base + d
	}
	if n > utf8.MaxRune {
		return escaped{}
	}
	return escaped{text: as(n), size: first + count}
}

func digit(c byte) (uint32, bool) {
	switch {
	case c >= '0' && c <= '9':
		return uint32(c - '0'), true
	case c >= 'a' && c <= 'f':
		return uint32(c-'a') + 10, true
	case c >= 'A' && c <= 'F':
		return uint32(c-'A') + 10, true
	}
	return 0, false
}

// backslash reads the escapes of JSON, Go, shells and their kin.
func backslash(b []byte) escaped {
	if len(b) < 2 {
		return escaped{open: true}
	}
	switch c := b[1]; {
	case c == 'u':
		e := digits(b, 2, 4, 16, asRune)
		if e.size == 0 || !surrogate(b) {
			return e
		}
		low := digits(b[6:], 2, 4, 16, asRune)
		if len(b) > 7 && (b[6] != '\\' || b[7] != 'u') || low.size == 0 && !low.open {
			return escaped{}
		}
		if low.open {
			return low
		}
		r := utf16.DecodeRune(hex4(b[2:6]), hex4(b[8:12]))
		return escaped{text: string(r), size: 12}
	case c == 'U':
		return digits(b, 2, 8, 16, asRune)
	case c == 'x':
		return digits(b, 2, 2, 16, asByte)
	case c >= '0' && c <= '3':
		return digits(b, 1, 3, 8, asByte)
	default:
		for i := range len(named) / 2 {
			if named[2*i] == c {
				return escaped{text: named[2*i+1 : 2*i+2], size: 2}
			}
		}
		if c > ' ' && c < 0x7f && !alphanumeric(c) {
			return escaped{text: string(rune(c)), size: 2}
		}
	}
	return escaped{}
}

// named lists the escapes by letter, each followed by what it stands for.
const named = "n\nt\tr\rb\bf\fv\va\ae\x1b"

// surrogate reports whether the \uXXXX at the beginning of b is half a character.
func surrogate(b []byte) bool { return utf16.IsSurrogate(hex4(b[2:6])) }

func hex4(b []byte) rune {
	n := uint32(0)
	for _, c := range b {
		d, _ := digit(c) // checked before
		n = n<<4 | d
	}
	return rune(n)
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// entity reads a reference of HTML or XML.
func entity(b []byte) escaped {
	for i := 1; i < len(b) && i < longest; i++ {
		c := b[i]
		if c == ';' {
			if s := html.UnescapeString(string(b[:i+1])); s != string(b[:i+1]) {
				return escaped{text: s, size: i + 1}
			}
			return escaped{}
		}
		if c != '#' && !alphanumeric(c) {
			return escaped{}
		}
	}
	return escaped{open: len(b) < longest}
}
