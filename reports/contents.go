package reports

import "strconv"

const (
	tocTop  = topY + 34
	tocLine = 15.5
)

// reserve opens the pages of the table of contents, right after the first page, and gives the number of the first. What
// follows begins on a page of its own. legend draws what stands below, and may be nil.
func (d *flow) reserve(legend func()) int {
	n := 0
	for _, s := range d.sections {
		if s.level < 2 {
			n++
		}
	}
	d.again = nil
	d.turn()
	first := d.c.page
	const perPage = 44
	for left := n - perPage; left > 0; left -= perPage {
		d.turn()
	}
	d.y = tocTop + float64((n-1)%perPage+1)*tocLine
	if legend != nil {
		legend()
	}
	d.y = bottomY // the first section opens a page
	d.turn()
	return first
}

// contents draws the table of contents on its reserved pages, once every place is known.
func (d *flow) contents(first int) {
	d.c.turnTo(first)
	d.line(left, topY, 0, style{sansBold, 14, navy}, d.tr("section.contents"))
	d.c.fill(left, topY+22, textW, 1.1, navy)
	y, page := tocTop, first
	for _, s := range d.sections {
		if s.level > 1 {
			continue
		}
		if y+tocLine > bottomY+0.01 {
			page++
			d.c.turnTo(page)
			y = tocTop
		}
		st, x := style{sansBold, sizeBody, ink}, float64(left)
		if s.level == 1 {
			st, x = body, left+12
		}
		title := d.c.load(st.face).fit(s.title, st.size, right-x-40)
		number := strconv.Itoa(s.page)
		d.c.text(x, y+baseline(st), st, title)
		d.lineRight(right, y, st, number)
		from := x + d.width(st, title) + 6
		to := right - d.width(st, number) - 6
		if to > from {
			d.c.dash(from, y+baseline(st)-0.8, to, y+baseline(st)-0.8, 0.6, 0.7, 2.6, grey)
		}
		d.c.linkTo(x, y, right-x, tocLine, s.anchor)
		y += tocLine
	}
	d.c.turnTo(d.c.pages())
}
