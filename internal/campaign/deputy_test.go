package campaign_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
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
	got := st.Notes.Delegated(d.By.Ref, d.By.Role, d.Journey, "2026-11-23", d.Seq, kept)
	if got == nil || got.Number != n {
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

// kept says that nobody lost a role.
func kept(string, string, int64, int64) bool { return false }

// A delegation falls with the role of who gave it, and no later change revives it: neither that they come back, nor
// that they are given the role again.
func TestDelegation_FallsWithTheRole(t *testing.T) {
	to := func(roles ...recette.Role) roster.Change {
		return roster.Change{Act: journal.UserRole, Name: marc.Name, Roles: roles, Reason: "change"}
	}
	back := func(role recette.Role) roster.Change {
		return roster.Change{Act: journal.UserAdd, Name: marc.Name, Roles: []recette.Role{role}, Reason: "revient"}
	}
	for name, tt := range map[string]struct {
		changes []roster.Change
		want    bool
	}{
		"kept":                   {nil, true},
		"another role beside":    {[]roster.Change{to(recette.PO, recette.Tester)}, true},
		"another role instead":   {[]roster.Change{to(recette.Tester)}, false},
		"given back":             {[]roster.Change{to(recette.Tester), to(recette.PO)}, false},
		"revoked":                {[]roster.Change{revoked(marc.Name)}, false},
		"revoked, back a tester": {[]roster.Change{revoked(marc.Name), back(recette.Tester)}, false},
		"revoked, back a PO":     {[]roster.Change{revoked(marc.Name), back(recette.PO)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			b.open()
			b.noted(elise, deputed(marc, samira, ""))
			for _, c := range tt.changes {
				b.change(b.s, elise, c)
			}
			deputy := recette.Actor{Ref: samira.Ref, Name: samira.Name, Role: recette.PO}
			_, err := b.s.Decide(t.Context(), deputy, campaign.Decide{
				Campaign: "v1", Decision: recette.Refused, Reason: "a",
			})
			if (err == nil) != tt.want || err != nil && !errors.Is(err, access.ErrDenied) {
				t.Errorf("the deputy decides: %v, want allowed %t", err, tt.want)
			}
		})
	}
}

// Nobody is given by delegation what they may not hold beside their own roles, before or after.
func TestDelegation_NotToWhoMayNotHoldIt(t *testing.T) {
	b := newBench(t, campaign.Policies{})
	b.open()
	b.change(b.s, elise, added("Audrey Audit", recette.Auditor))
	b.change(b.s, elise, added("Bao Lin", recette.Tester))
	b.change(b.s, elise, added("Ana Costa", recette.Admin))
	ana, audrey := b.as(b.s, "Ana Costa", recette.Admin), b.as(b.s, "Audrey Audit", recette.Auditor)
	bao := b.as(b.s, "Bao Lin", recette.Tester)
	if _, err := b.s.Note(t.Context(), marc, "v1", deputed(marc, audrey, "")); !errors.Is(err, fact.ErrInvalid) {
		t.Errorf("to an auditor: %v, want a refusal", err)
	}
	var duty *access.DutyError
	if _, err := b.s.Note(t.Context(), marc, "v1", deputed(marc, ana, "")); !errors.As(err, &duty) {
		t.Errorf("to an administrator: %v, want a refusal by rule 6", err)
	}
	b.noted(marc, deputed(marc, bao, ""))
	b.change(b.s, ana, roster.Change{
		Act: journal.UserRole, Name: bao.Name, Roles: []recette.Role{recette.Admin}, Reason: "change",
	})
	bao.Role = recette.PO
	refuse := campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"}
	if _, err := b.s.Decide(t.Context(), bao, refuse); !errors.Is(err, access.ErrDenied) {
		t.Errorf("a deputy who became an administrator decides: %v, want a refusal", err)
	}
}
