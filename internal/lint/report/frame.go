package report

import (
	"fmt"
	"strings"

	"recette/internal/term"
)

// What a frame shows of a long line, in cells of a terminal: enough before the fault to see where it stands, and after.
const (
	frameBefore = 60
	frameAfter  = 60
	tabStop     = 4
)

// frame shows a line with a caret under the columns, in runes, from column to end: two lines with the number of the
// line, aligned whatever the width of the characters. It is empty when there is nothing to show.
func frame(t *Text, line, column, end int) string {
	text := t.Line(line)
	if strings.TrimSpace(text) == "" || line < 1 {
		return ""
	}
	runes := []rune(text)
	from := min(max(column, 1)-1, len(runes))
	to := min(max(end-1, from), len(runes))
	// The rest of a long line is cut: a base64 text in a table is one.
	first, last := 0, len(runes)
	if from > frameBefore {
		first = from - frameBefore
	}
	if last > from+frameAfter {
		last = max(from+frameAfter, min(to, from+2*frameAfter))
	}
	to = min(to, last)
	before, at, after := visible(runes[first:from]), visible(runes[from:to]), visible(runes[to:last])
	if first > 0 {
		before = "…" + before
	}
	if last < len(runes) {
		after += "…"
	}
	number := fmt.Sprintf("%5d", line)
	carets := max(term.Width(at), 1)
	return fmt.Sprintf("%s | %s%s%s\n%*s | %*s%s\n", number, before, at, after,
		len(number), "", term.Width(before), "", strings.Repeat("^", carets))
}

// visible makes a text that takes as many cells as it shows: tabs are spaces, and what a terminal would obey is a dot.
func visible(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case r == '\t':
			b.WriteString(strings.Repeat(" ", tabStop))
		case term.Hidden(r) && r != '\u200d':
			b.WriteRune('·')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
