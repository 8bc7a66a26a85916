package page

import "strings"

// sourceLine is a line of a fixed-width text; the rest of one that was too long is set in, so that it cannot be taken
// for a line of its own.
type sourceLine struct {
	text string
	rest bool
}

func (d *Flow) sourceLines(text string, width float64) []sourceLine {
	f := d.Page.load(Mono)
	var out []sourceLine
	for line := range strings.SplitSeq(f.clean(strings.TrimRight(text, "\r\n")), "\n") {
		d.lines = f.wrap(d.lines[:0], line, sizeMono, width-restIndent, -restIndent)
		for i, l := range d.lines {
			out = append(out, sourceLine{l, i > 0})
		}
	}
	return out
}

// SourceHeight is what Source takes, in lines of Code.
func (d *Flow) SourceHeight(text string, width float64) int {
	return len(d.sourceLines(text, width-14))
}

const restIndent = 14.0

// Source draws fixed-width lines on a pale ground.
func (d *Flow) Source(x, width float64, text string) {
	lines := d.sourceLines(text, width-14)
	h := Height(Code)
	for i := 0; i < len(lines); {
		rest := len(lines) - i
		if d.Room() < h*float64(min(rest, 4))+6 {
			d.turn()
		}
		n := min(rest, max(int((d.Room()-6)/h), 1))
		if n < rest && rest-n < 3 && n > 3 { // no line goes over alone
			n = rest - 3
		}
		d.Page.Fill(x, d.Y, width, float64(n)*h+6, Pale)
		d.Page.Fill(x, d.Y, 1.6, float64(n)*h+6, Rule)
		for _, l := range lines[i : i+n] {
			dx := 8.0
			if l.rest {
				dx += restIndent
				hook := d.Y + Height(Code)*0.25
				d.Page.stroke(0.6, Grey, point{x + 12, hook + 1}, point{x + 12, hook + 5}, point{x + 18, hook + 5})
			}
			d.Page.Text(x+dx, d.Y+3+Baseline(Code), Code, l.text)
			d.Y += h
		}
		d.Y += 6
		i += n
	}
	d.Gap(2)
}

// Grid draws a small table, header row in bold, columns as wide as their content asks.
func (d *Flow) Grid(x, width float64, rows [][]string) {
	st := Style{Sans, SizeSmall, Ink}
	var widths []float64
	for _, r := range rows {
		for i, s := range r {
			if i == len(widths) {
				widths = append(widths, 16)
			}
			widths[i] = max(widths[i], d.Width(Style{SansBold, SizeSmall, Ink}, d.Clean(SansBold, s))+2*padX+1)
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
			st.Face = SansBold
		} else {
			st.Face = Sans
		}
		f := d.Page.load(st.Face)
		n := 1
		for i := range widths {
			cells[i] = cells[i][:0]
			if i < len(r) {
				cells[i] = f.wrap(cells[i], f.clean(r[i]), st.Size, widths[i]-2*padX, 0)
			}
			n = max(n, len(cells[i]))
		}
		if last := Height(st) + 4; ri > 1 && ri == len(rows)-2 && n == 1 { // the last row does not go over alone
			d.Need(2 * last)
		}
		for at := 0; at < n; {
			if d.Room() < Height(st)*float64(min(n-at, 2))+4 {
				d.turn()
			}
			d.Y, at = d.gridRow(st, x, cells, widths, total, at, n, ri == 0)
		}
	}
	d.Gap(2)
}

// gridRow draws the lines of a row from at on, as many as the page holds.
func (d *Flow) gridRow(
	st Style, x float64, cells [][]string, widths []float64, total float64, at, n int, head bool,
) (y float64, next int) {
	fits := min(n-at, max(int((d.Room()-4)/Height(st)), 1))
	h := float64(fits)*Height(st) + 3
	if head {
		d.Page.Fill(x, d.Y, total, h, Color{0xE4, 0xEA, 0xF2})
	}
	for i, lines := range cells {
		for j := at; j < min(at+fits, len(lines)); j++ {
			d.Page.Text(x+padX, d.Y+1.5+float64(j-at)*Height(st)+Baseline(st), st, lines[j])
		}
		d.Page.Frame(x, d.Y, widths[i]+0.5, h+0.5, 0.5, Rule)
		x += widths[i]
	}
	return d.Y + h, at + fits
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
