package validation

import (
	"slices"
	"strconv"

	"recette/reports/page"
)

// journeyBars draws how many cases each journey has: those that people run, then those that a machine runs. Journeys
// that do not fit stand in section 4.
func (d *doc) journeyBars() {
	most := 0
	for _, j := range d.p.Journeys {
		most = max(most, j.Cases)
	}
	if most == 0 || d.Room() < 70 {
		return
	}
	d.Line(page.Left, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), d.t.t("chart.journeys"))
	d.Y += 16
	const label, h = 62 * page.MM, 11.0
	for i, j := range d.p.Journeys {
		if d.Room() < h+22 {
			d.Line(page.Left, d.Y, 0, page.SmallGrey, d.t.t("chart.more", d.t.number(len(d.p.Journeys)-i)))
			d.Y += 12
			break
		}
		st := page.Small
		if j.Criticality == "critical" {
			st = page.SmallBold
		}
		d.Line(page.Left, d.Y+1, label-6, st, j.Title)
		full := page.TextW - label - 84
		people := full * float64(j.Cases-j.Automated) / float64(most)
		machine := full * float64(j.Automated) / float64(most)
		x := page.Left + label
		d.Page.Fill(x, d.Y+1, people, h, page.Navy)
		if machine > 0 {
			d.Page.Hatch(x+people, d.Y+1, machine, h, 3, 1, 1, page.Teal)
			d.Page.Frame(x+people, d.Y+1, machine, h, 0.6, page.Teal)
		}
		d.Line(x+people+machine+5, d.Y+1, 0, page.SmallGrey,
			d.t.t("chart.count", d.t.number(j.Cases), d.t.number(j.Automated)))
		d.Y += h + 5
	}
	d.Page.Fill(page.Left+label, d.Y+3, 10, 6, page.Navy)
	d.Line(page.Left+label+14, d.Y, 0, page.Tiny, d.t.t("chart.people"))
	d.Page.Hatch(page.Left+label+90, d.Y+3, 10, 6, 3, 1, 1, page.Teal)
	d.Page.Frame(page.Left+label+90, d.Y+3, 10, 6, 0.6, page.Teal)
	d.Line(page.Left+label+104, d.Y, 0, page.Tiny, d.t.t("chart.machine"))
	d.Y += 12
}

// loads draws what each session is asked against what it holds: the mark is its capacity.
func (d *doc) loads(t *teller) {
	most := 1
	for _, s := range d.p.Sessions {
		most = max(most, s.Asked, s.Holds)
	}
	const label, h = 34 * page.MM, 10.0
	full := page.TextW - label - 116
	for _, s := range d.p.Sessions {
		d.Need(h + 8)
		d.Line(page.Left, d.Y, label-4, page.SmallBold, page.Sentence(" ", s.Code, t.date(s.Date)))
		x, col, said := page.Left+label, page.Green, t.t("load.fits", t.f.Ratio(s.Asked, s.Holds))
		if s.Asked > s.Holds {
			col, said = page.Red, t.t("load.over", t.f.Ratio(s.Asked, s.Holds))
		}
		asked := full * float64(s.Asked) / float64(most)
		d.Page.Frame(x, d.Y, full*float64(s.Holds)/float64(most), h, 0.7, page.Slate)
		if asked > 0 {
			d.Page.Fill(x, d.Y+2, asked, h-4, col)
		}
		d.Line(x+full*float64(max(s.Asked, s.Holds))/float64(most)+6, d.Y, 0,
			page.Font(page.SansBold, page.SizeSmall, col), said)
		d.Y += h + 6
	}
	d.Gap(2)
}

// matrix draws the risks by probability and impact, each by its rank in the table above.
func (d *doc) matrix(t *teller) {
	degrees := []string{"low", "medium", "high"}
	const side, cell = 24 * page.MM, 26.0
	w := (page.TextW - side) / 3
	top := d.Y
	for row, impact := range slices.Backward(degrees) {
		y := top + float64(2-row)*cell
		d.Line(page.Left, y+cell/2-6, side-4, page.SmallBold, t.t("matrix.impact", t.word("impact", impact)))
		for column, probability := range degrees {
			x := page.Left + side + float64(column)*w
			ground := []page.Color{page.White, page.Pale, page.Pale, page.Blush, page.Blush}[row+column]
			d.Page.Fill(x, y, w, cell, ground)
			d.Page.Frame(x, y, w, cell, 0.5, page.Rule)
			said := ""
			for i, r := range d.p.Risks {
				if r.Impact == impact && r.Probability == probability {
					said = page.Sentence("  ", said, "R"+strconv.Itoa(i+1))
				}
			}
			d.LineCentred(x+w/2, y+cell/2-6, page.Font(page.SansBold, page.SizeBody, page.Ink), said)
		}
	}
	d.Y = top + 3*cell + 3
	for column, probability := range degrees {
		d.LineCentred(page.Left+side+(float64(column)+0.5)*w, d.Y, page.SmallBold,
			t.t("matrix.probability", t.word("probability", probability)))
	}
	d.Y += 16
}
