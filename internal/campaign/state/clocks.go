package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
)

// Milestone is something that happened on which delays depend.
type Milestone struct {
	journal.Milestone
	Mark
}

// Milestone gives one by its number; nil when there is none.
func (n *Notes) Milestone(number string) *Milestone {
	if i := slices.IndexFunc(n.Milestones, func(m Milestone) bool { return m.Number == number }); i >= 0 {
		return &n.Milestones[i]
	}
	return nil
}

// Corrected reports whether another milestone took the place of one.
func (n *Notes) Corrected(number string) bool {
	return slices.ContainsFunc(n.Milestones, func(m Milestone) bool { return m.Replaces == number })
}

// MilestonesOf gives those that bear on a journey, its own and those of the whole campaign, in order; of the whole
// campaign when it is empty.
func (n *Notes) MilestonesOf(journey string) []*Milestone {
	var out []*Milestone
	for i := range n.Milestones {
		if m := &n.Milestones[i]; m.Journey == "" || m.Journey == journey {
			out = append(out, m)
		}
	}
	return out
}

// Clocks gives the delays of a journey, or of the whole campaign, that began, as things stand on a day.
func (s *State) Clocks(journey, today string) []regime.Run {
	t := s.frozen.Terms()
	if len(t.Delays) == 0 {
		return nil
	}
	return regime.Runs(t, s.Events(journey), today)
}

// Events gives what happened to a journey, or to the whole campaign, on which delays depend.
func (s *State) Events(journey string) (events []regime.Event) {
	for _, m := range s.MilestonesOf(journey) {
		if s.Corrected(m.Number) {
			continue
		}
		e := regime.Event{
			What: regime.What(m.What), Day: m.Day, Ref: m.Number, Outcome: recette.Decision(m.Outcome),
		}
		if d := s.Numbered(m.Decision); d != nil {
			e.Outcome, e.Nature = recette.Decision(d.Decision.Decision), s.frozen.Nature
		}
		events = append(events, e)
	}
	return events
}

// Numbered gives the decision of a number; nil when there is none.
func (s *State) Numbered(number string) *Decision {
	if i := slices.IndexFunc(s.Decisions, func(d Decision) bool { return d.Number == number }); i >= 0 {
		return &s.Decisions[i]
	}
	return nil
}

// Acquired gives the day at the end of which silence was an acceptance of a journey, or of the whole campaign, by the
// contract, before a day on which something was decided of it; empty when it was not.
func (s *State) Acquired(journey, before, today string) string {
	for _, r := range s.Clocks(journey, today) {
		if r.Acquired != "" && r.Acquired < before {
			return r.Acquired
		}
	}
	return ""
}
