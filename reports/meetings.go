package reports

import (
	"strconv"
	"strings"
	"time"

	"recette/reports/page"
)

// meetings draws the sessions that were held, with who attended them and for how long.
func (d *doc) meetings() {
	if len(d.pv.Meetings) == 0 {
		d.None("meetings.none")
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.meeting"), 28), page.Col(d.Tr("col.when"), 46), page.Col(d.Tr("col.present"), 82),
		page.Amounts(d.Tr("col.cases"), 18),
	)
	for i := range d.pv.Meetings {
		m := &d.pv.Meetings[i]
		t.Row(
			page.Bold(page.Sentence("\n", m.Number, m.Planned)), page.Plain(d.held(m)), page.Plain(d.present(m)),
			page.Plain(d.Number(int64(m.Cases))),
		)
	}
	t.End()
}

// held says when and where a session was held, how long, and what is to be said of it.
func (d *doc) held(m *Meeting) string {
	when := d.Day(m.OpenedAt.In(d.Location()))
	if m.ClosedAt == nil {
		when = page.Sentence("\n", when, d.Tr("meeting.open", d.Hour(m.OpenedAt)))
	} else {
		span := d.Tr("meeting.span", d.Hour(m.OpenedAt), d.Hour(*m.ClosedAt), d.lasted(m.OpenedAt, *m.ClosedAt))
		when = page.Sentence("\n", when, span)
	}
	return page.Sentence("\n", when, m.Antenne, m.Place, m.Remark)
}

// lasted is how long something took, in minutes.
func (d *doc) lasted(from, to time.Time) string { return d.Duration(to.Sub(from).Microseconds()) }

// present lists who attended a session: name, function, entity, and when they were there for a part of it alone.
func (d *doc) present(m *Meeting) string {
	lines := make([]string, 0, len(m.People))
	for i := range m.People {
		p := &m.People[i]
		what := p.Function
		switch {
		case p.Animates:
			what = page.Sentence(", ", d.roleName(p.Role), p.Function, d.Tr("meeting.animates"))
		case p.Guest:
			what = page.Sentence(", ", p.Function, d.Tr("meeting.guest"))
		case p.Role != "":
			what = d.roleName(p.Role)
		}
		line := page.Sentence(", ", d.Known(p.Name), what, p.Entity)
		late := p.From.After(m.OpenedAt)
		early := p.To != nil && (m.ClosedAt == nil || p.To.Before(*m.ClosedAt))
		if late || early {
			to := "…"
			if p.To != nil {
				to = d.Hour(*p.To)
			}
			line = page.Sentence(" ", line, d.Tr("meeting.part", d.Hour(p.From), to))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// pauses draws when the campaign was suspended; nothing when it never was.
func (d *doc) pauses() {
	if len(d.pv.Pauses) == 0 {
		return
	}
	lines := make([]string, 0, len(d.pv.Pauses))
	for i := range d.pv.Pauses {
		p := &d.pv.Pauses[i]
		line := d.Tr("pause.from", d.signed(p.By, p.From), p.Reason)
		if p.Criterion != "" {
			line += "\n" + d.Tr("pause.criterion", p.Criterion)
		}
		if p.To != nil {
			line += "\n" + d.Tr("pause.to", d.signed(p.ResumedBy, *p.To), p.Resumed)
			if p.Cleared != "" {
				line += "\n" + d.Tr("pause.cleared", p.Cleared)
			}
		} else {
			line += "\n" + d.Tr("pause.lasts")
		}
		lines = append(lines, line)
	}
	d.Fields(d.f("3.7", strings.Join(lines, "\n")))
}

// objections draws the results that count for nothing, and those that are contested; nothing when there are none.
func (d *doc) objections() {
	if len(d.pv.Objections) == 0 {
		return
	}
	d.Note(page.Body, d.Tr("objections.intro"))
	t := d.Table(
		page.Col(d.Tr("col.scenario"), 38), page.Col(d.Tr("col.objection"), 42), page.Col(d.Tr("col.reason"), 56),
		page.Col(d.Tr("col.recorded"), 38),
	)
	for i := range d.pv.Objections {
		o := &d.pv.Objections[i]
		what := page.Sentence(", ", d.word("objection", o.Kind), d.word("flawed", o.Cause))
		t.Row(
			page.Bold(page.Sentence("\n", o.Case, d.Tr("objection.attempt", strconv.Itoa(o.Attempt)))),
			page.Plain(page.Sentence("\n", what, d.Tr("objection.verdict", d.word("verdict", o.Verdict)))),
			page.Plain(o.Reason), page.Plain(d.signed(o.By, o.At)),
		)
	}
	t.End()
}
