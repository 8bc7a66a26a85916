package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// A case that somebody left open blocked the others for good: only its holder could close it.
func TestRelease(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	if open, err := b.s.Release(t.Context(), samira, "v1", "SC-1"); open || err != nil {
		t.Errorf("Release of a case that nobody began = %v, %v, want false and no error", open, err)
	}
	_, err := b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
		Steps: []campaign.Observation{manual(0, recette.Passed)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.s.Release(t.Context(), zoe, "v1", "SC-1"); cause(err) != access.CauseRole {
		t.Errorf("Release by a tester: error = %v, want a refusal of the role", err)
	}
	if _, err := b.s.Release(t.Context(), samira, "v1", "SC-9"); !errors.Is(err, campaign.ErrUnknownCase) {
		t.Errorf("Release of an unknown case: error = %v, want ErrUnknownCase", err)
	}
	if open, err := b.s.Release(t.Context(), samira, "v1", "SC-1"); !open || err != nil {
		t.Fatalf("Release = %v, %v, want true and no error", open, err)
	}
	got := b.progress(b.s, "SC-1")
	if got.Open || got.Verdict != recette.NotRun || got.Outcome != recette.OutcomeInterrupted {
		t.Errorf("released attempt = %+v, want closed, not run and interrupted", got)
	}
	a, err := b.s.BeginAttempt(t.Context(), zoe, campaign.Begin{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual,
	})
	if err != nil || a.Number != 2 {
		t.Errorf("BeginAttempt after Release = %+v, %v, want attempt 2", a, err)
	}
}
