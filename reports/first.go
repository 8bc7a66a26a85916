package reports

import (
	"recette/reports/page"
)

// What layout 1 drew otherwise. It never changes.

// alone draws what each person did on each day, when no session was recorded.
func (d *doc) alone() {
	if len(d.pv.Sessions) == 0 {
		d.None("sessions.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.day"), 24), page.Col(d.Tr("col.who"), 52), page.Col(d.Tr("col.role"), 38),
		page.Col(d.Tr("col.from"), 24), page.Col(d.Tr("col.to"), 24), page.Amounts(d.Tr("col.cases"), 18),
	)
	for _, s := range d.pv.Sessions {
		t.Row(
			page.Plain(d.Day(s.From.In(d.Location()))), page.Plain(d.Known(s.Actor)), page.Plain(d.roleName(s.Role)),
			page.Plain(d.Hour(s.From)), page.Plain(d.Hour(s.To)), page.Plain(d.Number(int64(s.Cases))),
		)
	}
	t.End()
}

// openOrClosed draws anomalies by severity, open or closed.
func (d *doc) openOrClosed() {
	if len(d.pv.AnomalyCounts) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.severity"), 60), page.Amounts(d.Tr("col.total"), 30),
		page.Amounts(d.Tr("col.closed"), 50), page.Amounts(d.Tr("col.open"), 34),
	)
	for _, a := range d.pv.AnomalyCounts {
		t.Row(
			page.Plain(d.word("severity", a.Severity)), page.Plain(d.Number(int64(a.Total))),
			page.Plain(d.Number(int64(a.Closed))), page.Bold(d.Number(int64(a.Open))),
		)
	}
	t.End()
}

// raised draws the anomalies as they were raised.
func (d *doc) raised() {
	if len(d.pv.Anomalies) == 0 {
		d.None("anomalies.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 24), page.Col(d.Tr("col.severity"), 32),
		page.Col(d.Tr("col.summary"), 82), page.Col(d.Tr("col.raised"), 36),
	)
	for i := range d.pv.Anomalies {
		a := &d.pv.Anomalies[i]
		t.Row(
			page.Bold(a.Number), d.standing(a),
			d.below(page.Cell{{Style: page.Small, Text: a.Summary}}, aside{"workaround", a.Workaround}), d.where(a),
		)
	}
	t.End()
}

// issued draws the reserves as they were issued.
func (d *doc) issued() {
	if len(d.pv.Reserves) == 0 {
		d.None("reserves.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 22), page.Col(d.Tr("col.class"), 24), page.Col(d.Tr("col.reserve"), 69),
		page.Col(d.Tr("col.owner"), 35), page.Col(d.Tr("col.due"), 24),
	)
	for i := range d.pv.Reserves {
		r := &d.pv.Reserves[i]
		t.Row(
			page.Bold(r.Number), page.Plain(d.word("severity", r.Class)),
			d.below(
				page.Cell{{Style: page.Small, Text: r.Text}}, aside{"workaround", r.Workaround},
				aside{"reserve.check", r.Check}, aside{"reserve.origin", r.Anomaly},
			),
			d.Maybe(r.Owner), d.Maybe(d.Date(r.Due)),
		)
	}
	t.End()
}
