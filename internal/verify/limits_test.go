package verify_test

import (
	"testing"

	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/verify"
)

// No plan says a threshold that a measure cannot have; a manifest that does turns nothing green, and a PV that says
// otherwise is caught.
func TestThresholdsThatAMeasureCannotHave(t *testing.T) {
	t.Parallel()
	m := branched("")
	m.Exit = []plan.Criterion{
		{Text: "Plus que tout", Threshold: "150 %", Measure: measure.BlockedShare},
		{Text: "Au-delà des nombres", Threshold: "9223372036854775807 %", Measure: measure.Executed},
		{Text: "Plus d’anomalies qu’il n’en est", Threshold: "99999999999999999999", Measure: measure.MajorOpen},
	}
	p := newProject(t, m)
	p.manual("SC-0002", "passed", "passed", "passed")
	doc, manifest := p.build("")
	for _, z := range doc.Exit {
		if z.Met == "yes" {
			t.Errorf("%s is met", z.Text)
		}
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Errorf("unchanged: %s %v", r.Status, all(r))
	}
	for i := range doc.Exit {
		lie := clone(t, &doc)
		lie.Exit[i].Met = "yes"
		if r := p.verify(a.attach(lie, manifest)); !has(r, verify.CriterionMismatch) {
			t.Errorf("%s said to be met: %s %v", lie.Exit[i].Text, r.Status, all(r))
		}
	}
}
