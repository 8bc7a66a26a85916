package pdf

import (
	"bytes"
	"fmt"
)

// literal reads a parenthesised string (7.3.4.2).
func (l *lexer) literal() (Object, error) {
	start := l.p
	l.p++
	// Most strings have neither escape nor inner parenthesis nor carriage return: one copy and done.
	if i := bytes.IndexAny(l.b[l.p:], "()\\\r"); i >= 0 && l.b[l.p+i] == ')' {
		if i > maxString {
			return nil, longString(start)
		}
		s := String(l.b[l.p : l.p+i])
		l.p += i + 1
		return s, nil
	}
	level := 1
	var out []byte
	for l.p < len(l.b) {
		c := l.b[l.p]
		l.p++
		if len(out) > maxString {
			return nil, longString(start)
		}
		switch c {
		case '\\':
			var ok bool
			if out, ok = l.escape(out); !ok {
				return nil, syntaxAt(start, "unclosed string")
			}
			continue
		case '(':
			level++
		case ')':
			if level--; level == 0 {
				return String(out), nil
			}
		case '\r': // any unescaped end of line reads as one line feed
			if l.p < len(l.b) && l.b[l.p] == '\n' {
				l.p++
			}
			c = '\n'
		}
		out = append(out, c)
	}
	return nil, syntaxAt(start, "unclosed string")
}

func longString(off int) error {
	return fmt.Errorf("%w: string of more than %d bytes at byte %d", ErrLimit, maxString, off)
}

// escape reads what follows a backslash; false when the input ends.
func (l *lexer) escape(out []byte) ([]byte, bool) {
	if l.p >= len(l.b) {
		return out, false
	}
	c := l.b[l.p]
	l.p++
	switch c {
	case 'n':
		return append(out, '\n'), true
	case 'r':
		return append(out, '\r'), true
	case 't':
		return append(out, '\t'), true
	case 'b':
		return append(out, '\b'), true
	case 'f':
		return append(out, '\f'), true
	case '\n':
		return out, true
	case '\r':
		if l.p < len(l.b) && l.b[l.p] == '\n' {
			l.p++
		}
		return out, true
	}
	if c < '0' || c > '7' {
		return append(out, c), true
	}
	v := int(c - '0')
	for k := 0; k < 2 && l.p < len(l.b) && l.b[l.p] >= '0' && l.b[l.p] <= '7'; k++ {
		v = v*8 + int(l.b[l.p]-'0')
		l.p++
	}
	return append(out, byte(v)), true // a high overflow bit is ignored (7.3.4.2)
}

// hex reads a hexadecimal string (7.3.4.3); an odd last digit counts as followed by 0.
func (l *lexer) hex() (Object, error) {
	start := l.p
	l.p++
	end := bytes.IndexByte(l.b[l.p:], '>')
	if end < 0 {
		return nil, syntaxAt(start, "unclosed hexadecimal string")
	}
	in := l.b[l.p : l.p+end]
	if len(in) > 2*maxString {
		return nil, longString(start)
	}
	out := make([]byte, 0, (end+1)/2)
	hi, half := byte(0), false
	for _, c := range in {
		if charClass[c] == 1 {
			continue
		}
		v := hexValue[c]
		if v == 0 {
			return nil, syntaxAt(start, "bad hexadecimal string")
		}
		if half {
			out = append(out, hi<<4|(v-1))
		} else {
			hi = v - 1
		}
		half = !half
	}
	if half {
		out = append(out, hi<<4)
	}
	l.p += end + 1
	return String(out), nil
}

// ParseObject reads one direct object from the start of b, skipping leading space, and returns the number of bytes
// read. It serves verifiers that judge a piece of file on its own, such as the gap of a ByteRange.
func ParseObject(b []byte) (Object, int, error) {
	l := lexer{b: b, depth: DefaultLimits().Depth}
	o, err := l.object()
	return o, l.p, err
}
