package strictjson

import (
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// text takes a string, without its quotes and with its escapes resolved. It is valid until the next reading.
func (d *decoder) text() ([]byte, error) {
	if err := d.want('"'); err != nil {
		return nil, err
	}
	d.values++
	ascii := true
	for i := d.p; i < len(d.buf); i++ {
		switch c := d.buf[i]; {
		case c == '"':
			out := d.buf[d.p:i]
			d.p = i + 1
			return valid(out, ascii)
		case c == '\\':
			return d.rest(i, ascii)
		case c < ' ':
			return nil, fmt.Errorf("%w: control character in a string", errSyntax)
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return d.rest(len(d.buf), ascii)
}

func valid(text []byte, ascii bool) ([]byte, error) {
	if !ascii && !utf8.Valid(text) {
		return nil, fmt.Errorf("%w: not UTF-8", errAmbiguous)
	}
	return text, nil
}

// rest takes a string whose beginning stands before i, and which has escapes or goes on past the window.
func (d *decoder) rest(i int, ascii bool) ([]byte, error) {
	d.scratch = append(d.scratch[:0], d.buf[d.p:i]...)
	out := d.scratch
	d.p = i
	for {
		c, err := d.take()
		if err != nil {
			return nil, err
		}
		if len(out) == cap(out) && len(out) >= window { // what is kept for the next one is counted once, as it grows
			if err := d.hold(cap(out)); err != nil {
				return nil, err
			}
		}
		switch {
		case c == '"':
			d.scratch = out
			return valid(out, ascii)
		case c == '\\':
			if out, err = d.escape(out); err != nil {
				return nil, err
			}
			ascii = false
		case c < ' ':
			return nil, fmt.Errorf("%w: control character in a string", errSyntax)
		default:
			ascii = ascii && c < utf8.RuneSelf
			out = append(out, c)
		}
	}
}

// escape takes what follows a reverse solidus (RFC 8259, 7).
func (d *decoder) escape(out []byte) ([]byte, error) {
	c, err := d.take()
	if err != nil {
		return nil, err
	}
	switch c {
	case '"', '\\', '/':
		return append(out, c), nil
	case 'b':
		return append(out, '\b'), nil
	case 'f':
		return append(out, '\f'), nil
	case 'n':
		return append(out, '\n'), nil
	case 'r':
		return append(out, '\r'), nil
	case 't':
		return append(out, '\t'), nil
	case 'u':
		r, err := d.hex()
		if err != nil {
			return nil, err
		}
		if utf16.IsSurrogate(r) {
			if r, err = d.pair(r); err != nil {
				return nil, err
			}
		}
		return utf8.AppendRune(out, r), nil
	}
	return nil, fmt.Errorf("%w: escape", errSyntax)
}

// pair takes the second half of a pair of surrogates. One half alone is no character: readers write different ones.
func (d *decoder) pair(first rune) (rune, error) {
	for _, want := range []byte(`\u`) {
		c, err := d.take()
		if err != nil {
			return 0, err
		}
		if c != want {
			return 0, fmt.Errorf("%w: half a character", errAmbiguous)
		}
	}
	second, err := d.hex()
	if err != nil {
		return 0, err
	}
	r := utf16.DecodeRune(first, second)
	if r == utf8.RuneError {
		return 0, fmt.Errorf("%w: half a character", errAmbiguous)
	}
	return r, nil
}

func (d *decoder) hex() (rune, error) {
	var r rune
	for range 4 {
		c, err := d.take()
		if err != nil {
			return 0, err
		}
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, fmt.Errorf("%w: escape", errSyntax)
		}
		r = r<<4 | rune(c)
	}
	return r, nil
}

// maxDigits bounds a number.
const maxDigits = 64

// number takes a number (RFC 8259, 6).
func (d *decoder) number() ([]byte, error) {
	if _, err := d.next(); err != nil {
		return nil, err
	}
	d.values++
	out := d.scratch[:0]
	for {
		if d.p == len(d.buf) {
			if err := d.fill(); err != nil {
				if len(out) > 0 && d.end != nil && d.budget.Err() == nil {
					break // a number may end the document
				}
				return nil, err
			}
		}
		c := d.buf[d.p]
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			break
		}
		if len(out) == maxDigits {
			return nil, fmt.Errorf("%w: number", errSyntax)
		}
		out = append(out, c)
		d.p++
	}
	d.scratch = out
	if !isNumber(out) {
		return nil, fmt.Errorf("%w: number %.20q", errSyntax, out)
	}
	return out, nil
}

func isNumber(b []byte) bool {
	digits := func() bool {
		n := 0
		for len(b) > 0 && b[0] >= '0' && b[0] <= '9' {
			b = b[1:]
			n++
		}
		return n > 0
	}
	if len(b) > 0 && b[0] == '-' {
		b = b[1:]
	}
	switch {
	case len(b) > 0 && b[0] == '0':
		b = b[1:]
	case !digits():
		return false
	}
	if len(b) > 0 && b[0] == '.' {
		if b = b[1:]; !digits() {
			return false
		}
	}
	if len(b) > 0 && (b[0] == 'e' || b[0] == 'E') {
		b = b[1:]
		if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
			b = b[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(b) == 0
}
