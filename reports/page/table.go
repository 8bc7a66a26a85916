package page

// Column is a column of a table.
type Column struct {
	title string
	share float64 // part of the width of the table, beside those of the others
	right bool    // figures: aligned at right
}

// Run is a paragraph of a cell.
type Run struct {
	Style Style
	Text  string
	Icon  Icon
	Link  int    // anchor + 1; 0: none
	URL   string // https or mailto
}

// Col is a column of words.
func Col(title string, share float64) Column { return Column{title: title, share: share} }

// Amounts is a column of figures, aligned at right.
func Amounts(title string, share float64) Column {
	return Column{title: title, share: share, right: true}
}

// Cell is the paragraphs of a row under one column.
type Cell []Run

// Plain makes a cell of one paragraph.
func Plain(s string) Cell { return Cell{{Style: Small, Text: s}} }

// Bold makes a cell of one paragraph in bold.
func Bold(s string) Cell { return Cell{{Style: SmallBold, Text: s}} }

// Table draws rows under a header that is repeated on each page. A row is not cut, unless it is higher than a page.
type Table struct {
	d     *Flow
	cols  []Column
	x, w  []float64
	laid  [][]laidLine
	prior func()
	odd   bool
	begun bool
	lined bool
	head  Style
	held  []heldRow // laid, and not drawn yet: see Flow.Whole
}

// heldRow is a row, or a band, that waits for those after it.
type heldRow struct {
	h    float64 // what it takes, in points
	draw func()
}

type laidLine struct {
	st   Style
	text string
	icon Icon
	link int
	url  string
}

// The spaces of a table.
const (
	gutter = 9.0 // between figures, at the right of their column, and words that follow
	padX   = 3.2
	PadY   = 2.6
)

// Table begins a table, which Row draws and End closes.
func (d *Flow) Table(cols ...Column) *Table {
	t := &Table{
		d: d, cols: cols, x: make([]float64, len(cols)), w: make([]float64, len(cols)),
		laid: make([][]laidLine, len(cols)), prior: d.Again, head: Style{SansBold, SizeSmall, Navy},
	}
	total, x := 0.0, float64(Left)
	for _, c := range cols {
		total += c.share
	}
	for i, c := range cols {
		t.x[i], t.w[i] = x, d.TextWidth()*c.share/total
		x += t.w[i]
		if c.right && i+1 < len(cols) && !cols[i+1].right {
			t.w[i] -= gutter
		}
	}
	return t
}

// Lined draws lines between the columns: for a table that people write in.
func (t *Table) Lined() *Table {
	t.lined = true
	return t
}

// Dense writes the titles of the columns in smaller letters: for a table of many.
func (t *Table) Dense() *Table {
	t.head.Size = SizeTiny
	return t
}

// titles lays out the titles of the columns, and gives the height of the header.
func (t *Table) titles() (lines [][]string, h float64) {
	n := 1
	lines = make([][]string, len(t.cols))
	for i, c := range t.cols {
		f := t.d.Page.load(t.head.Face)
		lines[i] = f.wrap(nil, f.clean(c.title), t.head.Size, t.w[i]-2*padX, 0)
		n = max(n, len(lines[i]))
	}
	return lines, float64(n)*Height(t.head) + 2*PadY
}

// header draws the titles of the columns.
func (t *Table) header() {
	d := t.d
	if t.prior != nil {
		t.prior()
	}
	st := t.head
	lines, h := t.titles()
	d.Page.Fill(Left, d.Y, d.TextWidth(), h, Color{0xE4, 0xEA, 0xF2})
	for i, c := range t.cols {
		for j, l := range lines[i] {
			t.put(i, d.Y+PadY+float64(j)*Height(st), c.right, laidLine{st: st, text: l})
		}
	}
	d.Y += h
	d.Page.Fill(Left, d.Y-0.8, d.TextWidth(), 0.8, Navy)
	t.odd = false
}

// Row draws one row, with one cell a column.
func (t *Table) Row(cells ...Cell) {
	h := t.rowHeight(cells)
	if t.d.Whole {
		laid := t.laid
		t.laid = make([][]laidLine, len(t.cols))
		t.hold(h, func() {
			t.laid = laid
			t.row(h)
		})
		return
	}
	t.row(h)
}

// rowHeight lays a row out, and gives what it takes.
func (t *Table) rowHeight(cells []Cell) float64 {
	h := 0.0
	for i := range t.cols {
		t.laid[i] = t.laid[i][:0]
		if i < len(cells) {
			t.laid[i] = t.lay(t.laid[i], cells[i], t.w[i]-2*padX)
		}
		h = max(h, high(t.laid[i]))
	}
	return h + 2*PadY
}

// hold keeps a row until it is known what goes with it: the whole of a short table, the last two rows of a long one.
func (t *Table) hold(h float64, draw func()) {
	t.held = append(t.held, heldRow{h, draw})
	for len(t.held) > 2 && (t.begun || t.waiting() > short) {
		t.held[0].draw()
		t.held = t.held[1:]
	}
}

// waiting is what the rows that are held take, with the header when it is not drawn yet.
func (t *Table) waiting() float64 {
	h := 0.0
	if !t.begun {
		_, h = t.titles()
	}
	for _, r := range t.held {
		h += r.h
	}
	return h
}

// Least is what a table wants of a page to begin on it: the whole of it when it is short, else its header and two rows.
func (t *Table) Least(rows [][]Cell) float64 {
	_, h := t.titles()
	two := h
	for i, cells := range rows {
		h += t.rowHeight(cells)
		if i == min(1, len(rows)-1) {
			two = h
		}
		if h > short {
			return two
		}
	}
	return h
}

// row draws the row that is laid out.
func (t *Table) row(h float64) {
	d := t.d
	t.open(h)
	if h > d.Room() {
		if h <= d.Bottom()-TopY-60 || d.Room() < 60 {
			d.turn()
		}
	}
	for h > d.Room() { // higher than a page: cut between lines
		t.cut(d.Room())
		d.turn()
		h = 2 * PadY
		for i := range t.laid {
			h = max(h, high(t.laid[i])+2*PadY)
		}
	}
	t.draw(h)
}

// open draws the header before what comes first, which takes h points.
func (t *Table) open(h float64) {
	if t.begun {
		return
	}
	t.d.Need(h + 40)
	t.header()
	t.begun = true
	t.d.Again = t.header
}

// Band draws a line over all columns, above the rows that it announces: a title, and what is said beside it.
func (t *Table) Band(title, beside string) {
	if t.d.Whole {
		t.hold(Height(SmallBold)+2*PadY, func() { t.band(title, beside) })
		return
	}
	t.band(title, beside)
}

func (t *Table) band(title, beside string) {
	d := t.d
	st, quiet := Style{SansBold, SizeSmall, Navy}, SmallGrey
	const follows = 70 // some of the row that it announces goes with it
	h := Height(st) + 2*PadY
	t.open(h + follows)
	if h+follows > d.Room() {
		d.turn()
	}
	d.Page.Fill(Left, d.Y, d.TextWidth(), h, Pale)
	title = d.Fit(st, title, d.TextWidth()-2*padX)
	d.Page.Text(Left+padX, d.Y+PadY+Baseline(st), st, title)
	if used := d.Width(st, title) + 10; beside != "" && used < d.TextWidth()-2*padX-40 {
		d.Line(Left+padX+used, d.Y+PadY, d.TextWidth()-2*padX-used, quiet, beside)
	}
	d.Y += h
	d.Page.Fill(Left, d.Y-0.4, d.TextWidth(), 0.4, Rule)
	t.odd = false
}

// End closes the table.
func (t *Table) End() {
	if h := t.waiting(); len(t.held) > 0 && h <= t.d.Bottom()-TopY-60 {
		t.d.Need(h)
	}
	for _, r := range t.held {
		r.draw()
	}
	t.held = nil
	t.d.Again = t.prior
	t.d.Gap(6)
}

func high(ls []laidLine) float64 {
	h := 0.0
	for _, l := range ls {
		h += Height(l.st)
	}
	return h
}

func (t *Table) lay(dst []laidLine, c Cell, width float64) []laidLine {
	for _, r := range c {
		if r.Text == "" && r.Icon == iconNone {
			continue
		}
		indent := 0.0
		if r.Icon != iconNone {
			indent = r.Style.Size + 1.5
		}
		for i, l := range t.d.Wrap(r.Style, r.Text, width-indent, 0) {
			ll := laidLine{st: r.Style, text: l, link: r.Link, url: r.URL}
			if i == 0 {
				ll.icon = r.Icon
			}
			if indent > 0 && i > 0 {
				ll.icon = iconIndent
			}
			dst = append(dst, ll)
		}
	}
	return dst
}

// iconIndent is no sign, but leaves its place.
const iconIndent Icon = 255

// cut draws what fits of the laid lines in h points, and keeps the rest.
func (t *Table) cut(h float64) {
	rest := make([][]laidLine, len(t.laid))
	for i, ls := range t.laid {
		used, n := 2*PadY, 0
		for n < len(ls) && used+Height(ls[n].st) <= h {
			used += Height(ls[n].st)
			n++
		}
		rest[i] = ls[n:]
		t.laid[i] = ls[:n]
	}
	t.draw(h)
	t.laid = rest
}

func (t *Table) draw(h float64) {
	d := t.d
	if t.odd {
		d.Page.Fill(Left, d.Y, d.TextWidth(), h, Color{0xF7, 0xF9, 0xFB})
	}
	t.odd = !t.odd
	for i, ls := range t.laid {
		y := d.Y + PadY
		for _, l := range ls {
			t.put(i, y, t.cols[i].right, l)
			y += Height(l.st)
		}
	}
	for i := range t.cols {
		if t.lined && i > 0 {
			d.Page.Fill(t.x[i], d.Y, 0.4, h, Rule)
		}
	}
	d.Y += h
	d.Page.Fill(Left, d.Y-0.4, d.TextWidth(), 0.4, Rule)
}

func (t *Table) put(i int, y float64, atRight bool, l laidLine) {
	d := t.d
	x := t.x[i] + padX
	switch l.icon {
	case iconNone:
	case iconIndent:
		x += l.st.Size + 1.5
	default:
		d.Page.Icon(l.icon, x, y+l.st.Size*0.22, l.st.Size*0.92, l.st.Color)
		x += l.st.Size + 1.5
	}
	w := 0.0
	if atRight || l.link > 0 || l.url != "" {
		w = d.Width(l.st, l.text)
	}
	if atRight {
		x = t.x[i] + t.w[i] - padX - w
	}
	d.Page.Text(x, y+Baseline(l.st), l.st, l.text)
	if l.link > 0 {
		d.Page.LinkTo(x, y, w, Height(l.st), l.link-1)
	}
	if l.url != "" {
		d.Page.linkOut(x, y, w, Height(l.st), l.url)
	}
}
