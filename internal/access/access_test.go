package access

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/recette"
)

// matrix is the table of rights as a person reads it: one letter a role, in the order of roles.
var matrix = map[Action]string{
	OpenCampaign:     "x.........",
	CloseCampaign:    "x.........",
	Record:           "..xx..x...",
	Automate:         "..x.......",
	RunFree:          "xxxx......",
	TakeOver:         "x.x.......",
	Attach:           "xxxx..x...",
	RaiseAnomaly:     "xxxx.xxxxx",
	QualifyAnomaly:   "x.x.......",
	DowngradeAnomaly: ".x........",
	CloseAnomaly:     "x.x.......",
	AddReserve:       "xx........",
	AttestCampaign:   "x.x.......",
	RecordDeviation:  "x.x.......",
	ConductSession:   "x.x.......",
	SuspendCampaign:  "x.x.......",
	InvalidateResult: "..x.......",
	ContestResult:    "xxxx.xxxxx",
	GiveOpinion:      "x.x..xxxxx",
	AnswerWarning:    "xx........",
	LoadData:         "..x.......",
	Decide:           ".x........",
	RenderPV:         "x.x.......",
	SignPPO:          "x.........",
	SignPO:           ".x........",
	ErasePersonal:    "xx........",
	AddKey:           "x.........",
	RotateLogKey:     "x.........",
	RestoreLog:       "x.........",
	ReadStatus:       "xxxxxxxxxx",
	ReadAttempts:     "xxxxxxxxxx",
	ReadDossier:      "xxxxxxxxxx",
	ReadPV:           "xxxxxxxxxx",
	ReadPeople:       "xxxxxxxxxx",
	ReadJournal:      "xxxxxxxxxx",
	ProposeAnomaly:   "x.x.......",
	AssignAnomaly:    "x.x.......",
	FixAnomaly:       "x.x.......",
	RejectAnomaly:    "xxx.......",
	DropAnomaly:      "x.x.......",
	FixReserve:       "x.x.......",
	LiftReserve:      ".x........",
}

// actions lists the actions in the order of the table.
func actions() []Action {
	return []Action{
		OpenCampaign, CloseCampaign, Record, Automate, RunFree, TakeOver, Attach, RaiseAnomaly, QualifyAnomaly,
		DowngradeAnomaly, CloseAnomaly, ProposeAnomaly, AssignAnomaly, FixAnomaly, RejectAnomaly, DropAnomaly,
		AddReserve,
		FixReserve, LiftReserve, AttestCampaign, RecordDeviation, ConductSession, SuspendCampaign, InvalidateResult,
		ContestResult, GiveOpinion, AnswerWarning, LoadData, Decide, RenderPV, SignPPO, SignPO, ErasePersonal, AddKey,
		RotateLogKey, RestoreLog, ReadStatus, ReadAttempts, ReadDossier, ReadPV, ReadPeople, ReadJournal,
	}
}

var roles = []recette.Role{
	recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Auditor,
	recette.Delivery, recette.Referent, recette.UX, recette.LeadTech, recette.Supplier,
}

func TestAllow_Matrix(t *testing.T) {
	if len(matrix) != len(actions()) {
		t.Fatalf("%d actions in the matrix, %d in the table", len(matrix), len(actions()))
	}
	for _, a := range actions() {
		for i, r := range roles {
			err := Allow(recette.Actor{Ref: "p", Role: r}, a, Scope{})
			if want := matrix[a][i] == 'x'; (err == nil) != want {
				t.Errorf("Allow(%s, %s) = %v, want allowed %v", r, a, err, want)
			}
			var d *DeniedError
			if err != nil &&
				(!errors.As(err, &d) || d.Cause != CauseRole || d.Action != a || !errors.Is(err, ErrDenied)) {
				t.Errorf("Allow(%s, %s) = %v, want a *DeniedError for the role", r, a, err)
			}
		}
		if len(Holders(a)) != strings.Count(matrix[a], "x") {
			t.Errorf("Holders(%s) = %v", a, Holders(a))
		}
	}
}

func TestAllow_UnknownIsDenied(t *testing.T) {
	if err := Allow(recette.Actor{Ref: "p", Role: recette.PPO}, "everything", Scope{}); !errors.Is(err, ErrDenied) {
		t.Errorf("an action that does not stand in the table is allowed: %v", err)
	}
}

func TestAllow_Scope(t *testing.T) {
	members := []Member{{"p1", recette.Tester}, {"p1", recette.PO}, {"p2", recette.PPO}, {"p3", recette.QA}}
	tests := map[string]struct {
		actor  recette.Actor
		action Action
		scope  Scope
		want   Cause
	}{
		"nobody": {recette.Actor{Role: recette.PPO}, ReadStatus, Scope{}, CauseNobody},
		"unknown role": {
			recette.Actor{Ref: "p", Role: "admin"}, ReadStatus, Scope{}, CauseUnknownRole,
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
			recette.Actor{Ref: "p1", Role: recette.PO}, SignPO, Scope{Signed: []Member{{"p2", recette.PPO}}}, "",
		},
		"PO signs what they signed as PPO": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			SignPO,
			Scope{Signed: []Member{{"p1", recette.PPO}}},
			CauseSameSigner,
		},
		"PPO signs what they signed as PO": {
			recette.Actor{Ref: "p1", Role: recette.PPO},
			SignPPO,
			Scope{Signed: []Member{{"p1", recette.PO}}},
			CauseSameSigner,
		},
		"decides without verdict, block": {
			recette.Actor{Ref: "p1", Role: recette.PO}, Decide, Scope{Judges: []string{"p3"}, Separate: Block}, "",
		},
		"decides on own verdicts, block": {
			recette.Actor{Ref: "p1", Role: recette.PO},
			Decide,
			Scope{Judges: []string{"p3", "p1"}, Separate: Block},
			CauseSelfJudge,
		},
		"decides on own verdicts, a warned": {
			recette.Actor{Ref: "p1", Role: recette.PO}, Decide, Scope{Judges: []string{"p1"}}, "",
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

// Each action is expected of somebody who may do it, and the first role of its list is such a one.
func TestActing(t *testing.T) {
	for _, a := range actions() {
		roles := Acting(a)
		if len(roles) == 0 || !holds(roles[0], a) {
			t.Errorf("%s is expected of %v, of whom the first may not do it", a, roles)
		}
	}
}
