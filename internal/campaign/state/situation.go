package state

import (
	"cmp"
	"slices"

	"recette/internal/plan"
	"recette/internal/recette"
)

// Upon gives the facts that a decision on a journey, empty for the whole campaign, is pronounced upon at an instant of
// RFC 3339, at a position of the log: a derogation that is granted later excuses nothing of it. Present is as in
// situation.
func (s *State) Upon(journey, at string, before int64, present map[string]string) recette.Situation {
	sit := s.situation(s.rowsOf(journey), present)
	if s.frozen.Strictness(recette.ExitUnmet) != recette.Strictnesses()[0] {
		return sit
	}
	for _, c := range s.criteriaBefore(recette.ExitCriteria, journey, s.moment(at, before)) {
		if c.Binding {
			sit.Unmet = append(sit.Unmet, c.Name(recette.ExitCriteria))
		}
	}
	return sit
}

// situation gives the facts that a decision on the given cases is pronounced upon, but the criteria of exit. Present
// gives the content hash of the features as they are now, by their own ids; nil leaves the freshness of texts unjudged.
func (s *State) situation(ids []string, present map[string]string) recette.Situation {
	critical := s.frozen.CriticalCases()
	in := map[string]bool{}
	sit := recette.Situation{Scale: s.frozen.Scale()}
	for _, id := range ids {
		c := s.Case(id)
		if c == nil || in[id] {
			continue
		}
		in[id] = true
		sit.Cases = append(sit.Cases, recette.CaseFact{
			ID: id, Verdict: c.Verdict(), Critical: critical[id], Freshness: s.Freshness(c, present), Hold: s.Hold(c),
			Contested: c.Last != nil && c.Last.Contested != nil,
		})
	}
	bearing, i, weighs := s.Bearing(in), 0, map[string]string{}
	for stand := range s.Stands() {
		a := stand.Weighs
		if weighs[stand.Raised.Number] = a.Number; bearing.Anomaly(i) {
			sit.Anomalies = append(sit.Anomalies, recette.AnomalyFact{
				Number: a.Number, Severity: recette.Severity(a.Severity), Open: stand.Open, Case: stand.Raised.Case,
			})
		}
		i++
	}
	for i := range s.Reserves {
		if r := &s.Reserves[i]; r.Standing().Pending() && bearing.Reserve(r) {
			sit.Reserves = append(sit.Reserves, recette.ReserveFact{
				Number: r.Number, Class: recette.Severity(r.Class), Anomaly: cmp.Or(weighs[r.Anomaly], r.Anomaly),
				Check: r.Check, Owned: r.Owner != "", Dated: r.Due != "",
			})
		}
	}
	return sit
}

// Freshness says whether the result of a case still speaks of what is shown. A case that was never run is fresh: there
// is nothing to be stale.
func (s *State) Freshness(c *Case, present map[string]string) recette.Freshness {
	switch {
	case c.Last == nil:
		return recette.Fresh
	case present != nil && present[plan.CaseID(c.ID)] != c.Content:
		return recette.StaleText
	case s.aged(c) != recette.Fresh:
		return s.aged(c)
	case s.frozen.Environment.Build != "" && s.frozen.Release.Build != "" &&
		s.frozen.Environment.Build != s.frozen.Release.Build:
		return recette.StaleVersion
	}
	if s.since(c, func(a *Anomaly) int64 { return a.ReopenedSeq }) {
		return recette.StaleAnomaly
	}
	return recette.Fresh
}

// Judges gives the references of those who recorded the counted attempt of one of the cases, sorted: whoever took it
// from a cahier is one of them, as nothing but their word says what the cahier holds.
func (s *State) Judges(ids []string) []string {
	refs := s.Testers(ids)
	for _, id := range ids {
		if c := s.Case(id); c != nil && c.Last != nil && c.Last.Origin != nil {
			refs = append(refs, c.Last.Origin.By)
		}
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

// Testers gives the references of those who played the counted attempt of one of the cases, sorted.
func (s *State) Testers(ids []string) []string {
	var refs []string
	for _, id := range ids {
		c := s.Case(id)
		if c == nil || c.Last == nil {
			continue
		}
		refs = append(refs, c.Last.players()...)
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}
