package render

import (
	"fmt"
	"io"
	"strconv"

	"recette/internal/delimited"
	"recette/internal/matrix"
)

// CSV writes one direction of the matrix as CSV: criteria, or scenarios when o.Reverse says so. Dates are in ISO form.
// Titles and names are other people's texts: no cell is one that a spreadsheet computes.
func CSV(w io.Writer, m matrix.Matrix, o Options) error {
	if err := m.Validate(); err != nil {
		return err
	}
	c := delimited.NewWriter(w, delimited.Comma(m.Language))
	words := newWording(&m, &o)
	if o.Reverse {
		writeCSV(c, words, scenarioColumns(), m.Scenarios)
	} else {
		writeCSV(c, words, rowColumns(), m.Rows)
	}
	if err := c.Close(); err != nil {
		return fmt.Errorf("write the matrix as CSV: %w", err)
	}
	return nil
}

// writeCSV writes the header and the rows; the writer keeps the first error.
func writeCSV[T any](c *delimited.Writer, w wording, columns []column[T], rows []T) {
	line := make([]string, len(columns))
	for i, col := range columns {
		line[i] = w.t("matrix.col." + col.key)
	}
	c.Row(line)
	for r := range rows {
		for i, col := range columns {
			line[i] = w.csv(col.cell(w, &rows[r]))
		}
		c.Row(line)
	}
}

func (w wording) csv(c cell) string {
	switch c.kind {
	case 'n':
		return strconv.Itoa(c.number)
	case 'd':
		if c.at == nil {
			return ""
		}
		return c.at.In(w.loc).Format("2006-01-02 15:04")
	}
	// No-break spaces stay: « 1 / 6 » with plain ones is the first of June to Excel.
	return delimited.Inert(c.text)
}
