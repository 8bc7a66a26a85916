package app

import (
	"errors"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/standing"
)

var auditor = recette.Actor{Ref: "p-auditor", Name: "Aude Vidal", Role: recette.Auditor}

// Where a case stands rests on every campaign: it is for whoever may read them all, not for who takes part in one.
func TestStanding_IsForWhoMayReadEveryCampaign(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	ppo := recette.Actor{Ref: "p-ppo", Name: "Élise Fontaine", Role: recette.PPO}
	yann := recette.Actor{Ref: "p-yann", Name: "Yann Kerdraon", Role: recette.Tester}
	r, err := a.Record(t.Context(), l.Root, Creating)
	if err != nil {
		t.Fatal(err)
	}
	m := plan.Manifest{
		V: plan.ManifestVersion, Campaign: "v1", Cases: []plan.FrozenCase{{Case: catalogue.Case{ID: "SC-1"}}},
	}
	for _, p := range []recette.Actor{ppo, yann} {
		m.Parties = append(m.Parties, plan.Participant{Name: p.Name, Role: string(p.Role), Ref: p.Ref})
	}
	err = r.Service.Open(t.Context(), ppo, m)
	m.Campaign, m.Parties = "v2", m.Parties[:1]
	if err := errors.Join(err, r.Service.Open(t.Context(), ppo, m), r.Close()); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[recette.Actor]error{
		auditor: nil, ppo: nil, yann: access.ErrDenied, {Ref: "p-x", Role: "nobody"}: access.ErrDenied,
	} {
		if _, err := a.Follow(l.Root, who).Statuses(t.Context(), standing.Present{}); !errors.Is(err, want) {
			t.Errorf("Statuses for %s: %v, want %v", who.Ref, err, want)
		}
	}
}

// Who follows a project sees what was recorded since, by somebody else too, and the record that is made after they
// began.
func TestStanding_SeesWhatIsRecordedSince(t *testing.T) {
	a, l := testApp(), at(t, "name: Essai\n")
	follow := a.Follow(l.Root, auditor)
	trials := func() int {
		t.Helper()
		all, err := follow.Statuses(t.Context(), standing.Present{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all.Cases)
	}
	if n := trials(); n != 0 {
		t.Fatalf("%d cases without a record, want none", n)
	}
	qa := recette.Actor{Ref: "p-qa", Name: "Samira Haddad", Role: recette.QA}
	for i, id := range []string{"SC-1", "SC-2", "SC-3"} {
		r, err := a.Record(t.Context(), l.Root, Creating)
		if err != nil {
			t.Fatal(err)
		}
		run, err := r.Service.OpenRun(t.Context(), qa, campaign.FreeRun{Environment: "recette", Build: "b1"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = r.Service.Record(t.Context(), qa, campaign.Result{
			Campaign: run, Case: id, Content: "content/1:x", Mode: recette.Automated, Attempt: 1, Pass: 1, Closed: true,
			Outcome: recette.OutcomePassed,
			Steps: []campaign.Observation{
				{Step: 0, Mode: recette.Automated, Outcome: recette.OutcomePassed, Verifies: true},
			},
		})
		if err := errors.Join(err, r.Close()); err != nil {
			t.Fatal(err)
		}
		if n := trials(); n != i+1 {
			t.Errorf("after %d runs, %d cases are known", i+1, n)
		}
	}
}
