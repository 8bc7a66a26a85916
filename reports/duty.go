package reports

import (
	"slices"
	"strings"

	"recette/reports/page"
)

// deputy words in two lines for whom somebody signs, by the delegation of a number, and from when to when. It is empty
// when there is none, and on the layouts that did not show it.
func (d *doc) deputy(number string) []string {
	for i := range d.pv.Delegations {
		if x := &d.pv.Delegations[i]; d.has.covers && number != "" && x.Number == number {
			return []string{
				d.Tr("delegation.front", x.By, x.Number), d.Tr("delegation.days", d.Date(x.From), d.Date(x.Until)),
			}
		}
	}
	return nil
}

// delegation words the delegation of a number: who delegates what to whom, when, where, by which document. It is empty
// for none.
func (d *doc) delegation(number string) string {
	for i := range d.pv.Delegations {
		x := &d.pv.Delegations[i]
		if number == "" || x.Number != number {
			continue
		}
		where := d.Tr("delegation.whole")
		if x.Journey != "" {
			where = d.Tr("delegation.journey", x.Journey)
		}
		said := d.Tr(
			"delegation", x.Number, x.By, x.To, d.roleName(x.Role), d.Date(x.From), d.Date(x.Until), where,
			x.Reference, x.SHA256,
		) + " " + d.Tr("delegation.recorded", d.signed(x.RecordedBy, x.At))
		if x.EndedAt != nil {
			said += " " + d.Tr("delegation.ended", d.signed(x.EndedBy, *x.EndedAt), x.Ending)
		}
		return said
	}
	return ""
}

// derogations draws what was asked to be waived, and what was answered.
func (d *doc) derogations() {
	if len(d.pv.Derogations) == 0 {
		return
	}
	t := d.Table(
		page.Col(d.Tr("col.number"), 24), page.Col(d.Tr("col.derogation"), 62), page.Col(d.Tr("col.asked"), 42),
		page.Col(d.Tr("col.answer"), 46),
	)
	for i := range d.pv.Derogations {
		x := &d.pv.Derogations[i]
		what := x.Text
		if x.Subject != "" {
			what = d.subject(x) + d.Colon() + what
		}
		if x.Until != "" {
			what += "\n" + d.Tr("derogation.until", d.Date(x.Until))
		}
		answer := d.word("derogation.state", x.State)
		if x.AnsweredAt != nil {
			answer = page.Sentence("\n", answer, x.Reason, d.signed(x.AnsweredBy, *x.AnsweredAt))
		}
		t.Row(page.Bold(x.Number), page.Plain(what), page.Plain(d.signed(x.By, x.At)), page.Plain(answer))
	}
	t.End()
}

// subject words what a derogation is about: a criterion by its list and its text, a rule by what it says, anything else
// by its number.
func (d *doc) subject(x *Derogation) string {
	list, place, criterion := strings.Cut(x.Subject, "/")
	switch {
	case !d.has.plain:
		return x.Subject
	case slices.Contains(vocabulary("derogation.rule"), x.Subject):
		return d.Tr("derogation.rule", d.word("derogation.rule", x.Subject))
	case !criterion || !slices.Contains([]string{"entry", "exit", "suspension", "resumption"}, list):
		return x.Subject
	case x.Criterion == "": // of the plan of an iteration before
		return d.Tr("derogation.former."+list, place)
	}
	return d.Tr("derogation."+list, x.Criterion)
}

// waived says what the decision cites to waive a rule: a derogation that the PV shows, or a decision elsewhere.
func (d *doc) waived() string {
	number := d.pv.Decision.Derogation
	if d.journaled(number) {
		return d.Labelled("col.derogation", number)
	}
	return d.Tr("decision.derogation", number)
}

// journaled tells whether the PV shows the derogation of a number, as the journal holds it.
func (d *doc) journaled(number string) bool {
	return slices.ContainsFunc(d.pv.Derogations, func(x Derogation) bool { return x.Number == number })
}
