package reports

import (
	"strconv"
	"strings"

	"recette/reports/page"
)

// anomalyCounts prints the anomalies by severity (5.1): those set aside are neither corrected nor open.
func (d *doc) anomalyCounts() {
	if len(d.pv.AnomalyCounts) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.severity"), 46), page.Amounts(d.Tr("col.total"), 24),
		page.Amounts(d.Tr("col.closed"), 30), page.Amounts(d.Tr("col.retested"), 30),
		page.Amounts(d.Tr("col.aside"), 24), page.Amounts(d.Tr("col.open"), 20),
	)
	for _, a := range d.pv.AnomalyCounts {
		t.Row(
			page.Plain(d.word("severity", a.Severity)), page.Plain(d.Number(int64(a.Total))),
			page.Plain(d.Number(int64(a.Closed))), page.Plain(d.Number(int64(a.Retested))),
			page.Plain(d.Number(int64(a.Aside))), page.Bold(d.Number(int64(a.Open))),
		)
	}
	t.End()
	d.severityRules()
}

// severityRules says what the plan makes of severities, where they weigh more than they usually do.
func (d *doc) severityRules() {
	if len(d.pv.SeverityRules) == 0 {
		return
	}
	said := make([]string, 0, len(d.pv.SeverityRules))
	for _, x := range d.pv.SeverityRules {
		rule := d.word("severity", x.Severity) + d.Colon() + d.word("weight", x.Decision)
		if x.AtMost > 0 {
			rule += ", " + d.Tr("weight.most", d.Number(int64(x.AtMost)))
		}
		said = append(said, rule)
	}
	d.Note(page.Small, d.Tr("weight.rules", strings.Join(said, " ; ")))
}

// aside is one thing said below the text of a row.
type aside struct{ key, value string }

// below adds to a cell what is known of a row, a line each, and nothing of the rest.
func (d *doc) below(c page.Cell, all ...aside) page.Cell {
	for _, x := range all {
		if x.value != "" {
			c = append(c, page.Run{Style: page.SmallGrey, Text: d.Tr(x.key) + d.Colon() + x.value})
		}
	}
	return c
}

// anomalies prints the anomalies (5.2), those that are settled too: a PV says what became of each.
func (d *doc) anomalies() {
	if len(d.pv.Anomalies) == 0 {
		d.None("anomalies.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 21), page.Col(d.Tr("col.severity"), 30), page.Col(d.Tr("col.summary"), 61),
		page.Col(d.Tr("col.treatment"), 32), page.Col(d.Tr("col.raised"), 30),
	)
	for i := range d.pv.Anomalies {
		a := &d.pv.Anomalies[i]
		t.Row(
			page.Bold(a.Number), d.standing(a),
			d.below(
				page.Cell{{Style: page.Small, Text: a.Summary}}, aside{"workaround", a.Workaround},
				aside{"anomaly.original", a.Original}, aside{"anomaly.reason", a.Reason},
				aside{"anomaly.fixed", d.fixed(a.Build, a.FixedBy)},
				aside{"anomaly.retest", d.retest(a.Retest)}, aside{"anomaly.evidence", attached(a.Evidence)},
			),
			d.treatment(a), d.where(a),
		)
	}
	t.End()
	d.shown()
}

// standing says how grave an anomaly is, and where its life is.
func (d *doc) standing(a *Anomaly) page.Cell {
	return page.Cell{
		{Style: d.severityStyle(a.Severity), Text: d.word("severity", a.Severity)},
		{Style: page.SmallGrey, Text: d.word("status", a.Status)},
	}
}

// where says on which case and step an anomaly was raised, by whom and when.
func (d *doc) where(a *Anomaly) page.Cell {
	at := page.Run{Style: page.SmallGrey, Text: a.Case}
	if n, ok := d.anchors[a.Case]; ok {
		at.Style.Color, at.Link = page.LinkBlue, n+1
	}
	if a.Step > 0 {
		at.Text += ", " + d.Tr("step.number", strconv.Itoa(a.Step))
	}
	return page.Cell{
		at, {Style: page.Small, Text: a.RaisedBy}, {Style: page.SmallGrey, Text: d.Short(a.RaisedAt)},
	}
}

// treatment says who corrects an anomaly, in which order, by when, and where it is followed.
func (d *doc) treatment(a *Anomaly) page.Cell {
	c := d.Maybe(a.Owner)
	if a.Priority != "" {
		c = d.below(c, aside{"anomaly.priority", d.word("priority", a.Priority)})
	}
	c = d.below(c, aside{"anomaly.due", d.Date(a.Due)}, aside{"anomaly.link", a.Tracker})
	if a.URL != "" {
		c = append(c, page.Run{Style: page.SmallGrey, Text: a.URL})
	}
	return c
}

// fixed says which build corrects, and who did it.
func (d *doc) fixed(build, by string) string {
	if build == "" || by == "" {
		return build + by
	}
	return d.Tr("fixed.by", build, by)
}

// retest names the attempt that shows a correction.
func (d *doc) retest(r *Retest) string {
	if r == nil {
		return ""
	}
	return d.Tr("retest.attempt", r.Case, strconv.Itoa(r.Attempt))
}

// attached names pieces of evidence, with the beginning of their digests.
func attached(es []Evidence) string {
	names := make([]string, len(es))
	for i, e := range es {
		names[i] = e.Name + " (sha256:" + e.SHA256[:min(len(e.SHA256), 12)] + "…)"
	}
	return strings.Join(names, ", ")
}

func (d *doc) severityStyle(s string) page.Style {
	switch s {
	case "blocking":
		return page.Font(page.SansBold, page.SizeSmall, page.Red)
	case "major":
		return page.Font(page.SansBold, page.SizeSmall, page.Amber)
	}
	return page.SmallBold
}

// reserves prints the reserves (5.3).
func (d *doc) reserves() {
	if len(d.pv.Reserves) == 0 {
		d.None("reserves.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 22), page.Col(d.Tr("col.class"), 26), page.Col(d.Tr("col.reserve"), 69),
		page.Col(d.Tr("col.owner"), 33), page.Col(d.Tr("col.due"), 24),
	)
	for i := range d.pv.Reserves {
		r := &d.pv.Reserves[i]
		standing := r.Status
		if standing == "" {
			standing = "issued"
		}
		text := page.Cell{{Style: page.Small, Text: r.Text}}
		t.Row(
			page.Bold(r.Number),
			page.Cell{
				{Style: d.severityStyle(r.Class), Text: d.word("severity", r.Class)},
				{Style: page.SmallGrey, Text: page.Sentence(" ", d.word("reserve", standing), d.liftedIn(r))},
			},
			d.below(
				text, aside{"reserve.effect", r.Effect}, aside{"workaround", r.Workaround},
				aside{"reserve.check", r.Check}, aside{"reserve.verification", r.Verification},
				aside{"reserve.origin", r.Anomaly}, aside{"anomaly.fixed", d.fixed(r.Build, r.FixedBy)},
				aside{"anomaly.retest", d.retest(r.Retest)}, aside{"reserve.into", r.Into},
				aside{"reserve.decision", r.Decision}, aside{"anomaly.reason", r.Reason},
			),
			d.Maybe(r.Owner), d.Maybe(d.Date(r.Due)),
		)
	}
	t.End()
}

// liftedIn names the PV of lifting that says that a reserve is lifted.
func (d *doc) liftedIn(r *Reserve) string {
	if r.LiftedIn == "" {
		return ""
	}
	return d.Tr("lift.in", r.LiftedIn)
}

// severities prints the changes of severity (5.5).
func (d *doc) severities() {
	switch {
	case d.pv.SeverityChanges == nil:
		d.None("absent")
		return
	case len(d.pv.SeverityChanges) == 0:
		d.Note(page.Body, d.Tr("severities.none"))
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 22), page.Col(d.Tr("col.severity"), 44), page.Col(d.Tr("col.reason"), 62),
		page.Col(d.Tr("col.author"), 46),
	)
	for i := range d.pv.SeverityChanges {
		x := &d.pv.SeverityChanges[i]
		t.Row(
			page.Bold(x.Number),
			page.Cell{{
				Style: d.severityStyle(x.To),
				Text:  d.word("severity", x.From) + " → " + d.word("severity", x.To),
			}},
			d.Maybe(x.Reason),
			page.Cell{{Style: page.Small, Text: x.By}, {Style: page.SmallGrey, Text: d.Short(x.At)}},
		)
	}
	t.End()
}
