package trace

import (
	"maps"
	"slices"

	"recette/internal/recette"
	"recette/reports"
)

// narrow keeps the stories and journeys of the selection. What bears on no row is then left out: nobody asked for it.
func narrow(m *reports.Matrix) {
	s := m.Selection
	if len(s.Stories) == 0 && len(s.Journeys) == 0 {
		return
	}
	wanted := func(story string, journeys []string) bool {
		return (len(s.Stories) == 0 || slices.Contains(s.Stories, story)) &&
			(len(s.Journeys) == 0 || slices.ContainsFunc(journeys, func(j string) bool { return slices.Contains(s.Journeys, j) }))
	}
	kept := map[string]bool{}
	m.Rows = slices.DeleteFunc(m.Rows, func(r reports.MatrixRow) bool {
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
	m.Scenarios = slices.DeleteFunc(m.Scenarios, func(x reports.MatrixScenario) bool {
		return !kept[x.ID] && !wanted(x.Story, x.Journeys)
	})
	m.Lost = m.Lost[:0]
}

// narrowStates keeps the rows and the scenarios of the states of the selection.
func narrowStates(m *reports.Matrix) {
	states := m.Selection.States
	if len(states) == 0 {
		return
	}
	m.Rows = slices.DeleteFunc(m.Rows, func(r reports.MatrixRow) bool { return !slices.Contains(states, r.State) })
	orphans := slices.Contains(states, reports.MatrixOrphan)
	m.Scenarios = slices.DeleteFunc(m.Scenarios, func(s reports.MatrixScenario) bool {
		return !slices.Contains(states, s.State) && (!orphans || len(s.Orphan) == 0)
	})
}

// totals counts the rows and the scenarios.
func (b *Builder) totals(m *reports.Matrix) reports.MatrixTotals {
	all := reports.MatrixTotal{}
	epics, journeys := map[string]*reports.MatrixTotal{}, map[string]*reports.MatrixTotal{}
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
	return reports.MatrixTotals{All: all, Epics: list(epics), Journeys: list(journeys), Reverse: scenarios(m.Scenarios)}
}

func add(t *reports.MatrixTotal, r *reports.MatrixRow) {
	t.Criteria++
	t.States.Add(r.State)
	if r.State == reports.MatrixOutOfScope {
		return
	}
	t.InScope++
	if r.State != reports.MatrixUncovered {
		t.Covered++
	}
	if r.State == reports.MatrixProved {
		t.Proved++
	}
}

func under(m map[string]*reports.MatrixTotal, key, title string) *reports.MatrixTotal {
	t, ok := m[key]
	if !ok {
		t = &reports.MatrixTotal{Key: key, Title: title}
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

func list(m map[string]*reports.MatrixTotal) []reports.MatrixTotal {
	out := []reports.MatrixTotal{}
	for _, k := range slices.SortedFunc(maps.Keys(m), Natural) {
		out = append(out, *m[k])
	}
	return out
}

func scenarios(list []reports.MatrixScenario) reports.MatrixReverse {
	out := reports.MatrixReverse{Scenarios: len(list)}
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
		case reports.MatrixFailed:
			out.Failed++
		case reports.MatrixStale:
			out.Stale++
		case reports.MatrixAccepted:
			out.Accepted++
		case reports.MatrixProved:
			out.Proved++
		case reports.MatrixDraft:
			out.Draft++
		case reports.MatrixObsolete:
			out.Obsolete++
		case reports.MatrixNotRun, reports.MatrixUncovered, reports.MatrixOutOfScope:
			out.NotRun++
		default:
			out.NotRun++
		}
	}
	return out
}

// trial rolls up what runs outside campaigns gave.
func (t *tally) trial() *reports.MatrixTrial {
	if len(t.trials) == 0 {
		return nil
	}
	out := &reports.MatrixTrial{Cases: len(t.trials), Fresh: true}
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
