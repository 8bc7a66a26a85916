package reports

import (
	"slices"
	"strconv"
	"strings"

	"recette/reports/page"
)

func (d *doc) results() {
	f := d.pv.Figures
	rows := make([]page.Field, 0, 5)
	for _, r := range d.rates(f) {
		rows = append(rows, page.Field{Label: r.label, Value: r.terms + "  –  " + r.percent + "  (" + r.formula + ")"})
	}
	rows = append(
		rows,
		page.Field{
			Label: d.Tr("figure.in_scope"),
			Value: d.Tr(
				"figure.in_scope.text", d.Number(int64(f.InScope)), d.Number(int64(f.NotApplicable)),
				d.Number(int64(f.Planned)),
			),
		},
	)
	if f.Due > 0 {
		rows = append(rows, page.Field{
			Label: d.Tr("figure.due.label"),
			Value: d.Tr("figure.due.text", d.Number(int64(f.Due)), d.Number(int64(f.NotRun))),
		})
	}
	if f.Unread > 0 {
		rows = append(rows, page.Field{
			Label: d.Tr("figure.unread.label"),
			Value: d.Tr("figure.unread.text", d.Number(int64(f.Unread)), d.Number(int64(f.NotRun))),
		})
	}
	if f.Returned > 0 {
		rows = append(rows, page.Field{
			Label: d.Tr("figure.returned.label"),
			Value: d.Tr("figure.returned.text", d.Number(int64(f.Returned)), d.Number(int64(f.NotRun))),
		})
	}
	d.Fields(append(rows, d.covered()...)...)
}

// apart says which of the cases that count as not run have a result that something holds back.
func (d *doc) apart(f Figures) (lines []string) {
	for _, x := range []struct {
		key string
		n   int
	}{{"figure.due", f.Due}, {"figure.returned", f.Returned}, {"figure.unread", f.Unread}} {
		if x.n > 0 {
			lines = append(lines, d.Tr(x.key, d.Number(int64(x.n))))
		}
	}
	return lines
}

func (d *doc) figureColumns(first string, share float64) []page.Column {
	cols := []page.Column{
		page.Col(first, share), page.Amounts(d.Tr("figure.planned"), 15),
		page.Amounts(d.Tr("figure.executed"), 16),
	}
	for _, v := range vocabulary("verdict") {
		cols = append(cols, page.Amounts(d.Tr("short."+v), 16))
	}
	return append(cols, page.Amounts(d.Tr("rate.conformity.short"), 24))
}

func (d *doc) figureRow(t *page.Table, first page.Cell, f Figures) {
	num := func(n int) page.Cell { return page.Plain(d.Number(int64(n))) }
	conform := f.Passed + f.Remark
	notRun := num(f.NotRun)
	for _, line := range d.apart(f) {
		notRun = append(notRun, page.Run{Style: page.Tiny, Text: line})
	}
	t.Row(
		first, num(f.Planned), num(f.Executed), num(f.Passed), num(f.Remark), num(f.Failed), num(f.Blocked),
		notRun, num(f.NotApplicable),
		page.Cell{
			{Style: page.SmallBold, Text: d.Ratio(conform, f.Planned)},
			{Style: page.SmallGrey, Text: d.Percent(conform, f.Planned)},
		},
	)
}

func (d *doc) figuresByJourney() {
	t := d.Table(d.figureColumns(d.Tr("col.journey"), 46)...)
	for _, j := range d.pv.Journeys {
		first := page.Cell{
			{Style: page.SmallBold, Text: j.Title},
			{Style: page.Tiny, Text: j.Code},
			d.verdictRun(j.Verdict),
		}
		d.figureRow(t, first, j.Figures)
	}
	d.figureRow(t, page.Bold(d.Tr("total")), d.pv.Figures)
	t.End()
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
		d.Gap(4)
		d.Note(page.BodyGrey, d.Count("journey.shared", len(list))+d.Colon()+strings.Join(list, ", "))
	}
}

func (d *doc) figuresByMode() {
	t := d.Table(d.figureColumns(d.Tr("col.mode"), 46)...)
	for _, m := range []struct {
		key string
		f   Figures
	}{{"manual", d.pv.Manual}, {"auto", d.pv.Auto}, {"mixed", d.pv.Mixed}} {
		d.figureRow(t, page.Bold(d.word("mode", m.key)), m.f)
	}
	if d.pv.Transcribed.InScope > 0 {
		d.figureRow(t, page.Plain(d.Tr("figure.taken")), d.pv.Transcribed)
	}
	if d.pv.Regression.InScope > 0 {
		d.figureRow(t, page.Bold(d.Tr("figure.regression")), d.pv.Regression)
	}
	t.End()
	if d.has.covers && d.pv.Regression.InScope == 0 && !slices.Contains(d.pv.Absent, "4.3b") {
		d.Note(page.Body, d.Tr("regression.none"))
	}
	if n := d.pv.Trials; n != nil {
		d.Gap(4)
		d.Note(page.BodyGrey, d.Tr("figure.trials", d.Number(int64(n.Rehearsal)), d.Number(int64(n.Exploratory))))
	}
	d.missing("4.3b")
}

// caseTable is the table by scenario (4.4), each line leading to the sheet of its case.
func (d *doc) caseTable() {
	if len(d.pv.Cases) == 0 {
		d.None("cases.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 60), page.Col(d.Tr("col.trace"), 28),
		page.Col(d.Tr("col.run"), 38),
		page.Col(d.Tr("col.verdict"), 32), page.Col(d.Tr("col.links"), 20),
	)
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		id := d.linked(page.Font(page.SansBold, page.SizeSmall, page.LinkBlue), c.ID)
		name := page.Cell{
			{Style: id, Text: c.ID, Link: d.to(c.ID)},
			{Style: page.Small, Text: c.Name},
			{Style: page.SmallGrey, Text: d.exampleRow(c)},
		}
		trace := page.Cell{
			{Style: page.Small, Text: page.Sentence(" ", c.Story, strings.Join(c.Criteria, ", "))},
			{Style: page.SmallGrey, Text: strings.Join(c.DataSets, ", ")},
		}
		ran := append(d.ranOn(c), page.Run{Style: page.Small, Text: d.word("mode", c.Mode)},
			page.Run{Style: page.Small, Text: c.Tester})
		switch {
		case c.Taken != nil:
			ran = append(ran, d.takenRuns(c)...)
		case c.EndedAt != nil:
			ran = append(ran, page.Run{Style: page.SmallGrey, Text: d.Short(*c.EndedAt)})
		}
		verdict := page.Cell{d.verdictRun(c.Verdict)}
		if c.Outcome != "" && c.Outcome != "passed" {
			verdict = append(verdict, page.Run{Style: page.SmallGrey, Text: d.word("outcome", c.Outcome)})
		}
		verdict = append(verdict, d.freshRun(c))
		if moved := d.driftRun(c); moved.Text != "" {
			verdict = append(verdict, moved)
		}
		if read := d.readOver(c); read.Text != "" {
			verdict = append(verdict, read)
		}
		if said := d.corrected(c); said.Text != "" {
			verdict = append(verdict, said)
		}
		links := page.Cell{}
		if n := c.evidence(); n > 0 {
			links = append(links, page.Run{Style: page.Small, Text: d.Count("evidence.count", n)})
		}
		for _, a := range c.Anomalies {
			links = append(links, page.Run{Style: page.Font(page.SansBold, page.SizeSmall, page.Red), Text: a})
		}
		t.Row(name, trace, ran, verdict, links)
	}
	t.End()
}

// exampleRow is the row of examples of a case as printed: an empty cell says that it is empty. Gherkin trims cells, so
// that « = » and a space stand before a comma or at the end for an empty cell alone.
func (d *doc) exampleRow(c *Case) string {
	if c.Row == "" {
		return ""
	}
	empty := " = " + d.Tr("row.empty")
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
func (d *doc) freshRun(c *Case) page.Run {
	if c.Attempt == 0 {
		return page.Run{}
	}
	if c.Freshness == "fresh" {
		return page.Run{Style: page.SmallGrey, Text: d.Tr("freshness.fresh")}
	}
	return page.Run{Style: page.Font(page.SansBold, page.SizeSmall, page.Amber), Text: d.word("freshness", c.Freshness)}
}

// reasons lists why cases were blocked, not run or not applicable (4.5). A result that is to be obtained again, or to
// be read over, counts as not run.
func (d *doc) reasons() {
	var t *page.Table
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		if !c.Due && c.Hold == "" && c.Verdict != "blocked" && c.Verdict != "not_run" && c.Verdict != "not_applicable" {
			continue
		}
		if t == nil {
			t = d.Table(
				page.Col(d.Tr("col.scenario"), 62), page.Col(d.Tr("col.verdict.only"), 32),
				page.Col(d.Tr("col.reason"), 80),
			)
		}
		t.Row(
			page.Cell{
				{
					Style: d.linked(page.Font(page.SansBold, page.SizeSmall, page.LinkBlue), c.ID), Text: c.ID,
					Link: d.to(c.ID),
				},
				{Style: page.Small, Text: c.Name},
			},
			page.Cell{d.verdictRun(c.counted())}, d.Maybe(c.why(d)),
		)
	}
	if t == nil {
		d.None("reasons.none")
		return
	}
	t.End()
}

// counted is the verdict under which the case counts in the figures.
func (c *Case) counted() string {
	if c.Due || c.Hold != "" {
		return "not_run"
	}
	return c.Verdict
}

// why gives the reason of the case, or those of its steps.
func (c *Case) why(d *doc) string {
	if c.Due && c.Verdict != "not_run" {
		return d.Tr("reason.due", d.word("verdict", c.Verdict), strconv.Itoa(c.Iteration))
	}
	if c.Hold != "" {
		why := d.Tr("reason."+c.Hold, d.word("verdict", c.Verdict))
		if r := d.reading(c); r != nil && r.Reason != "" {
			why += "\n" + r.Reason
		}
		return why
	}
	if c.Reason != "" || c.Message != "" {
		return page.Sentence("\n", c.Reason, c.Message)
	}
	var out []string
	for i := range c.Steps {
		s := &c.Steps[i]
		text := page.Sentence(" – ", d.word("cause", s.Cause), s.Reason)
		if text != "" && s.Verdict == c.Verdict {
			out = append(out, d.Tr("step.number", strconv.Itoa(i+1))+d.Colon()+text)
		}
	}
	return strings.Join(out, "\n")
}

func (d *doc) stale() {
	switch {
	case d.has.lives && slices.Contains(d.pv.Absent, "4.6"): // nobody compared: none is no answer
		d.missing("4.6")
	case len(d.pv.Stale) == 0:
		d.None("stale.none")
	}
	if len(d.pv.Stale) > 0 {
		d.Note(page.Body, d.Count("stale.some", len(d.pv.Stale)))
		if d.has.drifts {
			d.staleTable()
		} else {
			d.Note(page.BodyBold, strings.Join(d.pv.Stale, ", "))
		}
	}
	d.objections()
	d.amendments()
	d.readings()
	declared := strings.Join(d.pv.Declared, ", ")
	if declared == "" && d.has.declared {
		declared = d.Tr("none.people")
	}
	d.Fields(d.f("4.7", declared))
	d.taken()
	d.identities()
	d.people()
}

// driftRun says that the text which was frozen is not in the features of the day as it was.
func (d *doc) driftRun(c *Case) page.Run {
	if c.Drift == "" || !d.has.drifts {
		return page.Run{}
	}
	return page.Run{Style: page.Font(page.SansBold, page.SizeSmall, page.Amber), Text: d.word("drift", c.Drift)}
}

// staleTable gives each stale result: what it found and on what, why it is stale, and whether the figures rest on it.
func (d *doc) staleTable() {
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 62), page.Col(d.Tr("col.verdict.only"), 28), page.Col(d.Tr("col.run"), 28),
		page.Col(d.Tr("col.stale"), 34), page.Col(d.Tr("col.counts"), 26),
	)
	for i := range d.pv.Cases {
		c := &d.pv.Cases[i]
		if !slices.Contains(d.pv.Stale, c.ID) {
			continue
		}
		ran := d.ranOn(c)
		if c.EndedAt != nil && c.Taken == nil {
			ran = append(ran, page.Run{Style: page.SmallGrey, Text: d.Short(*c.EndedAt)})
		}
		counts := "counts.yes"
		if c.Due || c.Hold != "" {
			counts = "counts.no"
		}
		t.Row(
			page.Cell{
				{
					Style: d.linked(page.Font(page.SansBold, page.SizeSmall, page.LinkBlue), c.ID), Text: c.ID,
					Link: d.to(c.ID),
				},
				{Style: page.Small, Text: c.Name},
			},
			page.Cell{d.verdictRun(c.Verdict)}, ran, page.Cell{d.freshRun(c), d.driftRun(c)},
			page.Plain(d.Tr(counts)),
		)
	}
	t.End()
}

// missing prints, where it would stand, a field that nothing fills and that annex E lists.
func (d *doc) missing(number string) {
	if d.has.lives && slices.Contains(d.pv.Absent, number) {
		d.Fields(d.f(number, ""))
	}
}

func (d *doc) notShown() {
	if len(d.pv.NotShown) == 0 {
		d.None("absent")
		return
	}
	d.Bullets(d.pv.NotShown)
}

// accepted prints the decisions that accept failed cases (5.4), each with the cases that it accepts. Where 5.5 has no
// section of its own, nothing records changes of severity.
func (d *doc) accepted() {
	switch {
	case d.pv.Accepted == nil:
		d.None("absent")
	case len(d.pv.Accepted) == 0:
		d.Note(page.Body, d.Tr("accepted.none"))
	default:
		t := d.Table(
			page.Col(d.Tr("decision.number"), 30), page.Col(d.Tr("decision.by"), 34),
			page.Col(d.Tr("decision.reason"), 60), page.Col(d.Tr("col.accepted"), 50),
		)
		for _, a := range d.pv.Accepted {
			t.Row(
				page.Bold(d.Known(a.Decision)), d.Maybe(a.By), d.Maybe(a.Reason),
				page.Plain(strings.Join(a.Cases, ", ")),
			)
		}
		t.End()
	}
	if !d.has.lives {
		d.Fields(d.f("5.5", ""))
	}
}
