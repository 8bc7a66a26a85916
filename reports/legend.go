package reports

import "recette/reports/page"

// legend explains the signs, below the table of contents when there is room.
func (d *doc) legend() {
	const h = 74
	if d.Room() < h+20 {
		return
	}
	y := max(d.Y+20, page.BottomY-h)
	d.Page.Fill(page.Left, y, page.TextW, h, page.Pale)
	d.Line(page.Left+8, y+6, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), d.Tr("legend.title"))
	for i, v := range vocabulary("verdict") {
		k, col := sign(v)
		x, ly := page.Left+8+float64(i%3)*(page.TextW-16)/3, y+22+float64(i/3)*13
		d.Page.Icon(k, x, ly+2, 8, col)
		d.Line(x+13, ly, 0, page.Font(page.SansBold, page.SizeSmall, col), d.word("verdict", v))
	}
	d.Line(page.Left+8, y+50, page.TextW-16, page.SmallGrey, d.Tr("legend.zone", d.Offset))
	d.Line(page.Left+8, y+60, page.TextW-16, page.SmallGrey, d.Tr("legend.absent", d.Tr("absent")))
}
