package lsp

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain keeps a text of the project from being read as Markdown: what it says must show as it is written. As few marks
// as can be are escaped: some editors show the text of Markdown as it stands.
func plain(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimLeft(lines[i], " \t") // four spaces would make code of it
	}
	text = strings.Join(lines, "\n")
	var b strings.Builder
	before := '\n' // of the present mark
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		after, _ := utf8.DecodeRuneInString(text[i+size:])
		if isMark(r, before, after) || opensBlock(text[:i], text[i:]) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// inline is plain for a text that stands inside a line.
func inline(text string) string {
	const before = "x "
	return plain(before + strings.Join(strings.Fields(text), " "))[len(before):]
}

// isMark tells the signs that Markdown reads anywhere in a line (CommonMark 0.31, 6).
func isMark(r, before, after rune) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	switch r {
	case '\\', '`', '*', '[', ']', '<', '&', '~', '|':
		return true
	case '_':
		return !word(before) || !word(after)
	}
	return false
}

// opensBlock tells the signs that make a line something else than text where they open it (CommonMark 0.31, 4 and 5).
func opensBlock(before, at string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	switch at[0] {
	case '#', '>', '+', '-', '=':
		return strings.TrimSpace(line) == ""
	case ':':
		return strings.TrimSpace(line) == "" && strings.HasPrefix(at, ":-") // a table of one column
	case '.', ')':
		number := strings.TrimLeft(line, " ")
		return number != "" && strings.Trim(number, "0123456789") == ""
	}
	return false
}

// code shows a text of the project as code, whatever it holds.
func code(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + strings.ReplaceAll(text, "\n", " ") + fence
}
