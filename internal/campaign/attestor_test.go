package campaign_test

import (
	"errors"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Whoever acts for whom the plan names attests in their stead; once nobody is left of it, a PPO does.
func TestAttestation_InSomebodysStead(t *testing.T) {
	paul := recette.Actor{Ref: "p-paul", Name: "Paul Roy", Role: recette.PPO}
	deputy := yann
	deputy.Role = recette.PPO
	gives := func(by recette.Actor) func(*bench) {
		return func(b *bench) {
			d := deputed(by, yann, "")
			d.Role = recette.PPO
			b.noted(marc, d)
		}
	}
	leaves := func(b *bench) {
		b.change(b.s, elise, roster.Change{Act: journal.UserRevoke, Name: samira.Name, Reason: "r"})
	}
	erased := func(b *bench) {
		_, err := b.s.ErasePerson(t.Context(), marc, campaign.PersonErasure{
			Name: samira.Name, Force: true, Reason: "demande",
		})
		must(t, err)
	}
	again := func(b *bench) {
		leaves(b)
		erased(b)
		b.change(b.s, elise, roster.Change{
			Act: journal.UserAdd, Name: samira.Name, Roles: []recette.Role{recette.QA}, Reason: "r",
		})
	}
	for name, tt := range map[string]struct {
		named   string
		do      func(*bench)
		who     recette.Actor
		refused bool
	}{
		"who is named":                 {elise.Name, nil, elise, false},
		"another PPO":                  {elise.Name, nil, paul, true},
		"their deputy":                 {elise.Name, gives(elise), deputy, false},
		"the deputy of another PPO":    {elise.Name, gives(paul), deputy, true},
		"a PPO, while she is there":    {samira.Name, nil, elise, true},
		"a PPO, once she left":         {samira.Name, leaves, elise, false},
		"a PPO, while a QA is there":   {"qa", nil, elise, true},
		"a PPO, once no QA is left":    {"qa", leaves, elise, false},
		"a PPO, once she is erased":    {samira.Name, erased, elise, false},
		"a PPO, once no QA is named":   {"qa", erased, elise, false},
		"a PPO, once she is back":      {samira.Name, again, elise, true},
		"a deputy, once she left":      {samira.Name, func(b *bench) { gives(elise)(b); leaves(b) }, deputy, false},
		"who is not named nor deputed": {elise.Name, nil, samira, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			m := manifest()
			m.V = 2
			m.Parties = append(m.Parties, plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: "ppo"})
			m.Entry = []plan.Criterion{{
				Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: tt.named},
			}}
			must(t, b.s.Open(t.Context(), elise, m))
			if tt.do != nil {
				tt.do(b)
			}
			_, err := b.s.Note(t.Context(), tt.who, "v1", advice.Attestation{
				Subject: recette.CriterionMet("entry", 1), Text: "Remis.",
			})
			e, ok := errors.AsType[*advice.AttestorError](err)
			switch {
			case ok != tt.refused, err != nil && !ok:
				t.Errorf("error = %v, want refused: %t", err, tt.refused)
			case ok && e.Left:
				t.Errorf("%v says that nobody is left", e)
			}
		})
	}
	// Under a name that was erased nobody attests, nor in its stead: a PPO does, in their own right.
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V = 2
	m.Entry = []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: elise.Name}}}
	must(t, b.s.Open(t.Context(), elise, m))
	gives(elise)(b)
	_, err := b.s.ErasePerson(t.Context(), marc, campaign.PersonErasure{Name: elise.Name, Force: true, Reason: "x"})
	must(t, err)
	_, err = b.s.Note(t.Context(), deputy, "v1", advice.Attestation{
		Subject: recette.CriterionMet("entry", 1), Text: "Remis.",
	})
	if e, ok := errors.AsType[*advice.AttestorError](err); !ok || !e.Left {
		t.Errorf("in the stead of whoever was erased: error = %v, want one that says that nobody is left", err)
	}
	// Once she left, whoever else attests is told that a PPO does it in her stead.
	b, m = newBench(t, campaign.Policies{}), manifest()
	m.V = 2
	nadia := recette.Actor{Ref: "p-nadia", Name: "Nadia Roux", Role: recette.QA}
	m.Parties = append(m.Parties, plan.Participant{Ref: nadia.Ref, Name: nadia.Name, Role: "qa"})
	m.Entry = []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: samira.Name}}}
	must(t, b.s.Open(t.Context(), elise, m))
	leaves(b)
	_, err = b.s.Note(t.Context(), nadia, "v1", advice.Attestation{
		Subject: recette.CriterionMet("entry", 1), Text: "Remis.",
	})
	if e, ok := errors.AsType[*advice.AttestorError](err); !ok || !e.Left {
		t.Errorf("error = %v, want one that says that nobody is left", err)
	}
}

// TestAttestation_DeputyOfOneJourney: what somebody was given for a journey does not make them attest for whoever left.
func TestAttestation_DeputyOfOneJourney(t *testing.T) {
	paul := recette.Actor{Ref: "p-paul", Name: "Paul Roy", Role: recette.PPO}
	deputy := yann
	deputy.Role = recette.PPO
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V = 2
	m.Parties = append(m.Parties, plan.Participant{Ref: paul.Ref, Name: paul.Name, Role: "ppo"})
	m.Entry = []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: samira.Name}}}
	must(t, b.s.Open(t.Context(), elise, m))
	for by, journey := range map[recette.Actor]string{paul: "", elise: "adhesion"} {
		d := deputed(by, yann, journey)
		d.Role = recette.PPO
		b.noted(marc, d)
	}
	b.change(b.s, elise, roster.Change{Act: journal.UserRevoke, Name: samira.Name, Reason: "r"})
	attests := func() error {
		_, err := b.s.Note(t.Context(), deputy, "v1", advice.Attestation{
			Subject: recette.CriterionMet("entry", 1), Text: "Remis.",
		})
		return err
	}
	_, err := b.s.ErasePerson(t.Context(), marc, campaign.PersonErasure{Name: paul.Name, Force: true, Reason: "x"})
	must(t, err)
	if _, refused := errors.AsType[*advice.AttestorError](attests()); !refused {
		t.Error("the deputy of somebody erased attests")
	}
}
