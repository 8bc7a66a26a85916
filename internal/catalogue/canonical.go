package catalogue

import "unicode/utf8"

// canonical writes JSON as RFC 8785 (JCS) wants it: no space, object keys in the order in which the caller writes them
// (which must be that of UTF-16 code units), strings escaped as little as possible. A test holds it against a library
// that canonicalises any JSON. Invalid UTF-8 becomes U+FFFD; sources are checked before.
type canonical struct {
	b     []byte
	comma bool
}

func (c *canonical) reset() { c.b, c.comma = c.b[:0], false }

func (c *canonical) separate() {
	if c.comma {
		c.b = append(c.b, ',')
	}
}

func (c *canonical) open(bracket byte) {
	c.separate()
	c.b, c.comma = append(c.b, bracket), false
}

func (c *canonical) close(bracket byte) {
	c.b, c.comma = append(c.b, bracket), true
}

func (c *canonical) key(name string) {
	c.text(name)
	c.b, c.comma = append(c.b, ':'), false
}

func (c *canonical) number(n int) {
	c.separate()
	c.b, c.comma = appendInt(c.b, n), true
}

func appendInt(b []byte, n int) []byte {
	if n >= 10 {
		b = appendInt(b, n/10)
	}
	return append(b, byte('0'+n%10))
}

func (c *canonical) field(name, value string) {
	c.key(name)
	c.text(value)
}

const hexDigits = "0123456789abcdef"

// text writes a string: RFC 8785 section 3.2.2.2.
func (c *canonical) text(s string) {
	c.separate()
	b := c.b
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		x := s[i]
		if x >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				b = append(b, s[start:i]...)
				b = append(b, "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		}
		if x >= 0x20 && x != '"' && x != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch x {
		case '"', '\\':
			b = append(b, '\\', x)
		case '\b':
			b = append(b, '\\', 'b')
		case '\t':
			b = append(b, '\\', 't')
		case '\n':
			b = append(b, '\\', 'n')
		case '\f':
			b = append(b, '\\', 'f')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[x>>4], hexDigits[x&15])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	b = append(b, '"')
	c.b, c.comma = b, true
}
