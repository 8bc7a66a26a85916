package delimited

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The refusals of a file.
var (
	errTable  = errors.New("table")
	ErrFormat = fmt.Errorf("%w: no delimited text", errTable)
	ErrLarge  = fmt.Errorf("%w: more than is read of one", errTable)
)

// LineError is a row that cannot be read: a quote that nothing ends, say. It wraps ErrFormat.
type LineError struct{ Line int }

func (e *LineError) Error() string { return fmt.Sprintf("%v: line %d", ErrFormat, e.Line) }

// Unwrap gives ErrFormat.
func (e *LineError) Unwrap() error { return ErrFormat }

// What is read of one file at most.
const (
	MaxBytes = 16 << 20
	maxRows  = 20_000
	maxCells = 1_000
)

// Row is a row that holds something.
type Row struct {
	Line  int // of the file, from 1, where it begins
	Cells []string
}

// Read reads a table whose first row that holds something is its header: UTF-8 with or without a byte order mark, or
// Windows-1252 as Excel writes it; commas, semicolons or tabs, whichever parts the header most. Empty rows are left
// out, apostrophes of Inert are taken away. It returns ErrLarge, ErrFormat or a *LineError.
func Read(data []byte) ([]Row, error) {
	if len(data) > MaxBytes {
		return nil, ErrLarge
	}
	text, err := decoded(data)
	if err != nil {
		return nil, err
	}
	lines := 0 // before what the reader of rows sees
	if head, rest, ok := bytes.Cut(text, []byte("\n")); ok && strings.HasPrefix(string(head), "sep=") {
		text, lines = rest, 1
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = comma(text), -1
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, &LineError{Line: bad.StartLine + lines}
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		if len(rows) > maxRows || len(cells) > maxCells {
			return nil, ErrLarge
		}
		line, _ := r.FieldPos(0)
		said := false
		for i, c := range cells {
			cells[i] = Plain(c)
			said = said || strings.TrimSpace(c) != ""
		}
		if said {
			rows = append(rows, Row{Line: line + lines, Cells: cells})
		}
	}
}

// decoded gives the text of a file as UTF-8, line ends of old Macs included.
func decoded(data []byte) ([]byte, error) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(text, 0) >= 0 { // a workbook, or UTF-16
		return nil, ErrFormat
	}
	if !utf8.Valid(text) {
		var err error
		if text, err = charmap.Windows1252.NewDecoder().Bytes(text); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrFormat, err)
		}
	}
	if !bytes.Contains(text, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text, nil
}

// comma finds what parts the cells of the header: what stands most in it, outside its quotes.
func comma(text []byte) rune {
	count := map[rune]int{}
	quoted, said := false, false
	for _, c := range string(text) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' && said:
			return most(count)
		case c == ';', c == ',', c == '\t':
			count[c]++
		}
		said = said || c != '\n' && c != '\r' && c != ' '
	}
	return most(count)
}

func most(count map[rune]int) rune {
	best := ';'
	for _, c := range ",\t" {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}
