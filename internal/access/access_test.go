package access

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/recette"
)

func TestAllow_UnknownIsDenied(t *testing.T) {
	if err := Allow(recette.Actor{Ref: "p", Role: recette.PPO}, "everything", Scope{}); !errors.Is(err, ErrDenied) {
		t.Errorf("an action that does not stand in the table is allowed: %v", err)
	}
}

func TestAllow_Scope(t *testing.T) {
	members := []Member{
		{Ref: "p1", Role: recette.Tester},
		{Ref: "p1", Role: recette.PO},
		{Ref: "p2", Role: recette.PPO},
		{Ref: "p3", Role: recette.QA},
	}
	tests := map[string]struct {
		actor  recette.Actor
		action Action
		scope  Scope
		want   Cause
	}{
		"nobody": {recette.Actor{Role: recette.PPO}, ReadStatus, Scope{}, CauseNobody},
		"unknown role": {
			recette.Actor{Ref: "p", Role: "king"}, ReadStatus, Scope{}, CauseUnknownRole,
		},
		"no role": {recette.Actor{Ref: "p"}, ReadStatus, Scope{}, CauseUnknownRole},
		"member": {
			recette.Actor{Ref: "p1", Role: recette.Tester}, Record, Scope{Members: members}, "",
		},
		"stranger": {
			recette.Actor{Ref: "p9", Role: recette.Tester}, Record, Scope{Members: members}, CauseStranger,
		},
		"stranger who reads": {
			recette.Actor{Ref: "p9", Role: recette.PO}, ReadStatus, Scope{Members: members}, CauseStranger,
		},
		"auditor who reads": {
			recette.Actor{Ref: "p9", Role: recette.Auditor}, ReadPV, Scope{Members: members}, "",
		},
		"auditor who decides": {
			recette.Actor{Ref: "p9", Role: recette.Auditor}, Decide, Scope{Members: members}, CauseRole,
		},
		"member under another role": {
			recette.Actor{Ref: "p1", Role: recette.PPO}, OpenCampaign, Scope{Members: members}, CauseStranger,
		},
		"one's own result": {
			recette.Actor{Ref: "p1", Role: recette.Tester}, Record, Scope{Owner: "p1"}, "",
		},
		"another's result": {
			recette.Actor{Ref: "p1", Role: recette.Tester}, Record, Scope{Owner: "p3"}, CauseNotOwn,
		},
		"QA, another's result": {
			recette.Actor{Ref: "p3", Role: recette.QA}, Automate, Scope{Owner: "p1"}, CauseNotOwn,
		},
		"PO signs after another PPO": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			SignPO,
			Scope{Signed: []Member{{Ref: "p2", Role: recette.PPO}}},
			"",
		},
		"PO signs what they signed as PPO": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			SignPO,
			Scope{Signed: []Member{{Ref: "p1", Role: recette.PPO}}},
			CauseSameSigner,
		},
		"PPO signs what they signed as PO": {
			recette.Actor{Ref: "p1", Role: recette.PPO},
			SignPPO,
			Scope{Signed: []Member{{Ref: "p1", Role: recette.PO}}},
			CauseSameSigner,
		},
		"decides without verdict, block": {
			recette.Actor{Ref: "p1", Role: recette.PO}, Decide, Scope{Judges: []string{"p3"}}, "",
		},
		"decides on own verdicts, block": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			Decide,
			Scope{Judges: []string{"p3", "p1"}},
			CauseSelfJudge,
		},
		"signs what they played, block": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			SignPO,
			Scope{Judges: []string{"p3", "p1"}},
			CauseSelfJudge,
		},
		"signs what they played, traced": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			SignPO,
			Scope{Judges: []string{"p1"}, Duties: Duties{DeciderExecuted: Trace}},
			"",
		},
		"PPO certifies what they played": {
			recette.Actor{Ref: "p2", Role: recette.PPO}, SignPPO, Scope{Judges: []string{"p2"}}, "",
		},
		"decides on own verdicts, a warned": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			Decide,
			Scope{Judges: []string{"p1"}, Duties: Duties{DeciderExecuted: Warn}},
			"",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := Allow(tt.actor, tt.action, tt.scope)
			got := Cause("")
			if d, ok := errors.AsType[*DeniedError](err); ok {
				got = d.Cause
			}
			if got != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("Allow = %v, want cause %q", err, tt.want)
			}
		})
	}
}

// Each action that somebody may do is expected of somebody who may do it.
func TestActing(t *testing.T) {
	for _, a := range Actions() {
		roles, holders := Acting(a), Holders(a)
		if len(holders) == 0 {
			continue // stated by TestMatrix
		}
		if len(roles) == 0 || !slices.Contains(holders, roles[0]) {
			t.Errorf("%s is expected of %v, of whom the first may not do it", a, roles)
		}
	}
}
