package reports

import (
	"strconv"
	"strings"
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
	d.line(left, d.y, 0, style{sansBold, sizeBody, navy}, d.tr("chart.title"))
	d.y += chartHead
	for i := range js[:shown] {
		j := &js[i]
		k, col := sign(j.Verdict)
		title := d.journeyName(j)
		if j.Critical {
			title += "  (" + d.tr("journey.critical") + ")"
		}
		counts := d.clean(sans, d.counted(j.Figures))
		cw := d.width(smallG, counts)
		title = d.c.load(sansBold).fit(title, smallB.size, textW-52*mm-cw-8)
		d.c.text(left, d.y+baseline(smallB), smallB, title)
		d.c.text(left+d.width(smallB, title)+8, d.y+baseline(smallG), smallG, counts)
		word := d.clean(sansBold, d.word("verdict", j.Verdict))
		st := style{sansBold, sizeSmall, col}
		ww := d.width(st, word)
		d.c.text(right-ww, d.y+baseline(st), st, word)
		d.c.icon(k, right-ww-10, d.y+1.5, 7, col)
		d.y += chartLabel
		d.bar(left, d.y, textW, bar, j.Figures)
		d.y += bar + chartGap
	}
	if shown < len(js) {
		d.line(left, d.y, 0, smallG, d.tr("chart.more", d.number(int64(len(js)-shown)), d.tr("section.4.1")))
		d.y += 11
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
			parts = append(parts, d.tr("short."+vocabulary("verdict")[i])+d.colon()+d.number(int64(n)))
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
		d.c.frame(x, y, w, h, 0.6, slate)
		d.lineCentred(x+w/2, y+0.5, style{sansItalic, sizeTiny, grey}, d.tr("chart.empty"))
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
		st := style{sansBold, sizeSmall, ink}
		if lw := d.width(st, label); sw > lw+5 {
			if verdict != "passed" {
				d.c.fill(at+sw/2-lw/2-2, y+1.6, lw+4, h-3.2, white)
			} else {
				st.col = white
			}
			d.c.text(at+sw/2-lw/2, y+h/2+sizeSmall*0.36, st, label)
		}
		at += sw
	}
	d.c.frame(x, y, w, h, 0.6, slate)
}

// swatch fills a rectangle with the pattern of a verdict.
func (d *doc) swatch(verdict string, x, y, w, h float64) {
	c := d.c
	_, col := sign(verdict)
	switch verdict {
	case "passed": // plain
		c.fill(x, y, w, h, col)
	case "passed_with_remark": // slanted lines
		c.fill(x, y, w, h, white)
		c.hatch(x, y, w, h, 3.2, 1, 1.1, col)
	case "failed": // crossed lines
		c.fill(x, y, w, h, white)
		c.hatch(x, y, w, h, 3.4, 1, 1.1, col)
		c.hatch(x, y, w, h, 3.4, -1, 1.1, col)
	case "blocked": // upright bars
		c.fill(x, y, w, h, white)
		c.hatch(x, y, w, h, 3, 0, 1.5, col)
	case "not_applicable": // a line in the middle
		c.fill(x, y, w, h, white)
		c.fill(x, y+h/2-0.6, w, 1.2, col)
	default: // not run: empty
		c.fill(x, y, w, h, white)
	}
	c.frame(x, y, w, h, 0.6, col)
}

func (d *doc) legendOfBars() {
	x := float64(left)
	for i, v := range vocabulary("verdict") {
		if segments(d.pv.Figures)[i] == 0 {
			continue
		}
		d.swatch(v, x, d.y+1.5, 13, 7)
		word := d.clean(sans, d.word("verdict", v))
		d.line(x+16, d.y, 0, tiny, word)
		x += 16 + d.width(tiny, word) + 10
	}
	d.y += 10
}
