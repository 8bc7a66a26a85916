// Package importer takes a filled cahier back: the workbook that the product made, or a sheet in the layout that French
// projects use. It reads, matches each row to a frozen step, and says of each what would be recorded, what is recorded
// already, and what cannot be, with the reason: no cell that somebody filled is dropped in silence. It records nothing:
// the service of campaigns does. It refuses SQL and the clock.
package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"recette/internal/importer/sheet"
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

// Cell is the name of the cell, or of the row; empty for a whole sheet.
func (p Place) Cell() string {
	switch {
	case p.Row == 0:
		return ""
	case p.Column == 0:
		return sheet.Name(1, p.Row)
	}
	return sheet.Name(p.Column, p.Row)
}

// File is a workbook to take.
type File struct {
	Name   string
	SHA256 string

	book  *sheet.Book
	bound *workbook.Bound // nil for a workbook that the product did not make
}

// Open reads a workbook far enough to say of which campaign it is. It returns errors under errFile, and those of
// package sheet.
func Open(name string, data []byte) (*File, error) {
	sum := sha256.Sum256(data)
	f := &File{Name: name, SHA256: hex.EncodeToString(sum[:])}
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
