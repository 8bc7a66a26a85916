package chart

import (
	"strconv"

	"recette/reports/page"
)

// Bar is a bar cut in parts, with what it is of.
type Bar struct {
	Label  string
	Strong bool
	Note   string // its parts in words: a narrow part has no room for its figure
	Word   string // what it comes to, at right
	Ink    page.Color
	Parts  []Part
}

// Part is a part of a bar.
type Part struct {
	N       int
	Pattern Pattern
}

const (
	labelH = 10.5
	barH   = 11.0
	noteH  = 10.5
	barGap = 5.0
)

// Bars draws bars of one width, one under the other, with their legend. A label that is too long is cut, and the words
// of the parts go under the bar where they do not fit beside it: nothing lies over anything.
func Bars(pen Pen, title string, width float64, bars []Bar, keys []Key) *Drawing {
	d := &Drawing{Title: title, Width: width}
	y := 0.0
	for i := range bars {
		b := &bars[i]
		st, word := page.Small, page.Font(page.SansBold, page.SizeSmall, b.Ink)
		if b.Strong {
			st = page.SmallBold
		}
		ww := pen.Width(word, pen.Clean(word.Face, b.Word))
		d.text(pen, width, y, right, word, b.Word)
		room := width - ww - 12
		label := pen.Clean(st.Face, b.Label)
		note := pen.Clean(page.Sans, b.Note)
		lw, nw := pen.Width(st, label), pen.Width(page.SmallGrey, note)
		beside := lw+8+nw <= room
		d.text(pen, 0, y, left, st, pen.Fit(st, label, room))
		if beside {
			d.text(pen, lw+8, y, left, page.SmallGrey, note)
		}
		y += labelH
		d.parts(pen, 0, y, width, barH, b.Parts)
		y += barH
		if !beside && note != "" {
			d.text(pen, 0, y+1, left, page.SmallGrey, pen.Fit(page.SmallGrey, note, width))
			y += noteH
		}
		y += barGap
	}
	d.Height = y + d.legend(pen, 0, y, width, keys)
	return d
}

// parts draws a bar: each part as wide as its share, with its figure where it has room.
func (d *Drawing) parts(pen Pen, x, y, w, h float64, parts []Part) {
	total := 0
	for _, p := range parts {
		total += p.N
	}
	at := x
	for _, p := range parts {
		if p.N == 0 {
			continue
		}
		pw := w * float64(p.N) / float64(total)
		d.swatch(at, y, pw, h, p.Pattern)
		label := strconv.Itoa(p.N)
		st := page.SmallBold
		if lw := pen.Width(st, label); pw > lw+5 {
			if p.Pattern.Kind == Plain {
				st.Color = page.White
			} else {
				d.fill(at+pw/2-lw/2-2, y+1.4, lw+4, h-2.8, page.White)
			}
			d.text(pen, at+pw/2, y+h/2-page.Height(st)/2, centre, st, label)
		}
		at += pw
	}
	d.frame(x, y, w, h, 0.6, page.Slate)
}
