package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

func (d *doc) detailIntro() { d.Note(page.BodyGrey, d.Tr("detail.intro")) }

// detail draws the sheets of a group of cases.
func (d *doc) detail(g group) {
	for _, i := range g.sheets {
		d.sheet(i)
	}
}

// The columns of a sheet: number, text, verdict.
const (
	stepX    = page.Left + 9*page.MM
	verdictX = page.Right - 38*page.MM
	stepW    = verdictX - stepX - 4*page.MM
)

// sheet draws one case as it was run: identity, then each step with what was observed of it.
func (d *doc) sheet(n int) {
	c := &d.pv.Cases[n]
	d.Again = nil
	d.Gap(6)
	d.Need(d.kept(n))
	d.sheetHead(c, d.textOf[n])
	d.Again = func() {
		d.Line(page.Left, d.Y, page.TextW, page.Font(page.SansBold, page.SizeSmall, page.Navy),
			page.Sentence(" – ", c.ID, c.Name)+" "+d.Tr("continued"))
		d.Y += 12
		d.Page.Fill(page.Left, d.Y, page.TextW, 0.5, page.Rule)
		d.Y += 4
	}
	begin := 0
	if at, there := d.ground[n]; there {
		begin = c.background()
		d.sameGround(c.Steps[:begin], &d.pv.Cases[at])
	}
	for i := begin; i < len(c.Steps); i++ {
		d.step(i, &c.Steps[i])
		d.between(c.Steps, i)
	}
	if c.Reason != "" {
		d.Gap(3)
		d.labelledPara("reason", c.Reason, page.Slate)
	}
	if c.Message != "" {
		d.Gap(3)
		d.labelledPara("message", c.Message, page.Amber)
	}
	d.Again = nil
	d.Gap(8)
}

// A sheet that is not higher than keptSheet stays on one page; of another the first steps stay with the head.
const (
	keptSheet  = 235.0
	sheetHead  = 118.0
	sheetsHead = 36.0 // heading of a journey, which stays with its first sheet
)

// kept is the room that the sheet of a case asks for at least, in points.
func (d *doc) kept(n int) float64 {
	c := &d.pv.Cases[n]
	h, begin := 62.0, 0 // head, three lines that say where it comes from, and spaces
	st := page.Font(page.Sans, 8.4, page.Ink)
	if _, there := d.ground[n]; there {
		begin = c.background()
		h += page.Height(page.SmallItalic) + 4
	}
	for i := begin; i < len(c.Steps); i++ {
		s := &c.Steps[i]
		if s.Background && i == 0 {
			h += 2*page.Height(page.SmallItalic) + 2
		}
		h += float64(len(d.Wrap(st, keyword(s.Keyword)+s.Text, stepW, 0)))*page.Height(st) + 4
		h += float64(len(s.Table)) * (page.Height(page.Small) + 2*page.PadY)
		if s.DocString != "" {
			h += float64(strings.Count(s.DocString, "\n")+1)*page.Height(page.Code) + 10
		}
		for _, text := range []string{s.Observed, s.Comment, s.Reason} {
			if text != "" {
				h += float64(len(d.Wrap(page.Small, text, stepW, 0)))*page.Height(page.Body) + 2
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
		h += float64(len(d.Wrap(page.Small, c.Message, stepW, 0)))*page.Height(page.Body) + 5
	}
	if h > keptSheet {
		return sheetHead
	}
	return max(h, sheetHead)
}

func (d *doc) sheetHead(c *Case, text int) {
	y0 := d.Y
	k, col := sign(c.Verdict)
	st := page.Font(page.SansBold, 9.8, page.Ink)
	word := d.Clean(page.SansBold, d.word("verdict", c.Verdict))
	wst := page.Font(page.SansBold, page.SizeBody, col)
	ww := d.Width(wst, word)
	d.Mark(&page.Section{Level: 2, Title: page.Sentence(" – ", c.ID, c.Name), Anchor: d.anchors[c.ID]}, d.Y)
	lines := append([]string(nil), d.Wrap(st, page.Sentence("  ", c.ID, c.Name), page.TextW-ww-34, 0)...)
	h := float64(len(lines))*page.Height(st) + 7
	d.Page.Fill(page.Left, y0, page.TextW, h, page.Pale)
	d.Page.Fill(page.Left, y0, 2.6, h, col)
	for i, l := range lines {
		d.Page.Text(page.Left+9, y0+3.5+float64(i)*page.Height(st)+page.Baseline(st), st, l)
	}
	d.Page.Text(page.Right-6-ww, y0+3.5+page.Baseline(wst), wst, word)
	d.Page.Icon(k, page.Right-6-ww-13, y0+5.5, 9, col)
	d.Y = y0 + h + 3
	link := page.Font(page.SansBold, page.SizeSmall, page.LinkBlue)
	word = d.Clean(page.SansBold, d.Tr("meta.text"))
	if ww = d.Width(link, word); d.pv.prints(AnnexTexts) {
		d.LineRight(page.Right-6, d.Y, link, word)
		d.Page.LinkTo(page.Right-6-ww, d.Y, ww, page.Height(link), text)
	}
	for _, m := range d.sheetMeta(c) {
		d.Para(page.Left+9, page.TextW-9-ww-16, page.SmallGrey, m)
	}
	d.Gap(3)
	d.Page.Fill(page.Left, d.Y, page.TextW, 0.5, page.Rule)
	d.Gap(2)
}

// sheetMeta gives the lines that say where a case comes from and how it was run.
func (d *doc) sheetMeta(c *Case) []string {
	opt := func(key, v string) string {
		if v == "" {
			return ""
		}
		return d.Tr(key) + d.Colon() + v
	}
	from := page.Sentence(
		"  ·  ", opt("meta.feature", c.Feature), opt("meta.rule", c.Rule), opt("meta.examples", c.Examples),
		opt("meta.row", d.exampleRow(c)),
	)
	trace := page.Sentence(
		"  ·  ", opt("meta.story", c.Story), opt("meta.criteria", strings.Join(c.Criteria, ", ")),
		opt("meta.rules", strings.Join(c.Rules, ", ")), opt("meta.datasets", strings.Join(c.DataSets, ", ")),
	)
	ran := d.Tr("meta.never")
	if c.Attempt > 0 {
		ran = page.Sentence(
			"  ·  ", d.word("mode", c.Mode), d.Tr("meta.attempt", strconv.Itoa(c.Attempt), strconv.Itoa(c.Attempts)),
			opt("meta.tester", c.Tester), d.when(c), d.takenFrom(c), d.freshRun(c).Text,
		)
	}
	ran = page.Sentence("  ·  ", ran, d.driftRun(c).Text)
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
	case c.StartedAt == nil && c.EndedAt == nil, c.Taken != nil: // the cahier says when
		return ""
	case c.EndedAt == nil:
		return d.Short(*c.StartedAt)
	case c.StartedAt == nil:
		return d.Short(*c.EndedAt)
	}
	return d.Short(*c.EndedAt) + " (" + d.Duration(took(c)) + ")"
}

// took is how long a case took, in microseconds: from its beginning to its end as they were recorded, and at least the
// sum of its steps, for those of automation are recorded together once they ran.
func took(c *Case) int64 {
	return max(c.EndedAt.Sub(*c.StartedAt).Microseconds(), c.stepMicros())
}

// step draws one step: number, keyword and text, verdict, and below the text what comes with it.
func (d *doc) step(i int, s *Step) {
	if s.Background && i == 0 {
		d.Line(stepX, d.Y, 0, page.SmallItalic, d.Tr("step.background"))
		d.Y += page.Height(page.SmallItalic)
	}
	kw := keyword(s.Keyword)
	kst, st := page.Font(page.SansBold, 8.4, page.Navy), page.Font(page.Sans, 8.4, page.Ink)
	lines := 1 + len(s.Text)/90
	keep := float64(min(lines, 3))*page.Height(st) + 8
	if len(s.Table) == 0 && s.DocString == "" { // what was observed does not go over without its step
		for _, text := range []string{s.Observed, s.Comment, s.Cause + s.Reason} {
			if text != "" {
				keep += page.Height(page.Body) + 2
			}
		}
	}
	d.Need(keep)
	y, begun := d.Y, d.Page.Number
	d.Line(page.Left, y, 0, page.Font(page.Sans, page.SizeSmall, page.Grey), strconv.Itoa(i+1))
	k, col, said := d.stepSign(s)
	d.Page.Icon(k, verdictX, y+2, 7.4, col)
	factSt, vst := page.Font(page.Sans, 6.4, page.Grey), page.Font(page.SansBold, 7.2, col)
	word, facts := d.Clean(page.SansBold, said), d.Clean(page.Sans, d.stepFacts(s))
	d.Line(verdictX+11, y, page.Right-verdictX-11, vst, word)
	low := y
	if room := page.Right - verdictX - 11 - d.Width(vst, word); d.Width(factSt, facts)+3 <= room {
		d.LineRight(page.Right, y+0.6, factSt, facts)
	} else {
		d.Line(verdictX+11, y+9.5, page.Right-verdictX-11, factSt, facts)
		low += 19
	}
	d.Lead(stepX, stepW, kst, kw, st, s.Text)
	if d.Page.Number == begun {
		d.Y = max(d.Y, low)
	}
	if len(s.Table) > 0 {
		d.Gap(2)
		d.Grid(stepX, stepW, s.Table)
	}
	if s.DocString != "" {
		d.Gap(2)
		d.docString(s)
	}
	if s.Observed != "" {
		d.labelledPara("observed", s.Observed, col)
	}
	if s.Comment != "" {
		d.labelledPara("comment", s.Comment, page.Slate)
	}
	if s.Cause != "" || s.Reason != "" {
		d.labelledPara("cause", page.Sentence(" – ", d.word("cause", s.Cause), s.Reason), page.Amber)
	}
	if s.GivenAt != nil && s.At != nil {
		d.Para(stepX, stepW, page.SmallGrey, d.Tr("step.given", d.Stamp(*s.GivenAt), d.Stamp(*s.At)))
	}
	if len(s.Evidence) > 0 {
		d.Gap(2)
		d.proofs(s.Evidence)
	}
}

// stepSign gives the sign, the colour and the word of a step: what was to be done is done, what was to be observed is
// conform.
func (d *doc) stepSign(s *Step) (page.Icon, page.Color, string) {
	k, col := sign(s.Verdict)
	if d.has.done && s.Verdict == "passed" && !s.Expects() {
		return k, page.Slate, d.Tr("step.done")
	}
	return k, col, d.word("verdict", s.Verdict)
}

// sameGround stands for the steps of a background that is printed on the sheet of another case: where that is, and that
// each of them is done, or conform.
func (d *doc) sameGround(steps []Step, first *Case) {
	d.Need(page.Height(page.SmallItalic) + 30)
	st, y := page.SmallItalic, d.Y
	numbers, took := "1", int64(0)
	if len(steps) > 1 {
		numbers += "–" + strconv.Itoa(len(steps))
	}
	for i := range steps {
		took += steps[i].Micros
	}
	d.Line(page.Left, y, 0, page.Font(page.Sans, page.SizeSmall, page.Grey), numbers)
	same := Step{Verdict: "passed"}
	if slices.ContainsFunc(steps, func(s Step) bool { return s.Expects() }) {
		same.Type = "outcome"
	}
	k, col, said := d.stepSign(&same)
	vst := page.Font(page.SansBold, 7.2, col)
	d.Page.Icon(k, verdictX, y+1, 7.4, col)
	d.Line(verdictX+11, y-1, page.Right-verdictX-11, vst, said)
	if took > 0 {
		d.LineRight(page.Right, y-0.4, page.Font(page.Sans, 6.4, page.Grey), d.Duration(took))
	}
	words := d.Fit(st, d.Tr("step.same", first.ID), stepW)
	d.Line(stepX, y, stepW, st, words)
	d.Page.LinkTo(stepX, y, d.Width(st, words), page.Height(st), d.anchors[first.ID])
	d.Y += page.Height(st) + 1.5
	d.Page.Fill(page.Left, d.Y, page.TextW, 0.3, page.Rule)
	d.Gap(2)
}

// between draws the line below a step: dashed, and said, where the common background ends.
func (d *doc) between(steps []Step, i int) {
	d.Gap(1.5)
	if steps[i].Background && i+1 < len(steps) && !steps[i+1].Background {
		d.Need(page.Height(page.SmallItalic) + 30) // the label stays with the step below it
		d.Page.Dash(page.Left, d.Y, page.Right, d.Y, 0.7, 3, 2, page.Navy)
		d.Gap(2)
		d.Line(stepX, d.Y, 0, page.SmallItalic, d.Tr("step.scenario"))
		d.Y += page.Height(page.SmallItalic)
		return
	}
	d.Page.Fill(page.Left, d.Y, page.TextW, 0.3, page.Rule)
	d.Gap(2)
}

func (d *doc) stepFacts(s *Step) string {
	outcome := ""
	if s.Outcome != "" && s.Outcome != "passed" && s.Outcome != s.Verdict {
		outcome = d.word("outcome", s.Outcome)
	}
	took := ""
	if s.Micros > 0 {
		took = d.Duration(s.Micros)
	}
	mode := ""
	if s.Mode != "" {
		mode = d.Tr("mode.short." + s.Mode)
	}
	return page.Sentence(" · ", outcome, mode, took)
}

// labelledPara draws « Constaté : … » with a bar at its left.
func (d *doc) labelledPara(key, text string, col page.Color) {
	st := page.Font(page.Sans, 8, page.Ink)
	begun, y := d.Page.Number, d.Y
	d.Lead(stepX+7, stepW+38*page.MM-11, page.Font(page.SansBold, 8, col), d.Tr(key)+d.Colon(), st, text)
	if d.Page.Number == begun {
		d.Page.Fill(stepX, y+1, 1.6, d.Y-y-1, col)
	}
	d.Gap(1.5)
}

// docString draws a text argument as it was tested, in the fixed-width face.
func (d *doc) docString(s *Step) {
	if s.MediaType != "" {
		d.Line(stepX+7, d.Y, 0, page.Tiny, s.MediaType)
		d.Y += page.Height(page.Tiny)
	}
	d.Source(stepX, stepW, s.DocString)
}
