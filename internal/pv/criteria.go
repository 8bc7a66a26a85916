package pv

import (
	"cmp"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/reports"
)

// criteria fills the criteria of entry and of exit. One of another journey than that of the PV says nothing here.
func (b *builder) criteria() {
	b.pv.Entry, b.pv.Exit = []reports.Criterion{}, []reports.Criterion{}
	if b.in.Antenne != "" {
		return // they are of the whole campaign
	}
	b.pv.Entry = append(b.pv.Entry, b.told(b.state.Criteria(recette.EntryCriteria, b.in.Journey, b.now()))...)
	b.pv.Exit = append(b.pv.Exit, b.told(b.state.Criteria(recette.ExitCriteria, b.in.Journey, b.now()))...)
}

// now is the instant of the document, which is dated by the second: on its day a derogation must be in force.
func (b *builder) now() string { return journal.Instant(b.in.IssuedAt.UTC().Truncate(time.Second)) }

// told gives criteria as documents show them.
func (b *builder) told(list []state.Criterion) (out []reports.Criterion) {
	for i := range list {
		c := &list[i]
		x := reports.Criterion{
			Text: c.Text, Threshold: c.Threshold, Met: c.Met, Measured: c.Measured, Cited: c.Cited,
			Void: string(c.Void), Base: c.Base, Window: c.Window, Measure: c.Measure,
			MeasuredBy: b.rename.Of(cmp.Or(c.By, c.Attested)),
		}
		if a := c.Affirmed; a != nil {
			x.By, x.At = b.name(a.By), instant(a.At)
			if b.asked != nil { // Measure knows no users: whether a delegation lapsed, it cannot tell
				x.Delegation = b.stead(a)
			}
		}
		out = append(out, x)
	}
	return out
}
