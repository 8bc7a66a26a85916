package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// Rows calls each with the rows of a sheet that have something in them, in order; it stops at the first error that each
// returns. It returns a *CellError for what cannot be read.
func (b *Book) Rows(s *Sheet, each func(*Row) error) error {
	if s.part == "" {
		for i := range s.rows {
			if err := each(&s.rows[i]); err != nil {
				return err
			}
		}
		return nil
	}
	r, err := b.part(s.part)
	if err != nil {
		return err
	}
	if r == nil {
		return &CellError{Sheet: s.Name, Err: ErrFormat}
	}
	defer r.Close()
	d := decoder(r)
	at := reader{b: b, sheet: s.Name, d: d}
	rows := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &CellError{s.Name, "", unread(err)}
		}
		el, ok := t.(xml.StartElement)
		if !ok || el.Name.Local != "row" {
			continue
		}
		if rows++; rows > maxRows {
			return &CellError{s.Name, fmt.Sprintf("A%d", rows), ErrLarge}
		}
		row, err := at.row(&el)
		if err != nil {
			return err
		}
		if len(row.Cells) > 0 {
			if err := each(row); err != nil {
				return err
			}
		}
	}
}

// reader reads rows, one after the other.
type reader struct {
	b     *Book
	sheet string
	d     *xml.Decoder
	last  int // number of the last row
}

func attribute(el *xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (r *reader) refuse(cell string, why error) error { return &CellError{r.sheet, cell, why} }

func (r *reader) row(el *xml.StartElement) (*Row, error) {
	row := &Row{Number: r.last + 1, Hidden: attribute(el, "hidden") == "1" || attribute(el, "hidden") == "true"}
	if said := attribute(el, "r"); said != "" {
		n, err := strconv.Atoi(said)
		if err != nil || n <= r.last || n > 1<<20 { // rows come in order, each once
			return nil, r.refuse("A"+said, ErrFormat)
		}
		row.Number = n
	}
	r.last = row.Number
	column := 0
	for {
		t, err := r.d.Token()
		if err != nil {
			return nil, r.refuse(fmt.Sprintf("A%d", row.Number), unread(err))
		}
		switch el := t.(type) {
		case xml.EndElement:
			if el.Name.Local == "row" {
				return row, nil
			}
		case xml.StartElement:
			if el.Name.Local != "c" {
				if err := r.d.Skip(); err != nil {
					return nil, r.refuse("", unread(err))
				}
				continue
			}
			column++
			if said := attribute(&el, "r"); said != "" {
				n, err := columnOf(said, row.Number)
				if err != nil || n < column {
					return nil, r.refuse(said, ErrFormat)
				}
				column = n
			}
			if column > maxColumns {
				return nil, r.refuse(Name(column, row.Number), ErrLarge)
			}
			c, err := r.cell(&el, column, row.Number)
			if err != nil {
				return nil, err
			}
			if c.Text != "" || c.Failed || c.Formula {
				row.Cells = append(row.Cells, c)
			}
		}
	}
}

// cell reads a cell.
func (r *reader) cell(el *xml.StartElement, column, row int) (Cell, error) {
	c := Cell{Column: column}
	kind, value := attribute(el, "t"), ""
	style, _ := strconv.Atoi(attribute(el, "s"))
	for {
		t, err := r.d.Token()
		if err != nil {
			return c, r.refuse(Name(column, row), unread(err))
		}
		switch in := t.(type) {
		case xml.StartElement:
			var err error
			switch in.Name.Local {
			case "v", "is":
				value, err = r.value(in.Name.Local)
			case "f":
				c.Formula = true
				err = r.d.Skip()
			default:
				err = r.d.Skip()
			}
			if err != nil {
				return c, r.refuse(Name(column, row), unread(err))
			}
		case xml.EndElement:
			if in.Name.Local == "c" {
				return c, r.typed(&c, kind, value, style, row)
			}
		}
	}
}

func (r *reader) value(element string) (string, error) {
	if element == "is" {
		return texts(r.d)
	}
	var b strings.Builder
	for {
		t, err := r.d.Token()
		if err != nil {
			return "", err //nolint:wrapcheck // its caller names the cell
		}
		switch el := t.(type) {
		case xml.CharData:
			if b.Len() <= maxCell {
				b.Write(el)
			}
		case xml.StartElement:
			if err := r.d.Skip(); err != nil {
				return "", err //nolint:wrapcheck // its caller names the cell
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

// typed gives a value what its type makes of it.
func (r *reader) typed(c *Cell, kind, value string, style, row int) error {
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if value == "" {
			return nil
		}
		if err != nil || n < 0 || n >= len(r.b.shared) {
			return r.refuse(Name(c.Column, row), ErrFormat)
		}
		value = r.b.shared[n]
	case "b":
		value = map[string]string{"1": "VRAI", "0": "FAUX"}[value]
	case "e":
		c.Failed = true
	case "inlineStr", "str", "d":
	default:
		f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		switch {
		case strings.TrimSpace(value) == "":
			value = ""
		case err != nil || math.IsInf(f, 0) || math.IsNaN(f):
			return r.refuse(Name(c.Column, row), ErrFormat)
		default:
			c.Number, c.Value = true, f
			c.Date = style >= 0 && style < len(r.b.dates) && r.b.dates[style]
			value = number(f)
			if at, ok := r.b.Instant(f); ok && c.Date {
				value = shown(at)
			}
		}
	}
	if len(value) > maxCell {
		return r.refuse(Name(c.Column, row), ErrLarge)
	}
	if !strings.ContainsRune(value, 0) {
		if !c.Number {
			value = unescaped(value)
		}
		c.Text = strings.TrimSpace(strings.ToValidUTF8(value, "\uFFFD"))
	}
	return nil
}

// unescaped gives a text its characters: the format writes some as _xHHHH_, which is no part of what was typed, and
// lines end as anywhere else.
func unescaped(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "_x")
		b.WriteString(before)
		if !found {
			break
		}
		n, err := strconv.ParseUint(rest[:min(4, len(rest))], 16, 16)
		if err != nil || len(rest) < 5 || rest[4] != '_' || n == 0 {
			b.WriteString("_x")
			s = rest
			continue
		}
		b.WriteRune(rune(n))
		s = rest[5:]
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(b.String())
}

// number writes a number as a spreadsheet shows it: with fifteen digits at most.
func number(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	s := strconv.FormatFloat(f, 'g', 15, 64)
	if g, err := strconv.ParseFloat(s, 64); err == nil {
		s = strconv.FormatFloat(g, 'f', -1, 64)
	}
	return s
}

// Instant gives the day and the time that a number stands for, on the wall clock of whoever wrote it; false for a
// number that is no date between 1900 and 9999.
func (b *Book) Instant(serial float64) (time.Time, bool) {
	if serial < 1 || serial >= 2958466 || math.IsNaN(serial) {
		return time.Time{}, false
	}
	from := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if b.late {
		from = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if serial < 60 { // the format has a 29 February 1900
		serial++
	}
	days := math.Floor(serial)
	seconds := math.Round((serial - days) * 86400)
	return from.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second), true
}

func shown(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

// Name is how a cell is called: "B12".
func Name(column, row int) string {
	letters := ""
	for column > 0 {
		column--
		letters = string(rune('A'+column%26)) + letters
		column /= 26
	}
	return letters + strconv.Itoa(row)
}

// The bounds of the names of cells.
const (
	maxNamed  = 16384   // columns
	maxNumber = 1 << 20 // rows
)

// named reads the name of a cell.
func named(name string) (column, row int, ok bool) {
	digits := strings.IndexAny(name, "0123456789")
	if digits < 1 {
		return 0, 0, false
	}
	row, err := strconv.Atoi(name[digits:])
	if err != nil || row < 1 || row > maxNumber {
		return 0, 0, false
	}
	column, err = columnOf(name, row)
	return column, row, err == nil && column <= maxNamed
}

// columnOf reads the column of the name of a cell of a row.
func columnOf(name string, row int) (int, error) {
	n, i := 0, 0
	for i < len(name) && name[i] >= 'A' && name[i] <= 'Z' && n < 1<<20 {
		n = n*26 + int(name[i]-'A') + 1
		i++
	}
	if n == 0 || name[i:] != strconv.Itoa(row) {
		return 0, ErrFormat
	}
	return n, nil
}
