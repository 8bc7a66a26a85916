package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// What is recorded together is judged and recorded together: the second fact is about the first, and its refusal leaves
// nothing of either.
func TestNoteAll_IsAllOrNothing(t *testing.T) {
	t.Parallel()
	b := newGaps(t)
	raise := gap.Anomaly{Severity: recette.Minor, Summary: "page blanche"}
	fix := gap.Change{Act: recette.AnomalyFix, Build: "not a build", FixedBy: "Atelier"}
	for _, check := range []func() error{
		func() error { return b.s.CheckNote(t.Context(), elise, "v1", raise, fix) },
		func() error { _, err := b.s.NoteAll(t.Context(), elise, "v1", raise, fix); return err },
	} {
		if err := check(); !errors.Is(err, fact.ErrInvalid) {
			t.Errorf("a correction by no build: %v", err)
		}
	}
	if got := len(b.status().Anomalies); got != 0 {
		t.Fatalf("%d anomalies of a refused row", got)
	}
	fix.Build = "b117"
	if err := b.s.CheckNote(t.Context(), elise, "v1", raise, fix); err != nil {
		t.Fatal(err)
	}
	number, err := b.s.NoteAll(t.Context(), elise, "v1", raise, fix)
	if err != nil {
		t.Fatal(err)
	}
	all := b.status().Anomalies
	if len(all) != 1 || all[0].Number != number || all[0].Status != string(recette.AnomalyFixed) {
		t.Errorf("%s: %+v", number, all)
	}
	if _, err := b.s.NoteAll(t.Context(), yann, "v1", raise, fix); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a correction by who may say none: %v", err)
	}
	if got := len(b.status().Anomalies); got != 1 {
		t.Errorf("%d anomalies once a right was not there", got)
	}
}
