package pv

import (
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// branches says of each scenario that is played in branches how many of them found it conform, how many must, and
// whether they say the same.
func (b *builder) branches() {
	if len(b.m.Antennes) == 0 || b.in.Antenne != "" {
		return
	}
	b.pv.Quorum = b.m.Quorum.Name()
	at := map[string]int{}
	verdicts := map[string]map[string]bool{}
	for i := range b.pv.Cases {
		c := &b.pv.Cases[i]
		if c.Antenne == "" {
			continue
		}
		id := plan.CaseID(c.ID)
		n, known := at[id]
		if !known {
			n = len(b.pv.Branches)
			at[id], verdicts[id] = n, map[string]bool{}
			b.pv.Branches = append(b.pv.Branches, reports.Branches{Scenario: id, Name: c.Name})
		}
		s := &b.pv.Branches[n]
		verdicts[id][c.Verdict] = true
		s.Rows = append(s.Rows, c.ID)
		fresh := c.Freshness == string(recette.Fresh)
		if v := recette.Verdict(c.Verdict); v != recette.NotApplicable || !fresh {
			s.Expected++
			if v.Conform() && fresh {
				s.Conform++
			}
		}
	}
	for i := range b.pv.Branches {
		s := &b.pv.Branches[i]
		s.Needed = b.m.Quorum.Need(s.Expected)
		s.Met, s.Divergent = s.Expected > 0 && s.Conform >= s.Needed, len(verdicts[s.Scenario]) > 1
	}
}
