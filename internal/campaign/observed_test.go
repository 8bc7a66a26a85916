package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

// TestObserved: whoever sees a row reads what its last attempt found, step by step; of another branch it is not there.
func TestObserved(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Tester, []string{"Ajaccio"})
	ctx := t.Context()
	for _, row := range []string{"SC-1@ajaccio", "SC-2@brest"} {
		for attempt := 2; attempt < 4; attempt++ {
			r := auto(row, pass, pass, pass)
			r.Content, r.Attempt = "content/1:"+row[:4], attempt
			r.Steps[1].Comment = map[int]string{2: "d’avant", 3: "de " + row}[attempt]
			_, err := b.s.Record(ctx, samira, r)
			must(t, err)
		}
	}
	for row, by := range map[string]recette.Actor{"SC-1@ajaccio": who, "SC-2@brest": auditor} {
		got, err := b.s.Observed(ctx, by, "v1", row)
		must(t, err)
		if steps := got.Steps; len(steps) != 3 || steps[1].Comment != "de "+row || steps[2].Verdict != recette.Passed ||
			got.Attempt != 3 || got.Content != "content/1:"+row[:4] || steps[1].Erased {
			t.Errorf("%s: %+v", row, got)
		}
	}
	for _, row := range []string{"SC-2@brest", "SC-404"} {
		if _, err := b.s.Observed(ctx, who, "v1", row); !errors.Is(err, campaign.ErrUnknownCase) {
			t.Errorf("%s: %v, want ErrUnknownCase", row, err)
		}
	}
	m := manifest()
	m.Campaign = "v2"
	must(t, b.s.Open(ctx, elise, m))
	if got, err := b.s.Observed(ctx, auditor, "v2", "SC-1"); err != nil || len(got.Steps) != 0 || got.Attempt != 0 {
		t.Errorf("a row that nobody played: %v, %v", got, err)
	}
}

// TestObserved_WithItsCorrection: a step that its author corrected stands as they corrected it.
func TestObserved_WithItsCorrection(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, passed)
	_, err := b.s.Amend(t.Context(), yann, campaign.Amend{
		Campaign: "v1", Case: "SC-1", Reason: "j’ai mal lu", Steps: []campaign.Judgement{
			{Step: 2, Verdict: failed, Observed: "le message manque"},
		},
	})
	must(t, err)
	got, err := b.s.Observed(t.Context(), auditor, "v1", "SC-1")
	must(t, err)
	if last := got.Steps[2]; got.Verdict != failed || last.Verdict != failed || last.Observed != "le message manque" {
		t.Errorf("the case stands %s, its last step %s: %q", got.Verdict, last.Verdict, last.Observed)
	}
}

// TestObserved_OfAnotherText: what was found of a text that an iteration changed says that it is of that text, until
// the new one is played.
func TestObserved_OfAnotherText(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, passed)
	_, err := b.s.Iterate(t.Context(), elise, texts())
	must(t, err)
	got, err := b.s.Observed(t.Context(), auditor, "v1", "SC-1")
	must(t, err)
	if got.Content != "content/1:SC-1" || got.Attempt != 1 || !got.Due || len(got.Steps) != 3 {
		t.Errorf("before it is played: %+v", got)
	}
	a, err := b.s.BeginAttempt(t.Context(), yann, campaign.Begin{
		Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1 bis", Mode: recette.Manual,
	})
	must(t, err)
	_, err = b.s.Record(t.Context(), yann, campaign.Result{
		Campaign: "v1", Case: "SC-1", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps:  []campaign.Observation{manual(0, passed), manual(1, passed), manual(2, passed), manual(3, failed)},
		Closed: true, Hold: a.Hold,
	})
	must(t, err)
	got, err = b.s.Observed(t.Context(), auditor, "v1", "SC-1")
	must(t, err)
	if got.Content != "content/1:SC-1 bis" || got.Attempt != 2 || len(got.Steps) != 4 || got.Verdict != failed ||
		got.Steps[3].Verdict != failed {
		t.Errorf("once it is played: %+v", got)
	}
}

// TestObserved_Erased: what was erased is told to have been there.
func TestObserved_Erased(t *testing.T) {
	b, _ := written(t)
	found, err := b.s.Erasable(t.Context(), elise, "v1", campaign.ErasureQuery{Case: "SC-1"})
	must(t, err)
	_, err = b.s.Erase(t.Context(), elise, "v1", idsOf(found), "demande")
	must(t, err)
	got, err := b.s.Observed(t.Context(), auditor, "v1", "SC-1")
	must(t, err)
	if x := got.Steps[0]; !x.Erased || x.Observed != "" || x.Verdict != failed {
		t.Errorf("%+v", x)
	}
}

// TestObserved_Invalidated: an attempt that counts for nothing says why.
func TestObserved_Invalidated(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", passed, passed, passed)
	b.noted(samira, advice.Invalidation{Case: "SC-1", Cause: recette.FlawedData, Reason: "base vide"})
	got, err := b.s.Observed(t.Context(), auditor, "v1", "SC-1")
	must(t, err)
	if got.Invalid != recette.FlawedData || got.Verdict != recette.NotRun || got.Attempt != 1 {
		t.Errorf("%+v", got)
	}
}
