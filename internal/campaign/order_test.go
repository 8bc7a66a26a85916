package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/plan"
	"recette/internal/recette"
)

// TestBeginAttempt_InTheOrderOfAJourney: what waits for a row that is not conform begins no attempt; what was begun
// goes on, what happened elsewhere comes in, and a deviation that names the row frees it.
func TestBeginAttempt_InTheOrderOfAJourney(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Journeys[0].Blocking = plan.ManifestVersion, true
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	begin := func(id string, restart bool) error {
		_, err := b.s.BeginAttempt(t.Context(), yann, campaign.Begin{
			Campaign: "v1", Case: id, Content: "content/1:" + id, Mode: recette.Manual, Restart: restart,
		})
		return err
	}
	waits := func(id, on string, v recette.Verdict) {
		t.Helper()
		err := begin(id, false)
		if o, ok := errors.AsType[*campaign.OrderError](err); !ok || o.For != on || o.Verdict != v || o.Open != 0 {
			t.Errorf("BeginAttempt of %s = %v, want *OrderError for %s, %s", id, err, on, v)
		}
	}
	free := func(id string) {
		t.Helper()
		if err := begin(id, false); err != nil {
			t.Errorf("BeginAttempt of %s = %v", id, err)
		}
	}
	record := func(id string, attempt int, closed bool, vs ...recette.Verdict) {
		t.Helper()
		r := campaign.Result{
			Campaign: "v1", Case: id, Content: "content/1:" + id, Attempt: attempt, Pass: 1, Mode: recette.Manual,
			Closed: closed,
		}
		for i, v := range vs {
			r.Steps = append(r.Steps, manual(i, v))
		}
		if _, err := b.s.Record(t.Context(), yann, r); err != nil {
			t.Fatal(err)
		}
	}
	p := recette.Passed

	free("SC-1")
	free("SC-4") // of another journey
	waits("SC-2", "SC-1", recette.NotRun)
	record("SC-1", 1, true, p, p, p)
	free("SC-2")
	waits("SC-3", "SC-2", recette.NotRun)
	record("SC-2", 1, false, p)
	record("SC-1", 2, true, recette.Failed)
	free("SC-2") // it goes on
	err := begin("SC-2", true)
	if o, ok := errors.AsType[*campaign.OrderError](err); !ok || o.Open != 1 ||
		!strings.Contains(err.Error(), "stays open") {
		t.Errorf("BeginAttempt of SC-2 anew = %v, want *OrderError that names the open attempt", err)
	}
	waits("SC-3", "SC-1", recette.Failed)
	if _, err := b.s.BeginAttempt(t.Context(), samira, campaign.Begin{
		Campaign: "v1", Case: "SC-3", Content: "content/1:SC-3", Mode: recette.Manual, Trial: recette.Rehearsal,
	}); err != nil {
		t.Errorf("BeginAttempt of a rehearsal = %v", err)
	}

	deviation := advice.Deviation{Text: "hors ordre", Reason: "séance avancée", Cases: []string{"SC-9"}}
	if _, err := b.s.Note(t.Context(), elise, "v1", deviation); !errors.Is(err, fact.ErrUnknownCase) {
		t.Errorf("Note of a deviation about no row = %v, want ErrUnknownCase", err)
	}
	deviation.Cases = []string{"SC-3"}
	if _, err := b.s.Note(t.Context(), elise, "v1", deviation); err != nil {
		t.Fatal(err)
	}
	free("SC-3")

	other := newBench(t, campaign.Policies{})
	if err := other.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	if _, err := other.s.Transcribe(t.Context(), samira, yann, transcript("SC-2")); err != nil {
		t.Errorf("Transcribe what an order holds back = %v", err)
	}
}
