package blocks

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"recette/reports/page"
)

// Heights, in points.
const (
	stripH  = 50.0 // of figures in a row
	boxH    = 27.0 // of a row to be filled by hand
	boxHead = 15.0
)

// layout lays a document out.
type layout struct {
	*page.Flow

	d *Document
}

// PDF writes a document as an A4 PDF; of makes it, and measures its figures with the flow that it is given. The same
// document and options give the same bytes. It gives the number of pages, and returns ErrOptions, page.ErrRender, and
// the errors of w.
func PDF(
	w io.Writer, lang string, at time.Time, o Options, of func(f *page.Flow) *Document,
) (pages int, err error) {
	defer page.Caught(&err)
	f, end, err := o.open(lang, at)
	if err != nil {
		return 0, err
	}
	defer end()
	f.Whole = true
	l := &layout{Flow: f, d: of(f)}
	d := l.d
	f.Page.About(
		f.Clean(page.Sans, page.Sentence(" – ", d.Kind, d.Title)), f.Clean(page.Sans, d.Number),
		f.Clean(page.Sans, d.Author), f.Clean(page.Sans, d.Producer),
	)
	for i := range d.Chapters {
		c := &d.Chapters[i]
		s := f.Section(0, strconv.Itoa(i+1)+". "+c.Title, func() { l.all(c.Blocks) })
		if c.Apart {
			s.Keep = f.Bottom()
		} else if len(c.Blocks) > 0 { // a heading goes over with what it announces
			s.Keep = 46 + l.start(c.Blocks)
		}
	}
	l.front()
	if len(d.Chapters) > 0 {
		f.Y = f.Bottom() // the first chapter opens a page
	}
	f.DrawSections()
	pages = f.Page.Pages()
	err = f.Page.Output(w, false, f.Furniture(page.Furniture{
		Number: d.Number, Title: page.Sentence(" – ", d.Kind, d.Title), Foot: d.Foot,
	}, pages))
	if err != nil {
		return 0, fmt.Errorf("render %s: %w", d.Number, err)
	}
	return pages, nil
}

// front draws page 1.
func (l *layout) front() {
	d, c := l.d, l.Page
	c.AddPage()
	l.Y = 15 * page.MM
	head := page.Font(page.SansBold, page.SizeBody, page.Navy)
	number := l.Clean(page.SansBold, d.Number)
	l.Line(page.Left, l.Y, l.TextWidth()-l.Width(head, number)-8, head, strings.ToUpper(d.Kind))
	l.LineRight(l.RightEdge(), l.Y, head, number)
	l.Y += 14
	c.Fill(page.Left, l.Y, l.TextWidth(), 1.6, page.Navy)
	l.Y += 12
	st := page.Font(page.SansBold, 18, page.Ink)
	for i, s := range append([]string{}, l.Wrap(st, page.Together(d.Title), l.TextWidth(), 0)...) {
		if i == 2 {
			break // it stands whole at the head of the references
		}
		c.Text(page.Left, l.Y+page.Baseline(st), st, s)
		l.Y += st.Size * 1.22
	}
	l.Gap(2)
	if d.About != "" {
		l.Para(page.Left, l.TextWidth(), page.BodyGrey, d.About)
	}
	l.Gap(8)
	l.all(d.Front)
}

func (l *layout) all(list []Block) {
	for i := range list {
		if list[i].Title != "" {
			l.Gap(4)
			l.Need(l.start(list[i:]))
		}
		l.block(&list[i])
	}
}

// block draws a piece.
func (l *layout) block(x *Block) {
	if x.Title != "" {
		l.Para(page.Left, l.TextWidth(), title(), x.Title)
		l.Gap(3)
	}
	switch {
	case x.Text == "":
	case x.Grave:
		l.Need(page.Height(page.Body))
		l.Page.Icon(page.IconWarning, page.Left, l.Y+1.5, 9, page.Amber)
		l.Para(page.Left+14, l.TextWidth()-14, page.Font(page.SansBold, page.SizeBody, page.Amber), x.Text)
		l.Gap(3)
	case x.Quiet:
		l.Note(page.Font(page.SansItalic, page.SizeBody, page.Grey), x.Text)
	default:
		l.Note(page.Body, x.Text)
	}
	if len(x.Strip) > 0 {
		l.strip(x.Strip)
	}
	if len(x.Fields) > 0 {
		l.Fields(x.Fields...)
	}
	if len(x.List) > 0 {
		l.Bullets(x.List)
	}
	switch {
	case x.Boxed:
		l.boxes(x)
	case len(x.Cols) > 0:
		l.table(x)
	}
	for _, d := range x.Drawing {
		l.Need(d.Height)
		d.Draw(l.Page, page.Left, l.Y)
		l.Y += d.Height + 6
	}
}

// start is what must stand together where pieces begin: a title and a caption with the beginning of what they announce,
// the whole of it when it is short.
func (l *layout) start(list []Block) float64 {
	x, h := &list[0], 0.0
	if x.Title != "" {
		h += 4 + l.NoteHeight(title(), x.Title)
	}
	if x.Text != "" {
		h += l.NoteHeight(page.Body, x.Text)
	}
	switch {
	case len(x.Strip) > 0:
		h += stripH + 8
	case len(x.Fields) > 0:
		h += l.LeastFields(x.Fields...)
	case len(x.List) > 0:
		h += 2 * page.Height(page.Body)
	case x.Boxed:
		h += boxHead + boxH*float64(min(len(x.Rows), 6))
	case len(x.Cols) > 0:
		t, cells := l.begin(x), [][]page.Cell{}
		for _, row := range x.Rows[:min(len(x.Rows), 12)] {
			cells = append(cells, pageCells(row, len(x.Cols), x.Dense))
		}
		h += t.Least(cells)
	case len(x.Drawing) > 0:
		h += x.Drawing[0].Height + 6
	case x.Title == "" && len(list) > 1: // a caption
		h += l.start(list[1:])
	}
	return min(h, l.Bottom()-page.TopY-60)
}

func title() page.Style { return page.Font(page.SansBold, 10.5, page.Navy) }

// begin opens the table of a piece.
func (l *layout) begin(x *Block) *page.Table {
	cols := make([]page.Column, len(x.Cols))
	for i, c := range x.Cols {
		if cols[i] = page.Col(c.Title, c.Share); c.Right {
			cols[i] = page.Amounts(c.Title, c.Share)
		}
	}
	t := l.Table(cols...)
	if x.Dense {
		t.Dense()
	}
	return t
}

func pageCells(row []Cell, n int, dense bool) []page.Cell {
	cells := make([]page.Cell, n)
	for i := range cells {
		if i < len(row) {
			cells[i] = row[i].page(dense)
		}
	}
	return cells
}

func (l *layout) table(x *Block) {
	t := l.begin(x)
	for _, row := range x.Rows {
		if len(row) == 1 && row[0].Band {
			t.Band(row[0].Text, row[0].Under)
			continue
		}
		t.Row(pageCells(row, len(x.Cols), x.Dense)...)
	}
	t.End()
}

// page gives a cell as tables of pages have it.
func (c *Cell) page(dense bool) page.Cell {
	st := page.Font(page.Sans, page.SizeSmall, c.Ink)
	if dense {
		st.Size = page.SizeTiny
	}
	under := st
	under.Color = page.Ink
	if c.Bold {
		st.Face = page.SansBold
	}
	return page.Cell{{Style: st, Text: c.Text, Icon: c.Icon}, {Style: under, Text: c.Under}}
}

// boxes draws a table to be filled by hand: each cell in its frame, high enough to sign in. A text is cut to its cell.
func (l *layout) boxes(x *Block) {
	const h, head = boxH, boxHead
	total := 0.0
	for _, c := range x.Cols {
		total += c.Share
	}
	row := func(h float64, fill bool, cell func(i int) (page.Style, string)) {
		at := float64(page.Left)
		for i, c := range x.Cols {
			w := l.TextWidth() * c.Share / total
			if fill {
				l.Page.Fill(at, l.Y, w, h, page.Pale)
			}
			l.Page.Frame(at, l.Y, w+0.5, h+0.5, 0.5, page.Slate)
			st, s := cell(i)
			l.Line(at+3, l.Y+(h-page.Height(st))/2, w-6, st, s)
			at += w
		}
		l.Y += h
	}
	header := func() {
		row(head, true, func(i int) (page.Style, string) { return page.SmallBold, x.Cols[i].Title })
	}
	l.Need(head + h*float64(min(len(x.Rows), 6)))
	header()
	for _, cells := range x.Rows {
		if l.Room() < h {
			l.Need(l.Bottom())
			header()
		}
		row(h, false, func(i int) (page.Style, string) {
			switch {
			case i >= len(cells):
				return page.Small, ""
			case cells[i].Bold:
				return page.SmallBold, cells[i].Text
			}
			return page.Small, cells[i].Text
		})
	}
	l.Gap(6)
}

// strip draws figures in a row.
func (l *layout) strip(figures []Figure) {
	const h = stripH
	l.Need(h + 8)
	w := l.TextWidth() / float64(len(figures))
	for i, f := range figures {
		x := page.Left + float64(i)*w
		ink := f.Ink
		if ink == (page.Color{}) {
			ink = page.Navy
		}
		l.Page.Fill(x+1.5, l.Y, w-3, h, page.Pale)
		size := 15.0
		for size > 8 && l.Width(page.Font(page.SansBold, size, ink), l.Clean(page.SansBold, f.Value)) > w-8 {
			size--
		}
		l.LineCentred(x+w/2, l.Y+5+(15-size)/2, page.Font(page.SansBold, size, ink), f.Value)
		l.LineCentred(x+w/2, l.Y+26, page.SmallBold, l.Fit(page.SmallBold, f.Label, w-6))
		l.LineCentred(x+w/2, l.Y+37, page.Tiny, l.Fit(page.Tiny, f.Of, w-6))
	}
	l.Y += h + 8
}
