package campaign_test

import (
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// When something was said is recorded beside when it reached the log, unless it is the same minute, or nobody can
// believe it; an instant that nobody asked about is refused.
func TestBelieved(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	opened := b.now
	b.now = b.now.Add(5 * time.Hour)
	for name, tt := range map[string]struct {
		at   time.Time
		want bool
	}{
		"hours before":       {b.now.Add(-4 * time.Hour), true},
		"at once":            {b.now.Add(-30 * time.Second), false},
		"to come":            {b.now.Add(time.Hour), false},
		"before the opening": {opened.Add(-time.Hour), false},
	} {
		at, err := b.s.Believed(t.Context(), "v1", tt.at)
		if err != nil || at.IsZero() == tt.want {
			t.Errorf("%s: Believed = %v, %v, want %t", name, at, err, tt.want)
		}
		x := transcript("SC-1")
		x.Steps[2].Given = tt.at
		if tt.want {
			continue
		}
		_, err = b.s.Transcribe(t.Context(), samira, yann, x)
		if bad, ok := errors.AsType[*campaign.FieldError](err); !ok || bad.Field != "given" {
			t.Errorf("%s: Transcribe = %v, want a refusal of what was given", name, err)
		}
	}
	x := transcript("SC-1")
	x.Steps[2].Given = b.now.Add(-4 * time.Hour)
	_, err := b.s.Transcribe(t.Context(), samira, yann, x)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		if err != nil {
			t.Fatal(err)
		}
		steps := rec.Leaf.Result.Steps
		if want := journal.Instant(x.Steps[2].Given); steps[2].Given != want || steps[1].Given != "" {
			t.Errorf("the leaf says %q and %q, want %q and none", steps[2].Given, steps[1].Given, want)
		}
	}
	o, err := b.s.Observed(t.Context(), elise, "v1", "SC-1")
	if err != nil || !o.Steps[2].Given.Equal(x.Steps[2].Given) || o.Steps[2].Verdict != recette.Passed {
		t.Errorf("Observed = %+v, %v", o, err)
	}
}
