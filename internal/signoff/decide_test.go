package signoff_test

import (
	"errors"
	"testing"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// TestDecide_AsksForTheKey: whoever only knows the name of the decision-maker does not decide in it.
func TestDecide_AsksForTheKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.campaign("v1")
	accept := campaign.Decide{Campaign: "v1", Decision: recette.Accepted}
	if err := d.s.CheckDecide(t.Context(), marc, accept); !errors.Is(err, signoff.ErrNoKey) {
		t.Errorf("CheckDecide without keys = %v, want ErrNoKey", err)
	}
	d.keys(false)
	if err := d.s.CheckDecide(t.Context(), marc, accept); err != nil {
		t.Errorf("CheckDecide = %v", err)
	}
	ppo, err := d.s.Unlock(elise, recette.PPO, phrase)
	d.must(err)
	other := recette.Actor{Ref: "p-other", Name: "Paule Petit", Role: recette.PO}
	for name, tt := range map[string]struct {
		who recette.Actor
		key *signoff.Identity
	}{
		"no key":             {marc, nil},
		"the key of the PPO": {marc, ppo},
		"another one's name": {other, d.key()},
		"the PPO as decider": {elise, ppo},
		"the PPO, PO's key":  {elise, d.key()},
	} {
		if _, err := d.s.Decide(t.Context(), tt.who, tt.key, accept); !errors.Is(err, signoff.ErrNoKey) {
			t.Errorf("%s: Decide = %v, want ErrNoKey", name, err)
		}
	}
	if _, err := d.s.Decide(t.Context(), marc, d.key(), accept); err != nil {
		t.Errorf("Decide with the key of the decision-maker = %v", err)
	}
}
