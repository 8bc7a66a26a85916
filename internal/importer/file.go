// Package importer takes a filled cahier back: the workbook that the product made, or a sheet in the layout that French
// projects use, in a workbook or in a table of delimited text. It reads, matches each row to a frozen step, and says of
// each what would be recorded, what is recorded already, and what cannot be, with the reason: no cell that somebody
// filled is dropped in silence. It records nothing: the service of campaigns does. It refuses SQL and the clock.
package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"recette/internal/delimited"
	"recette/internal/importer/sheet"
	"recette/internal/kit"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

// errFile is the root of the refusals of a whole file.
var errFile = errors.New("cahier")

// The refusals of a whole file, beside those under the root of package sheet.
var (
	ErrBinding  = fmt.Errorf("%w: what binds its rows was changed", errFile)
	ErrExecuted = fmt.Errorf("%w: an executed one holds nothing to take", errFile)
	ErrLayout   = fmt.Errorf("%w: no sheet with a layout that is known", errFile)
)

// Place is where something stands in a workbook.
type Place struct {
	Sheet  string `json:"sheet"`
	Row    int    `json:"row,omitempty"`    // from 1; 0: the whole sheet
	Column int    `json:"column,omitempty"` // from 1; 0: the whole row
}

// ranked is the column of what has a rank in its file, and no cell.
const ranked = -1

// Cell is the name of the cell, or of the row; empty for a whole sheet.
func (p Place) Cell() string {
	switch {
	case p.Row == 0:
		return ""
	case p.Column == ranked: // a file of results has no cells
		return "#" + strconv.Itoa(p.Row)
	case p.Column == 0:
		return sheet.Name(1, p.Row)
	}
	return sheet.Name(p.Column, p.Row)
}

// File is a workbook, or a table of delimited text, to take.
type File struct {
	Name   string
	SHA256 string
	Table  *Delimited // how a delimited text was understood; nil for a workbook

	book  *sheet.Book
	bound *workbook.Bound // nil for a workbook that the product did not make
	kit   *kit.Results    // nil for what is no file of results
}

// Delimited says how a delimited text was understood.
type Delimited struct {
	Encoding string
	Comma    rune // what parts the cells
}

// delimits tells whether a file is to be read as delimited text: its name says so, and its bytes are no workbook's.
func delimits(name string, data []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".csv", ".tsv":
		return !bytes.HasPrefix(data, []byte("PK\x03\x04"))
	}
	return false
}

// table reads a delimited text as the sheet of its name. The apostrophes that keep a spreadsheet from computing a text
// are no part of it.
func (f *File) table(data []byte) error {
	t, err := delimited.ReadTable(data)
	if err != nil {
		return err //nolint:wrapcheck // it says what cannot be read
	}
	lines := make([]sheet.Line, len(t.Rows))
	for i := range t.Rows {
		lines[i] = sheet.Line{Number: t.Rows[i].Shown, Texts: t.Rows[i].Cells}
	}
	f.Table = &Delimited{Encoding: string(t.Encoding), Comma: t.Comma}
	f.book, err = sheet.Table(f.Name, lines)
	return err //nolint:wrapcheck // it says what cannot be read
}

// Open reads a workbook, or what its name says is a table of delimited text (.csv, .tsv), far enough to say of which
// campaign it is, or a file of results of a kit. It returns errors under errFile, and those of packages sheet,
// delimited and kit.
func Open(name string, data []byte) (*File, error) {
	sum := sha256.Sum256(data)
	f := &File{Name: name, SHA256: hex.EncodeToString(sum[:])}
	if kit.Looks(data) || strings.EqualFold(filepath.Ext(name), ".json") {
		if err := f.results(data); err != nil {
			return nil, err
		}
		return f, nil
	}
	if delimits(name, data) {
		if err := f.table(data); err != nil {
			return nil, err
		}
		return f, nil
	}
	var err error
	if f.book, err = sheet.Open(data); err != nil {
		return nil, err //nolint:wrapcheck // it says what cannot be read
	}
	for i := range f.book.Sheets {
		s := &f.book.Sheets[i]
		if s.Name != workbook.Binding {
			continue
		}
		var rows [][]string
		err := f.book.Rows(s, func(r *sheet.Row) error {
			for len(rows) < r.Number { // a row that holds nothing is one all the same
				if len(rows) > maxBound {
					return ErrBinding
				}
				rows = append(rows, nil)
			}
			cells := make([]string, 0, 8)
			for k := range r.Cells {
				for len(cells) < r.Cells[k].Column {
					cells = append(cells, "")
				}
				cells[r.Cells[k].Column-1] = r.Cells[k].Text
			}
			rows[r.Number-1] = cells
			return nil
		})
		if err != nil {
			return nil, err //nolint:wrapcheck // it says where
		}
		bound, err := workbook.ParseBound(rows)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrBinding, err)
		}
		if bound.Kind != string(cahier.Blank) {
			return nil, ErrExecuted
		}
		f.bound = &bound
	}
	return f, nil
}

// maxBound bounds the rows of the sheet that binds: a case each.
const maxBound = 200_000

// Campaign names the campaign that the workbook was made for, empty when it does not say.
func (f *File) Campaign() string {
	if f.bound == nil {
		return ""
	}
	return f.bound.Campaign
}
