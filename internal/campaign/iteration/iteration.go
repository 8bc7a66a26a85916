// Package iteration says what a campaign plays again when it goes on: with another build, or with the texts and data of
// now. It is pure: a frozen plan, what is frozen in its place, and where each row stands give the rows to play again,
// each with its reason, and the manifest that says so. It refuses to record, to read features and to say who may.
package iteration

import (
	"cmp"
	"slices"

	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Change is a step from one iteration to the next.
type Change struct {
	Former *plan.Manifest // with the texts of its cases
	Digest string         // of Former
	State  *state.State   // where its rows stand, no attempt open

	// Texts says that texts and data are those of now; without it they are those of Former.
	Texts bool
	// Impact tells, by the tags of a row, whether the new build may bear on it; nil: on every row. Build says that
	// there is a new one: without it neither Impact nor Regression is asked.
	Build      bool
	Impact     func(tags []string) bool
	Regression func(tags []string) bool // rows that each build is checked with
}

// Row is a row that is to be played again, or for the first time.
type Row struct {
	ID      string
	Name    string
	Reason  plan.Replay
	Verdict recette.Verdict // of its last result
	New     bool            // it was not in the plan
}

// Next makes of a manifest, which was frozen for it, the one of the next iteration: it says what came before, and what
// is to be played again. The rows to play come back in the order of the manifest.
func (c *Change) Next(m *plan.Manifest) []Row {
	number := c.Former.Number()
	m.V = plan.ManifestVersion // Former may be of a version that has no iterations
	m.Before = append(slices.Clone(c.Former.Before), c.Former.At(number))
	m.Before[number-1].Manifest = c.Digest
	// A leaf proves it. That of a former version named the delivery alone, whatever was deployed.
	m.Before[number-1].Build = cmp.Or(c.State.Build, m.Before[number-1].Build)
	was := make(map[string]*plan.FrozenCase, len(c.Former.Cases))
	for i := range c.Former.Cases {
		was[c.Former.Cases[i].ID] = &c.Former.Cases[i]
	}
	changed := map[string]bool{}
	if c.Texts {
		changed = changedData(c.Former.DataSets, m.DataSets)
	}
	var rows []Row
	m.Cases = slices.Clone(m.Cases)
	for i := range m.Cases {
		now := &m.Cases[i]
		old := was[now.ID]
		delete(was, now.ID)
		row := Row{ID: now.ID, Name: now.Name, Reason: plan.ReplayVerdict, Verdict: recette.NotRun, New: true}
		now.Former, now.Replay = nil, ""
		if old != nil {
			now.Former = slices.Clone(old.Former)
			if old.Content != now.Content {
				now.Former = append(now.Former, plan.FormerText{
					From: from(old), To: number, Content: old.Content, Steps: len(old.Steps),
				})
			}
			row.New, row.Reason, row.Verdict = false, c.reason(old, now, changed), recette.NotRun
			if s := c.State.Case(now.ID); s != nil {
				row.Verdict = s.Verdict()
			}
		}
		if row.Reason != "" {
			now.Replay = row.Reason
			rows = append(rows, row)
		}
	}
	m.Gone = gone(c.Former, was, m.Cases, number)
	return rows
}

// from gives the first iteration in which a row had its text.
func from(c *plan.FrozenCase) int {
	if n := len(c.Former); n > 0 {
		return c.Former[n-1].To + 1
	}
	return 1
}

// reason says why a row is to be played again, empty when its result holds.
func (c *Change) reason(old, now *plan.FrozenCase, changed map[string]bool) plan.Replay {
	s := c.State.Case(old.ID)
	ran := s != nil && s.Last != nil
	switch {
	case !ran:
		return plan.ReplayVerdict
	case old.Content != now.Content:
		return plan.ReplayText
	case slices.ContainsFunc(now.DataSets, func(code string) bool { return changed[code] }):
		return plan.ReplayData
	case c.State.Due(s): // nobody played it again since an iteration before asked for it
		return cmp.Or(old.Replay, plan.ReplayText)
	case c.State.Hold(s) == recette.Returned: // whoever read it over sent it back
		return plan.ReplayVerdict
	case c.State.Turned(s):
		return plan.ReplayAnomaly
	case !c.Build:
		return ""
	case !s.Verdict().Conform() && s.Verdict() != recette.NotApplicable:
		return plan.ReplayVerdict
	case c.Impact == nil || c.Impact(now.Tags):
		return plan.ReplayBuild
	case c.regression(now):
		return plan.ReplayRegression
	}
	return ""
}

// regression reports whether a row is of those that each build is checked with: those of its plan, when it says so,
// else those of the tags.
func (c *Change) regression(row *plan.FrozenCase) bool {
	if s := c.Former.Sections; s != nil && s.Regression != "" {
		return slices.Contains(s.RegressionCases, row.ID)
	}
	return c.Regression != nil && c.Regression(row.Tags)
}

// changedData gives the data sets whose content is another one. What is not known to be the same has changed: the
// severe reading.
func changedData(old, now []plan.DataSet) map[string]bool {
	was := map[string]string{}
	for _, d := range old {
		was[d.Code] = d.SHA256
	}
	changed := map[string]bool{}
	for _, d := range now {
		if sum, known := was[d.Code]; !known || sum == "" || sum != d.SHA256 {
			changed[d.Code] = true
		}
	}
	return changed
}

// gone gives the rows that iterations before had, and that the manifest has not.
func gone(former *plan.Manifest, left map[string]*plan.FrozenCase, cases []plan.FrozenCase, number int) []plan.Gone {
	here := make(map[string]bool, len(cases))
	for i := range cases {
		here[cases[i].ID] = true
	}
	var out []plan.Gone
	for _, g := range former.Gone {
		if !here[g.ID] {
			out = append(out, g)
		}
	}
	for i := range former.Cases {
		if c := &former.Cases[i]; left[c.ID] != nil {
			out = append(out, plan.Gone{ID: c.ID, Name: c.Name, Iteration: number})
		}
	}
	return out
}
