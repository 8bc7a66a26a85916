package campaign_test

import (
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// The state is a fold of the log: whoever reads it from the beginning sees what the recording process saw.
func TestState_IsAFoldOfTheLog(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.attempt(yann, "SC-1", recette.Passed, recette.Failed)
	b.attempt(yann, "SC-2", recette.Passed, recette.Passed, recette.PassedWithRemark)
	b.attempt(zoe, "SC-1", recette.Passed, recette.Passed, recette.Passed)
	conform(b, "SC-3")
	m := manifest()
	st := state.New(m.Outline(), true)
	for rec, err := range b.db.Records(t.Context(), journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		st.Apply(&rec)
	}
	live, err := b.s.Cases(t.Context(), auditor, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range live {
		if got := st.Cases[i].Verdict(); got != c.Verdict {
			t.Errorf("%s: fold gives %s, the service %s", c.ID, got, c.Verdict)
		}
	}
	one := st.Case("SC-1")
	if len(one.Former) != 1 || one.Former[0].Verdict != recette.Failed || one.Verdict() != recette.Passed ||
		one.Last.Actor.Ref != zoe.Ref {
		t.Errorf("SC-1 = %+v, want a failed attempt superseded by a conform one", one)
	}
	if got, err := time.Parse(journal.TimeLayout, one.Last.StartedAt); err != nil || got.Year() != 2026 {
		t.Errorf("started at %s", one.Last.StartedAt)
	}
}
