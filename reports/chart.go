package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// The heights of the chart of page 1, in points, beside those of its bars.
const (
	chartHead   = 15.0
	chartLabel  = 10.5
	chartGap    = 4.0
	chartLegend = 11.0
	barMin      = 10.0
	barMax      = 15.0
)

// frontChart draws one bar a journey, cut by verdict, in at most room points. Journeys that do not fit are counted, and
// all are in 4.1.
func (d *doc) frontChart(room float64) {
	js := d.pv.Journeys
	if len(js) == 0 {
		return
	}
	room -= chartHead + chartLegend
	shown := min(len(js), max(int(room/(barMin+chartLabel+chartGap)), 1))
	if shown < len(js) {
		shown = max(min(shown, int((room-11)/(barMin+chartLabel+chartGap))), 1)
	}
	bar := min(max(room/float64(shown)-chartLabel-chartGap, barMin), barMax)
	d.Line(page.Left, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), d.Tr("chart.title"))
	d.Y += chartHead
	for i := range js[:shown] {
		j := &js[i]
		k, col := sign(j.Verdict)
		title := d.journeyName(j)
		if j.Critical {
			title += "  (" + d.Tr("journey.critical") + ")"
		}
		counts := d.Clean(page.Sans, d.counted(j.Figures))
		cw := d.Width(page.SmallGrey, counts)
		title = d.Fit(page.SmallBold, title, page.TextW-52*page.MM-cw-8)
		d.Page.Text(page.Left, d.Y+page.Baseline(page.SmallBold), page.SmallBold, title)
		d.Page.Text(page.Left+d.Width(page.SmallBold, title)+8, d.Y+page.Baseline(page.SmallGrey), page.SmallGrey,
			counts)
		word := d.Clean(page.SansBold, d.word("verdict", j.Verdict))
		st := page.Font(page.SansBold, page.SizeSmall, col)
		ww := d.Width(st, word)
		d.Page.Text(page.Right-ww, d.Y+page.Baseline(st), st, word)
		d.Page.Icon(k, page.Right-ww-10, d.Y+1.5, 7, col)
		d.Y += chartLabel
		d.bar(page.Left, d.Y, page.TextW, bar, j.Figures)
		d.Y += bar + chartGap
	}
	if shown < len(js) {
		d.Line(page.Left, d.Y, 0, page.SmallGrey, d.Tr("chart.more", d.Number(int64(len(js)-shown)),
			d.Tr("section.4.1")))
		d.Y += 11
	}
	d.legendOfBars()
}

// chartHeight is what the chart would like to have.
func (d *doc) chartHeight() float64 {
	n := float64(len(d.pv.Journeys))
	if n == 0 {
		return 0
	}
	return chartHead + chartLegend + n*(barMax+chartLabel+chartGap)
}

// segments gives the parts of a bar in the printed order of verdicts.
func segments(f Figures) [6]int {
	return [6]int{f.Passed, f.Remark, f.Failed, f.Blocked, f.NotRun, f.NotApplicable}
}

// counted says the parts of a bar in words: a narrow part has no room for its figure.
func (d *doc) counted(f Figures) string {
	var parts []string
	for i, n := range segments(f) {
		if n > 0 {
			parts = append(parts, d.Tr("short."+vocabulary("verdict")[i])+d.Colon()+d.Number(int64(n)))
		}
	}
	return strings.Join(parts, " · ")
}

// bar draws a stacked bar: each verdict has its own pattern and its count in figures, so that it reads without colours.
func (d *doc) bar(x, y, w, h float64, f Figures) {
	counts := segments(f)
	total := 0
	for _, n := range counts {
		total += n
	}
	if total == 0 {
		d.Page.Frame(x, y, w, h, 0.6, page.Slate)
		d.LineCentred(x+w/2, y+0.5, page.Font(page.SansItalic, page.SizeTiny, page.Grey), d.Tr("chart.empty"))
		return
	}
	at := x
	for i, n := range counts {
		if n == 0 {
			continue
		}
		sw := w * float64(n) / float64(total)
		verdict := vocabulary("verdict")[i]
		d.swatch(verdict, at, y, sw, h)
		label := strconv.Itoa(n)
		st := page.Font(page.SansBold, page.SizeSmall, page.Ink)
		if lw := d.Width(st, label); sw > lw+5 {
			if verdict != "passed" {
				d.Page.Fill(at+sw/2-lw/2-2, y+1.6, lw+4, h-3.2, page.White)
			} else {
				st.Color = page.White
			}
			d.Page.Text(at+sw/2-lw/2, y+h/2+page.SizeSmall*0.36, st, label)
		}
		at += sw
	}
	d.Page.Frame(x, y, w, h, 0.6, page.Slate)
}

// swatch fills a rectangle with the pattern of a verdict.
func (d *doc) swatch(verdict string, x, y, w, h float64) {
	c := d.Page
	_, col := sign(verdict)
	switch verdict {
	case "passed": // plain
		c.Fill(x, y, w, h, col)
	case "passed_with_remark": // slanted lines
		c.Fill(x, y, w, h, page.White)
		c.Hatch(x, y, w, h, 3.2, 1, 1.1, col)
	case "failed": // crossed lines
		c.Fill(x, y, w, h, page.White)
		c.Hatch(x, y, w, h, 3.4, 1, 1.1, col)
		c.Hatch(x, y, w, h, 3.4, -1, 1.1, col)
	case "blocked": // upright bars
		c.Fill(x, y, w, h, page.White)
		c.Hatch(x, y, w, h, 3, 0, 1.5, col)
	case "not_applicable": // a line in the middle
		c.Fill(x, y, w, h, page.White)
		c.Fill(x, y+h/2-0.6, w, 1.2, col)
	default: // not run: empty
		c.Fill(x, y, w, h, page.White)
	}
	c.Frame(x, y, w, h, 0.6, col)
}

func (d *doc) legendOfBars() {
	x := float64(page.Left)
	for i, v := range vocabulary("verdict") {
		if segments(d.pv.Figures)[i] == 0 {
			continue
		}
		d.swatch(v, x, d.Y+1.5, 13, 7)
		word := d.Clean(page.Sans, d.word("verdict", v))
		d.Line(x+16, d.Y, 0, page.Tiny, word)
		x += 16 + d.Width(page.Tiny, word) + 10
	}
	d.Y += 10
}
