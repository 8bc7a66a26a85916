package reports

import (
	"strings"
	"time"

	"recette/reports/page"
)

// attested gives what was attested on a subject, each time it was, and taken back; nothing when it never was.
func (d *doc) attested(subject string) string {
	var lines []string
	for i := range d.pv.Attested {
		a := &d.pv.Attested[i]
		switch former := d.former(a.Iteration); {
		case a.Subject != subject:
		case a.Withdrawn:
			lines = append(lines, d.Tr("attested.withdrawn", d.acted(a.By, a.Delegation, a.At), a.Reason)+former)
		case d.departed(a):
			lines = append(lines, d.Tr("attested.ended", a.Text, d.acted(a.By, a.Delegation, a.At))+former)
		default:
			lines = append(lines, d.Tr("attested", a.Text, d.acted(a.By, a.Delegation, a.At))+former)
		}
	}
	return strings.Join(lines, "\n")
}

// departed tells whether a deviation was recorded after somebody attested that there was none.
func (d *doc) departed(a *Attestation) bool {
	if a.Subject != "no-deviation" {
		return false
	}
	for i := range d.pv.Deviations {
		if !d.pv.Deviations[i].At.Before(a.At) {
			return true
		}
	}
	return false
}

// acted says who recorded something, for whom under the delegation of a number, and when.
func (d *doc) acted(by, number string, at time.Time) string {
	if under := d.deputy(number); under != nil {
		by = page.Sentence(", ", by, under[0])
	}
	return d.signed(by, at)
}

// signed says who recorded something and when.
func (d *doc) signed(by string, at time.Time) string { return page.Sentence(", ", by, d.Stamp(at)) }

// departures draws the deviations from the plan, then the derogations where they have no heading of their own.
func (d *doc) departures() {
	if d.deviations(); !d.has.plain {
		d.derogations()
	}
}

// deviations draws where the recette departed from its plan, or that it is attested that it did nowhere.
func (d *doc) deviations() {
	none := d.attested("no-deviation")
	if len(d.pv.Deviations) == 0 {
		d.Fields(d.f("3.8", none))
		return
	}
	d.Fields(d.f("3.8", strings.TrimSpace(d.Count("deviations", len(d.pv.Deviations))+"\n"+none)))
	t := d.Table(
		page.Col(d.Tr("col.number"), 24), page.Col(d.Tr("col.deviation"), 58),
		page.Col(d.Tr("col.reason"), 50), page.Col(d.Tr("col.recorded"), 42),
	)
	for i := range d.pv.Deviations {
		e := &d.pv.Deviations[i]
		by := d.signed(e.By, e.At)
		if e.Agreed != "" {
			by += "\n" + d.Tr("deviation.agreed", e.Agreed)
		}
		text := e.Text
		if len(e.Cases) > 0 {
			text += "\n" + d.Tr("deviation.cases", strings.Join(e.Cases, ", "))
		}
		t.Row(page.Bold(e.Number), page.Plain(text), page.Plain(e.Reason), page.Plain(by))
	}
	t.End()
}
