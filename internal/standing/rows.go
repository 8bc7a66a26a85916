package standing

import (
	"cmp"
	"slices"

	"recette/internal/plan"
	"recette/internal/recette"
)

// Row is where a case stands in one branch.
type Row struct {
	Antenne string
	Status  // its Case is the id of the row
}

// lot is the rows by which a case is judged: those of one plan.
type lot struct {
	rows   []string
	quorum plan.Quorum
	ran    bool // one of them has a result at least
}

// lots takes in the rows of a plan. A case is judged by the rows of the plan that was opened last, as long as one of
// them was played: a plan that is only opened takes no proof away.
func (j *judgement) lots(c *followed) {
	if len(c.manifest.Antennes) == 0 && len(j.byRow) == 0 {
		return // each case is its own row
	}
	now := map[string]*lot{}
	var order []string
	for i := range c.state.Cases {
		s := &c.state.Cases[i]
		id := plan.CaseID(s.ID)
		l := now[id]
		if l == nil {
			l = &lot{quorum: c.manifest.Quorum}
			now[id], order = l, append(order, id)
		}
		if s.Antenne != "" {
			j.antennes[s.ID] = s.Antenne
		}
		l.rows, l.ran = append(l.rows, s.ID), l.ran || s.Last != nil
	}
	for _, id := range order {
		if l := now[id]; l.ran || !j.played(id) {
			j.byRow[id] = l
		}
	}
}

// played tells whether what judges a case so far was played.
func (j *judgement) played(id string) bool {
	if l := j.byRow[id]; l != nil {
		return l.ran
	}
	g := j.cases[id]
	return g != nil && len(g.results) > 0
}

// together makes of the statuses of rows those of cases, by their ids in the features.
func (j *judgement) together(rows map[string]Status) map[string]Status {
	if len(j.byRow) == 0 {
		return rows
	}
	of := map[string][]string{}
	for id := range rows {
		of[plan.CaseID(id)] = append(of[plan.CaseID(id)], id)
	}
	out := make(map[string]Status, len(of))
	for id, all := range of {
		l := j.byRow[id]
		if len(all) == 1 && all[0] == id && (l == nil || len(l.rows) == 1) {
			out[id] = rows[id]
			continue
		}
		if l == nil {
			l = &lot{rows: []string{id}}
		}
		slices.Sort(all)
		out[id] = j.judged(id, l, all, rows)
	}
	return out
}

// judged gives the status of a case by its rows. What is open about a row of any plan bears on the case.
func (j *judgement) judged(id string, l *lot, all []string, rows map[string]Status) Status {
	list := make([]Status, len(l.rows))
	for i, row := range l.rows {
		list[i] = rows[row]
	}
	s := list[Judge(list, l.quorum.Need)]
	s.Case, s.Rows, s.Need = id, nil, l.quorum.Need(countable(list))
	for i := range list {
		if antenne := j.antennes[l.rows[i]]; antenne != "" {
			s.Rows = append(s.Rows, Row{antenne, list[i]})
		}
	}
	s.Anomalies, s.Reserves, s.Planned, s.Trial = nil, nil, nil, nil
	for _, row := range all {
		o := rows[row]
		s.Anomalies, s.Reserves = append(s.Anomalies, o.Anomalies...), append(s.Reserves, o.Reserves...)
		for _, c := range o.Planned {
			if !slices.Contains(s.Planned, c) {
				s.Planned = append(s.Planned, c)
			}
		}
		if o.Trial != nil { // a run outside campaigns knows no branch
			s.Trial = o.Trial
		}
	}
	graver(s.Anomalies)
	slices.Sort(s.Reserves)
	s.Reserves = slices.Compact(s.Reserves)
	return s
}

// countable counts the rows that are judged: what is not applicable somewhere asks for nothing there.
func countable(rows []Status) int {
	n := 0
	for i := range rows {
		if rows[i].State() != "" {
			n++
		}
	}
	return n
}

// Judge gives the row that says what its scenario is worth, when need says how many of a number of rows must be proved:
// one that is proved as soon as enough are; one that is accepted when those that are fill them up; else one of those
// that stand in the way, the gravest first: failed, when so many are that the others are not enough, not run, stale.
// Of nothing but rows that are not applicable it gives the first. It is for one row at least.
func Judge(rows []Status, need func(rows int) int) int {
	at, count := map[State]int{}, map[State]int{}
	for i := range rows {
		s := rows[i].State()
		if count[s]++; count[s] == 1 {
			at[s] = i
		}
	}
	total := len(rows) - count[""]
	enough := need(total)
	switch {
	case total == 0:
		return 0
	case count[Proved] >= enough && count[Proved] > 0:
		return at[Proved]
	case count[Proved]+count[Accepted] >= enough && count[Accepted] > 0:
		return at[Accepted]
	case total-count[Failed] < enough:
		return at[Failed]
	case count[NotRun] > 0:
		return at[NotRun]
	case count[Stale] > 0:
		return at[Stale]
	}
	return at[Failed]
}

// graver sorts anomalies, the gravest first.
func graver(list []Anomaly) {
	rank := func(a Anomaly) int { return slices.Index(recette.Severities(), a.Severity) }
	slices.SortStableFunc(list, func(a, b Anomaly) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Number, b.Number))
	})
}
