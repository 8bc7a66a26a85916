package verify_test

import (
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/dataset"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A PV says of the data of a campaign what its journal says of their loading: no set that was reset since, loaded from
// another file, for another build, or by a command of which the end is not that of its beginning.
func TestDataThatAreLoaded(t *testing.T) {
	one, two := strings.Repeat("1d", 32), strings.Repeat("2d", 32)
	hand := func(act, sum, outcome string) dataset.Load {
		return dataset.Load{
			Set: "JDD-1", SHA256: sum, Act: act, Mode: recette.Manual, Outcome: outcome, Reason: "Autre barème.",
		}
	}
	run := func(act, outcome string) dataset.Load {
		return dataset.Load{Set: "JDD-1", SHA256: one, Act: act, Mode: recette.Automated, Outcome: outcome}
	}
	begun, done, loaded := run("load", "begun"), run("load", "done"), hand("load", one, "done")
	other := dataset.Load{Set: "JDD-2", SHA256: two, Act: "load", Mode: recette.Manual, Outcome: "done"}
	for name, tt := range map[string]struct {
		facts []dataset.Load
		build bool // another one is delivered then
		want  string
		met   string
	}{
		"nothing":             {nil, false, "0 / 2", "no"},
		"one by hand":         {[]dataset.Load{loaded}, false, "1 / 2", "no"},
		"both":                {[]dataset.Load{loaded, other}, false, "2 / 2", "yes"},
		"by its command":      {[]dataset.Load{other, begun, done}, false, "2 / 2", "yes"},
		"an end of nothing":   {[]dataset.Load{other, done}, false, "1 / 2", "no"},
		"no end":              {[]dataset.Load{other, begun}, false, "1 / 2", "no"},
		"an end twice":        {[]dataset.Load{other, begun, done, done}, false, "1 / 2", "no"},
		"reset meanwhile":     {[]dataset.Load{other, begun, hand("reset", one, "done"), done}, false, "1 / 2", "no"},
		"reset since":         {[]dataset.Load{loaded, other, hand("reset", one, "done")}, false, "1 / 2", "no"},
		"failed since":        {[]dataset.Load{loaded, other, hand("load", one, "failed")}, false, "1 / 2", "no"},
		"another file":        {[]dataset.Load{other, hand("load", two, "done")}, false, "1 / 2", "no"},
		"another file before": {[]dataset.Load{other, hand("load", two, "done"), loaded}, false, "2 / 2", "yes"},
		"of the build before": {[]dataset.Load{loaded, other}, true, "0 / 2", "no"},
		"reset, then loaded":  {[]dataset.Load{other, hand("reset", one, "done"), begun, done}, false, "2 / 2", "yes"},
	} {
		m := planOf(1, 0)
		m.DataSets[0].Load = "à la main"
		m.DataSets = append(m.DataSets, plan.DataSet{
			Code: "JDD-2", Label: "Barème", Origin: "fictif", SHA256: two, DataDetail: plan.DataDetail{Load: "import"},
		}, plan.DataSet{Code: "JDD-3", Label: "Lu par les pas", Origin: "fictif", SHA256: two})
		m.Entry = []plan.Criterion{{Text: "Jeux chargés", Threshold: "100 %", Measure: measure.DataLoaded}}
		p := newProject(t, m)
		for _, f := range tt.facts {
			p.note(samira, f)
		}
		if tt.build {
			p.iterate(campaign.Iteration{Build: true, Aside: true, Impact: func([]string) bool { return false }},
				func(m *plan.Manifest) {
					m.Release.Build, m.Environment.Build, m.Release.Version = "b2", "b2", "1.4.1"
				})
		}
		doc, manifest := p.build("")
		if c := doc.Entry[0]; c.Measured != tt.want || c.Met != tt.met {
			t.Errorf("%s: %s, met %s, want %s, %s", name, c.Measured, c.Met, tt.want, tt.met)
		}
		a := p.drawn(clone(t, &doc))
		if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
		for _, lie := range []func(*reports.Criterion){
			func(c *reports.Criterion) { c.Measured += "0" },
			func(c *reports.Criterion) {
				c.Met = map[bool]string{true: "no", false: "yes"}[c.Met == "yes"]
			},
		} {
			changed := clone(t, &doc)
			lie(&changed.Entry[0])
			if r := p.verify(a.attach(changed, manifest)); r.Status == verify.Conform {
				t.Errorf("%s: conform with %+v", name, changed.Entry[0])
			}
		}
	}
}
