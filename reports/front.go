package reports

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// front draws page 1, the page that a decision-maker signs: what, decided how, on which figures, with which warnings,
// and the signature boxes.
func (d *doc) front() {
	d.Page.AddPage()
	d.Y = 15 * page.MM
	d.Page.Place(d.Sections[0].Anchor, 0)
	d.Sections[0].Page = 1
	d.frontTitle()
	d.Page.Bookmark(0, d.Clean(page.Sans, d.Sections[0].Title), 0)
	d.frontDecision()
	boxesTop := page.BottomY - d.boxesHeight()
	// What is left over is spread between the blocks, so that the page looks neither crowded nor half empty.
	want := figuresHeight + d.chartHeight() + d.warningsHeight(len(d.pv.Warnings))
	air := min(max((boxesTop-d.Y-want)/3, 0), 15)
	d.Gap(air)
	d.frontFigures()
	d.Gap(air)
	d.frontChart(boxesTop - d.Y - air - 24 - d.warningsHeight(min(len(d.pv.Warnings), 5)))
	d.Gap(8 + air)
	d.frontWarnings(boxesTop)
	d.signatureBoxes(boxesTop)
}

// warningsHeight is what the first n warnings take.
func (d *doc) warningsHeight(n int) float64 {
	h := 16.0
	for _, w := range d.pv.Warnings[:n] {
		h += float64(len(d.Wrap(warningText, w.Text, page.TextW-24, 0))) * page.Height(warningText)
	}
	return h
}

func (d *doc) frontTitle() {
	pv, c := &d.pv, d.Page
	if pv.Demo {
		h := 20.0
		c.Fill(page.Left, d.Y, page.TextW, h, page.Blush)
		c.Frame(page.Left, d.Y, page.TextW, h, 1, page.Red)
		d.LineCentred(page.Left+page.TextW/2, d.Y+4, page.Font(page.SansBold, page.SizeBody, page.Red),
			d.Tr("demo.banner"))
		d.Y += h + 7
	}
	kind := "front.kind"
	if pv.Lifting != nil {
		kind = "front.kind.lifting"
	}
	if pv.Antenne != "" {
		kind = "front.constat"
	}
	d.Line(page.Left, d.Y, 0, page.Font(page.SansBold, page.SizeBody, page.Navy), d.Tr(kind))
	d.LineRight(page.Right, d.Y, page.Font(page.SansBold, page.SizeBody, page.Navy), pv.Number)
	d.Y += 14
	c.Fill(page.Left, d.Y, page.TextW, 1.6, page.Navy)
	d.Y += 7
	st := page.Font(page.SansBold, 17, page.Ink)
	title := page.Together(d.Known(pv.Title))
	if len(d.Wrap(st, title, page.TextW, 0)) > 2 {
		st.Size = 13
	}
	for _, l := range d.Wrap(st, title, page.TextW, 0) {
		c.Text(page.Left, d.Y+page.Baseline(st), st, l)
		d.Y += st.Size * 1.22
	}
	d.Y += 4
	parts := []string{
		d.Labelled("front.nature", d.word("nature", pv.Nature)),
		d.Labelled("front.state", d.word("state", pv.State)),
		d.Labelled("front.issued", d.Stamp(pv.IssuedAt)),
	}
	place := pv.Place
	if pv.Lifting != nil { // that of the data is of the decision of the parent, and no journal says the one of this PV
		place = ""
	}
	if pv.Lifting == nil || d.has.plain {
		parts = append(parts, d.Labelled("front.place", place))
	}
	if c := pv.Distribution.Confidentiality; d.has.covers && c != "" {
		parts = append(parts, d.Labelled("confidentiality", c))
	}
	d.Para(page.Left, page.TextW, page.SmallGrey, strings.Join(parts, "  ·  "))
	parts = []string{
		d.Labelled("front.campaign", pv.Reference.Campaign),
		d.Labelled(d.releaseKey(), page.Sentence(", build ", pv.Release.Version, pv.Release.Build)),
		d.Labelled("front.environment", pv.Environment.Name),
	}
	d.Para(page.Left, page.TextW, page.SmallGrey, strings.Join(parts, "  ·  "))
	if len(pv.Replaces) > 0 {
		d.Para(page.Left, page.TextW, page.SmallBold, d.Tr("front.replaces", strings.Join(pv.Replaces, ", ")))
	}
	d.Y += 7
}

// releaseKey says what the version of page 1 is: what was tested or, when nobody said which build was installed or
// which was delivered, what the plan announces.
func (d *doc) releaseKey() string {
	unknown := func(w Warning) bool {
		return slices.Contains([]string{"build_unknown", "build_uninstalled", "build_undelivered"}, w.Code)
	}
	if d.has.lives && slices.ContainsFunc(d.pv.Warnings, unknown) {
		return "front.announced"
	}
	return "front.release"
}

// frontDecision draws the decisions of the vocabulary, one checked at most, in words.
func (d *doc) frontDecision() {
	if d.pv.Antenne != "" {
		d.frontConstat()
		return
	}
	dec := d.pv.Decision
	const in = 8.0
	notes := d.decisionNotes()
	var noteLines []string
	for _, n := range notes {
		noteLines = append(noteLines, d.Wrap(page.Small, n, page.TextW-2*in, 0)...)
	}
	h := 21 + 2*16 + 4 + float64(len(noteLines))*page.Height(page.Small) + 5
	d.Page.Fill(page.Left, d.Y, page.TextW, h, page.Pale)
	d.Page.Frame(page.Left, d.Y, page.TextW, h, 1.2, page.Navy)
	d.Line(page.Left+in, d.Y+5, 0, page.Font(page.SansBold, 10.5, page.Navy), d.Tr("front.decision"))
	if dec.Decision == "" {
		d.LineRight(page.Right-in, d.Y+6, page.Font(page.SansItalic, page.SizeBody, page.Grey), d.Tr("decision.none"))
	} else {
		d.LineRight(page.Right-in, d.Y+6.5, page.SmallGrey, page.Sentence(" · ", d.StampOf(dec.At), dec.By))
	}
	for i, v := range d.decisions() {
		x := page.Left + in + float64(i%2)*(page.TextW-2*in)/2
		y := d.Y + 23 + float64(i/2)*16
		k, st, said := page.IconBox, page.BodyGrey, d.word("decision", v)
		if v == dec.Decision { // in words too: whoever copies the text of the page, or has it read, sees no box
			k, st, said = page.IconBoxChecked, page.Font(page.SansBold, 9.5, page.Ink), said+" "+d.Tr("decision.chosen")
		}
		d.Page.Icon(k, x, y+1.5, 9, page.Ink)
		d.Line(x+14, y, (page.TextW-2*in)/2-16, st, said)
	}
	y := d.Y + 23 + 2*16 + 2
	for _, l := range noteLines {
		d.Page.Text(page.Left+in, y+page.Baseline(page.Small), page.Small, l)
		y += page.Height(page.Small)
	}
	d.Y += h + 9
}

// frontConstat says, where a PV has its decision, that a constat has none, and what it is about.
func (d *doc) frontConstat() {
	const in = 8.0
	text := append([]string(nil), d.Wrap(page.Body, d.Tr("constat.text", d.pv.Antenne), page.TextW-2*in, 0)...)
	h := 24 + float64(len(text))*page.Height(page.Body) + 6
	d.Page.Fill(page.Left, d.Y, page.TextW, h, page.Pale)
	d.Page.Frame(page.Left, d.Y, page.TextW, h, 1.2, page.Navy)
	d.Line(page.Left+in, d.Y+5, 0, page.Font(page.SansBold, 10.5, page.Navy), d.Tr("constat.title", d.pv.Antenne))
	d.LineRight(page.Right-in, d.Y+6.5, page.SmallGrey, d.Tr("constat.at", d.Stamp(d.pv.IssuedAt)))
	y := d.Y + 23
	for _, l := range text {
		d.Page.Text(page.Left+in, y+page.Baseline(page.Body), page.Body, l)
		y += page.Height(page.Body)
	}
	d.Y += h + 9
}

// decisionNotes gives the particulars of the decision.
func (d *doc) decisionNotes() []string {
	dec := d.pv.Decision
	if dec.Decision == "" {
		return append([]string{d.Tr("decision.pending")}, d.acquired()...)
	}
	out := d.acquired()
	line := page.Sentence("  ·  ",
		d.Labelled("decision.number", dec.Number),
		d.Labelled("decision.effect", d.Date(dec.Effect)),
		d.Labelled("decision.golive", d.word("golive", dec.GoLive)))
	out = append(out, line)
	if dec.Derogation != "" {
		out = append(out, d.waived())
	}
	if len(dec.Reserves) > 0 {
		out = append(out, d.Tr("decision.reserves")+d.Colon()+strings.Join(dec.Reserves, ", "))
	}
	reason := dec.Reason
	if lines := 3 * (page.TextW - 16); d.Width(page.Small, d.Clean(page.Sans, reason)) > lines {
		reason = d.Fit(page.Small, reason, 0.85*lines) + " " + d.Tr("decision.more")
	}
	if reason != "" {
		out = append(out, d.Labelled("decision.reason", reason))
	}
	return out
}

const (
	counterHeight = 43.0
	rateHeight    = 30.0
	figuresHeight = counterHeight + rateHeight + 9
)

var warningText = page.Font(page.Sans, 8, page.Ink)

// frontFigures draws the eight counters and the three rates, each with both of its terms.
func (d *doc) frontFigures() {
	f := d.pv.Figures
	counters := []struct {
		key string
		n   int
		v   string
	}{
		{"figure.planned", f.Planned, ""},
		{"figure.executed", f.Executed, ""},
		{"verdict.passed", f.Passed, "passed"},
		{"verdict.passed_with_remark", f.Remark, "passed_with_remark"},
		{"verdict.failed", f.Failed, "failed"},
		{"verdict.blocked", f.Blocked, "blocked"},
		{"verdict.not_run", f.NotRun, "not_run"},
		{"verdict.not_applicable", f.NotApplicable, "not_applicable"},
	}
	w := page.TextW / float64(len(counters))
	const h = counterHeight
	for i, k := range counters {
		x := page.Left + float64(i)*w
		col := page.Ink
		if k.v != "" {
			var ic page.Icon
			ic, col = sign(k.v)
			num := d.Number(int64(k.n))
			nw := d.Width(page.Font(page.SansBold, 15, col), num)
			d.Page.Icon(ic, x+w/2-nw/2-11, d.Y+6.5, 9, col)
			d.LineCentred(x+w/2+1, d.Y+1, page.Font(page.SansBold, 15, col), num)
		} else {
			d.LineCentred(x+w/2, d.Y+1, page.Font(page.SansBold, 15, col), d.Number(int64(k.n)))
		}
		st := page.Font(page.Sans, page.SizeTiny, page.Ink)
		said := d.Tr(k.key)
		if k.v != "" && k.n > 1 && d.has.lives {
			said = d.Tr("figure." + k.v)
		}
		label := d.Wrap(st, said, w-4, 0)
		if k.key == "verdict.not_run" {
			label = append(label, d.apart(f)...)
		}
		for j, l := range label {
			d.LineCentred(x+w/2, d.Y+22+float64(j)*8.6, st, l)
		}
		if i > 0 {
			d.Page.Fill(x, d.Y+3, 0.5, h-8, page.Rule)
		}
	}
	d.Y += h
	rates := d.rates(f)
	w = page.TextW / float64(len(rates))
	const rh = rateHeight
	for i, r := range rates {
		x := page.Left + float64(i)*w
		d.Page.Fill(x+1, d.Y, w-2, rh, page.Pale)
		d.Line(x+7, d.Y+3.5, w-12, page.SmallBold, r.label)
		d.Line(x+7, d.Y+15, 0, page.Font(page.SansBold, 10, page.Navy), r.terms)
		tw := d.Width(page.Font(page.SansBold, 10, page.Navy), r.terms)
		d.Line(x+7+tw+6, d.Y+16, 0, page.Body, r.percent)
		d.LineRight(x+w-6, d.Y+17, page.Tiny, r.formula)
	}
	d.Y += rh + 9
}

type rate struct{ label, terms, percent, formula string }

// rates gives the three rates of the French practice.
func (d *doc) rates(f Figures) []rate {
	conform := f.Passed + f.Remark
	mk := func(key string, n, total int) rate {
		return rate{d.Tr("rate." + key), d.Ratio(n, total), d.Percent(n, total), d.Tr("rate." + key + ".formula")}
	}
	return []rate{
		mk("execution", f.Executed, f.Planned), mk("success", conform, f.Executed),
		mk("conformity", conform, f.Planned),
	}
}

// frontWarnings lists what was computed against signing, as far as there is room above the signature boxes.
func (d *doc) frontWarnings(limit float64) {
	ws := d.pv.Warnings
	head := page.Font(page.SansBold, page.SizeBody, page.Amber)
	if len(ws) == 0 {
		head.Color = page.Green
		d.Page.Icon(page.IconPassed, page.Left, d.Y+1.5, 8, page.Green)
		d.Line(page.Left+13, d.Y, 0, head, d.Tr("warnings.none"))
		return
	}
	d.Page.Icon(page.IconWarning, page.Left, d.Y+0.5, 10, page.Amber)
	d.Line(page.Left+14, d.Y, 0, head, d.Count("warnings.count", len(ws)))
	d.Y += 13
	for i, w := range ws {
		lines := d.Wrap(warningText, w.Text, page.TextW-24, 0)
		h := float64(len(lines)) * page.Height(warningText)
		last := i == len(ws)-1
		if d.Y+h+map[bool]float64{true: 0, false: page.Height(warningText)}[last] > limit-4 {
			d.Line(page.Left+14, d.Y, 0, page.SmallBold,
				d.Tr("warnings.more", d.Number(int64(len(ws)-i)), d.Tr("section.6.3")))
			return
		}
		d.Page.Fill(page.Left+14, d.Y+4.4, 2.6, 2.6, page.Amber)
		for _, l := range lines {
			d.Page.Text(page.Left+22, d.Y+page.Baseline(warningText), warningText, l)
			d.Y += page.Height(warningText)
		}
	}
}
