// Package chart draws the figures of documents as vectors: bars cut by verdict, curves over days, stacks, maps. A
// figure is made once, and drawn on a page of a PDF or written as SVG. Each part has a pattern of its own beside its
// colour, so that it reads in grey, and its count in figures beside it. It refuses to count: whoever calls says what
// is shown.
package chart

import (
	"recette/reports/page"
)

// Pen measures texts: a *page.Flow with a canvas is one.
type Pen interface {
	Clean(f page.FaceID, s string) string
	Width(st page.Style, s string) float64 // of a clean text
	Fit(st page.Style, s string, width float64) string
}

// Drawing is a figure: marks from its top left corner, in points, y downwards.
type Drawing struct {
	Title         string // said to whoever does not see it
	Width, Height float64

	marks []mark
}

type kind uint8

const (
	fill kind = iota
	frame
	hatch
	path
	disc
	text
	upward
)

// mark is one thing that is drawn.
type mark struct {
	kind       kind
	x, y, w, h float64
	step       float64 // of a hatch: between lines; of a path: dashes
	slope      float64
	line       float64
	color      page.Color
	points     []float64 // x, y, x, y…
	style      page.Style
	text       string
	at         align
}

type align uint8

const (
	left align = iota
	centre
	right
)

func (d *Drawing) fill(x, y, w, h float64, k page.Color) {
	d.marks = append(d.marks, mark{kind: fill, x: x, y: y, w: w, h: h, color: k})
}

func (d *Drawing) frame(x, y, w, h, line float64, k page.Color) {
	d.marks = append(d.marks, mark{kind: frame, x: x, y: y, w: w, h: h, line: line, color: k})
}

func (d *Drawing) hatch(x, y, w, h, step, slope, line float64, k page.Color) {
	d.marks = append(d.marks, mark{kind: hatch, x: x, y: y, w: w, h: h, step: step, slope: slope, line: line, color: k})
}

// path strokes a broken line; a dash of 0 is whole.
func (d *Drawing) path(line, dash float64, k page.Color, xy ...float64) {
	d.marks = append(d.marks, mark{kind: path, points: xy, line: line, step: dash, color: k})
}

func (d *Drawing) disc(x, y, r float64, k page.Color) {
	d.marks = append(d.marks, mark{kind: disc, x: x, y: y, w: r, color: k})
}

// text draws a line whose top is y, around or against x. It is cleaned here.
func (d *Drawing) text(pen Pen, x, y float64, at align, st page.Style, s string) {
	if s = pen.Clean(st.Face, s); s != "" {
		d.marks = append(d.marks, mark{kind: text, x: x, y: y, at: at, style: st, text: s, w: pen.Width(st, s)})
	}
}

// upward draws a line that goes up from y, its middle on x.
func (d *Drawing) upward(pen Pen, x, y float64, st page.Style, s string) {
	if s = pen.Clean(st.Face, s); s != "" {
		m := mark{kind: upward, x: x + st.Size*0.33, y: y, style: st, text: s, w: pen.Width(st, s)}
		d.marks = append(d.marks, m)
	}
}

// Draw draws a figure on the open page, its top left corner at x, y.
func (d *Drawing) Draw(c *page.Canvas, x, y float64) {
	for i := range d.marks {
		m := &d.marks[i]
		mx, my := x+m.x, y+m.y
		switch m.kind {
		case fill:
			c.Fill(mx, my, m.w, m.h, m.color)
		case frame:
			c.Frame(mx, my, m.w, m.h, m.line, m.color)
		case hatch:
			c.Hatch(mx, my, m.w, m.h, m.step, m.slope, m.line, m.color)
		case path:
			moved := make([]float64, len(m.points))
			for k, v := range m.points {
				moved[k] = v + []float64{x, y}[k%2]
			}
			c.Path(m.line, m.step, m.step, m.color, moved...)
		case disc:
			c.Disc(mx, my, m.w, m.color)
		case text:
			c.Text(mx-m.shift(), my+page.Baseline(m.style), m.style, m.text)
		case upward:
			c.TextUp(mx, my, m.style, m.text)
		}
	}
}

// shift is how far at the left of its place a text begins.
func (m *mark) shift() float64 { return m.w * float64(m.at) / 2 }
