package chart

import "recette/reports/page"

// Pattern is how a part is filled: its lines tell it from the others where colours are not printed.
type Pattern struct {
	Ink  page.Color
	Kind Fill
}

// Fill is the lines of a pattern.
type Fill uint8

// The fills.
const (
	Empty   Fill = iota // a frame
	Plain               // all ink
	Slanted             // parallel lines
	Crossed             // lines both ways
	Upright             // bars
	Level               // a line in the middle
	Dense               // close parallel lines, the other way
)

// Verdict gives the pattern of a verdict, as PVs print it.
func Verdict(verdict string) Pattern {
	switch verdict {
	case "passed":
		return Pattern{page.Green, Plain}
	case "passed_with_remark":
		return Pattern{page.Teal, Slanted}
	case "failed":
		return Pattern{page.Red, Crossed}
	case "blocked":
		return Pattern{page.Amber, Upright}
	case "not_applicable":
		return Pattern{page.Slate, Level}
	}
	return Pattern{page.Slate, Empty}
}

// Severity gives the pattern of a severity.
func Severity(severity string) Pattern {
	switch severity {
	case "blocking":
		return Pattern{page.Red, Plain}
	case "major":
		return Pattern{page.Red, Crossed}
	case "minor":
		return Pattern{page.Amber, Slanted}
	}
	return Pattern{page.Slate, Empty}
}

// swatch fills a rectangle.
func (d *Drawing) swatch(x, y, w, h float64, p Pattern) {
	if w <= 0 || h <= 0 {
		return
	}
	if p.Kind == Plain {
		d.fill(x, y, w, h, p.Ink)
	} else {
		d.fill(x, y, w, h, page.White)
	}
	switch p.Kind {
	case Slanted:
		d.hatch(x, y, w, h, 3.2, 1, 1.1, p.Ink)
	case Crossed:
		d.hatch(x, y, w, h, 3.4, 1, 1.1, p.Ink)
		d.hatch(x, y, w, h, 3.4, -1, 1.1, p.Ink)
	case Upright:
		d.hatch(x, y, w, h, 3, 0, 1.5, p.Ink)
	case Level:
		d.fill(x, y+h/2-0.6, w, 1.2, p.Ink)
	case Dense:
		d.hatch(x, y, w, h, 2, -1, 0.8, p.Ink)
	case Empty, Plain:
	}
	d.frame(x, y, w, h, min(0.6, w, h), p.Ink)
}

// Key says what a pattern stands for.
type Key struct {
	Pattern Pattern
	Word    string
	Line    bool    // it is a line, not a part
	Dash    float64 // of a line
	Weight  float64
}

// legend draws keys from x on, going to another line where they do not fit; it gives the height that they take.
func (d *Drawing) legend(pen Pen, x, y, width float64, keys []Key) float64 {
	const lineH = 11
	at, top := x, y
	for _, k := range keys {
		word := pen.Clean(page.Sans, k.Word)
		w := 17 + pen.Width(page.Tiny, word) + 10
		if at > x && at+w > x+width {
			at, y = x, y+lineH
		}
		if k.Line {
			d.path(k.Weight, k.Dash, k.Pattern.Ink, at, y+5, at+13, y+5)
		} else {
			d.swatch(at, y+1.5, 13, 7, k.Pattern)
		}
		d.text(pen, at+16.5, y, left, page.Tiny, word)
		at += w
	}
	return y + lineH - top
}

// Sign gives the sign of a verdict.
func Sign(verdict string) page.Icon {
	switch verdict {
	case "passed":
		return page.IconPassed
	case "passed_with_remark":
		return page.IconRemark
	case "failed":
		return page.IconFailed
	case "blocked":
		return page.IconBlocked
	case "not_applicable":
		return page.IconNotApplicable
	}
	return page.IconNotRun
}
