package state

import (
	"cmp"
	"slices"

	"recette/internal/calendar"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/route"
)

// Visa is what somebody did on the route of a PV.
type Visa struct {
	journal.Visa
	Mark
}

// Policy gives what the plan asks before a decision.
func (s *State) Policy() route.Policy {
	if s.frozen.Sections == nil {
		return route.Policy{}
	}
	return s.frozen.Sections.Signoff.With(s.frozen.Antennes)
}

// Route gives where the PV of a journey, or of the whole campaign when it is empty, stands on its way to the decision,
// on a day. A PV of the whole campaign stands for those of the journeys that have none of their own on the way.
// people gives who somebody was at a position.
func (s *State) Route(people People, journey, today string) route.State {
	return s.RouteOver(people, journey, s.scoped(journey), today)
}

// RouteOver is Route as the results of some rows alone tell: a constat knows of no other.
func (s *State) RouteOver(people People, journey string, rows map[string]bool, today string) route.State {
	return route.Of(s.Policy(), s.acts(people, journey, s.Routed(journey), rows, today), today)
}

// People gives somebody, by reference, as they were before a position of the journal.
type People func(ref string, seq int64) plan.Participant

// Routed gives the journey whose route is that of a journey: its own, or that of the whole campaign when a PV of that
// one was submitted and none of its own.
func (s *State) Routed(journey string) string {
	if journey != "" && !s.Submitted(journey) && s.Submitted("") {
		return ""
	}
	return journey
}

// Submitted reports whether a PV of a journey, or of the whole campaign, was ever put on the route.
func (s *State) Submitted(journey string) bool {
	return slices.ContainsFunc(s.Visas, func(v Visa) bool {
		return v.Act == string(route.Submit) && v.Journey == journey
	})
}

// scoped gives the rows of a journey, or all.
func (s *State) scoped(journey string) map[string]bool {
	in := map[string]bool{}
	for _, id := range s.rowsOf(journey) {
		in[id] = true
	}
	return in
}

// acts gives the facts that bear on the route that a journey follows, in order, as they stand on a day.
func (s *State) acts(people People, asked, journey string, in map[string]bool, today string) []route.Act {
	var acts []route.Act
	zone := s.frozen.Zone()
	mark := func(what route.What, m Mark) route.Act {
		who := people(m.By.Ref, m.Seq)
		return route.Act{
			What: what, Seq: m.Seq, Day: s.dayOf(m.Seq, min(calendar.DayOf(m.At, zone), today)), Ref: m.By.Ref,
			Name: who.Name, Role: m.By.Role, Branch: s.frozen.BranchOf(&who),
		}
	}
	for i := range s.Visas {
		if v := &s.Visas[i]; v.Journey == journey {
			a := mark(route.What(v.Act), v.Mark)
			a.PV, a.Whole = v.Number, asked != journey
			acts = append(acts, a)
		}
	}
	for i := range s.Opinions {
		if o := &s.Opinions[i]; o.Journey == "" || o.Journey == journey {
			acts = append(acts, mark(route.Opinion, o.Mark))
		}
	}
	for i := range s.Decisions {
		if d := &s.Decisions[i]; d.Journey == "" || d.Journey == journey || d.Journey == asked {
			acts = append(acts, mark(route.Decide, Mark{At: d.At, By: d.By, Seq: d.Seq}))
		}
	}
	for i := range s.Iterations {
		acts = append(acts, route.Act{What: route.Iterate, Seq: s.Iterations[i].Seq})
	}
	for i := range s.Cases {
		c := &s.Cases[i]
		if !in[c.ID] {
			continue
		}
		for k := range c.Former {
			acts = append(acts, results(c.Former[k].Leaves)...)
		}
		if c.Last != nil {
			acts = append(acts, results(c.Last.Leaves)...)
			for _, against := range []*Objection{c.Last.Invalid, c.Last.Contested} {
				if against != nil {
					acts = append(acts, results([]int64{against.Seq})...)
				}
			}
		}
	}
	bearing := s.Bearing(in)
	for i := range s.Anomalies {
		if bearing.Anomaly(i) {
			acts = append(acts, results(s.Anomalies[i].Leaves)...)
		}
	}
	for i := range s.Reserves {
		if r := &s.Reserves[i]; bearing.Reserve(r) {
			acts = append(acts, results(r.Leaves)...)
		}
	}
	slices.SortStableFunc(acts, func(a, b route.Act) int { return cmp.Compare(a.Seq, b.Seq) })
	return acts
}

func results(leaves []int64) []route.Act {
	out := make([]route.Act, len(leaves))
	for i, seq := range leaves {
		out[i] = route.Act{What: route.Result, Seq: seq}
	}
	return out
}

// dated is a day that the log reached, at a position.
type dated struct {
	seq int64
	day string
}

// reach keeps the day of a leaf, and forgets the later days that were said before it: a clock was ahead then.
func (s *State) reach(l *journal.Leaf) {
	if p := s.Policy(); !p.Asked() {
		return
	}
	day := calendar.DayOf(l.At, s.frozen.Zone())
	for n := len(s.days); n > 0 && s.days[n-1].day >= day; n-- {
		s.days = s.days[:n-1]
	}
	s.days = append(s.days, dated{l.Seq, day})
}

// dayOf gives the day of a leaf, at most that of each leaf that follows it: a clock that was ahead ends no delay.
func (s *State) dayOf(seq int64, day string) string {
	i, _ := slices.BinarySearchFunc(s.days, seq, func(d dated, seq int64) int { return cmp.Compare(d.seq, seq) })
	if i < len(s.days) {
		day = min(day, s.days[i].day)
	}
	return day
}
