package verify_test

import (
	"strings"
	"testing"

	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// branched is a plan whose first case is played in three branches.
func branched(quorum plan.Quorum) plan.Manifest {
	m := planOf(2, 1)
	m.Antennes, m.Quorum = []string{"Bretagne", "Corse", "Rhône"}, quorum
	var rows []plan.FrozenCase
	var ids []string
	for _, a := range m.Antennes {
		c := m.Cases[0]
		c.Antenne, c.ID = a, c.ID+"@"+strings.ReplaceAll(strings.ToLower(a), "ô", "o")
		rows, ids = append(rows, c), append(ids, c.ID)
	}
	m.Cases = append(rows, m.Cases[1:]...)
	m.Journeys[0].Cases = append(ids, m.Journeys[0].Cases[1:]...)
	return m
}

// conductRows plays it: two branches say one thing, the third another.
func conductRows(t *testing.T, quorum plan.Quorum) *project {
	t.Helper()
	p := newProject(t, branched(quorum))
	p.manual("SC-0001@bretagne", recette.Passed, recette.Passed, recette.Passed)
	p.manual("SC-0001@corse", recette.Passed, recette.Passed, recette.Failed)
	p.manual("SC-0001@rhone", recette.Passed, recette.Passed, recette.Passed)
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
	return p
}

// What a PV says of the branches is what plan and leaves give, by the quorum of the plan.
func TestBranches(t *testing.T) {
	for quorum, want := range map[plan.Quorum]reports.Branches{
		"":    {Conform: 2, Expected: 3, Needed: 3, Divergent: true},
		"2/3": {Conform: 2, Expected: 3, Needed: 2, Met: true, Divergent: true},
		"any": {Conform: 2, Expected: 3, Needed: 1, Met: true, Divergent: true},
	} {
		p := conductRows(t, quorum)
		doc, manifest := p.build("")
		if len(doc.Branches) != 1 {
			t.Fatalf("quorum %q: branches %+v, want those of one scenario", quorum, doc.Branches)
		}
		got := doc.Branches[0]
		if got.Scenario != "SC-0001" || len(got.Rows) != 3 {
			t.Errorf("quorum %q: %+v", quorum, got)
		}
		got.Scenario, got.Name, got.Rows = "", "", nil
		if got.Conform != want.Conform || got.Expected != want.Expected || got.Needed != want.Needed ||
			got.Met != want.Met || got.Divergent != want.Divergent {
			t.Errorf("quorum %q: %+v, want %+v", quorum, got, want)
		}
		if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("quorum %q: %s %v", quorum, r.Status, all(r))
		}
	}
}

// Each thing that a PV says of branches and builds, changed: not conform.
func TestALieOfRowsShows(t *testing.T) {
	p := conductRows(t, "2/3")
	doc, manifest := p.build("")
	a := p.drawn(clone(t, &doc))
	for name, lie := range map[string]func(*reports.PV){
		"another branch":    func(d *reports.PV) { d.Cases[0].Antenne = "Corse" },
		"no branch":         func(d *reports.PV) { d.Cases[0].Antenne = "" },
		"a branch for all":  func(d *reports.PV) { d.Cases[3].Antenne = "Corse" },
		"another build":     func(d *reports.PV) { d.Cases[0].Build = "b2" },
		"no build":          func(d *reports.PV) { d.Cases[0].Build = "" },
		"a build not run":   func(d *reports.PV) { d.Cases[len(d.Cases)-1].Build = "b1" },
		"quorum":            func(d *reports.PV) { d.Quorum = "any" },
		"no quorum":         func(d *reports.PV) { d.Quorum = "" },
		"no branches":       func(d *reports.PV) { d.Branches = nil },
		"twice":             func(d *reports.PV) { d.Branches = append(d.Branches, d.Branches[0]) },
		"scenario":          func(d *reports.PV) { d.Branches[0].Scenario = "SC-0002" },
		"name":              func(d *reports.PV) { d.Branches[0].Name = "autre" },
		"a row less":        func(d *reports.PV) { d.Branches[0].Rows = d.Branches[0].Rows[:2] },
		"all conform":       func(d *reports.PV) { d.Branches[0].Conform = 3 },
		"fewer expected":    func(d *reports.PV) { d.Branches[0].Expected = 2 },
		"fewer needed":      func(d *reports.PV) { d.Branches[0].Needed = 1 },
		"not met":           func(d *reports.PV) { d.Branches[0].Met = false },
		"no divergence":     func(d *reports.PV) { d.Branches[0].Divergent = false },
		"a constat less":    func(d *reports.PV) { d.Constats = d.Constats[:2] },
		"no constats":       func(d *reports.PV) { d.Constats = nil },
		"another branch's":  func(d *reports.PV) { d.Constats[0].Antenne = "Corse" },
		"an invented one":   func(d *reports.PV) { d.Constats[1].Number = "PV-2026-009-v1" },
		"a PV as a constat": func(d *reports.PV) { d.Antenne = "Bretagne" },
		"4.4b is not known": func(d *reports.PV) { d.Absent = append(d.Absent, "4.4b") },
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
}
