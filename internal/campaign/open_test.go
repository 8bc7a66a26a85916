package campaign_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

func TestOpen(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	if err := b.s.Open(t.Context(), yann, manifest()); cause(err) != access.CauseRole {
		t.Errorf("Open by a tester: error = %v, want a refusal of the role", err)
	}
	stranger := recette.Actor{Ref: "p-x", Name: "X", Role: recette.PPO}
	if err := b.s.Open(t.Context(), stranger, manifest()); cause(err) != access.CauseStranger {
		t.Errorf("Open by a stranger: error = %v", err)
	}
	empty := manifest()
	empty.Cases = nil
	if err := b.s.Open(t.Context(), elise, empty); !errors.Is(err, campaign.ErrIncomplete) {
		t.Errorf("Open without cases: error = %v, want ErrIncomplete", err)
	}
	b.open()
	if err := b.s.Open(t.Context(), elise, manifest()); !errors.Is(err, campaign.ErrExists) {
		t.Errorf("Open twice: error = %v, want ErrExists", err)
	}
	got, err := b.service(campaign.Policies{}).Manifest(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(manifest(), got); diff != "" {
		t.Errorf("manifest as frozen (-want +got):\n%s", diff)
	}
	if _, err := b.s.Manifest(t.Context(), auditor, "none"); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("Manifest of none: error = %v, want ErrUnknown", err)
	}
	list, err := b.s.List(t.Context(), auditor)
	if err != nil || len(list) != 1 || list[0].Campaign != "v1" || list[0].Figures.NotRun != 4 {
		t.Errorf("List = %+v, %v", list, err)
	}
	ids, err := b.s.FrozenIDs(t.Context(), auditor)
	if err != nil || len(ids) != len(manifest().Cases) || ids[0] != "SC-1" {
		t.Errorf("FrozenIDs = %v, %v, want that of each case", ids, err)
	}
}

func TestClose_StopsResultsOnly(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	conform(b, "SC-1")
	if err := b.s.Close(
		t.Context(), marc, campaign.Closing{Campaign: "v1", Remark: "", Unfinished: true},
	); cause(err) != access.CauseRole {
		t.Errorf("Close by PO: error = %v", err)
	}
	if err := b.s.Close(
		t.Context(), elise, campaign.Closing{Campaign: "v1", Remark: "fini", Unfinished: true},
	); err != nil {
		t.Fatal(err)
	}
	if err := b.s.Close(
		t.Context(), elise, campaign.Closing{Campaign: "v1", Remark: "", Unfinished: true},
	); !errors.Is(err, campaign.ErrClosed) {
		t.Errorf("Close twice: error = %v, want ErrClosed", err)
	}
	if _, err := b.s.Record(t.Context(), samira, auto("SC-2", pass, pass, pass)); !errors.Is(err, campaign.ErrClosed) {
		t.Errorf("Record after closing: error = %v, want ErrClosed", err)
	}
	if _, err := b.s.Note(
		t.Context(), samira, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "x"},
	); err != nil {
		t.Errorf("RaiseAnomaly after closing: %v, want allowed", err)
	}
	st, err := b.service(campaign.Policies{}).Status(t.Context(), auditor, "v1")
	if err != nil || st.ClosedAt == "" || st.Figures.Passed != 1 || st.Figures.NotRun != 3 {
		t.Errorf("Status = %+v, %v", st.Summary, err)
	}
	if got := []recette.Verdict{
		st.Journeys[0].Verdict, st.Journeys[1].Verdict,
	}; got[0] != recette.NotRun || got[1] != recette.NotRun {
		t.Errorf("journeys = %v", got)
	}
}
