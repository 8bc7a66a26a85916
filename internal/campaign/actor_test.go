package campaign

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Somebody who holds several roles acts in the one that the action is expected of, whatever the order in which the plan
// names them; without any of those, in their first, so that the refusal says which one.
func TestActorOf(t *testing.T) {
	m := &plan.Manifest{Parties: []plan.Participant{
		{Ref: "p1", Name: "Ana", Role: "po"},
		{Ref: "p1", Name: "ANA", Role: "ppo"},
		{Ref: "p1", Name: "Ana", Role: "tester"},
		{Ref: "p2", Name: "Bob", Role: "tester"},
		{Ref: "p2", Name: "Bob", Role: "qa"},
		{Ref: "p3", Name: "Cid", Role: "auditor"},
	}}
	for _, tt := range []struct {
		name   string
		action access.Action
		want   recette.Actor
	}{
		{"Ana", access.OpenCampaign, recette.Actor{Ref: "p1", Name: "ANA", Role: recette.PPO}},
		{"Ana", access.Decide, recette.Actor{Ref: "p1", Name: "Ana", Role: recette.PO}},
		{"Ana", access.Record, recette.Actor{Ref: "p1", Name: "Ana", Role: recette.Tester}},
		{"Ana", access.Automate, recette.Actor{Ref: "p1", Name: "ANA", Role: recette.PPO}},
		{"Ana", access.TakeOver, recette.Actor{Ref: "p1", Name: "ANA", Role: recette.PPO}},
		{"Ana", SigningAs(recette.PPO), recette.Actor{Ref: "p1", Name: "ANA", Role: recette.PPO}},
		{"Ana", SigningAs(recette.PO), recette.Actor{Ref: "p1", Name: "Ana", Role: recette.PO}},
		{"Bob", access.Record, recette.Actor{Ref: "p2", Name: "Bob", Role: recette.Tester}},
		{"Bob", access.Automate, recette.Actor{Ref: "p2", Name: "Bob", Role: recette.QA}},
		{"Bob", access.CloseAnomaly, recette.Actor{Ref: "p2", Name: "Bob", Role: recette.QA}},
		{"Bob", access.Decide, recette.Actor{Ref: "p2", Name: "Bob", Role: recette.Tester}},
		{"Cid", access.Record, recette.Actor{Ref: "p3", Name: "Cid", Role: recette.Auditor}},
		{"Dom", access.Record, recette.Actor{}},
	} {
		if diff := cmp.Diff(tt.want, ActorOf(m, tt.name, tt.action)); diff != "" {
			t.Errorf("%s, to %s (-want +got):\n%s", tt.name, tt.action, diff)
		}
	}
}
