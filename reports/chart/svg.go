package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"

	"recette/reports/page"
)

// SVG writes a figure for a page of the web. Its lines are those of the PDF: no pattern is named, so that several
// figures of a page do not disturb each other.
func (d *Drawing) SVG() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg role="img" viewBox="0 0 %s %s" width="%s" xmlns="http://www.w3.org/2000/svg">`,
		number(d.Width), number(d.Height), number(d.Width*4/3))
	fmt.Fprintf(&b, "<title>%s</title>", html.EscapeString(d.Title))
	for i := range d.marks {
		m := &d.marks[i]
		switch m.kind {
		case fill:
			fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`, number(m.x), number(m.y),
				number(m.w), number(m.h), m.color.Hex())
		case frame:
			fmt.Fprintf(&b, `<rect x="%s" y="%s" width="%s" height="%s" fill="none" stroke="%s" stroke-width="%s"/>`,
				number(m.x+m.line/2), number(m.y+m.line/2), number(max(m.w-m.line, 0)), number(max(m.h-m.line, 0)),
				m.color.Hex(), number(m.line))
		case hatch:
			m.svgHatch(&b)
		case path:
			m.svgPath(&b)
		case disc:
			fmt.Fprintf(&b, `<circle cx="%s" cy="%s" r="%s" fill="%s"/>`, number(m.x), number(m.y), number(m.w),
				m.color.Hex())
		case text:
			anchor := [...]string{"start", "middle", "end"}[m.at]
			m.svgText(&b, m.x, m.y+page.Baseline(m.style), fmt.Sprintf(` text-anchor="%s"`, anchor))
		case upward:
			m.svgText(&b, m.x, m.y, fmt.Sprintf(` transform="rotate(-90 %s %s)"`, number(m.x), number(m.y)))
		}
	}
	b.WriteString("</svg>")
	return b.String()
}

func (m *mark) svgPath(b *strings.Builder) {
	b.WriteString(`<polyline fill="none" points="`)
	for i := 0; i+1 < len(m.points); i += 2 {
		fmt.Fprintf(b, "%s,%s ", number(m.points[i]), number(m.points[i+1]))
	}
	fmt.Fprintf(b, `" stroke="%s" stroke-width="%s"`, m.color.Hex(), number(m.line))
	if m.step > 0 {
		fmt.Fprintf(b, ` stroke-dasharray="%s"`, number(m.step))
	}
	b.WriteString("/>")
}

// svgHatch writes the lines of a hatch, each cut at the edges of its rectangle.
func (m *mark) svgHatch(b *strings.Builder) {
	b.WriteString(`<path fill="none" d="`)
	run := math.Abs(m.slope) * m.h
	for s := m.x - run; s < m.x+m.w+run; s += m.step {
		x1, x2 := s, s+m.slope*m.h // from the foot to the top
		y1, y2 := m.y+m.h, m.y
		if m.slope != 0 {
			cut := func(x float64) float64 { return y1 - (x-s)/m.slope }
			lo, hi := min(x1, x2), max(x1, x2)
			if hi <= m.x || lo >= m.x+m.w {
				continue
			}
			for _, p := range []struct{ x, y *float64 }{{&x1, &y1}, {&x2, &y2}} {
				if at := min(max(*p.x, m.x), m.x+m.w); at != *p.x {
					*p.y = cut(at)
					*p.x = at
				}
			}
		} else if s < m.x {
			continue
		}
		fmt.Fprintf(b, "M%s %sL%s %s", number(x1), number(y1), number(x2), number(y2))
	}
	fmt.Fprintf(b, `" stroke="%s" stroke-width="%s"/>`, m.color.Hex(), number(m.line))
}

// svgText writes a text as wide as it was measured: what stands beside it stays there in the letters of any browser.
func (m *mark) svgText(b *strings.Builder, x, y float64, rest string) {
	weight := ""
	if m.style.Face == page.SansBold {
		weight = ` font-weight="bold"`
	}
	fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s" fill="%s" textLength="%s" lengthAdjust="spacingAndGlyphs"%s%s>`,
		number(x), number(y), number(m.style.Size), m.style.Color.Hex(), number(m.w), weight, rest)
	b.WriteString(html.EscapeString(m.text) + "</text>")
}

// number writes a length with at most two decimals.
func number(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }
