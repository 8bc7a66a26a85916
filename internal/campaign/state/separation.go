package state

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Named gives the references of those who bear a name that the plan writes.
type Named func(name string) []string

// AuthorsAlone gives, among rows, those of critical journeys whose result rests on those who wrote the scenario alone
// (rule 4). A result of the machine alone is its own witness.
func (s *State) AuthorsAlone(ids []string, bearing Named) (rows []string) {
	if len(s.wrote.rows) == 0 {
		return nil
	}
	for _, id := range ids {
		c, authors := s.Case(id), s.Authors(id, bearing)
		if c == nil || len(authors) == 0 || c.Last == nil || !c.Last.Closed || c.Last.Mode == recette.Automated ||
			!c.Verdict().Executed() {
			continue
		}
		if !slices.ContainsFunc(c.Last.players(), func(ref string) bool { return !slices.Contains(authors, ref) }) {
			rows = append(rows, id)
		}
	}
	return rows
}

// wrote is who wrote the rows of critical journeys, by name.
type wrote struct{ rows map[string][]string }

func wroteOf(m *plan.Outline) (w wrote) {
	all := m.Authors()
	if len(all) == 0 {
		return w
	}
	w.rows = map[string][]string{}
	for id := range m.CriticalCases() {
		if names := all[id]; len(names) > 0 {
			w.rows[id] = names
		}
	}
	return w
}

// Authors gives the references of those who wrote a row of a critical journey.
func (s *State) Authors(id string, bearing Named) (refs []string) {
	for _, name := range s.wrote.rows[id] {
		refs = append(refs, bearing(name)...)
	}
	return refs
}

// players gives the references of those who played an attempt.
func (a *Attempt) players() []string {
	return slices.Concat([]string{a.Actor.Ref}, a.Others, a.others())
}

// OwnersAlone gives the data sets that nobody but their owner loaded as they should be (rule 5).
func (s *State) OwnersAlone(bearing Named) (sets []string) {
	for i := range s.frozen.DataSets {
		d := &s.frozen.DataSets[i]
		if d.Owner == "" {
			continue
		}
		owners, alone := bearing(d.Owner), false
		for k := range s.Loads {
			l := &s.Loads[k]
			if l.Set != d.Code || !l.Loads() {
				continue
			}
			if alone = slices.Contains(owners, l.By.Ref); !alone {
				break
			}
		}
		if alone {
			sets = append(sets, d.Code)
		}
	}
	return sets
}

// Provisional gives the last day, YYYY-MM-DD, that what was accepted in an accelerated recette holds to; nothing when
// it does not expire: the recette is none, nothing is accepted, or it confirms, on another day and in time, what was
// accepted before on the same (rule 12). What was accepted in an iteration before is another delivery.
func (s *State) Provisional(d *Decision) (until string) {
	sections := s.frozen.Sections
	if d == nil || sections == nil || sections.Accelerated.Reason == "" || !accepts(d) {
		return ""
	}
	since := int64(-1)
	for i := range s.Iterations {
		if seq := s.Iterations[i].Seq; seq < d.Seq {
			since = seq
		}
	}
	day := s.decidedOn(d)
	for i := range s.Decisions {
		old := &s.Decisions[i]
		if old.Seq > since && old.Seq < d.Seq && (old.Journey == d.Journey || old.Journey == "") && accepts(old) &&
			s.decidedOn(old) < day && day <= calendar.Later(s.decidedOn(old), sections.Accelerated.Days) {
			return ""
		}
	}
	return calendar.Later(day, sections.Accelerated.Days)
}

func (s *State) decidedOn(d *Decision) string { return calendar.DayOf(d.At, s.frozen.Zone()) }

func accepts(d *Decision) bool { return recette.Decision(d.Decision.Decision).Accepts() }
