package pv

import (
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/reports"
)

// Gates are the criteria of a campaign as a PV of all its journeys would show them now.
type Gates struct {
	Entry, Exit []reports.Criterion
	Suspension  []reports.Criterion // those that are reached
}

// Measure takes the criteria of a plan over the records of its campaign: as a PV of that instant does, without a PV. A
// derogation that is over on its day excuses nothing. It needs no text behind a commitment.
func Measure(m *plan.Manifest, records []journal.Record, at time.Time) Gates {
	b := &builder{
		m: m, state: state.New(m.Outline(), false), erased: map[string]bool{}, missing: map[string]bool{},
		salts: map[string][]byte{},
	}
	b.in.Words, b.in.IssuedAt = func(key string, _ ...any) string { return key }, at
	for i := range records {
		b.state.Apply(&records[i])
	}
	b.criteria()
	return Gates{Entry: b.pv.Entry, Exit: b.pv.Exit, Suspension: b.told(b.state.Reached(b.now()))}
}
