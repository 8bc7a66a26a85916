package reports

import (
	"strconv"
	"strings"
)

func (d *doc) results() {
	f := d.pv.Figures
	rows := make([]field, 0, 4)
	for _, r := range d.rates(f) {
		rows = append(rows, field{label: r.label, value: r.terms + "  –  " + r.percent + "  (" + r.formula + ")"})
	}
	rows = append(
		rows,
		field{
			label: d.tr("figure.in_scope"),
			value: d.tr(
				"figure.in_scope.text", d.number(int64(f.InScope)), d.number(int64(f.NotApplicable)),
				d.number(int64(f.Planned)),
			),
		},
	)
	d.fields(rows...)
}

func (d *doc) figureColumns(first string, share float64) []column {
	cols := []column{{first, share, false}, {d.tr("figure.planned"), 15, true}, {d.tr("figure.executed"), 16, true}}
	for _, v := range vocabulary("verdict") {
		cols = append(cols, column{d.tr("short." + v), 16, true})
	}
	return append(cols, column{d.tr("rate.conformity.short"), 24, true})
}

func (d *doc) figureRow(t *table, first cell, f Figures) {
	num := func(n int) cell { return plain(d.number(int64(n))) }
	conform := f.Passed + f.Remark
	t.row(
		first, num(f.Planned), num(f.Executed), num(f.Passed), num(f.Remark), num(f.Failed), num(f.Blocked),
		num(f.NotRun), num(f.NotApplicable),
		cell{{st: smallB, text: d.ratio(conform, f.Planned)}, {st: smallG, text: d.percent(conform, f.Planned)}},
	)
}

func (d *doc) figuresByJourney() {
	t := d.table(d.figureColumns(d.tr("col.journey"), 46)...)
	for _, j := range d.pv.Journeys {
		first := cell{{st: smallB, text: j.Title}, {st: tiny, text: j.Code}, d.verdictRun(j.Verdict, sizeSmall)}
		d.figureRow(t, first, j.Figures)
	}
	d.figureRow(t, cell{{st: smallB, text: d.tr("total")}}, d.pv.Figures)
	t.end()
	d.shared()
}

// shared says which cases count in several lines of the table and once in its total.
func (d *doc) shared() {
	var list []string
	for i := range d.pv.Cases {
		if c := &d.pv.Cases[i]; len(c.Journeys) > 1 {
			list = append(list, c.ID+" ("+strings.Join(c.Journeys, ", ")+")")
		}
	}
	if len(list) > 0 {
		d.gap(4)
		d.note(bodyGrey, d.count("journey.shared", len(list))+d.colon()+strings.Join(list, ", "))
	}
}

func (d *doc) figuresByMode() {
	t := d.table(d.figureColumns(d.tr("col.mode"), 46)...)
	for _, m := range []struct {
		key string
		f   Figures
	}{{"manual", d.pv.Manual}, {"auto", d.pv.Auto}, {"mixed", d.pv.Mixed}} {
		d.figureRow(t, cell{{st: smallB, text: d.word("mode", m.key)}}, m.f)
	}
	t.end()
}

// caseTable is the table by scenario (4.4), each line leading to the sheet of its case.
func (d *doc) caseTable() {
	if len(d.pv.Cases) == 0 {
		d.none("cases.none")
		return
	}
	t := d.table(
		column{d.tr("col.scenario"), 60, false}, column{d.tr("col.trace"), 28, false},
		column{d.tr("col.run"), 38, false},
		column{d.tr("col.verdict"), 32, false}, column{d.tr("col.links"), 20, false},
	)
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		id := style{sansBold, sizeSmall, linkBl}
		name := cell{
			{st: id, text: c.ID, link: d.anchors[c.ID] + 1},
			{st: small, text: c.Name},
			{st: smallG, text: d.exampleRow(c)},
		}
		trace := cell{
			{st: small, text: sentence(" ", c.Story, strings.Join(c.Criteria, ", "))},
			{st: smallG, text: strings.Join(c.DataSets, ", ")},
		}
		ran := cell{{st: small, text: d.word("mode", c.Mode)}, {st: small, text: c.Tester}}
		if c.EndedAt != nil {
			ran = append(ran, run{st: smallG, text: d.short(*c.EndedAt)})
		}
		verdict := cell{d.verdictRun(c.Verdict, sizeSmall)}
		if c.Outcome != "" && c.Outcome != "passed" {
			verdict = append(verdict, run{st: smallG, text: d.word("outcome", c.Outcome)})
		}
		verdict = append(verdict, d.freshRun(c))
		links := cell{}
		if n := c.evidence(); n > 0 {
			links = append(links, run{st: small, text: d.count("evidence.count", n)})
		}
		for _, a := range c.Anomalies {
			links = append(links, run{st: style{sansBold, sizeSmall, red}, text: a})
		}
		t.row(name, trace, ran, verdict, links)
	}
	t.end()
}

// exampleRow is the row of examples of a case as printed: an empty cell says that it is empty. Gherkin trims cells, so
// that « = » and a space stand before a comma or at the end for an empty cell alone.
func (d *doc) exampleRow(c *Case) string {
	if c.Row == "" {
		return ""
	}
	empty := " = " + d.tr("row.empty")
	row := strings.ReplaceAll(c.Row, " = , ", empty+", ")
	if head, ok := strings.CutSuffix(row, " = "); ok {
		row = head + empty
	}
	return row
}

func (c *Case) evidence() int {
	n := 0
	for i := range c.Steps {
		n += len(c.Steps[i].Evidence)
	}
	return n
}

// freshRun says whether the result still holds for the text and the version delivered.
func (d *doc) freshRun(c *Case) run {
	if c.Attempt == 0 {
		return run{}
	}
	if c.Freshness == "fresh" {
		return run{st: smallG, text: d.tr("freshness.fresh")}
	}
	return run{st: style{sansBold, sizeSmall, amber}, text: d.word("freshness", c.Freshness)}
}

// reasons lists why cases were blocked, not run or not applicable (4.5).
func (d *doc) reasons() {
	var t *table
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		if c.Verdict != "blocked" && c.Verdict != "not_run" && c.Verdict != "not_applicable" {
			continue
		}
		if t == nil {
			t = d.table(
				column{d.tr("col.scenario"), 62, false}, column{d.tr("col.verdict.only"), 32, false},
				column{d.tr("col.reason"), 80, false},
			)
		}
		t.row(
			cell{
				{st: style{sansBold, sizeSmall, linkBl}, text: c.ID, link: d.anchors[c.ID] + 1},
				{st: small, text: c.Name},
			},
			cell{d.verdictRun(c.Verdict, sizeSmall)}, d.maybe(c.why(d)),
		)
	}
	if t == nil {
		d.none("reasons.none")
		return
	}
	t.end()
}

// why gives the reason of the case, or those of its steps.
func (c *Case) why(d *doc) string {
	if c.Reason != "" || c.Message != "" {
		return sentence("\n", c.Reason, c.Message)
	}
	var out []string
	for i := range c.Steps {
		s := &c.Steps[i]
		text := sentence(" – ", d.word("cause", s.Cause), s.Reason)
		if text != "" && s.Verdict == c.Verdict {
			out = append(out, d.tr("step.number", strconv.Itoa(i+1))+d.colon()+text)
		}
	}
	return strings.Join(out, "\n")
}

func (d *doc) stale() {
	if len(d.pv.Stale) == 0 {
		d.none("stale.none")
	} else {
		d.note(body, d.count("stale.some", len(d.pv.Stale)))
		d.note(bodyBold, strings.Join(d.pv.Stale, ", "))
	}
	d.fields(d.f("4.7", ""))
}

func (d *doc) notShown() {
	if len(d.pv.NotShown) == 0 {
		d.none("absent")
		return
	}
	d.bullets(d.pv.NotShown)
}

func (d *doc) anomalyCounts() {
	if len(d.pv.AnomalyCounts) > 0 {
		t := d.table(
			column{d.tr("col.severity"), 60, false}, column{d.tr("col.total"), 30, true},
			column{d.tr("col.closed"), 50, true}, column{d.tr("col.open"), 34, true},
		)
		for _, a := range d.pv.AnomalyCounts {
			open := cell{{st: smallB, text: d.number(int64(a.Open))}}
			t.row(
				plain(d.word("severity", a.Severity)), plain(d.number(int64(a.Total))),
				plain(d.number(int64(a.Closed))), open,
			)
		}
		t.end()
	}
}

// accepted prints the decisions that accept failed cases (5.4), each with the cases that it accepts, and 5.5.
func (d *doc) accepted() {
	switch {
	case d.pv.Accepted == nil:
		d.none("absent")
	case len(d.pv.Accepted) == 0:
		d.note(body, d.tr("accepted.none"))
	default:
		t := d.table(
			column{d.tr("decision.number"), 30, false}, column{d.tr("decision.by"), 34, false},
			column{d.tr("decision.reason"), 60, false}, column{d.tr("col.accepted"), 50, false},
		)
		for _, a := range d.pv.Accepted {
			t.row(
				cell{{st: smallB, text: d.known(a.Decision)}}, d.maybe(a.By), d.maybe(a.Reason),
				plain(strings.Join(a.Cases, ", ")),
			)
		}
		t.end()
	}
	d.fields(d.f("5.5", ""))
}

func (d *doc) anomalies() {
	if len(d.pv.Anomalies) == 0 {
		d.none("anomalies.none")
		return
	}
	t := d.table(
		column{d.tr("col.number"), 24, false}, column{d.tr("col.severity"), 32, false},
		column{d.tr("col.summary"), 82, false}, column{d.tr("col.raised"), 36, false},
	)
	for _, a := range d.pv.Anomalies {
		where := run{st: smallG, text: a.Case}
		if n, ok := d.anchors[a.Case]; ok {
			where.st.col, where.link = linkBl, n+1
		}
		if a.Step > 0 {
			where.text += ", " + d.tr("step.number", strconv.Itoa(a.Step))
		}
		summary := cell{{st: small, text: a.Summary}}
		if a.Workaround != "" {
			summary = append(summary, run{st: smallG, text: d.tr("workaround") + d.colon() + a.Workaround})
		}
		t.row(
			cell{{st: smallB, text: a.Number}},
			cell{
				{st: d.severityStyle(a.Severity), text: d.word("severity", a.Severity)},
				{st: smallG, text: d.word("status", a.Status)},
			},
			summary, cell{where, {st: small, text: a.RaisedBy}, {st: smallG, text: d.short(a.RaisedAt)}},
		)
	}
	t.end()
}

func (d *doc) severityStyle(s string) style {
	switch s {
	case "blocking":
		return style{sansBold, sizeSmall, red}
	case "major":
		return style{sansBold, sizeSmall, amber}
	}
	return smallB
}

func (d *doc) reserves() {
	if len(d.pv.Reserves) == 0 {
		d.none("reserves.none")
		return
	}
	t := d.table(
		column{d.tr("col.number"), 22, false}, column{d.tr("col.class"), 24, false},
		column{d.tr("col.reserve"), 69, false}, column{d.tr("col.owner"), 35, false},
		column{d.tr("col.due"), 24, false},
	)
	for _, r := range d.pv.Reserves {
		text := cell{{st: small, text: r.Text}}
		for _, x := range []struct{ key, value string }{
			{"workaround", r.Workaround}, {"reserve.check", r.Check}, {"reserve.origin", r.Anomaly},
		} {
			if x.value != "" {
				text = append(text, run{st: smallG, text: d.tr(x.key) + d.colon() + x.value})
			}
		}
		t.row(
			cell{{st: smallB, text: r.Number}}, plain(d.word("severity", r.Class)), text, d.maybe(r.Owner),
			d.maybe(d.date(r.Due)),
		)
	}
	t.end()
}
