package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// corrected says of the result of a case that its author corrected it, when and why; nothing when they did not.
func (d *doc) corrected(c *Case) page.Run {
	var lines []string
	for i := range d.pv.Amendments {
		a := &d.pv.Amendments[i]
		if a.Case == c.ID && a.Attempt == c.Attempt {
			lines = append(lines, d.Tr("amended.row", d.word("verdict", a.Was), d.signed(a.By, a.At), a.Reason))
		}
	}
	return page.Run{
		Style: page.Font(page.SansBold, page.SizeSmall, page.Amber), Text: strings.Join(lines, "\n"),
	}
}

// amendments draws what authors of results corrected of them, with what they had said first; nothing when they did not.
func (d *doc) amendments() {
	if len(d.pv.Amendments) == 0 {
		return
	}
	d.Note(page.Body, d.Tr("amendments.intro"))
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 32), page.Col(d.Tr("col.amendment"), 66), page.Col(d.Tr("col.reason"), 42),
		page.Col(d.Tr("col.amended"), 34),
	)
	for i := range d.pv.Amendments {
		a := &d.pv.Amendments[i]
		what := page.Bold(d.Tr("amended.verdict", d.word("verdict", a.Was), d.word("verdict", a.Verdict)))
		for k := range a.Steps {
			s := &a.Steps[k]
			what = append(what, page.Run{Style: page.Small, Text: d.Tr(
				"amended.step", strconv.Itoa(s.Step), d.judgement(&s.Was), d.judgement(&s.Now),
			)})
		}
		t.Row(
			page.Bold(page.Sentence("\n", a.Case, d.Tr("objection.attempt", strconv.Itoa(a.Attempt)))), what,
			page.Plain(a.Reason), page.Plain(d.signed(a.By, a.At)),
		)
	}
	t.End()
}

// judgement is what was said of a step, in one sentence.
func (d *doc) judgement(j *Judgement) string {
	return page.Sentence(" – ", d.word("verdict", j.Verdict), d.word("cause", j.Cause), j.Observed, j.Comment, j.Reason)
}
