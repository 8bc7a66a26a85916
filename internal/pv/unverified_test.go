package pv_test

import (
	"testing"

	"recette/internal/journal"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports"
)

// A case whose every step was seen and which verified nothing is not run, and the PV says why: what the person said of
// the expected result that they set aside, or that there is none.
func TestBuild_NothingVerifiedIsNotRun(t *testing.T) {
	tests := map[string]struct {
		change func(last *journal.Observation)
		want   string
	}{
		"set aside": {
			func(s *journal.Observation) {
				s.Verdict, s.Reason, s.Comment = string(recette.NotApplicable), s.Comment, s.Reason
			},
			"aucun résultat attendu n’a été vérifié\u00a0; pas 3 sans objet\u00a0: un peu lent",
		},
		"none": {
			func(s *journal.Observation) { s.Verdict = string(recette.Passed) },
			"aucun résultat attendu n’a été vérifié",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := load(t, "adhesion").input(t)
			in.Journey = "adhesion"
			for i := range in.Records {
				if r := in.Records[i].Leaf.Result; r != nil && r.Case == "SC-1" && r.Attempt == 2 {
					r.Verdict = string(recette.NotRun)
					tt.change(&r.Steps[2])
				}
			}
			got, err := pv.Build(in)
			if err != nil {
				t.Fatal(err)
			}
			var one *reports.Case
			for i := range got.Cases {
				if got.Cases[i].ID == "SC-1" {
					one = &got.Cases[i]
				}
			}
			if one == nil || one.Verdict != string(recette.NotRun) || one.Reason != tt.want {
				t.Errorf("SC-1 = %+v, want not run because %q", one, tt.want)
			}
		})
	}
}
