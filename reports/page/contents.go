package page

import "strconv"

const (
	tocTop  = TopY + 34
	tocLine = 15.5
)

// Reserve opens the pages of the table of contents, right after the first page, and gives the number of the first. What
// follows begins on a page of its own. legend draws what stands below, and may be nil.
func (d *Flow) Reserve(legend func()) int {
	n := 0
	for _, s := range d.Sections {
		if s.Level < 2 {
			n++
		}
	}
	d.Again = nil
	d.turn()
	first := d.Page.Number
	const perPage = 44
	for left := n - perPage; left > 0; left -= perPage {
		d.turn()
	}
	d.Y = tocTop + float64((n-1)%perPage+1)*tocLine
	if legend != nil {
		legend()
	}
	d.Y = BottomY // the first section opens a page
	d.turn()
	return first
}

// Contents draws the table of contents on its reserved pages, once every place is known.
func (d *Flow) Contents(first int) {
	d.Page.turnTo(first)
	d.Line(Left, TopY, 0, Style{SansBold, 14, Navy}, d.Tr("section.contents"))
	d.Page.Fill(Left, TopY+22, TextW, 1.1, Navy)
	y, page := tocTop, first
	for _, s := range d.Sections {
		if s.Level > 1 {
			continue
		}
		if y+tocLine > BottomY+0.01 {
			page++
			d.Page.turnTo(page)
			y = tocTop
		}
		st, x := Style{SansBold, SizeBody, Ink}, float64(Left)
		if s.Level == 1 {
			st, x = Body, Left+12
		}
		title := d.Page.load(st.Face).fit(s.Title, st.Size, Right-x-40)
		number := strconv.Itoa(s.Page)
		d.Page.Text(x, y+Baseline(st), st, title)
		d.LineRight(Right, y, st, number)
		from := x + d.Width(st, title) + 6
		to := Right - d.Width(st, number) - 6
		if to > from {
			d.Page.Dash(from, y+Baseline(st)-0.8, to, y+Baseline(st)-0.8, 0.6, 0.7, 2.6, Grey)
		}
		d.Page.LinkTo(x, y, Right-x, tocLine, s.Anchor)
		y += tocLine
	}
	d.Page.turnTo(d.Page.Pages())
}
