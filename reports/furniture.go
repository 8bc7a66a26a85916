package reports

import (
	"strconv"
	"strings"
)

// furniture is what all pages of a document say in their head and at their foot.
type furniture struct {
	number, title string
	foot          string
	demo          bool
}

// furniture gives what draws the running header and footer of a page. What all pages say is worded and cut once. Page 1
// has its own head.
func (d *flow) furniture(all furniture, pages int) func(n int) {
	c, numberSt := d.c, style{sansBold, sizeSmall, navy}
	number := strings.ReplaceAll(d.clean(sansBold, all.number), "\n", " ")
	nw := d.width(numberSt, d.clean(sansBold, all.number))
	title := c.load(sans).fit(all.title, smallG.size, textW-nw-8-30*mm)
	return func(n int) {
		y := 11 * mm
		if n > 1 {
			c.text(left, y+baseline(numberSt), numberSt, number)
			c.text(left+nw+8, y+baseline(smallG), smallG, title)
			if all.demo {
				d.lineRight(right, y, style{sansBold, sizeSmall, red}, d.tr("demo.short"))
			}
			c.fill(left, y+13, textW, 0.5, rule)
		}
		y = pageH - 13*mm
		c.fill(left, y-4, textW, 0.5, rule)
		d.line(left, y, 0, tiny, all.foot)
		if all.demo {
			d.lineCentred(left+textW/2, y, style{sansBold, sizeTiny, red}, d.tr("demo.footer"))
		}
		d.lineRight(right, y, style{sans, sizeTiny, grey}, d.tr("footer.page", strconv.Itoa(n), strconv.Itoa(pages)))
	}
}
