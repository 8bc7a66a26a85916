package cahier

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// sheet draws the sheet of a case: what it is, its steps with what was found of each or the room for it, and what
// concludes it.
func (d *doc) sheet(c *Case) {
	d.Again = nil
	if d.Y > page.TopY+1 {
		d.Gap(12)
	}
	d.Need(min(max(150, d.headHeight(c)), page.BottomY-page.TopY))
	d.Page.Place(d.sheets[c.ID], max(d.Y-6, 0))
	d.Page.Bookmark(1, d.Clean(page.Sans, page.Sentence(" – ", c.ID, c.Name)), max(d.Y-6, 0))
	d.band(c)
	d.identity(c)
	d.steps(c)
	if d.blank() {
		d.conclude(c)
	} else {
		d.concluded(c)
	}
}

// headHeight is what the head of a sheet takes, with the header of its steps and the first of them: a head alone at the
// bottom of a page announces nothing.
func (d *doc) headHeight(c *Case) float64 {
	lines := len(d.Wrap(page.Small, c.Purpose(d.Words), page.TextW, 60)) + 8 // the rest takes a line each
	h := 25 + 2*page.Height(page.Font(page.SansBold, 10.5, page.Ink)) + float64(lines)*page.Height(page.Small) + 6
	if len(c.Steps) == 0 {
		return h
	}
	return h + 40 + d.stepHeight(&c.Steps[0])
}

// stepHeight is what the row of a step takes in the blank cahier, where its boxes do.
func (d *doc) stepHeight(s *Step) float64 {
	lines := 0
	for _, r := range d.stepCell(s) {
		lines += len(d.Wrap(r.Style, r.Text, page.TextW*80/174-8, 0))
	}
	return float64(max(lines, len(d.boxes(s))))*page.Height(page.Small) + 2*page.PadY
}

// prior refers to the Contexte of a case, which was printed once, and says what was found of it.
func (d *doc) prior(c *Case, x *shared) {
	where := d.t("prior", x.Number, strconv.Itoa(x.page), d.number(c.Prior))
	d.Need(page.Height(page.Small) + 2)
	y := d.Y
	label := d.t("sheet.prior") + d.Colon()
	d.Line(page.Left, y, 0, page.SmallBold, label)
	at := page.Left + d.Width(page.SmallBold, d.Clean(page.SansBold, label))
	st := page.Font(page.Sans, page.SizeSmall, page.LinkBlue)
	d.Line(at, y, 0, st, where)
	w := d.Width(st, d.Clean(page.Sans, where))
	d.Page.LinkTo(at, y, w, page.Height(st), x.anchor)
	at += w + 14
	if d.blank() {
		for _, key := range []string{"prior.done", "prior.blocked"} {
			d.Page.Icon(page.IconBox, at, y+1, 7.5, page.Ink)
			d.Line(at+11, y, 0, page.Small, d.t(key))
			at += 11 + d.Width(page.Small, d.Clean(page.Sans, d.t(key))) + 12
		}
		d.Y += page.Height(page.Small) + 1
		return
	}
	conform, worst := 0, "passed"
	for _, s := range c.Background {
		if s.Verdict == "passed" || s.Verdict == "passed_with_remark" {
			conform++
		} else if worst == "passed" {
			worst = s.Verdict
		}
	}
	if conform < c.Prior && worst == "passed" {
		worst = "not_run"
	}
	k, col := sign(worst)
	d.Page.Icon(k, at, y+1.2, 7, col)
	d.Line(at+10, y, 0, page.Font(page.SansBold, page.SizeSmall, col), d.t("prior.conform", d.Ratio(conform, c.Prior)))
	d.Y += page.Height(page.Small) + 1
}

// steps draws the steps in a table.
func (d *doc) steps(c *Case) {
	d.Again = d.goesOn(c)
	t := d.Table(page.Col(d.t("col.rank"), 9), page.Col(d.t("col.step"), 80), page.Col(d.t("col.observed"), 54),
		page.Col(d.t("col.verdict"), 31)).Lined()
	if !d.blank() {
		for i := range c.Background {
			if s := &c.Background[i]; s.said() {
				t.Row(page.Plain(d.number(i+1)), page.Plain(d.contexts[c.Context].Steps[i].Text), d.seen(s),
					d.verdict(s, d.contexts[c.Context].Steps[i].Expects()))
			}
		}
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		if d.blank() {
			t.Row(page.Plain(d.number(s.Number)), d.stepCell(s), page.Cell{}, d.boxes(s))
			continue
		}
		t.Row(page.Plain(d.number(s.Number)), d.stepCell(s), d.seen(&s.Seen), d.verdict(&s.Seen, s.Expects()))
	}
	t.End()
}

// goesOn gives what says, at the top of a page, of which case the steps go on there.
func (d *doc) goesOn(c *Case) func() {
	said := d.Page.Number // on each page once: the turn of a page asks for it, and the header of the table after it
	return func() {
		if d.Page.Number != said {
			said = d.Page.Number
			d.Line(page.Left, d.Y, page.TextW, page.SmallBold, d.t("goes-on", c.ID, c.Name))
			d.Y += page.Height(page.SmallBold) + 2
		}
	}
}

// said tells whether more than a plain conform was found.
func (s *Seen) said() bool {
	return s.Verdict != "" && s.Verdict != "passed" || s.Observed != "" || s.Comment != "" || len(s.Evidence) > 0
}

// stepCell is the text of a step: an expected result is told from an action at once.
func (d *doc) stepCell(s *Step) page.Cell {
	st := page.Small
	var cell page.Cell
	if s.Expects() {
		st = page.SmallBold
		cell = append(cell, page.Run{Style: page.Font(page.SansBold, page.SizeTiny, page.Teal), Text: d.t("expected")})
	}
	cell = append(cell, page.Run{Style: st, Text: joined(s.Keyword, s.Text)})
	for _, row := range table(s.Table) {
		cell = append(cell, page.Run{Style: page.Font(page.Mono, 6.4, page.Ink), Text: row})
	}
	if s.DocString != "" {
		cell = append(cell, page.Run{Style: page.Font(page.Mono, 6.4, page.Ink), Text: s.DocString})
	}
	for _, m := range s.Messages {
		cell = append(cell, page.Run{Style: page.SmallItalic, Text: d.t("message", m.Code, m.Text)})
	}
	return cell
}

// joined puts a keyword before a text: no space follows an elided one.
func joined(keyword, text string) string {
	if strings.HasSuffix(keyword, "'") || strings.HasSuffix(keyword, "’") {
		return keyword + text
	}
	return page.Sentence(" ", keyword, text)
}

// table writes the rows of a table with their columns under each other.
func table(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	out := make([]string, len(rows))
	for r, row := range rows {
		var b strings.Builder
		b.WriteByte('|')
		for i, cell := range row {
			b.WriteString("\u00a0" + strings.ReplaceAll(cell, " ", "\u00a0"))
			b.WriteString(strings.Repeat("\u00a0", widths[i]-len([]rune(cell))) + "\u00a0|")
		}
		out[r] = b.String()
	}
	return out
}

// boxes are what a tester ticks of a step: an action is done or blocked, an expected result has a verdict.
func (d *doc) boxes(s *Step) page.Cell {
	if s.Expects() {
		return page.Cell{
			box(d.word("verdict", "passed")), box(d.t("with-remark")), box(d.word("verdict", "failed")),
			box(d.word("verdict", "blocked")), box(d.word("verdict", "not_applicable")),
		}
	}
	return page.Cell{box(d.t("done")), box(d.word("verdict", "blocked"))}
}

// seen is what was found of a step, in words.
func (d *doc) seen(s *Seen) page.Cell {
	var cell page.Cell
	add := func(st page.Style, text string) {
		if text != "" {
			cell = append(cell, page.Run{Style: st, Text: text})
		}
	}
	add(page.Small, s.Observed)
	if s.Comment != "" {
		add(page.Small, d.t("said.comment")+d.Colon()+s.Comment)
	}
	if s.Cause != "" {
		add(page.Small, d.t("said.cause")+d.Colon()+d.word("cause", s.Cause))
	}
	if s.Reason != "" {
		add(page.Small, d.t("said.reason")+d.Colon()+s.Reason)
	}
	if s.Outcome != "" {
		add(page.SmallItalic, d.t("said.outcome")+d.Colon()+d.word("outcome", s.Outcome))
	}
	for _, e := range s.Evidence {
		add(page.Font(page.Sans, page.SizeTiny, page.Grey), d.t("evidence", e.Name, d.Bytes(e.Size),
			page.Digest(e.SHA256, 12)))
	}
	return cell
}

// verdict is that of a step, with when it was given, and by whom when it was not the tester of the case. What was to be
// done is done, and not conform.
func (d *doc) verdict(s *Seen, expects bool) page.Cell {
	cell := page.Cell{d.verdictRun(s.Verdict)}
	if s.Done(expects) {
		cell[0].Text, cell[0].Style.Color = d.t("done"), page.Slate
	}
	if s.At != nil {
		cell = append(cell, page.Run{
			Style: page.Font(page.Sans, page.SizeTiny, page.Grey),
			Text:  page.Sentence(", ", d.Short(*s.At), d.word("mode.short", s.Mode)),
		})
	}
	if s.At != nil && s.GivenAt != nil {
		cell = append(cell, page.Run{
			Style: page.Font(page.Sans, page.SizeTiny, page.Grey),
			Text:  d.Words("reports.step.given", d.Stamp(*s.GivenAt), d.Stamp(*s.At)),
		})
	}
	if s.By != "" {
		cell = append(cell, page.Run{Style: page.Font(page.Sans, page.SizeTiny, page.Grey), Text: s.By})
	}
	return cell
}
