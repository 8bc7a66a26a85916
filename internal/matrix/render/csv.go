package render

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/matrix"
)

// CSV writes one direction of the matrix as CSV: criteria, or scenarios when o.Reverse says so. It is made for who
// double-clicks on the file: a byte order mark, without which Excel takes UTF-8 for Windows-1252; semicolons in French,
// where the comma is that of decimals; RFC 4180 line ends; dates in ISO form. A cell that a spreadsheet would take for
// a formula is preceded by an apostrophe (OWASP, CSV injection): titles and names are other people's texts.
func CSV(w io.Writer, m matrix.Matrix, o Options) error {
	if err := m.Validate(); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff") // Flush gives the error
	c := csv.NewWriter(out)
	c.UseCRLF = true
	if m.Language != "en" {
		c.Comma = ';'
	}
	words := newWording(&m, &o)
	if o.Reverse {
		writeCSV(c, words, scenarioColumns(), m.Scenarios)
	} else {
		writeCSV(c, words, rowColumns(), m.Rows)
	}
	c.Flush()
	err := c.Error()
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write the matrix as CSV: %w", err)
	}
	return nil
}

// writeCSV writes the header and the rows; csv.Writer keeps the first error.
func writeCSV[T any](c *csv.Writer, w wording, columns []column[T], rows []T) {
	line := make([]string, len(columns))
	for i, col := range columns {
		line[i] = w.t("matrix.col." + col.key)
	}
	_ = c.Write(line)
	for r := range rows {
		for i, col := range columns {
			line[i] = w.csv(col.cell(w, &rows[r]))
		}
		_ = c.Write(line)
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
	return inert(c.text)
}

// inert makes a text that no spreadsheet computes.
func inert(s string) string {
	head, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	if strings.ContainsRune("=+-@＝＋－＠", head) {
		return "'" + s
	}
	return s
}
