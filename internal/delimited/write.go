// Package delimited writes and reads tables as delimited text (CSV, RFC 4180), as spreadsheets do it in France: a byte
// order mark, without which Excel takes UTF-8 for Windows-1252, semicolons where the comma is that of decimals, and no
// cell that a spreadsheet would compute. It refuses to know what the columns say.
package delimited

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Writer writes one table. Its first error is kept: Close gives it.
type Writer struct {
	out  *bufio.Writer
	rows *csv.Writer
}

// NewWriter begins a table of which comma parts the cells.
func NewWriter(w io.Writer, comma rune) *Writer {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\ufeff") // Close gives the error
	rows := csv.NewWriter(out)
	rows.UseCRLF, rows.Comma = true, comma
	return &Writer{out: out, rows: rows}
}

// Comma is what parts the cells of tables in a language: where the comma is that of decimals, a semicolon.
func Comma(language string) rune {
	if language == "en" {
		return ','
	}
	return ';'
}

// Row writes one row. Its cells are texts: see Inert for those that other people wrote.
func (w *Writer) Row(cells []string) { _ = w.rows.Write(cells) } // Close gives the error

// Close ends the table.
func (w *Writer) Close() error {
	w.rows.Flush()
	err := w.rows.Error()
	if err == nil {
		err = w.out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	return nil
}

// Inert makes a text that no spreadsheet computes: one that it would take for a formula is preceded by an apostrophe
// (OWASP, CSV injection).
func Inert(s string) string {
	if computed(s) {
		return "'" + s
	}
	return s
}

// Plain takes that apostrophe away.
func Plain(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && computed(rest) {
		return rest
	}
	return s
}

func computed(s string) bool {
	head, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", head)
}
