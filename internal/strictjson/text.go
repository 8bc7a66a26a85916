package strictjson

import (
	"fmt"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// text takes a string, without its quotes and with its escapes resolved. It is valid until the next reading.
func (d *decoder) text() ([]byte, error) {
	if err := d.want('"'); err != nil {
		return nil, err
	}
	d.values++
	n, ascii := plainly(d.buf[d.p:])
	if i := d.p + n; i < len(d.buf) && d.buf[i] == '"' {
		out := d.buf[d.p:i]
		d.p = i + 1
		return valid(out, ascii)
	}
	return d.rest(n, ascii)
}

// plainly gives how much of a text stands for itself: up to a quote, an escape or a control character.
func plainly(text []byte) (n int, ascii bool) {
	var all byte
	for i, c := range text {
		if c == '"' || c == '\\' || c < ' ' {
			return i, all < utf8.RuneSelf
		}
		all |= c
	}
	return len(text), all < utf8.RuneSelf
}

func valid(text []byte, ascii bool) ([]byte, error) {
	if !ascii && !utf8.Valid(text) {
		return nil, fmt.Errorf("%w: not UTF-8", errAmbiguous)
	}
	return text, nil
}

// rest takes a string that has escapes or goes on past the window, and whose first n bytes stand for themselves.
func (d *decoder) rest(n int, ascii bool) ([]byte, error) {
	out := d.scratch[:0]
	for {
		if more := n + utf8.UTFMax; len(out)+more > cap(out) { // with room for the escape that may come
			if len(out) >= window { // what is kept for the next one is counted once, as it grows
				d.lasting += cap(out)
				if err := d.hold(cap(out)); err != nil {
					return nil, err
				}
			}
			out = slices.Grow(out, more)
		}
		out = append(out, d.buf[d.p:d.p+n]...)
		d.p += n
		c, err := d.take()
		if err != nil {
			return nil, err
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
		default: // the first byte of the next window
			d.p--
		}
		more := false
		n, more = plainly(d.buf[d.p:])
		ascii = ascii && more
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
