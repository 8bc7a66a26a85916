package verify_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// iterate goes on with the campaign on what change makes of its plan.
func (p *project) iterate(it campaign.Iteration, change func(m *plan.Manifest)) campaign.Iterated {
	p.t.Helper()
	it.Campaign, it.Reason = campaignID, "livraison corrigée"
	it.Make = func(former *plan.Manifest) (plan.Manifest, []string, error) {
		m := *former
		m.Cases = slices.Clone(m.Cases)
		change(&m)
		return m, nil, nil
	}
	made, err := p.s.Iterate(p.t.Context(), elise, it)
	check(p.t, err)
	return made
}

// deliver is an iteration on a new build that bears on the rows of a word.
func (p *project) deliver(build, on string) campaign.Iterated {
	return p.iterate(campaign.Iteration{
		Build: true, Aside: on == "@none", Impact: func(tags []string) bool { return slices.Contains(tags, on) },
	}, func(m *plan.Manifest) {
		m.Release.Build, m.Environment.Build, m.Release.Version = build, build, "1.4.1"
	})
}

// conductIterations plays rows, delivers a build that bears on some, changes a text, and plays a part again.
func conductIterations(t *testing.T) *project {
	t.Helper()
	m := branched("2/3")
	m.Cases[0].Tags = []string{"@a"}
	m.DataSets[0].SHA256 = strings.Repeat("d1", 32)
	p := newProject(t, m)
	for _, id := range []string{"SC-0001@bretagne", "SC-0001@corse", "SC-0001@rhone"} {
		p.manual(id, recette.Passed, recette.Passed, recette.Passed)
	}
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Failed)
	p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
	number, err := p.s.Note(t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Blocking, Case: "SC-9999", Summary: "Tout s’arrête.",
	})
	check(t, err)
	p.note(elise, gap.Change{Number: number, Act: recette.AnomalyNote, Workaround: "Attendre.", Reason: "vu"})
	p.decide()
	p.deliver("b2", "@a")
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
	p.iterate(campaign.Iteration{Texts: true}, func(m *plan.Manifest) {
		at := slices.IndexFunc(m.Cases, func(c plan.FrozenCase) bool { return c.ID == "SC-0003" })
		c := &m.Cases[at]
		c.Steps = slices.Clone(c.Steps[1:])
		c.Content = strings.Replace(c.Content, "8a07", "8a08", 1)
		m.Cases = slices.DeleteFunc(m.Cases, func(c plan.FrozenCase) bool { return c.ID == "SC-9999" })
	})
	return p
}

func (p *project) decide() {
	p.t.Helper()
	_, err := p.s.Decide(p.t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.Postponed, Reason: "Une anomalie bloquante.",
	})
	check(p.t, err)
}

// A PV of the third iteration says of each result of which it is, on which build, and whether it still holds.
func TestIterations(t *testing.T) {
	p := conductIterations(t)
	doc, manifest := p.build("")
	type line struct {
		verdict, build, freshness string
		iteration                 int
	}
	got := map[string]line{}
	for i := range doc.Cases {
		c := &doc.Cases[i]
		got[c.ID] = line{c.Verdict, c.Build, c.Freshness, c.Iteration}
	}
	for id, want := range map[string]line{
		"SC-0001@bretagne": {"passed", "b1", "stale_version", 1}, // its tag says that the new build bears on it
		"SC-0001@corse":    {"passed", "b1", "fresh", 1},
		"SC-0001@rhone":    {"passed", "b1", "fresh", 1},
		"SC-0002":          {"passed", "b2", "fresh", 2},
		"SC-0003":          {"passed", "b1", "stale_text", 1},
	} {
		if got[id] != want {
			t.Errorf("%s: %+v, want %+v", id, got[id], want)
		}
	}
	if doc.Reference.Iteration != 3 || len(doc.Reference.Iterations) != 3 || doc.Decision.Decision != "" ||
		doc.State != "draft" {
		t.Errorf("iterations %+v, decision %+v: that of the first stands no more", doc.Reference, doc.Decision)
	}
	if b := doc.Branches[0]; b.Conform != 2 || !b.Met {
		t.Errorf("branches %+v", b)
	}
	if !slices.ContainsFunc(doc.Anomalies, func(a reports.Anomaly) bool { return a.Case == "SC-9999" }) {
		t.Error("the blocking anomaly went away with its row")
	}
	warned := map[string]string{}
	for _, w := range doc.Warnings {
		warned[w.Code] = strings.Join(w.Args, " ")
	}
	if warned["gone"] != "1 SC-9999" || warned["kept"] != "3 SC-0001@corse, SC-0001@rhone, SC-0002" {
		t.Errorf("warnings %q", warned)
	}
	r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest))
	for _, f := range all(r) {
		if f.Code != verify.CaseText || f.Args[0] != "SC-0003" { // whose hash is made up
			t.Errorf("%s: %v", r.Status, f)
		}
	}
}

// Each thing that a PV says of iterations, changed: not conform.
func TestALieOfIterationsShows(t *testing.T) {
	p := newProject(t, branched("2/3"))
	for _, id := range []string{"SC-0001@bretagne", "SC-0001@corse", "SC-0002", "SC-0003"} {
		p.manual(id, recette.Passed, recette.Passed, recette.Passed)
	}
	p.decide()
	old, _ := p.build("")
	p.deliver("b2", "@none")
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
	doc, manifest := p.build("")
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s %v", r.Status, all(r))
	}
	at := func(d *reports.PV, id string) *reports.Case {
		return &d.Cases[slices.IndexFunc(d.Cases, func(c reports.Case) bool { return c.ID == id })]
	}
	for name, lie := range map[string]func(*reports.PV){
		"the new build":          func(d *reports.PV) { at(d, "SC-0001@corse").Build = "b2" },
		"the old build":          func(d *reports.PV) { at(d, "SC-0002").Build = "b1" },
		"another iteration":      func(d *reports.PV) { at(d, "SC-0001@corse").Iteration = 2 },
		"no iteration":           func(d *reports.PV) { at(d, "SC-0001@corse").Iteration = 0 },
		"not run, and iteration": func(d *reports.PV) { at(d, "SC-0001@rhone").Iteration = 1 },
		"one iteration":          func(d *reports.PV) { d.Reference.Iteration, d.Reference.Iterations = 0, nil },
		"another number":         func(d *reports.PV) { d.Reference.Iteration = 3 },
		"one less":               func(d *reports.PV) { d.Reference.Iterations = d.Reference.Iterations[1:] },
		"another version":        func(d *reports.PV) { d.Reference.Iterations[0].Version = "1.4.1" },
		"another build before":   func(d *reports.PV) { d.Reference.Iterations[0].Build = "b2" },
		"another day":            func(d *reports.PV) { *d.Reference.Iterations[1].At = day },
		"no day":                 func(d *reports.PV) { d.Reference.Iterations[0].At = nil },
		"another reason":         func(d *reports.PV) { d.Reference.Iterations[1].Reason = "confort" },
		"no reason":              func(d *reports.PV) { d.Reference.Iterations[1].Reason = "" },
		"a reason to open":       func(d *reports.PV) { d.Reference.Iterations[0].Reason = "x" },
		"nothing was kept": func(d *reports.PV) {
			d.Warnings = slices.DeleteFunc(d.Warnings, func(w reports.Warning) bool { return w.Code == "kept" })
		},
		"the decision of before": func(d *reports.PV) { d.Decision, d.State = old.Decision, old.State },
		"stale": func(d *reports.PV) {
			at(d, "SC-0001@corse").Freshness, d.Stale = "stale_version", append(d.Stale, "SC-0001@corse")
		},
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
	for name, change := range map[string][2]string{
		"a build of before":    {`"version":"1.4","build":"b1","commit"`, `"version":"1.4","build":"b2","commit"`},
		"nothing is due":       {`"replay":"verdict"`, `"replay":"build"`},
		"no iteration before":  {`"before":[`, `"befure":[`},
		"a row in other hands": {`"antenne":"Corse"`, `"antenne":"Rhône"`},
		"another quorum":       {`"quorum":"2/3"`, `"quorum":"any"`},
	} {
		lied := bytes.Replace(manifest, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(lied, manifest) {
			t.Errorf("%s: nothing changes", name)
		}
		if r := p.verify(a.attach(doc, lied)); r.Status != verify.NotConform {
			t.Errorf("manifest, %s: %s %v", name, r.Status, all(r))
		}
	}
}

// Results that are to be obtained again are stale, and whoever says otherwise is caught.
func TestALieOfReplayShows(t *testing.T) {
	frozen := branched("")
	frozen.Exit = []plan.Criterion{{Text: "Tout est joué", Measure: "executed", Threshold: "80 %"}}
	p := newProject(t, frozen)
	for _, id := range []string{"SC-0001@bretagne", "SC-0001@corse", "SC-0001@rhone", "SC-0002", "SC-0003"} {
		p.manual(id, recette.Passed, recette.Passed, recette.Passed)
	}
	p.iterate(campaign.Iteration{Build: true}, func(m *plan.Manifest) {
		m.Release.Build, m.Environment.Build = "b2", "b2"
	})
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
	doc, manifest := p.build("")
	want := []string{"SC-0001@bretagne", "SC-0001@corse", "SC-0001@rhone", "SC-0003"}
	if !slices.Equal(doc.Stale, want) {
		t.Errorf("stale %q, want %q", doc.Stale, want)
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s %v", r.Status, all(r))
	}
	if doc.Figures.Due != 4 || doc.Figures.Executed != 1 || doc.Figures.NotRun != 5 {
		t.Errorf("figures %+v, want 4 of the 5 not run to be obtained again", doc.Figures)
	}
	for _, j := range doc.Journeys {
		if recette.Verdict(j.Verdict).Conform() {
			t.Errorf("journey %s is %s, and not all of it was obtained on what is delivered", j.Code, j.Verdict)
		}
	}
	if !slices.ContainsFunc(doc.NotShown, func(s string) bool { return strings.Contains(s, "SC-0003") }) {
		t.Errorf("not shown %q, without the results to be obtained again", doc.NotShown)
	}
	if at := slices.IndexFunc(doc.Exit, func(c reports.Criterion) bool { return c.Measured == "1 / 6" }); at < 0 {
		t.Errorf("criteria %+v: what is to be obtained again was not executed", doc.Exit)
	}
	for name, lie := range map[string]func(*reports.PV){
		"a result of an earlier build as fresh": func(d *reports.PV) {
			d.Cases[0].Freshness, d.Stale, d.Branches[0].Conform = "fresh", d.Stale[1:], 1
		},
		"nothing to be obtained again": func(d *reports.PV) { d.Figures.Due = 0 },
		"nothing of a journey":         func(d *reports.PV) { d.Journeys[0].Figures.Due = 0 },
		"a case that asks for nothing": func(d *reports.PV) { d.Cases[0].Due = false },
		"a journey of before as now":   func(d *reports.PV) { d.Journeys[0].Verdict = "passed" },
		"all of it executed": func(d *reports.PV) {
			d.Figures.Executed, d.Figures.Passed, d.Figures.NotRun, d.Figures.Due = 5, 5, 1, 0
		},
		"a criterion that counts them": func(d *reports.PV) { d.Exit[0].Measured, d.Exit[0].Met = "5 / 6", "yes" },
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
}

// TestNothingWasTestedOnTheDelivery: a PV made after a delivery that nobody tested says of no result that it was
// obtained on it, lists every case as not demonstrated, and shows no rate and no journey that the results of before
// fill.
func TestNothingWasTestedOnTheDelivery(t *testing.T) {
	p := newProject(t, planOf(2, 1))
	for _, c := range p.manifest.Cases {
		p.manual(c.ID, recette.Passed, recette.Passed, recette.Passed)
	}
	p.iterate(campaign.Iteration{Build: true}, func(m *plan.Manifest) {
		m.Release.Build, m.Environment.Build, m.Release.Version = "b2", "b2", "9.9.9"
	})
	doc, manifest := p.build("")
	n := len(doc.Cases)
	if f := doc.Figures; f.Executed != 0 || f.Passed+f.Remark != 0 || f.NotRun != n || f.Due != n {
		t.Errorf("figures %+v of %d results to be obtained again", f, n)
	}
	for _, j := range doc.Journeys {
		if j.Verdict != string(recette.NotRun) {
			t.Errorf("journey %s is %s", j.Code, j.Verdict)
		}
	}
	text := strings.Join(doc.NotShown, "\n")
	if strings.Contains(text, "9.9.9") || strings.Contains(text, "b2") ||
		!strings.Contains(text, "itération précédente") {
		t.Errorf("not demonstrated:\n%s", text)
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s %v", r.Status, all(r))
	}
	lie := clone(t, &doc)
	last := len(lie.NotShown) - 1
	lie.NotShown[last] = strings.Replace(lie.NotShown[last], "1.4 (b1)", "9.9.9 (b2)", 1)
	if lie.NotShown[last] == doc.NotShown[last] {
		t.Fatalf("%q names another version", doc.NotShown[last])
	}
	if r := p.verify(a.attach(lie, manifest)); r.Status != verify.NotConform {
		t.Errorf("results said to be of the delivery: %s %v", r.Status, all(r))
	}
}
