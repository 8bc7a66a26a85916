package format

import (
	"strings"

	"recette/internal/syntax"
	"recette/internal/term"
)

// The bounds of alignment. Past them each cell has its one space on both sides and no more: a table with one huge cell
// would become huge, and its lines longer than the parser takes.
const (
	maxTableWidth = 1000    // columns of the screen
	maxTableSize  = 1 << 20 // characters of the whole table, unless that is less than maxGrowth times its cells
	maxGrowth     = 16
)

// row is a row of a table, cut in cells as written: escapes and no-break spaces included.
type row struct {
	index int // of its line
	cells []string
	width []int
	tail  string // what follows the last bar, invisible: the parser refuses anything else
}

// tables aligns tables. A table goes on across the comments and blank lines between its rows.
func (f *file) tables() {
	var open []row
	flush := func() {
		f.align(open)
		open = open[:0]
	}
	for i := range f.lines {
		switch f.lines[i].kind {
		case syntax.LineRow:
			open = append(open, cutRow(i, strings.Trim(f.lines[i].raw, white)))
		case syntax.LineBlank, syntax.LineComment:
		default:
			flush()
		}
	}
	flush()
}

// cutRow finds the bars that end cells: a bar after an odd number of backslashes is text.
func cutRow(index int, raw string) row {
	r := row{index: index}
	start := 1
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '\\':
			i++
		case '|':
			r.cells = append(r.cells, strings.Trim(raw[start:i], white))
			start = i + 1
		}
	}
	if start < len(raw) {
		r.tail = strings.Trim(raw[start:], white+"\r")
	}
	return r
}

// align gives each column the width of its widest cell, as a screen shows it: an emoji or an ideogram takes two
// columns, a combining accent none.
func (f *file) align(rows []row) {
	var widths []int
	content := 0
	for n := range rows {
		r := &rows[n]
		for i, c := range r.cells {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			w := term.Width(c)
			r.width = append(r.width, w)
			widths[i] = max(widths[i], w)
			content += w + 3
		}
	}
	total := 0
	for _, w := range widths {
		total += w + 3
	}
	size := total * len(rows)
	padded := total <= maxTableWidth && (size <= maxTableSize || size <= maxGrowth*content)
	for n := range rows {
		f.lines[rows[n].index].text = rows[n].text(widths, padded)
	}
}

func (r *row) text(widths []int, padded bool) string {
	var b strings.Builder
	b.WriteByte('|')
	for i, c := range r.cells {
		b.WriteByte(' ')
		b.WriteString(c)
		if padded {
			b.WriteString(strings.Repeat(" ", widths[i]-r.width[i]))
		}
		b.WriteString(" |")
	}
	if r.tail != "" {
		b.WriteByte(' ')
		b.WriteString(r.tail)
	}
	return b.String()
}
