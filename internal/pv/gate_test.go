package pv_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/pv"
)

// Criteria are measured alike by whoever keeps the steps of what was played, and by whoever does not: a PV, and the
// service that decides.
func TestMeasure_AsAPV(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(60) {
		in := randomInput(t, seed)
		m, err := plan.Parse(bytes.NewReader(in.Manifest))
		if err != nil {
			t.Fatal(err)
		}
		m.V, m.Exit = plan.ManifestVersion, nil
		for i := range m.Journeys {
			m.Journeys[i].Critical = true
		}
		for _, name := range measure.Names() {
			for _, j := range []string{"", "j0"} {
				m.Exit = append(m.Exit, plan.Criterion{
					Text: name, Measure: name, CriterionDetail: plan.CriterionDetail{Journey: j},
				})
			}
		}
		in.Plan = &m
		doc, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		got := pv.Measure(&m, in.Records, in.IssuedAt).Exit
		if diff := cmp.Diff(doc.Exit, got); diff != "" {
			t.Errorf("seed %d: criteria (-PV +measured):\n%s", seed, diff)
		}
		for _, c := range got {
			seen[c.Text+" "+c.Met] = true
		}
	}
	if !seen["critical_evidence yes"] || !seen["critical_evidence no"] || !seen["blocked_share no"] {
		t.Errorf("the random journals gave %v", seen)
	}
}
