package term

import (
	"strings"

	"github.com/rivo/uniseg"
)

// Width is how many columns of a terminal a text takes: an ideogram or an emoji takes two, an accent that combines
// none.
func Width(s string) int {
	columns := 0
	for _, r := range s {
		if !narrow(r) {
			return uniseg.StringWidth(s)
		}
		columns++
	}
	return columns
}

// narrow reports whether a rune takes one column and joins none of its kind: the letters of Europe, dashes, quotes and
// arrows. Most texts hold nothing else, and are counted several times faster so.
func narrow(r rune) bool {
	switch {
	case r < 0x7F:
		return r >= ' '
	case r == 0xAD: // the soft hyphen
		return false
	case r >= 0xA0 && r < 0x300, r >= 0x2010 && r < 0x2028, r == 0x202F, r >= 0x2190 && r < 0x2194:
		return true
	}
	return false
}

// Pad adds spaces until a text takes at least that many columns.
func Pad(s string, columns int) string {
	if n := columns - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Clip cuts a text to a width, with an ellipsis in place of what is cut. What a reader takes for one character is never
// cut within.
func Clip(s string, columns int) string {
	if Width(s) <= columns {
		return s
	}
	kept, rest, state := 0, s, -1
	for at := 0; rest != ""; {
		var cluster string
		var width int
		cluster, rest, width, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if at += width; at > columns-1 {
			break
		}
		kept += len(cluster)
	}
	return strings.TrimRight(s[:kept], " ") + "…"
}

// Flow writes parts behind a head, a separator between two, on as many lines as the columns ask for: the later ones
// begin under the first part. A part that no line can hold is cut.
func Flow(head string, parts []string, separator string, columns int) []string {
	indent := strings.Repeat(" ", Width(head))
	var lines []string
	line := head
	for i, part := range parts {
		part = Clip(part, columns-len(indent))
		switch {
		case i == 0:
			line += part
		case Width(line)+Width(separator)+Width(part) > columns:
			lines = append(lines, line)
			line = indent + part
		default:
			line += separator + part
		}
	}
	return append(lines, line)
}

// Wrap breaks the lines of a text between words, so that a terminal of that many columns does not cut them within one.
// What follows a break stands further in than its line: it begins none. No-break spaces hold; a word too long stays
// whole.
func Wrap(s string, columns int) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if Width(line) > columns {
			lines[i] = wrapLine(line, columns)
		}
	}
	return strings.Join(lines, "\n")
}

func wrapLine(line string, columns int) string {
	text := strings.TrimLeft(line, " ")
	at := len(line) - len(text)
	next := strings.Repeat(" ", min(at, columns/2)+2)
	var b strings.Builder
	b.WriteString(line[:at])
	for i, word := range strings.Split(text, " ") {
		width := Width(word)
		switch {
		case i == 0:
		case at+1+width > columns:
			b.WriteString("\n" + next)
			at = len(next)
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += width
	}
	return b.String()
}
