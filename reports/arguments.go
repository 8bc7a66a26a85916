package reports

import "strings"

// sourceLine is a line of a fixed-width text; the rest of one that was too long is set in, so that it cannot be taken
// for a line of its own.
type sourceLine struct {
	text string
	rest bool
}

func (d *flow) sourceLines(text string, width float64) []sourceLine {
	f := d.c.load(mono)
	var out []sourceLine
	for line := range strings.SplitSeq(f.clean(strings.TrimRight(text, "\r\n")), "\n") {
		d.lines = f.wrap(d.lines[:0], line, sizeMono, width-restIndent, -restIndent)
		for i, l := range d.lines {
			out = append(out, sourceLine{l, i > 0})
		}
	}
	return out
}

const restIndent = 14.0

// source draws fixed-width lines on a pale ground.
func (d *flow) source(x, width float64, text string) {
	lines := d.sourceLines(text, width-14)
	h := height(code)
	for i := 0; i < len(lines); {
		rest := len(lines) - i
		if d.room() < h*float64(min(rest, 4))+6 {
			d.turn()
		}
		n := min(rest, max(int((d.room()-6)/h), 1))
		if n < rest && rest-n < 3 && n > 3 { // no line goes over alone
			n = rest - 3
		}
		d.c.fill(x, d.y, width, float64(n)*h+6, pale)
		d.c.fill(x, d.y, 1.6, float64(n)*h+6, rule)
		for _, l := range lines[i : i+n] {
			dx := 8.0
			if l.rest {
				dx += restIndent
				hook := d.y + height(code)*0.25
				d.c.stroke(0.6, grey, point{x + 12, hook + 1}, point{x + 12, hook + 5}, point{x + 18, hook + 5})
			}
			d.c.text(x+dx, d.y+3+baseline(code), code, l.text)
			d.y += h
		}
		d.y += 6
		i += n
	}
	d.gap(2)
}

// grid draws a small table, header row in bold, columns as wide as their content asks.
func (d *flow) grid(x, width float64, rows [][]string) {
	st := style{sans, sizeSmall, ink}
	var widths []float64
	for _, r := range rows {
		for i, s := range r {
			if i == len(widths) {
				widths = append(widths, 16)
			}
			widths[i] = max(widths[i], d.width(style{sansBold, sizeSmall, ink}, d.clean(sansBold, s))+2*padX+1)
		}
	}
	if len(widths) == 0 {
		return
	}
	fitColumns(widths, width)
	total := 0.0
	for _, w := range widths {
		total += w
	}
	cells := make([][]string, len(widths))
	for ri, r := range rows {
		if ri == 0 {
			st.face = sansBold
		} else {
			st.face = sans
		}
		f := d.c.load(st.face)
		n := 1
		for i := range widths {
			cells[i] = cells[i][:0]
			if i < len(r) {
				cells[i] = f.wrap(cells[i], f.clean(r[i]), st.size, widths[i]-2*padX, 0)
			}
			n = max(n, len(cells[i]))
		}
		if last := height(st) + 4; ri > 1 && ri == len(rows)-2 && n == 1 { // the last row does not go over alone
			d.need(2 * last)
		}
		for at := 0; at < n; {
			if d.room() < height(st)*float64(min(n-at, 2))+4 {
				d.turn()
			}
			d.y, at = d.gridRow(st, x, cells, widths, total, at, n, ri == 0)
		}
	}
	d.gap(2)
}

// gridRow draws the lines of a row from at on, as many as the page holds.
func (d *flow) gridRow(
	st style, x float64, cells [][]string, widths []float64, total float64, at, n int, head bool,
) (y float64, next int) {
	fits := min(n-at, max(int((d.room()-4)/height(st)), 1))
	h := float64(fits)*height(st) + 3
	if head {
		d.c.fill(x, d.y, total, h, color{0xE4, 0xEA, 0xF2})
	}
	for i, lines := range cells {
		for j := at; j < min(at+fits, len(lines)); j++ {
			d.c.text(x+padX, d.y+1.5+float64(j-at)*height(st)+baseline(st), st, lines[j])
		}
		d.c.frame(x, d.y, widths[i]+0.5, h+0.5, 0.5, rule)
		x += widths[i]
	}
	return d.y + h, at + fits
}

// fitColumns narrows the widest columns until they fit.
func fitColumns(widths []float64, limit float64) {
	total := 0.0
	for _, w := range widths {
		total += w
	}
	if total <= limit {
		return
	}
	fair := limit / float64(len(widths))
	wide, kept := 0.0, 0.0
	for _, w := range widths {
		if w > fair {
			wide += w - fair
		} else {
			kept += fair - w
		}
	}
	for i, w := range widths {
		if w > fair {
			widths[i] = fair + kept*(w-fair)/wide
		}
	}
}
