// Package render writes the traceability matrix for people: for a terminal, as CSV, as one HTML page and as a workbook.
// The same matrix gives the same bytes. It refuses to judge anything and to write files itself.
package render

import (
	"time"
)

// Texts gives the text of a key with its arguments filled in.
type Texts func(key string, args ...any) string

// Options orients the producers of the matrix.
type Options struct {
	Texts    Texts          // in the language of the matrix; keys below "matrix."
	Location *time.Location // of the dates that people read; nil: UTC
	Reverse  bool           // scenario to criteria: the one direction of CSV and table, the first view of HTML and XLSX
	Width    int            // of the table, in columns; 0: 100
}

func (o *Options) location() *time.Location {
	if o.Location == nil {
		return time.UTC
	}
	return o.Location
}
