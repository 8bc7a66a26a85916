package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// gapSheets draws the sheet of each anomaly (annex G): what it is, and all that was recorded of it.
func (d *doc) gapSheets() {
	if len(d.pv.Anomalies) == 0 {
		d.None("anomalies.none")
		return
	}
	d.Note(page.BodyGrey, d.Tr("gaps.intro"))
	for i := range d.pv.Anomalies {
		d.gapSheet(&d.pv.Anomalies[i])
	}
}

// gapSheetKeep is the room that the head of a sheet and the beginning of its life ask for, in points.
const gapSheetKeep = 150.0

func (d *doc) gapSheet(a *Anomaly) {
	title := page.Sentence(" – ", a.Number, a.Summary)
	d.Again = nil
	d.Gap(6)
	d.Need(gapSheetKeep)
	d.Mark(&page.Section{Level: 1, Title: title, Anchor: d.Page.Anchor()}, d.Y)
	d.Para(page.Left, page.TextW, page.Font(page.SansBold, 9.8, page.Ink), title)
	d.Gap(2)
	for _, line := range d.gapLines(a) {
		if line != "" {
			d.Para(page.Left, page.TextW, page.Small, line)
		}
	}
	d.Gap(3)
	d.life(a)
}

// gapLines says what an anomaly is as it stands. What must be known of it and is not is said so.
func (d *doc) gapLines(a *Anomaly) []string {
	opt := func(key, v string) string {
		if v == "" {
			return ""
		}
		return d.Tr(key) + d.Colon() + v
	}
	at := d.OrNone(a.Case, true)
	if a.Step > 0 {
		at += ", " + d.Tr("step.number", strconv.Itoa(a.Step))
	}
	owed := func(key, v string) string { // of what weighs no more nothing is owed
		if a.Status == "open" || a.Status == "fixing" || a.Status == "fixed" || a.Status == "reopened" {
			return d.Labelled(key, v)
		}
		return opt(key, v)
	}
	return []string{
		page.Sentence(
			"  ·  ", d.Labelled("col.severity", d.word("severity", a.Severity)),
			d.Labelled("gaps.status", d.word("status", a.Status)),
			owed("anomaly.priority", d.word("priority", a.Priority)),
		),
		page.Sentence("  ·  ", d.Labelled("gaps.case", at), opt("gaps.found", a.FoundOn)),
		d.Labelled("gaps.observed", a.Observed), opt("workaround", a.Workaround), opt("anomaly.reason", a.Reason),
		page.Sentence(
			"  ·  ", owed("gaps.owner", a.Owner), owed("anomaly.due", d.Date(a.Due)),
			opt("anomaly.link", page.Sentence(" – ", a.Tracker, a.URL)), opt("anomaly.original", a.Original),
		),
		page.Sentence(
			"  ·  ", opt("anomaly.fixed", d.fixed(a.Build, a.FixedBy)), opt("anomaly.retest", d.shownBy(a.Retest)),
		),
		opt("anomaly.evidence", attached(a.Evidence)),
	}
}

// life draws all that was recorded of an anomaly, a line each.
func (d *doc) life(a *Anomaly) {
	t := d.Table(
		page.Amounts(d.Tr("col.leaf"), 14), page.Col(d.Tr("col.recorded"), 40), page.Col(d.Tr("col.act"), 62),
		page.Col(d.Tr("col.after"), 26), page.Col(d.Tr("col.reason"), 32),
	)
	for i := range a.Life {
		e := &a.Life[i]
		said := d.below(
			page.Cell{{Style: page.SmallBold, Text: d.event(e.Act)}},
			aside{"gaps.proposed", d.proposed(e.Proposed)}, aside{"anomaly.original", e.Original},
			aside{"gaps.owner", e.Owner}, aside{"anomaly.due", d.Date(e.Due)},
			aside{"anomaly.priority", d.word("priority", e.Priority)}, aside{"anomaly.fixed", e.Build},
			aside{"anomaly.retest", d.retest(e.Retest)},
		)
		t.Row(
			page.Plain(d.Number(e.Seq)), page.Cell{
				{Style: page.Small, Text: e.By}, {Style: page.SmallGrey, Text: d.Short(e.At)},
			}, said, page.Cell{
				{Style: d.severityStyle(e.Severity), Text: d.word("severity", e.Severity)},
				{Style: page.SmallGrey, Text: d.word("status", e.Status)},
			}, page.Plain(e.Reason),
		)
	}
	t.End()
}

// event says what was recorded: an act on the anomaly, or what took its re-test back.
func (d *doc) event(act string) string {
	if what, of := strings.CutPrefix(act, "result."); of {
		return d.word("event.result", what)
	}
	return d.word("event", act)
}

// proposed says what is proposed to the decision-maker: a severity, or to set the anomaly aside.
func (d *doc) proposed(what string) string {
	switch what {
	case "reject", "waive":
		return d.Tr("gaps.proposed." + what)
	}
	return d.word("severity", what)
}

// shownBy names the re-test of an anomaly with what the case found in it, when it still is its last attempt.
func (d *doc) shownBy(r *Retest) string {
	if r == nil {
		return ""
	}
	for i := range d.pv.Cases {
		if c := &d.pv.Cases[i]; c.ID == r.Case && c.Attempt == r.Attempt {
			return page.Sentence(", ", d.retest(r), d.word("verdict", c.Verdict))
		}
	}
	return d.retest(r)
}
