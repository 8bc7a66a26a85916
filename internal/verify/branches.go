package verify

import (
	"strconv"
	"strings"

	"recette/internal/recette"
)

// branchRow is a scenario that is played in several branches.
type branchRow struct {
	Scenario  string   `json:"scenario"`
	Name      string   `json:"name"`
	Rows      []string `json:"rows"`
	Conform   int      `json:"conform"`
	Expected  int      `json:"expected"`
	Needed    int      `json:"needed"`
	Met       bool     `json:"met"`
	Divergent bool     `json:"divergent"`
}

// scenarioOf gives the id of a scenario from that of its row in a branch.
func scenarioOf(row string) string {
	id, _, _ := strings.Cut(row, "@")
	return id
}

// needed gives how many of the rows of a scenario must be conform for the quorum of the plan: all of them when it says
// nothing, or nothing that can be read.
func (m *manifest) needed(rows int) int {
	if m.Quorum == "any" {
		return min(rows, 1)
	}
	k, of, fraction := strings.Cut(m.Quorum, "/")
	n, err := strconv.Atoi(k)
	if _, err2 := strconv.Atoi(of); fraction && err == nil && err2 == nil && n > 0 {
		return min(rows, n)
	}
	return rows
}

// branches compares what the PV says of the scenarios that are played in branches: the branch of each row, how many of
// them found the scenario conform, how many must, and whether they say the same.
func (c *check) branches(f *fold, s scope) {
	var want []branchRow
	c.reached = map[string]bool{}
	at := map[string]int{}
	first := map[string]string{}
	aged := listed(c.pv.Stale)
	for _, id := range s.ids {
		z := f.cases[id].frozen
		if z.Antenne == "" || len(c.frozen.Antennes) == 0 || s.antenne != "" {
			continue
		}
		v := string(f.cases[id].verdict())
		name := scenarioOf(id)
		n, known := at[name]
		if !known {
			n = len(want)
			at[name], first[name] = n, v
			want = append(want, branchRow{Scenario: name, Name: z.Name})
		}
		b := &want[n]
		b.Rows = append(b.Rows, id)
		b.Divergent = b.Divergent || v != first[name]
		if recette.Verdict(v) == recette.NotApplicable && !aged[id] {
			continue
		}
		if b.Expected++; recette.Verdict(v).Conform() && !aged[id] {
			b.Conform++
		}
	}
	for i := range want {
		b := &want[i]
		b.Needed = c.frozen.needed(b.Expected)
		if b.Met = b.Expected > 0 && b.Conform >= b.Needed; b.Met {
			for _, id := range b.Rows {
				c.reached[id] = true
			}
		}
	}
	quorum := c.frozen.Quorum
	if len(c.frozen.Antennes) > 0 && quorum == "" {
		quorum = "all"
	}
	if s.antenne != "" {
		quorum = ""
	}
	for _, n := range differs(field{"branches", c.pv.Branches, want}, field{"quorum", c.pv.Quorum, quorum}) {
		c.contents.add(bad(Derived, n))
	}
}

// obtained compares where, and on which version, the result of a row was obtained.
func (c *check) obtained(f *fold, row *caseRow, t *tally) {
	build, iteration := "", 0
	if t.attempts > 0 {
		if c.canon.builds || c.pv.Derivation == 0 && row.Build != "" { // a PV of before says it of the campaign alone
			build = c.frozen.builtIn(t.iteration)
		}
		if len(c.frozen.Before) > 0 {
			iteration = t.iteration
		}
	}
	for _, n := range differs(
		field{"antenne", row.Antenne, t.frozen.Antenne}, field{"iteration", row.Iteration, iteration},
		field{"build", row.Build, build}, field{"due", row.Due, f.owed(t)},
		field{"hold", row.Hold, kept(f.held(t))},
	) {
		c.contents.add(bad(CaseResult, row.ID, n))
	}
}
