package matrix

import (
	"maps"
	"slices"

	"recette/internal/recette"
	"recette/internal/standing"
)

// narrow keeps the stories and journeys of the selection. What bears on no row is then left out: nobody asked for it.
func narrow(m *Matrix) {
	s := m.Selection
	if len(s.Stories) == 0 && len(s.Journeys) == 0 {
		return
	}
	wanted := func(story string, journeys []string) bool {
		return (len(s.Stories) == 0 || slices.Contains(s.Stories, story)) &&
			(len(s.Journeys) == 0 || slices.ContainsFunc(
				journeys, func(j string) bool { return slices.Contains(s.Journeys, j) },
			))
	}
	kept := map[string]bool{}
	m.Rows = slices.DeleteFunc(m.Rows, func(r Row) bool {
		if !wanted(r.Story, r.Journeys) {
			return true
		}
		for _, ids := range [][]string{r.Scenarios, r.Drafts, r.Obsolete} {
			for _, id := range ids {
				kept[id] = true
			}
		}
		return false
	})
	m.Scenarios = slices.DeleteFunc(m.Scenarios, func(x Scenario) bool {
		return !kept[x.ID] && !wanted(x.Story, x.Journeys)
	})
	m.Lost = m.Lost[:0]
}

// narrowStates keeps the rows and the scenarios of the states of the selection.
func narrowStates(m *Matrix) {
	states := m.Selection.States
	if len(states) == 0 {
		return
	}
	m.Rows = slices.DeleteFunc(m.Rows, func(r Row) bool { return !slices.Contains(states, r.State) })
	orphans := slices.Contains(states, Orphan)
	m.Scenarios = slices.DeleteFunc(m.Scenarios, func(s Scenario) bool {
		return !slices.Contains(states, s.State) && (!orphans || len(s.Orphan) == 0)
	})
}

// totals counts the rows and the scenarios.
func (b *Builder) totals(m *Matrix) Totals {
	all := Total{}
	epics, journeys := map[string]*Total{}, map[string]*Total{}
	for i := range m.Rows {
		r := &m.Rows[i]
		add(&all, r)
		add(under(epics, r.Epic, r.EpicTitle), r)
		for _, j := range orNone(r.Journeys) {
			of := b.o.Journeys[j]
			t := under(journeys, j, of.Title)
			t.Critical = t.Critical || of.Critical || j != "" && r.Critical
			add(t, r)
		}
	}
	return Totals{All: all, Epics: list(epics), Journeys: list(journeys), Reverse: scenarios(m.Scenarios)}
}

func add(t *Total, r *Row) {
	c := standing.Coverage{Criteria: t.Criteria, InScope: t.InScope, Covered: t.Covered, Proved: t.Proved}
	c.Add(r.State)
	t.Criteria, t.InScope, t.Covered, t.Proved = c.Criteria, c.InScope, c.Covered, c.Proved
	t.States.Add(r.State)
}

func under(m map[string]*Total, key, title string) *Total {
	t, ok := m[key]
	if !ok {
		t = &Total{Key: key, Title: title}
		m[key] = t
	}
	return t
}

func orNone(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}

func list(m map[string]*Total) []Total {
	out := []Total{}
	for _, k := range slices.SortedFunc(maps.Keys(m), natural) {
		out = append(out, *m[k])
	}
	return out
}

func scenarios(list []Scenario) Reverse {
	out := Reverse{Scenarios: len(list)}
	for i := range list {
		s := &list[i]
		out.Cases += s.Cases
		if len(s.Orphan) > 0 {
			out.Orphans++
		}
		if slices.Contains(s.Orphan, "story") {
			out.NoStory++
		}
		if slices.Contains(s.Orphan, "criterion") {
			out.NoCriterion++
		}
		switch s.State {
		case standing.Failed:
			out.Failed++
		case standing.Stale:
			out.Stale++
		case standing.Accepted:
			out.Accepted++
		case standing.Proved:
			out.Proved++
		case Draft:
			out.Draft++
		case Obsolete:
			out.Obsolete++
		case standing.NotRun, standing.Uncovered, standing.OutOfScope:
			out.NotRun++
		default:
			out.NotRun++
		}
	}
	return out
}

// trial rolls up what runs outside campaigns gave.
func (t *tally) trial() *Trial {
	if len(t.trials) == 0 {
		return nil
	}
	out := &Trial{Cases: len(t.trials), Fresh: true}
	var vs []recette.Verdict
	for _, x := range t.trials {
		vs = append(vs, x.Verdict)
		out.Fresh = out.Fresh && x.Fresh
		if x.At.After(out.At) {
			out.At = x.At
		}
	}
	out.Verdict = string(recette.RollUp(vs))
	return out
}

// In counts the criteria in a state, or the scenarios when more of them are: those that serve no criterion are in no
// row.
func (m *Matrix) In(s standing.State) int {
	r := &m.Totals.Reverse
	switch s {
	case Orphan:
		return r.Orphans
	case Draft:
		return r.Draft
	case Obsolete:
		return r.Obsolete
	case standing.Failed:
		return max(m.Totals.All.States.Failed, r.Failed)
	case standing.NotRun:
		return max(m.Totals.All.States.NotRun, r.NotRun)
	case standing.Stale:
		return max(m.Totals.All.States.Stale, r.Stale)
	case standing.Uncovered, standing.Accepted, standing.Proved, standing.OutOfScope:
	}
	return m.Totals.All.States.Of(s)
}
