package pv_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/reports"
)

// What the plan says reaches the PV, and a field that is known is not absent.
func TestBuild_PlanFields(t *testing.T) {
	in := load(t, "adhesion").input(t)
	in.Journey = "adhesion"
	m, err := plan.Parse(bytes.NewReader(in.Manifest))
	if err != nil {
		t.Fatal(err)
	}
	in.Plan = &m
	before, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"4.3b", "9b"} {
		if !slices.Contains(before.Absent, number) {
			t.Errorf("absent = %v, want %s: the plan says nothing of it", before.Absent, number)
		}
	}
	if slices.Contains(before.Absent, "4.4b") {
		t.Errorf("absent = %v: the plan has no branch, and its build is known", before.Absent)
	}
	m.Sections = &plan.Sections{
		Regression: "@auto", RegressionCases: []string{"SC-1", "SC-3"},
		Flags:        []plan.Flag{{Name: "paiement", State: "éteint"}},
		Distribution: plan.Distribution{Recipients: []string{"comité"}, Confidentiality: "restreinte"},
	}
	for i := range m.Parties {
		m.Parties[i].Function = "chef de produit"
	}
	for i, role := range []string{"ppo", "po"} {
		level := []string{"imported", "local-authority"}[i]
		in.Project = append(in.Project, journal.Record{Leaf: journal.Leaf{
			Kind: journal.KindKeyAdd, Key: &journal.Key{Purpose: "signer", Role: role, Fingerprint: "ab", Level: level},
		}})
	}
	got, err := pv.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := (reports.Figures{InScope: 2, Planned: 2, Executed: 2, Remark: 1, Failed: 1}); got.Regression != want {
		t.Errorf("regression = %+v, want %+v", got.Regression, want)
	}
	if diff := cmp.Diff([]reports.Flag{{Name: "paiement", State: "éteint"}}, got.Flags); diff != "" {
		t.Errorf("flags (-want +got):\n%s", diff)
	}
	want := reports.Distribution{Recipients: []string{"comité"}, Confidentiality: "restreinte"}
	if diff := cmp.Diff(want, got.Distribution); diff != "" {
		t.Errorf("distribution (-want +got):\n%s", diff)
	}
	for i, method := range []string{"electronic_issuer", "electronic_simple"} {
		if s := got.Signers[i]; s.Method != method || s.Function != "chef de produit" {
			t.Errorf("signer %d = %+v, want method %s and a function", i, s, method)
		}
	}
	for _, number := range []string{"4.3b", "9b"} {
		if slices.Contains(got.Absent, number) {
			t.Errorf("absent = %v: %s is known", got.Absent, number)
		}
	}
}
