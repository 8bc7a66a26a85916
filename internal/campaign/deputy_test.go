package campaign_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/plan"
	"recette/internal/recette"
)

func deputed(by, to recette.Actor, journey string) advice.Delegation {
	return advice.Delegation{
		By: by.Ref, To: to.Ref, Role: recette.PO, Journey: journey, From: "2026-11-23", Until: "2026-11-23",
		Reference: "note de service", SHA256: strings.Repeat("ab", 32),
	}
}

// Nobody gives a role to themselves, and what is delegated is not delegated again.
func TestDelegation_NotToOneselfNorFurther(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	var denied *access.DeniedError
	if _, err := b.s.Note(t.Context(), elise, "v1", deputed(marc, elise, "")); !errors.As(err, &denied) ||
		denied.Cause != access.CauseSelf {
		t.Errorf("the PPO records a delegation to herself: %v, want %s", err, access.CauseSelf)
	}
	b.noted(elise, deputed(marc, zoe, ""))
	deputy := zoe
	deputy.Role = recette.PO
	if _, err := b.s.Note(t.Context(), deputy, "v1", deputed(marc, elise, "")); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a deputy delegates on: %v, want a refusal", err)
	}
}

// bothPOs opens a campaign that two people may decide, all of it conform.
func bothPOs(b *bench) recette.Actor {
	m := manifest()
	m.V = 2
	paul := recette.Actor{Ref: "p-paul", Name: "Paul", Role: recette.PO}
	m.Parties = append(m.Parties, plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: "po"})
	if err := b.s.Open(b.t.Context(), elise, m); err != nil {
		b.t.Fatal(err)
	}
	for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
		conform(b, id)
	}
	return paul
}

// One decides (rule 10): neither through the whole campaign, nor by a delegation that is over, of another journey.
func TestSeveralDeciders(t *testing.T) {
	for name, tt := range map[string]struct {
		before  func(b *bench, paul recette.Actor)
		journey string
		want    bool
	}{
		"another":                     {func(*bench, recette.Actor) {}, "adhesion", false},
		"another, on the whole":       {func(*bench, recette.Actor) {}, "", false},
		"another, on another journey": {func(*bench, recette.Actor) {}, "reste", true},
		"a deputy, but holding their own": {func(b *bench, paul recette.Actor) {
			b.noted(elise, deputed(marc, paul, ""))
		}, "adhesion", false},
		"an ended delegation of another journey": {func(b *bench, paul recette.Actor) {
			n := b.noted(elise, deputed(marc, paul, "reste"))
			b.noted(elise, advice.DelegationEnd{Number: n, Reason: "fini"})
		}, "adhesion", false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			paul := bothPOs(b)
			tt.before(b, paul)
			if _, err := b.s.Decide(t.Context(), marc, campaign.Decide{
				Campaign: "v1", Journey: "adhesion", Decision: recette.Refused, Reason: "non",
			}); err != nil {
				t.Fatal(err)
			}
			_, err := b.s.Decide(t.Context(), paul, campaign.Decide{
				Campaign: "v1", Journey: tt.journey, Decision: recette.Accepted,
			})
			if (err == nil) != tt.want {
				t.Errorf("Paul decides on %q: %v, want allowed: %t", tt.journey, err, tt.want)
			}
		})
	}
}

// Whoever acts in the name of the decider is no other decider, before and after.
func TestSeveralDeciders_ADeputyIsNone(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
		conform(b, id)
	}
	n := b.noted(elise, deputed(marc, zoe, "adhesion"))
	b.noted(elise, deputed(marc, zoe, "reste"))
	deputy := zoe
	deputy.Role = recette.PO
	for _, act := range []struct {
		who     recette.Actor
		verdict recette.Decision
	}{{marc, recette.Refused}, {deputy, recette.Accepted}, {marc, recette.Refused}} {
		if _, err := b.s.Decide(t.Context(), act.who, campaign.Decide{
			Campaign: "v1", Journey: "adhesion", Decision: act.verdict, Reason: "motif",
		}); err != nil {
			t.Errorf("%s decides: %v", act.who.Ref, err)
		}
	}
	st := b.status()
	d := st.Decisions[1]
	if got := st.Notes.Delegated(d.By.Ref, d.By.Role, d.Journey, "2026-11-23", d.Seq); got == nil || got.Number != n {
		t.Errorf("the deputy decided under %+v, want %s", got, n)
	}
}

// What tells a whole campaign is told to those who may read the whole journal.
func TestTell_NotToABranch(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.Tester, []string{"ajaccio"})
	got, err := b.service(campaign.Policies{}).Tell(t.Context(), who, "v1")
	if text, _ := json.Marshal(got); !errors.Is(err, access.ErrDenied) || strings.Contains(string(text), "brest") {
		t.Errorf("a tester of Ajaccio is told %s, %v", text, err)
	}
}
