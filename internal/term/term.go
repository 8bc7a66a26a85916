// Package term is the one home of what foreign texts may do on a terminal, in a log and beside other words: a name from
// a feature file, a comment, a path or the message of a step is shown as it is, and can neither move the cursor, nor
// turn the line around, nor begin a line that would be read as the program's own. It is the one home of widths too: how
// many columns a text takes, where it is cut or broken, how tables are aligned. The program writes no colours: a state
// is a sign and a word. It refuses prompts and I/O.
package term

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The marks that stand for what moves to another line or column. Anything else that is hidden shows as its code point.
const (
	newline = "⏎"
	tab     = "⇥"
)

// gutter begins every line of a foreign text of several lines: no line of the program begins so, and no build server
// takes what follows it for a command of its own (« ::error:: »).
const gutter = "│ "

// Line is a foreign text on one line: line ends and tabs are marks, and what is hidden shows.
func Line(s string) string {
	if clean(s, Hidden) {
		return s
	}
	return mark(s, false)
}

// Text is a text of the program itself, whose line ends and tabs mean what they say; whatever else is hidden shows.
func Text(s string) string {
	if clean(s, func(r rune) bool { return Hidden(r) && r != '\n' && r != '\t' }) {
		return s
	}
	return mark(s, true)
}

// Block is a foreign text that may have several lines, without the blank ones around it: each line is marked, and
// stands behind the indent and the gutter. One line alone needs no gutter. It is empty when the text is.
func Block(indent, s string) string {
	s = strings.Trim(Ends(s), "\n")
	if strings.TrimSpace(s) == "" {
		return ""
	}
	lines := strings.Split(s, "\n")
	if len(lines) == 1 && !strings.HasPrefix(strings.TrimSpace(s), "::") {
		return indent + mark(s, false)
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(indent+gutter+mark(line, true), " \t")
	}
	return strings.Join(lines, "\n")
}

// Ends gives a text with line feeds for line ends, whatever system it comes from.
func Ends(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// Hidden reports whether a rune shows nothing, or acts on what stands around it: controls (C0, DEL, C1), format
// characters (marks of direction, widths of zero, tags), separators of lines, letters that draw nothing, and the mark
// of a byte that is not UTF-8. Line ends and tabs are among them; spaces are not.
func Hidden(r rune) bool {
	if r >= ' ' && r < 0x7F {
		return false
	}
	switch r {
	case 0x2028, 0x2029, unicode.ReplacementChar, 0x115F, 0x1160, 0x3164, 0xFFA0: // the last four are fillers of Hangul
		return true
	case 0x200D: // joins the parts of an emoji, see mark
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

// clean reports whether s holds nothing to mark: almost every text is so.
func clean(s string, bad func(rune) bool) bool {
	return strings.IndexFunc(s, bad) < 0 && utf8.ValidString(s)
}

// mark replaces what is hidden. With own, line feeds and tabs stay.
func mark(s string, own bool) string {
	var b strings.Builder
	var before rune
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		rest := s[i+n:]
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "[0x%02X]", s[i])
		case own && (r == '\n' || r == '\t'):
			b.WriteRune(r)
		case r == '\n', r == '\r' && strings.HasPrefix(rest, "\n") && !own:
			b.WriteString(newline)
			if r == '\r' {
				n++
			}
		case r == '\t':
			b.WriteString(tab)
		case r == 0x200D && joins(before, rest):
			b.WriteRune(r)
		case Hidden(r):
			fmt.Fprintf(&b, "[U+%04X]", r)
		default:
			b.WriteRune(r)
		}
		before = r
		i += n
	}
	return b.String()
}

// joins reports whether a joiner stands inside an emoji: « 👩‍🔧 » is one drawing, and means nothing apart.
func joins(before rune, rest string) bool {
	after, _ := utf8.DecodeRuneInString(rest)
	if before == utf8.RuneError || after == utf8.RuneError { // a symbol, by its category
		return false
	}
	if !unicode.Is(unicode.So, after) {
		return false
	}
	return unicode.Is(unicode.So, before) || unicode.Is(unicode.Sk, before) || before == 0xFE0F
}
