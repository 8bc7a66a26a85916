package reports

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
