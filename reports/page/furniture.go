package page

import (
	"strconv"
	"strings"
)

// Furniture is what all pages of a document say in their head and at their foot.
type Furniture struct {
	Number, Title string
	Foot          string
	Mark          string // beside Foot: how confidential the document is; cut where there is no room
	Demo          bool
}

// Furniture gives what draws the running header and footer of a page. What all pages say is worded and cut once. Page 1
// has its own head.
func (d *Flow) Furniture(all Furniture, pages int) func(n int) {
	c, numberSt := d.Page, Style{SansBold, SizeSmall, Navy}
	number := strings.ReplaceAll(d.Clean(SansBold, all.Number), "\n", " ")
	nw := d.Width(numberSt, d.Clean(SansBold, all.Number))
	title := c.load(Sans).fit(all.Title, SmallGrey.Size, d.TextWidth()-nw-8-30*MM)
	foot := d.Width(Tiny, d.Clean(Sans, all.Foot)) + 10
	room := d.TextWidth()/2 - foot - 12*MM
	if all.Demo {
		room -= d.Width(Style{SansBold, SizeTiny, Red}, d.Tr("demo.footer"))/2 - 10*MM
	}
	mark := ""
	if all.Mark != "" {
		mark = c.load(Sans).fit(all.Mark, SizeTiny, max(room, 0))
	}
	return func(n int) {
		y := 11 * MM
		if n > 1 {
			c.Text(Left, y+Baseline(numberSt), numberSt, number)
			c.Text(Left+nw+8, y+Baseline(SmallGrey), SmallGrey, title)
			if all.Demo {
				d.LineRight(d.RightEdge(), y, Style{SansBold, SizeSmall, Red}, d.Tr("demo.short"))
			}
			c.Fill(Left, y+13, d.TextWidth(), 0.5, Rule)
		}
		y = d.Page.h - 13*MM
		c.Fill(Left, y-4, d.TextWidth(), 0.5, Rule)
		d.Line(Left, y, 0, Tiny, all.Foot)
		if mark != "" {
			c.Text(Left+foot, y+Baseline(Tiny), Tiny, mark)
		}
		if all.Demo {
			d.LineCentred(Left+d.TextWidth()/2, y, Style{SansBold, SizeTiny, Red}, d.Tr("demo.footer"))
		}
		place := d.Tr("footer.page", strconv.Itoa(n), strconv.Itoa(pages))
		d.LineRight(d.RightEdge(), y, Style{Sans, SizeTiny, Grey}, place)
	}
}
