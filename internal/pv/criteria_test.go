package pv_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/pv"
)

// A criterion of one journey is measured over it, and stands in its PV and in that of everything, not in that of
// another journey. What somebody attests is unknown until they do.
func TestBuild_CriteriaOfJourneys(t *testing.T) {
	in := load(t, "tout").input(t)
	m, err := plan.Parse(bytes.NewReader(in.Manifest))
	if err != nil {
		t.Fatal(err)
	}
	of := func(journey string) plan.CriterionDetail { return plan.CriterionDetail{Journey: journey} }
	m.Entry = []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: "Samira"}}}
	m.Exit = []plan.Criterion{
		{Text: "Adhésion", Measure: measure.Executed, CriterionDetail: of("adhesion")},
		{Text: "Reste", Threshold: "50 %", Measure: measure.Executed, CriterionDetail: of("reste")},
		{Text: "Tout", Measure: measure.Executed},
		{Text: "TNR", Measure: measure.RegressionExecuted},
		{Text: "Réserves", Measure: measure.ReservesOwned},
		{Text: "Preuves", Measure: measure.CriticalEvidence, Met: "DEC-0007"},
		{Text: "Dite", Measure: measure.CriticalEvidence, Met: "DER-0042"},
		{Text: "Déclarée", Met: "DER-0042"},
	}
	m.Sections = &plan.Sections{RegressionCases: []string{"SC-1", "SC-5"}}
	m.V = 2 // since which the journal holds derogations
	in.Plan = &m
	for journey, want := range map[string][]string{
		"": {
			"Adhésion: 3 / 4 no", "Reste: 0 / 2 no", "Tout: 3 / 6 no", "TNR: 1 / 2 no", "Réserves: 1 / 1 yes",
			"Preuves: 1 / 3 DEC-0007", "Dite: 1 / 3 no", "Déclarée:  no",
		},
		"adhesion": {
			"Adhésion: 3 / 4 no", "Tout: 3 / 4 no", "TNR: 1 / 1 yes", "Réserves: 1 / 1 yes",
			"Preuves: 1 / 3 DEC-0007", "Dite: 1 / 3 no", "Déclarée:  no",
		},
		"reste": {
			"Reste: 0 / 2 no", "Tout: 0 / 2 no", "TNR: 0 / 1 no", "Réserves: 0 / 0 yes", "Preuves: 0 / 0 DEC-0007",
			"Dite: 0 / 0 no", "Déclarée:  no",
		},
	} {
		in.Journey = journey
		got, err := pv.Build(in)
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, c := range got.Exit {
			shown = append(shown, c.Text+": "+c.Measured+" "+c.Met)
		}
		if diff := cmp.Diff(want, shown); diff != "" {
			t.Errorf("criteria of %q (-want +got):\n%s", journey, diff)
		}
		for _, c := range got.Exit { // a derogation of the journal is looked up there
			cited := c.Cited == "DER-0042" && c.Void == "unknown"
			if cited != (c.Text == "Dite" || c.Text == "Déclarée") {
				t.Errorf("%s cites %q, void %q", c.Text, c.Cited, c.Void)
			}
		}
		if got.Entry[0].Met != "unknown" {
			t.Errorf("what nobody attested yet is %q", got.Entry[0].Met)
		}
	}
}
