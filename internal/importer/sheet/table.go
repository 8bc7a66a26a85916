package sheet

import "strings"

// Line is a row of a table of texts, and its number as a spreadsheet counts rows.
type Line struct {
	Number int // from 1
	Texts  []string
}

// Table gives a table of texts as the one sheet of a book, within the bounds of a workbook. It returns a *CellError.
func Table(name string, lines []Line) (*Book, error) {
	s := Sheet{Name: name}
	for _, l := range lines {
		if l.Number > maxRows {
			return nil, &CellError{name, Name(1, l.Number), ErrLarge}
		}
		row := Row{Number: l.Number}
		for i, text := range l.Texts {
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			if i >= maxColumns || len(text) > maxCell {
				return nil, &CellError{name, Name(i+1, l.Number), ErrLarge}
			}
			row.Cells = append(row.Cells, Cell{Column: i + 1, Text: text})
		}
		if len(row.Cells) > 0 {
			s.rows = append(s.rows, row)
		}
	}
	return &Book{Sheets: []Sheet{s}}, nil
}
