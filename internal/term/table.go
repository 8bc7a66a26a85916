package term

import "strings"

// Erase takes the line of a terminal back to its start and empties it: what is written next replaces a counter.
const Erase = "\r\x1b[K"

// Columns sets rows one under the other, each cell on one line, so many spaces between two columns. The last cell of a
// row is as long as it likes, and moves nothing.
func Columns(rows [][]string, gap int) []string {
	cells, widths := measured(rows)
	lines := make([]string, len(cells))
	for i, row := range cells {
		var b strings.Builder
		for j, cell := range row {
			if j < len(row)-1 {
				cell = Pad(cell, widths[j]+gap)
			}
			b.WriteString(cell)
		}
		lines[i] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// Grid sets rows one under the other between bars, as a feature file does.
func Grid(rows [][]string) []string {
	cells, widths := measured(rows)
	lines := make([]string, len(cells))
	for i, row := range cells {
		var b strings.Builder
		for j, cell := range row {
			b.WriteString("| " + Pad(cell, widths[j]) + " ")
		}
		lines[i] = b.String() + "|"
	}
	return lines
}

// measured gives the cells as they show, each on one line, and the columns that the widest of each place takes.
func measured(rows [][]string) (cells [][]string, widths []int) {
	cells = make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = make([]string, len(row))
		for j, cell := range row {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			cells[i][j] = Line(cell)
			widths[j] = max(widths[j], Width(cells[i][j]))
		}
	}
	return cells, widths
}
