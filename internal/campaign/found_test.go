package campaign_test

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// The failure of a branch is settled by those who see it, and under an anomaly of its own case: one of no case weighs
// on nothing, and the failure would wait no more.
func TestFound_OfAnotherBranchOrOfNoCase(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.QA, []string{"Ajaccio"})
	b.noted(elise, gap.Change{Number: "ANO-0002", Act: recette.AnomalyReject, Reason: "non"})
	a, err := b.s.BeginAttempt(t.Context(), samira, campaign.Begin{
		Campaign: "v1", Case: "SC-2@brest", Content: "content/1:SC-2", Mode: recette.Manual,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = b.s.Record(t.Context(), samira, campaign.Result{
		Campaign: "v1", Case: "SC-2@brest", Content: a.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Closed: true, Hold: a.Hold, Steps: []campaign.Observation{
			manual(0, recette.Passed), manual(1, recette.Passed), manual(2, recette.Failed),
		},
	}); err != nil {
		t.Fatal(err)
	}
	drafts := b.status().Drafts
	if len(drafts) == 0 {
		t.Fatal("no failure waits")
	}
	d := drafts[len(drafts)-1]
	f := &gap.Failure{Case: d.Case, Attempt: d.Attempt, Step: d.Step + 1}
	for name, tt := range map[string]struct {
		by recette.Actor
		of gap.Anomaly
	}{
		"of another branch, under no case": {who, gap.Anomaly{Found: f}},
		"of another branch":                {who, gap.Anomaly{Case: d.Case, Found: f}},
		"under no case":                    {elise, gap.Anomaly{Found: f}},
		"under another case":               {elise, gap.Anomaly{Case: "SC-1", Found: f}},
	} {
		tt.of.Severity, tt.of.Summary = recette.Inconsequential, "bof"
		if n, err := b.s.Note(t.Context(), tt.by, "v1", tt.of); err == nil {
			t.Errorf("%s: %s settles the failure", name, n)
		}
	}
	if _, err := b.s.Note(t.Context(), who, "v1", gap.Change{
		Number: "ANO-0001", Act: recette.AnomalyNote, Found: f,
	}); err == nil {
		t.Error("an anomaly of Ajaccio settles a failure of Brest")
	}
	if left := b.status().Drafts; len(left) != len(drafts) {
		t.Errorf("%d failures wait, want %d", len(left), len(drafts))
	}
}
