package reports

import (
	"strconv"
	"strings"
)

func (d *doc) detailIntro() { d.note(bodyGrey, d.tr("detail.intro")) }

// detail draws the sheets of a group of cases.
func (d *doc) detail(g group) {
	for i := g.from; i < g.to; i++ {
		d.sheet(i)
	}
}

// The columns of a sheet: number, text, verdict.
const (
	stepX    = left + 9*mm
	verdictX = right - 38*mm
	stepW    = verdictX - stepX - 4*mm
)

// sheet draws one case as it was run: identity, then each step with what was observed of it.
func (d *doc) sheet(n int) {
	c := &d.pv.Cases[n]
	d.again = nil
	d.gap(6)
	d.need(d.kept(c))
	d.sheetHead(c, d.textOf[n])
	d.again = func() {
		d.line(left, d.y, textW, style{sansBold, sizeSmall, navy}, sentence(" – ", c.ID, c.Name)+" "+d.tr("continued"))
		d.y += 12
		d.c.fill(left, d.y, textW, 0.5, rule)
		d.y += 4
	}
	for i := range c.Steps {
		d.step(i, &c.Steps[i])
		d.between(c.Steps, i)
	}
	if c.Reason != "" {
		d.gap(3)
		d.labelledPara("reason", c.Reason, slate)
	}
	if c.Message != "" {
		d.gap(3)
		d.labelledPara("message", c.Message, amber)
	}
	d.again = nil
	d.gap(8)
}

// A sheet that is not higher than keptSheet stays on one page; of another the first steps stay with the head.
const (
	keptSheet  = 235.0
	sheetHead  = 118.0
	sheetsHead = 36.0 // heading of a journey, which stays with its first sheet
)

// kept is the room that a sheet asks for at least, in points.
func (d *doc) kept(c *Case) float64 {
	h := 62.0 // head, three lines that say where it comes from, and spaces
	st := style{sans, 8.4, ink}
	for i := range c.Steps {
		s := &c.Steps[i]
		if s.Background && i == 0 {
			h += 2*height(smallI) + 2
		}
		h += float64(len(d.wrap(st, keyword(s.Keyword)+s.Text, stepW, 0)))*height(st) + 4
		h += float64(len(s.Table)) * (height(small) + 2*padY)
		if s.DocString != "" {
			h += float64(strings.Count(s.DocString, "\n")+1)*height(code) + 10
		}
		for _, text := range []string{s.Observed, s.Comment, s.Reason} {
			if text != "" {
				h += float64(len(d.wrap(small, text, stepW, 0)))*height(body) + 2
			}
		}
		h += float64((len(s.Evidence)+2)/3) * 30
		for _, e := range s.Evidence {
			if strings.HasPrefix(e.MIME, "image/") {
				h += thumbBoxH
				break
			}
		}
		if h > keptSheet {
			return sheetHead
		}
	}
	if c.Message != "" {
		h += float64(len(d.wrap(small, c.Message, stepW, 0)))*height(body) + 5
	}
	if h > keptSheet {
		return sheetHead
	}
	return max(h, sheetHead)
}

func (d *doc) sheetHead(c *Case, text int) {
	y0 := d.y
	k, col := sign(c.Verdict)
	st := style{sansBold, 9.8, ink}
	word := d.clean(sansBold, d.word("verdict", c.Verdict))
	wst := style{sansBold, sizeBody, col}
	ww := d.width(wst, word)
	d.mark(&section{level: 2, title: sentence(" – ", c.ID, c.Name), anchor: d.anchors[c.ID]}, d.y)
	lines := append([]string(nil), d.wrap(st, sentence("  ", c.ID, c.Name), textW-ww-34, 0)...)
	h := float64(len(lines))*height(st) + 7
	d.c.fill(left, y0, textW, h, pale)
	d.c.fill(left, y0, 2.6, h, col)
	for i, l := range lines {
		d.c.text(left+9, y0+3.5+float64(i)*height(st)+baseline(st), st, l)
	}
	d.c.text(right-6-ww, y0+3.5+baseline(wst), wst, word)
	d.c.icon(k, right-6-ww-13, y0+5.5, 9, col)
	d.y = y0 + h + 3
	link := style{sansBold, sizeSmall, linkBl}
	word = d.clean(sansBold, d.tr("meta.text"))
	ww = d.width(link, word)
	d.lineRight(right-6, d.y, link, word)
	d.c.linkTo(right-6-ww, d.y, ww, height(link), text)
	for _, m := range d.sheetMeta(c) {
		d.para(left+9, textW-9-ww-16, smallG, m)
	}
	d.gap(3)
	d.c.fill(left, d.y, textW, 0.5, rule)
	d.gap(2)
}

// sheetMeta gives the lines that say where a case comes from and how it was run.
func (d *doc) sheetMeta(c *Case) []string {
	opt := func(key, v string) string {
		if v == "" {
			return ""
		}
		return d.tr(key) + d.colon() + v
	}
	from := sentence(
		"  ·  ", opt("meta.feature", c.Feature), opt("meta.rule", c.Rule), opt("meta.examples", c.Examples),
		opt("meta.row", d.exampleRow(c)),
	)
	trace := sentence(
		"  ·  ", opt("meta.story", c.Story), opt("meta.criteria", strings.Join(c.Criteria, ", ")),
		opt("meta.rules", strings.Join(c.Rules, ", ")), opt("meta.datasets", strings.Join(c.DataSets, ", ")),
	)
	ran := d.tr("meta.never")
	if c.Attempt > 0 {
		ran = sentence(
			"  ·  ", d.word("mode", c.Mode), d.tr("meta.attempt", strconv.Itoa(c.Attempt), strconv.Itoa(c.Attempts)),
			opt("meta.tester", c.Tester), d.when(c), d.freshRun(c).text,
		)
	}
	out := []string{from, trace, ran}
	if len(c.Anomalies) > 0 {
		out = append(out, opt("meta.anomalies", strings.Join(c.Anomalies, ", ")))
	}
	kept := out[:0]
	for _, l := range out {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

func (d *doc) when(c *Case) string {
	switch {
	case c.StartedAt == nil && c.EndedAt == nil:
		return ""
	case c.EndedAt == nil:
		return d.short(*c.StartedAt)
	case c.StartedAt == nil:
		return d.short(*c.EndedAt)
	}
	return d.short(*c.EndedAt) + " (" + d.duration(took(c)) + ")"
}

// took is how long a case took, in microseconds: from its beginning to its end as they were recorded, and at least the
// sum of its steps, for those of automation are recorded together once they ran.
func took(c *Case) int64 {
	return max(c.EndedAt.Sub(*c.StartedAt).Microseconds(), c.stepMicros())
}

// step draws one step: number, keyword and text, verdict, and below the text what comes with it.
func (d *doc) step(i int, s *Step) {
	if s.Background && i == 0 {
		d.line(stepX, d.y, 0, smallI, d.tr("step.background"))
		d.y += height(smallI)
	}
	kw := keyword(s.Keyword)
	kst, st := style{sansBold, 8.4, navy}, style{sans, 8.4, ink}
	lines := 1 + len(s.Text)/90
	keep := float64(min(lines, 3))*height(st) + 8
	if len(s.Table) == 0 && s.DocString == "" { // what was observed does not go over without its step
		for _, text := range []string{s.Observed, s.Comment, s.Cause + s.Reason} {
			if text != "" {
				keep += height(body) + 2
			}
		}
	}
	d.need(keep)
	y, page := d.y, d.c.page
	d.line(left, y, 0, style{sans, sizeSmall, grey}, strconv.Itoa(i+1))
	k, col := sign(s.Verdict)
	d.c.icon(k, verdictX, y+2, 7.4, col)
	factSt, vst := style{sans, 6.4, grey}, style{sansBold, 7.2, col}
	word, facts := d.clean(sansBold, d.word("verdict", s.Verdict)), d.clean(sans, d.stepFacts(s))
	d.line(verdictX+11, y, right-verdictX-11, vst, word)
	low := y
	if room := right - verdictX - 11 - d.width(vst, word); d.width(factSt, facts)+3 <= room {
		d.lineRight(right, y+0.6, factSt, facts)
	} else {
		d.line(verdictX+11, y+9.5, right-verdictX-11, factSt, facts)
		low += 19
	}
	d.lead(stepX, stepW, kst, kw, st, s.Text)
	if d.c.page == page {
		d.y = max(d.y, low)
	}
	if len(s.Table) > 0 {
		d.gap(2)
		d.grid(stepX, stepW, s.Table)
	}
	if s.DocString != "" {
		d.gap(2)
		d.docString(s)
	}
	if s.Observed != "" {
		d.labelledPara("observed", s.Observed, col)
	}
	if s.Comment != "" {
		d.labelledPara("comment", s.Comment, slate)
	}
	if s.Cause != "" || s.Reason != "" {
		d.labelledPara("cause", sentence(" – ", d.word("cause", s.Cause), s.Reason), amber)
	}
	if len(s.Evidence) > 0 {
		d.gap(2)
		d.proofs(s.Evidence)
	}
}

// between draws the line below a step: dashed, and said, where the common background ends.
func (d *doc) between(steps []Step, i int) {
	d.gap(1.5)
	if steps[i].Background && i+1 < len(steps) && !steps[i+1].Background {
		d.need(height(smallI) + 30) // the label stays with the step below it
		d.c.dash(left, d.y, right, d.y, 0.7, 3, 2, navy)
		d.gap(2)
		d.line(stepX, d.y, 0, smallI, d.tr("step.scenario"))
		d.y += height(smallI)
		return
	}
	d.c.fill(left, d.y, textW, 0.3, rule)
	d.gap(2)
}

func (d *doc) stepFacts(s *Step) string {
	outcome := ""
	if s.Outcome != "" && s.Outcome != "passed" && s.Outcome != s.Verdict {
		outcome = d.word("outcome", s.Outcome)
	}
	took := ""
	if s.Micros > 0 {
		took = d.duration(s.Micros)
	}
	mode := ""
	if s.Mode != "" {
		mode = d.tr("mode.short." + s.Mode)
	}
	return sentence(" · ", outcome, mode, took)
}

// labelledPara draws « Constaté : … » with a bar at its left.
func (d *doc) labelledPara(key, text string, col color) {
	st := style{sans, 8, ink}
	page, y := d.c.page, d.y
	d.lead(stepX+7, stepW+38*mm-11, style{sansBold, 8, col}, d.tr(key)+d.colon(), st, text)
	if d.c.page == page {
		d.c.fill(stepX, y+1, 1.6, d.y-y-1, col)
	}
	d.gap(1.5)
}

// docString draws a text argument as it was tested, in the fixed-width face.
func (d *doc) docString(s *Step) {
	if s.MediaType != "" {
		d.line(stepX+7, d.y, 0, tiny, s.MediaType)
		d.y += height(tiny)
	}
	d.source(stepX, stepW, s.DocString)
}
