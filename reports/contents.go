package reports

import "strconv"

const (
	tocTop  = topY + 34
	tocLine = 15.5
)

// reserve opens the pages of the table of contents, right after the first page, and gives the number of the first. What
// follows begins on a page of its own.
func (d *doc) reserve() int {
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
	d.legend()
	d.y = bottomY // the first section opens a page
	d.turn()
	return first
}

// legend explains the signs, below the table of contents when there is room.
func (d *doc) legend() {
	const h = 74
	if d.room() < h+20 {
		return
	}
	y := max(d.y+20, bottomY-h)
	d.c.fill(left, y, textW, h, pale)
	d.line(left+8, y+6, 0, style{sansBold, sizeBody, navy}, d.tr("legend.title"))
	for i, v := range vocabulary("verdict") {
		k, col := sign(v)
		x, ly := left+8+float64(i%3)*(textW-16)/3, y+22+float64(i/3)*13
		d.c.icon(k, x, ly+2, 8, col)
		d.line(x+13, ly, 0, style{sansBold, sizeSmall, col}, d.word("verdict", v))
	}
	d.line(left+8, y+50, textW-16, smallG, d.tr("legend.zone", d.zone))
	d.line(left+8, y+60, textW-16, smallG, d.tr("legend.absent", d.tr("absent")))
}

// contents draws the table of contents on its reserved pages, once every place is known.
func (d *doc) contents(first int) {
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
