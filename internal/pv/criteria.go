package pv

import (
	"cmp"
	"time"

	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// criteria fills the criteria of entry and of exit: each measured, or as it was attested. One of another journey than
// that of the PV says nothing here.
func (b *builder) criteria() {
	b.pv.Entry, b.pv.Exit = []reports.Criterion{}, []reports.Criterion{}
	if b.in.Antenne != "" {
		return // they are of the whole campaign
	}
	for i := range b.m.Entry {
		if c := &b.m.Entry[i]; b.concerns(c) {
			b.pv.Entry = append(b.pv.Entry, b.attested(c, recette.EntryCriteria, i+1))
		}
	}
	for i := range b.m.Exit {
		if c := &b.m.Exit[i]; b.concerns(c) {
			b.pv.Exit = append(b.pv.Exit, b.attested(c, recette.ExitCriteria, i+1))
		}
	}
}

// attested gives a criterion of a list as it is measured, or as somebody attests it. What a plan says in advance is no
// attestation.
func (b *builder) attested(c *plan.Criterion, list string, number int) reports.Criterion {
	out := b.criterion(c, list, number)
	if out.Measured != "" {
		return out
	}
	if a := b.state.Attested(string(recette.CriterionMet(list, number))); a != nil {
		out.Met, out.By, out.At = "yes", b.name(a.By), instant(a.At)
	} else if out.Met == "yes" {
		out.Met = "unknown"
	}
	return out
}

func (b *builder) concerns(c *plan.Criterion) bool {
	return b.in.Journey == "" || c.Journey == "" || c.Journey == b.in.Journey
}

func (b *builder) criterion(c *plan.Criterion, list string, number int) reports.Criterion {
	out := reports.Criterion{
		Text: c.Text, Threshold: c.Threshold, Met: c.Met, Base: c.Base, Window: c.Window, Measure: c.Measure,
		MeasuredBy: cmp.Or(c.By, c.Attested),
	}
	said := c.Met
	if excused(said) { // a derogation that does not stand makes nothing met
		if void := b.state.Voids(said, list, number, b.today()); void != "" {
			out.Cited, out.Void, out.Met, said = said, string(void), "no", ""
		}
	}
	if !excused(said) && said != "yes" {
		if d := b.state.Excused(list, number, b.today()); d != "" {
			out.Met, said = d, d
		}
	}
	if t, ok := measure.Take(c.Measure, b.facts(c.Journey)); ok {
		out.Measured, out.Met = t.String(), "no"
		switch {
		case t.Meets(c.Threshold):
			out.Met = "yes"
		case excused(said):
			out.Met = said // a derogation stands beside the measure, and only where the measure fails
		}
	}
	if out.Met == "" {
		out.Met = "unknown"
	}
	return out
}

// excused tells whether what a plan says of a criterion is the number of a derogation.
func excused(met string) bool { return met != "" && met != "yes" && met != "no" }

// today is the day on which a derogation must be in force: that of the document, where the plan counts days.
func (b *builder) today() string { return b.in.IssuedAt.In(b.m.Zone()).Format(time.DateOnly) }

// regression gives the cases of non-regression, by id.
func (b *builder) regression() map[string]bool {
	in := map[string]bool{}
	if b.m.Sections != nil {
		for _, id := range b.m.Sections.RegressionCases {
			in[id] = true
		}
	}
	return in
}

// facts gathers what measures are taken of: all that the PV is about, or one of its journeys.
func (b *builder) facts(journey string) *measure.Facts {
	opening, regression := map[string]bool{}, b.regression()
	for i := range b.m.Journeys {
		opening[b.m.Journeys[i].Opening()] = true
	}
	in := b.scope.in
	if j := b.m.Journey(journey); j != nil {
		in = map[string]bool{}
		for _, id := range j.Cases {
			in[id] = true
		}
	}
	f := &measure.Facts{}
	for i := range b.pv.Cases {
		c := &b.pv.Cases[i]
		if !in[c.ID] {
			continue
		}
		f.Cases = append(f.Cases, measure.Case{
			ID: c.ID, Critical: c.Critical, Opening: opening[c.ID],
			Verdict:    recette.Counts(recette.Verdict(c.Verdict), b.state.Hold(b.state.Case(c.ID))),
			Regression: regression[c.ID], Evidenced: evident(c) || c.Mode == string(recette.Automated),
		})
	}
	bearing, i := b.state.Bearing(in), 0
	for stand := range b.state.Stands() {
		if bearing.Anomaly(i) {
			id := stand.Raised.Case
			if b.state.Case(id) == nil { // a row that is in the plan no more: it bears on everything
				id = ""
			}
			f.Anomalies = append(f.Anomalies, measure.Anomaly{
				Number: stand.Weighs.Number, Case: id, Severity: recette.Severity(stand.Weighs.Severity),
				Open: stand.Open,
			})
		}
		i++
	}
	for i := range b.state.Reserves {
		if r := &b.state.Reserves[i]; r.Standing().Pending() && bearing.Reserve(r) {
			if f.Reserves++; r.Owner != "" && r.Due != "" {
				f.Owned++
			}
		}
	}
	return f
}
