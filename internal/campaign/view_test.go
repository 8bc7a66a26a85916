package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
)

// What is made for one is for all whose View is equal: of those who are limited to branches, nobody but themselves. A
// view is another one once something was recorded, and the criteria of all rows are for who sees all rows.
func TestView(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	limited := branched(b, recette.Tester, []string{"ajaccio"})
	s := b.service(campaign.Policies{})
	see := func(who recette.Actor) campaign.View {
		t.Helper()
		v, err := s.View(t.Context(), who, "v1")
		if err != nil {
			t.Fatalf("View by %s: %v", who.Ref, err)
		}
		return v
	}
	if a, b := see(yann), see(limited); yann.Role != limited.Role || a.Sees == b.Sees || a.At != b.At {
		t.Errorf("%+v is what is seen everywhere, %+v in a branch", a, b)
	}
	if see(elise).Sees == see(yann).Sees {
		t.Error("two roles see the same")
	}
	before := see(auditor)
	if again := see(auditor); again != before {
		t.Errorf("%+v, then %+v, with nothing recorded between", before, again)
	}
	if err := b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}); err != nil {
		t.Fatal(err)
	}
	if after := see(auditor); after.At <= before.At || after.Sees != before.Sees {
		t.Errorf("%+v, then %+v, with something recorded between", before, after)
	}
	if _, err := s.Exit(t.Context(), limited, "v1"); !errors.Is(err, access.ErrDenied) {
		t.Errorf("Exit by who is limited to a branch: %v, want a refusal", err)
	}
	if _, err := s.Exit(t.Context(), auditor, "v1"); err != nil {
		t.Errorf("Exit by who sees all: %v", err)
	}
}

// Exit gives the criteria as the journal measures them.
func TestExit(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.Exit = []plan.Criterion{{Text: "Tout est joué", Threshold: "100 %", Measure: "executed"}}
	if err := b.s.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	got, err := b.s.Exit(t.Context(), elise, "v1")
	if err != nil || len(got) != 1 || got[0].Met != "no" || got[0].String() == got[0].Text {
		t.Errorf("Exit = %+v, %v, want one that is measured, and not met", got, err)
	}
}
