package delimited

import (
	"bytes"
	"cmp"
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

	errEncoding = errors.New("neither UTF-8 nor Windows-1252")
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
	Shown int // as a spreadsheet counts rows: a cell of several lines is of one
	Cells []string
}

// Encoding is how the bytes of a file stand for a text.
type Encoding string

// The encodings that are read.
const (
	UTF8        Encoding = "UTF-8"
	Windows1252 Encoding = "Windows-1252"
)

// Table is what a file holds, and how it was understood.
type Table struct {
	Rows     []Row
	Encoding Encoding
	Comma    rune // what parts the cells
}

// Read reads a table whose first row that holds something is its header: UTF-8 with or without a byte order mark, or
// Windows-1252 as Excel writes it; commas, semicolons or tabs, whichever a first line « sep= » names, else whichever
// parts the header most. Empty rows are left out, apostrophes of Inert are taken away. It returns ErrLarge, ErrFormat
// or a *LineError.
func Read(data []byte) ([]Row, error) {
	t, err := ReadTable(data)
	return t.Rows, err
}

// ReadTable is Read, and says how the file was understood.
func ReadTable(data []byte) (Table, error) {
	if len(data) > MaxBytes {
		return Table{}, ErrLarge
	}
	text, encoding, err := decoded(data)
	if err != nil {
		return Table{}, err
	}
	t := Table{Encoding: encoding}
	lines, inside := 0, 0 // before what the reader of rows sees; inside of cells
	if head, rest, ok := bytes.Cut(text, []byte("\n")); ok && strings.HasPrefix(string(head), "sep=") {
		text, lines = rest, 1
		t.Comma = named(string(head))
	}
	if t.Comma == 0 {
		t.Comma = comma(text)
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = t.Comma, -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			return Table{}, &LineError{Line: bad.StartLine + lines}
		}
		if err != nil {
			return Table{}, fmt.Errorf("%w: %w", ErrFormat, err)
		}
		if len(t.Rows) > maxRows || len(cells) > maxCells {
			return Table{}, ErrLarge
		}
		line, _ := r.FieldPos(0)
		said, shown := false, line-inside
		for i, c := range cells {
			cells[i] = Plain(c)
			said = said || strings.TrimSpace(c) != ""
			inside += strings.Count(c, "\n")
		}
		if said {
			t.Rows = append(t.Rows, Row{Line: line + lines, Shown: shown, Cells: cells})
		}
	}
}

// named gives what the line « sep= » says that parts the cells; 0 when it is none that is read.
func named(line string) rune {
	said := strings.TrimRight(strings.TrimPrefix(line, "sep="), "\r")
	if c, size := utf8.DecodeRuneInString(said); size == len(said) && strings.ContainsRune(";,\t", c) {
		return c
	}
	return 0
}

// decoded gives the text of a file as UTF-8, line ends of old Macs included. What is no UTF-8 is Windows-1252, unless
// it has a byte that stands for nothing there: a character would be lost.
func decoded(data []byte) (_ []byte, encoding Encoding, err error) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	if bytes.IndexByte(text, 0) >= 0 { // a workbook, or UTF-16
		return nil, "", ErrFormat
	}
	encoding = UTF8
	if !utf8.Valid(text) {
		encoding = Windows1252
		text, err = charmap.Windows1252.NewDecoder().Bytes(text)
		if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
			return nil, "", fmt.Errorf("%w: %w", ErrFormat, cmp.Or(err, errEncoding))
		}
	}
	if !bytes.Contains(text, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text, encoding, nil
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
