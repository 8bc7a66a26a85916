package verify

import (
	"slices"
	"testing"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Who may act on an anomaly is judged again from the leaves: what the matrix of rights lets pass is no flaw, what it
// refuses is one.
func TestMayAct(t *testing.T) {
	all := append(recette.Participants(), recette.Auditor, recette.Admin)
	lead := []recette.Role{recette.PPO, recette.PO, recette.QA}
	for act, others := range map[recette.AnomalyAct][]recette.Role{
		recette.AnomalyFix:     {recette.LeadTech, recette.Supplier},
		recette.AnomalyClose:   {recette.Tester, recette.Referent},
		recette.AnomalyReject:  nil,
		recette.AnomalyAssign:  nil,
		recette.AnomalyQualify: nil,
	} {
		for _, role := range all {
			want := slices.Contains(lead, role) || slices.Contains(others, role)
			if got := mayAct(act, role); got != want {
				t.Errorf("mayAct(%s, %s) = %t, want %t", act, role, got, want)
			}
		}
	}
	for _, role := range all {
		want := role == recette.PPO || role == recette.Admin
		if got := keeps(&journal.Actor{Ref: "p", Role: string(role)}); got != want {
			t.Errorf("keeps(%s) = %t, want %t", role, got, want)
		}
	}
}
