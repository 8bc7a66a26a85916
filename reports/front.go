package reports

import "strings"

// front draws page 1, the page that a decision-maker signs: what, decided how, on which figures, with which warnings,
// and the signature boxes.
func (d *doc) front() {
	d.c.addPage()
	d.y = 15 * mm
	d.c.place(d.sections[0].anchor, 0)
	d.sections[0].page = 1
	d.frontTitle()
	d.c.bookmark(0, d.clean(sans, d.sections[0].title), 0)
	d.frontDecision()
	boxesTop := bottomY - d.boxesHeight()
	// What is left over is spread between the blocks, so that the page looks neither crowded nor half empty.
	want := figuresHeight + d.chartHeight() + d.warningsHeight(len(d.pv.Warnings))
	air := min(max((boxesTop-d.y-want)/3, 0), 15)
	d.gap(air)
	d.frontFigures()
	d.gap(air)
	d.frontChart(boxesTop - d.y - air - 24 - d.warningsHeight(min(len(d.pv.Warnings), 5)))
	d.gap(8 + air)
	d.frontWarnings(boxesTop)
	d.signatureBoxes(boxesTop)
}

// warningsHeight is what the first n warnings take.
func (d *doc) warningsHeight(n int) float64 {
	h := 16.0
	for _, w := range d.pv.Warnings[:n] {
		h += float64(len(d.wrap(warningText, w.Text, textW-24, 0))) * height(warningText)
	}
	return h
}

func (d *doc) frontTitle() {
	pv, c := &d.pv, d.c
	if pv.Demo {
		h := 20.0
		c.fill(left, d.y, textW, h, blush)
		c.frame(left, d.y, textW, h, 1, red)
		d.lineCentred(left+textW/2, d.y+4, style{sansBold, sizeBody, red}, d.tr("demo.banner"))
		d.y += h + 7
	}
	d.line(left, d.y, 0, style{sansBold, sizeBody, navy}, d.tr("front.kind"))
	d.lineRight(right, d.y, style{sansBold, sizeBody, navy}, pv.Number)
	d.y += 14
	c.fill(left, d.y, textW, 1.6, navy)
	d.y += 7
	st := style{sansBold, 17, ink}
	title := together(d.known(pv.Title))
	if len(d.wrap(st, title, textW, 0)) > 2 {
		st.size = 13
	}
	for _, l := range d.wrap(st, title, textW, 0) {
		c.text(left, d.y+baseline(st), st, l)
		d.y += st.size * 1.22
	}
	d.y += 4
	parts := []string{
		d.labelled("front.nature", d.word("nature", pv.Nature)),
		d.labelled("front.state", d.word("state", pv.State)),
		d.labelled("front.issued", d.stamp(pv.IssuedAt)),
		d.labelled("front.place", pv.Place),
	}
	d.para(left, textW, smallG, strings.Join(parts, "  ·  "))
	parts = []string{
		d.labelled("front.campaign", pv.Reference.Campaign),
		d.labelled("front.release", sentence(", build ", pv.Release.Version, pv.Release.Build)),
		d.labelled("front.environment", pv.Environment.Name),
	}
	d.para(left, textW, smallG, strings.Join(parts, "  ·  "))
	d.y += 7
}

// frontDecision draws the four decisions of common practice, one checked at most, in words.
func (d *doc) frontDecision() {
	dec := d.pv.Decision
	const in = 8.0
	notes := d.decisionNotes()
	var noteLines []string
	for _, n := range notes {
		noteLines = append(noteLines, d.wrap(small, n, textW-2*in, 0)...)
	}
	h := 21 + 2*16 + 4 + float64(len(noteLines))*height(small) + 5
	d.c.fill(left, d.y, textW, h, pale)
	d.c.frame(left, d.y, textW, h, 1.2, navy)
	d.line(left+in, d.y+5, 0, style{sansBold, 10.5, navy}, d.tr("front.decision"))
	if dec.Decision == "" {
		d.lineRight(right-in, d.y+6, style{sansItalic, sizeBody, grey}, d.tr("decision.none"))
	} else {
		d.lineRight(right-in, d.y+6.5, smallG, sentence(" · ", d.stampOf(dec.At), dec.By))
	}
	for i, v := range vocabulary("decision") {
		x := left + in + float64(i%2)*(textW-2*in)/2
		y := d.y + 23 + float64(i/2)*16
		k, st, said := iconBox, bodyGrey, d.word("decision", v)
		if v == dec.Decision { // in words too: whoever copies the text of the page, or has it read, sees no box
			k, st, said = iconBoxChecked, style{sansBold, 9.5, ink}, said+" "+d.tr("decision.chosen")
		}
		d.c.icon(k, x, y+1.5, 9, ink)
		d.line(x+14, y, (textW-2*in)/2-16, st, said)
	}
	y := d.y + 23 + 2*16 + 2
	for _, l := range noteLines {
		d.c.text(left+in, y+baseline(small), small, l)
		y += height(small)
	}
	d.y += h + 9
}

// decisionNotes gives the particulars of the decision.
func (d *doc) decisionNotes() []string {
	dec := d.pv.Decision
	if dec.Decision == "" {
		return []string{d.tr("decision.pending")}
	}
	var out []string
	line := sentence("  ·  ",
		d.labelled("decision.number", dec.Number),
		d.labelled("decision.effect", d.date(dec.Effect)),
		d.labelled("decision.golive", d.word("golive", dec.GoLive)))
	out = append(out, line)
	if dec.Derogation != "" {
		out = append(out, d.tr("decision.derogation", dec.Derogation))
	}
	if len(dec.Reserves) > 0 {
		out = append(out, d.tr("decision.reserves")+d.colon()+strings.Join(dec.Reserves, ", "))
	}
	reason := dec.Reason
	if f, lines := d.c.load(sans), 3*(textW-16); d.width(small, f.clean(reason)) > lines {
		reason = f.fit(reason, sizeSmall, 0.85*lines) + " " + d.tr("decision.more")
	}
	if reason != "" {
		out = append(out, d.labelled("decision.reason", reason))
	}
	return out
}

const (
	counterHeight = 43.0
	rateHeight    = 30.0
	figuresHeight = counterHeight + rateHeight + 9
)

var warningText = style{sans, 8, ink}

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
	w := textW / float64(len(counters))
	const h = counterHeight
	for i, k := range counters {
		x := left + float64(i)*w
		col := ink
		if k.v != "" {
			var ic icon
			ic, col = sign(k.v)
			num := d.number(int64(k.n))
			nw := d.width(style{sansBold, 15, col}, num)
			d.c.icon(ic, x+w/2-nw/2-11, d.y+6.5, 9, col)
			d.lineCentred(x+w/2+1, d.y+1, style{sansBold, 15, col}, num)
		} else {
			d.lineCentred(x+w/2, d.y+1, style{sansBold, 15, col}, d.number(int64(k.n)))
		}
		st := style{sans, sizeTiny, ink}
		for j, l := range d.wrap(st, d.tr(k.key), w-4, 0) {
			d.lineCentred(x+w/2, d.y+22+float64(j)*8.6, st, l)
		}
		if i > 0 {
			d.c.fill(x, d.y+3, 0.5, h-8, rule)
		}
	}
	d.y += h
	rates := d.rates(f)
	w = textW / float64(len(rates))
	const rh = rateHeight
	for i, r := range rates {
		x := left + float64(i)*w
		d.c.fill(x+1, d.y, w-2, rh, pale)
		d.line(x+7, d.y+3.5, w-12, smallB, r.label)
		d.line(x+7, d.y+15, 0, style{sansBold, 10, navy}, r.terms)
		tw := d.width(style{sansBold, 10, navy}, r.terms)
		d.line(x+7+tw+6, d.y+16, 0, body, r.percent)
		d.lineRight(x+w-6, d.y+17, tiny, r.formula)
	}
	d.y += rh + 9
}

type rate struct{ label, terms, percent, formula string }

// rates gives the three rates of the French practice.
func (d *doc) rates(f Figures) []rate {
	conform := f.Passed + f.Remark
	mk := func(key string, n, total int) rate {
		return rate{d.tr("rate." + key), d.ratio(n, total), d.percent(n, total), d.tr("rate." + key + ".formula")}
	}
	return []rate{
		mk("execution", f.Executed, f.Planned), mk("success", conform, f.Executed),
		mk("conformity", conform, f.Planned),
	}
}

// frontWarnings lists what was computed against signing, as far as there is room above the signature boxes.
func (d *doc) frontWarnings(limit float64) {
	ws := d.pv.Warnings
	head := style{sansBold, sizeBody, amber}
	if len(ws) == 0 {
		head.col = green
		d.c.icon(iconPassed, left, d.y+1.5, 8, green)
		d.line(left+13, d.y, 0, head, d.tr("warnings.none"))
		return
	}
	d.c.icon(iconWarning, left, d.y+0.5, 10, amber)
	d.line(left+14, d.y, 0, head, d.count("warnings.count", len(ws)))
	d.y += 13
	for i, w := range ws {
		lines := d.wrap(warningText, w.Text, textW-24, 0)
		h := float64(len(lines)) * height(warningText)
		last := i == len(ws)-1
		if d.y+h+map[bool]float64{true: 0, false: height(warningText)}[last] > limit-4 {
			d.line(left+14, d.y, 0, smallB, d.tr("warnings.more", d.number(int64(len(ws)-i)), d.tr("section.6.3")))
			return
		}
		d.c.fill(left+14, d.y+4.4, 2.6, 2.6, amber)
		for _, l := range lines {
			d.c.text(left+22, d.y+baseline(warningText), warningText, l)
			d.y += height(warningText)
		}
	}
}
