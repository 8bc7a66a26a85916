package pv

import (
	"strings"
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/vocabulary"
	"recette/reports"
)

// Gates are the criteria of a campaign as a PV of all its journeys would show them now.
type Gates struct {
	Entry, Exit []reports.Criterion
	Suspension  []reports.Criterion // those that are reached
}

// Measure takes the criteria of a plan over the records of its campaign: as a PV of that instant does, without a PV. A
// derogation that is over on its day excuses nothing. It needs no text behind a commitment.
func Measure(m *plan.Manifest, records []journal.Record, tags vocabulary.Vocabulary, at time.Time) Gates {
	b := &builder{
		m: m, state: state.New(m.Outline(), true), critical: m.CriticalCases(), frozen: map[string]*plan.FrozenCase{},
		stray: map[int64]bool{}, erased: map[string]bool{}, missing: map[string]bool{}, salts: map[string][]byte{},
	}
	b.in.Tags, b.in.Words = tags.Filled(), func(key string, _ ...any) string { return key }
	for i := range m.Cases {
		b.frozen[m.Cases[i].ID] = &m.Cases[i]
	}
	b.scope, _ = scopeOf(m, "", "") // of all journeys there is always one
	for i := range records {
		b.state.Apply(&records[i])
	}
	b.in.Records, b.in.IssuedAt = records, at
	b.results()
	b.criteria()
	g := Gates{Entry: b.pv.Entry, Exit: b.pv.Exit}
	if m.Sections != nil {
		for i := range m.Sections.Suspension {
			c := b.criterion(&m.Sections.Suspension[i], "suspension", i+1)
			// What is measured over nothing is reached by nothing.
			if c.Measured != "" && c.Met == "no" && !strings.HasSuffix(c.Measured, "/ 0") {
				g.Suspension = append(g.Suspension, c)
			}
		}
	}
	return g
}
