package page

import (
	"strings"
	"unicode/utf8"
)

// wrap appends to dst the lines of s, which must be clean, cut so that each fits in width points at the given size; the
// first line has indent points less. It breaks at spaces (never at no-break ones), then after a punctuation mark of
// paths and addresses, then anywhere: a word never overflows. One pass, no allocation but dst.
func (f *face) wrap(dst []string, s string, size, width, indent float64) []string {
	limit := int(width * 1000 / size)
	room := max(int((width-indent)*1000/size), 0)
	for {
		line, rest, more := strings.Cut(s, "\n")
		dst = f.wrapLine(dst, line, limit, room)
		if !more {
			return dst
		}
		s, room = rest, limit
	}
}

func (f *face) wrapLine(dst []string, s string, limit, room int) []string {
	start := 0               // first byte of the line
	w := 0                   // width from start
	end, next, at := 0, 0, 0 // last space: end of the text before, start of the text after, width up to next
	soft, softAt := 0, 0     // last punctuation: start of the text after, width up to it
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		a := 0
		if r <= 0xFFFF {
			a = int(f.adv[r])
		}
		if r == ' ' {
			if next != i || next == start { // first space of a series
				end = i
			}
			i++
			w += a
			next, at = i, w
			continue
		}
		if w+a > room && i > start {
			switch {
			case next > start && end > start:
				dst = append(dst, s[start:end])
				start, w = next, w-at
			case soft > start:
				dst = append(dst, s[start:soft])
				start, w = soft, w-softAt
			default:
				dst = append(dst, s[start:i])
				start, w = i, 0
			}
			room, end, next, soft = limit, start, start, start
			at, softAt = 0, 0
			continue // the rune is measured again in its new line
		}
		w += a
		i += n
		switch r {
		case '-', '/', '_', '.', ',', ';', ':', '=', '&', '@', '\\', '+', '?':
			soft, softAt = i, w
		}
	}
	return append(dst, strings.TrimRight(s[start:], " "))
}

// fit gives s cut to width points, with an ellipsis when it was cut.
func (f *face) fit(s string, size, width float64) string {
	s = strings.ReplaceAll(f.clean(s), "\n", " ")
	limit := int(width * 1000 / size)
	if f.width(s) <= limit {
		return s
	}
	limit -= int(f.adv['…'])
	w := 0
	for i, r := range s {
		if r <= 0xFFFF {
			w += int(f.adv[r])
		}
		if w > limit {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
