// Package blocks holds a document as pieces that every format shares: titles, paragraphs, labelled values, tables,
// figures. It lays them out on the pages of a PDF and writes them as a page of the web, so that no format says what
// another leaves out. It words nothing: the texts of the pieces are those of whoever makes them.
package blocks

import (
	"errors"
	"time"

	"recette/reports/chart"
	"recette/reports/page"
)

// ErrOptions says that a document was made without what it needs.
var ErrOptions = errors.New("incomplete options")

// Document is what is laid out.
type Document struct {
	Lang     string // fr, en
	Kind     string // "Bilan de campagne"
	Number   string // at the head of each page
	Title    string
	About    string // under the title
	Foot     string
	Author   string
	Producer string
	IssuedAt time.Time

	Front    []Block // of page 1
	Chapters []Chapter
}

// Chapter is a part of a document. They are numbered in their order.
type Chapter struct {
	Title  string
	Apart  bool // it begins a page
	Blocks []Block
}

// Block is a piece: what it has of a title, a paragraph, figures in a row, labelled values, a list, a table and
// drawings, in this order.
type Block struct {
	Title   string
	Text    string
	Quiet   bool // of a text: said in passing
	Grave   bool // of a text: a warning
	Strip   []Figure
	Fields  []page.Field
	List    []string
	Cols    []Col
	Rows    [][]Cell
	Drawing []*chart.Drawing
	Boxed   bool // of a table: there is something to write by hand in its cells
	Dense   bool // of a table: in smaller letters, for many columns
}

// Figure is a figure in large, with what it is of.
type Figure struct {
	Value string
	Label string
	Of    string
	Ink   page.Color
}

// Col is a column of a table, with its part of the width.
type Col struct {
	Title string
	Share float64
	Right bool // figures
}

// Cell is a cell of a table.
type Cell struct {
	Text string
	Icon page.Icon // 0: none
	Ink  page.Color
	Bold bool
	// Under is a text below, plain.
	Under string
	// Band says of the one cell of a row that it stands over all columns, above the rows that it announces.
	Band bool
}

// Options are what a document needs beside its pieces.
type Options struct {
	Texts    page.Texts     // domain « reports », and those of the document; required
	Location *time.Location // of printed times; nil is UTC
	Wide     bool           // the pages of a PDF lie on their side: A4 landscape
}

// Text makes cells of texts, the first in bold.
func Text(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, s := range texts {
		cells[i] = Cell{Text: s, Bold: i == 0}
	}
	return cells
}

// open gives what lays a document out and measures its figures, and what lets go of it.
func (o *Options) open(lang string, at time.Time) (*page.Flow, func(), error) {
	if o.Texts == nil {
		return nil, nil, ErrOptions
	}
	w, h := float64(page.PaperW), float64(page.PaperH)
	if o.Wide {
		w, h = h, w
	}
	f := &page.Flow{
		Words: o.Texts, Lang: lang, Zone: o.Location, Page: page.NewCanvas(w, h, at),
	}
	f.Offset = page.OffsetOf(at.In(f.Location()))
	return f, f.Page.End, nil
}
