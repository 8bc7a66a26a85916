package reports

// column is a column of a table; Share is its part of the table's width.
type column struct {
	title string
	share float64
	right bool // figures: aligned at right
}

// run is a paragraph of a cell.
type run struct {
	st   style
	text string
	icon icon
	link int    // anchor + 1; 0: none
	url  string // https or mailto
}

type cell []run

// plain makes a cell of one paragraph.
func plain(s string) cell { return cell{{st: small, text: s}} }

// table draws rows under a header that is repeated on each page. A row is not cut, unless it is higher than a page.
type table struct {
	d     *flow
	cols  []column
	x, w  []float64
	laid  [][]laidLine
	prior func()
	odd   bool
	begun bool
}

type laidLine struct {
	st   style
	text string
	icon icon
	link int
	url  string
}

const (
	gutter = 9.0 // between figures, at the right of their column, and words that follow
	padX   = 3.2
	padY   = 2.6
)

func (d *flow) table(cols ...column) *table {
	t := &table{
		d: d, cols: cols, x: make([]float64, len(cols)), w: make([]float64, len(cols)),
		laid: make([][]laidLine, len(cols)), prior: d.again,
	}
	total, x := 0.0, float64(left)
	for _, c := range cols {
		total += c.share
	}
	for i, c := range cols {
		t.x[i], t.w[i] = x, textW*c.share/total
		x += t.w[i]
		if c.right && i+1 < len(cols) && !cols[i+1].right {
			t.w[i] -= gutter
		}
	}
	return t
}

// header draws the titles of the columns.
func (t *table) header() {
	d := t.d
	if t.prior != nil {
		t.prior()
	}
	st := style{sansBold, sizeSmall, navy}
	n := 1
	lines := make([][]string, len(t.cols))
	for i, c := range t.cols {
		f := d.c.load(st.face)
		lines[i] = f.wrap(nil, f.clean(c.title), st.size, t.w[i]-2*padX, 0)
		n = max(n, len(lines[i]))
	}
	h := float64(n)*height(st) + 2*padY
	d.c.fill(left, d.y, textW, h, color{0xE4, 0xEA, 0xF2})
	for i, c := range t.cols {
		for j, l := range lines[i] {
			t.put(i, d.y+padY+float64(j)*height(st), c.right, laidLine{st: st, text: l})
		}
	}
	d.y += h
	d.c.fill(left, d.y-0.8, textW, 0.8, navy)
	t.odd = false
}

// row draws one row, with one cell a column.
func (t *table) row(cells ...cell) {
	d := t.d
	h := 0.0
	for i := range t.cols {
		t.laid[i] = t.laid[i][:0]
		if i < len(cells) {
			t.laid[i] = t.lay(t.laid[i], cells[i], t.w[i]-2*padX)
		}
		h = max(h, high(t.laid[i]))
	}
	h += 2 * padY
	if !t.begun {
		d.need(h + 40)
		t.header()
		t.begun = true
		d.again = t.header
	}
	if h > d.room() {
		if h <= bottomY-topY-60 || d.room() < 60 {
			d.turn()
		}
	}
	for h > d.room() { // higher than a page: cut between lines
		t.cut(d.room())
		d.turn()
		h = 2 * padY
		for i := range t.laid {
			h = max(h, high(t.laid[i])+2*padY)
		}
	}
	t.draw(h)
}

// end closes the table.
func (t *table) end() {
	t.d.again = t.prior
	t.d.gap(6)
}

func high(ls []laidLine) float64 {
	h := 0.0
	for _, l := range ls {
		h += height(l.st)
	}
	return h
}

func (t *table) lay(dst []laidLine, c cell, width float64) []laidLine {
	for _, r := range c {
		if r.text == "" && r.icon == iconNone {
			continue
		}
		indent := 0.0
		if r.icon != iconNone {
			indent = r.st.size + 1.5
		}
		for i, l := range t.d.wrap(r.st, r.text, width-indent, 0) {
			ll := laidLine{st: r.st, text: l, link: r.link, url: r.url}
			if i == 0 {
				ll.icon = r.icon
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
const iconIndent icon = 255

// cut draws what fits of the laid lines in h points, and keeps the rest.
func (t *table) cut(h float64) {
	rest := make([][]laidLine, len(t.laid))
	for i, ls := range t.laid {
		used, n := 2*padY, 0
		for n < len(ls) && used+height(ls[n].st) <= h {
			used += height(ls[n].st)
			n++
		}
		rest[i] = ls[n:]
		t.laid[i] = ls[:n]
	}
	t.draw(h)
	t.laid = rest
}

func (t *table) draw(h float64) {
	d := t.d
	if t.odd {
		d.c.fill(left, d.y, textW, h, color{0xF7, 0xF9, 0xFB})
	}
	t.odd = !t.odd
	for i, ls := range t.laid {
		y := d.y + padY
		for _, l := range ls {
			t.put(i, y, t.cols[i].right, l)
			y += height(l.st)
		}
	}
	d.y += h
	d.c.fill(left, d.y-0.4, textW, 0.4, rule)
}

func (t *table) put(i int, y float64, atRight bool, l laidLine) {
	d := t.d
	x := t.x[i] + padX
	switch l.icon {
	case iconNone:
	case iconIndent:
		x += l.st.size + 1.5
	default:
		d.c.icon(l.icon, x, y+l.st.size*0.22, l.st.size*0.92, l.st.col)
		x += l.st.size + 1.5
	}
	w := 0.0
	if atRight || l.link > 0 || l.url != "" {
		w = d.width(l.st, l.text)
	}
	if atRight {
		x = t.x[i] + t.w[i] - padX - w
	}
	d.c.text(x, y+baseline(l.st), l.st, l.text)
	if l.link > 0 {
		d.c.linkTo(x, y, w, height(l.st), l.link-1)
	}
	if l.url != "" {
		d.c.linkOut(x, y, w, height(l.st), l.url)
	}
}
