package api_test

import (
	"testing"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/recette"
)

const noFigures = `{"in_scope":0,"planned":0,"executed":0,"passed":0,"passed_with_remark":0,"failed":0,"blocked":0,
	"not_run":0,"not_applicable":0}`

func TestCampaignList(t *testing.T) {
	same(t, api.NewCampaignList(nil), `{"v":1,"campaigns":[]}`)
	same(t, api.NewCampaignList([]campaign.Summary{
		{
			Campaign: "C1", Title: "Un", Release: plan.Release{Version: "1.0", Build: "b1"},
			OpenedAt: "2026-11-23T09:00:00.000Z",
			Figures:  recette.Count(recette.Passed, recette.Failed, recette.NotApplicable),
		},
		{Campaign: "C2", ClosedAt: "2026-11-24T09:00:00.000Z"},
	}), `{"v":1,"campaigns":[
		{"id":"C1","title":"Un","version":"1.0","build":"b1","state":"open","opened_at":"2026-11-23T09:00:00.000Z",
		 "figures":{"in_scope":3,"planned":2,"executed":2,"passed":1,"passed_with_remark":0,"failed":1,"blocked":0,
		 "not_run":0,"not_applicable":1}},
		{"id":"C2","title":"","version":"","build":"","state":"closed","opened_at":"",
		 "closed_at":"2026-11-24T09:00:00.000Z",
		 "figures":`+noFigures+`}]}`)
}

// A program that reads a list finds one, even when nothing was recorded yet.
func TestCampaignStatus_Empty(t *testing.T) {
	same(t, api.NewCampaignStatus(&campaign.Status{}, nil, pace.Forecast{}), `{"v":1,"id":"","title":"","version":"",
		"build":"","state":"open","opened_at":"","figures":`+noFigures+`,"iteration":0,"due":[],
		"indicators":[],
		"forecast":{"played":0,"left":0,"automated":0,"to":"","days":0,"needed":0},"assignments":[],"journeys":[],
		"open_attempts":[],"anomalies":[],
		"reserves":[],"decisions":[],"pvs":[],"strays":0,"drift":[]}`)
}

func TestCampaignStatus(t *testing.T) {
	s := campaign.Status{
		Summary: campaign.Summary{Campaign: "C1"},
		Journeys: []campaign.JourneyStatus{
			{Journey: plan.Journey{Code: "adhesion", Critical: true}, Verdict: recette.Blocked},
		},
		Open: []string{"SC-1"}, Iteration: 2,
		Plan:   &plan.Outline{Manifest: plan.Manifest{Parties: []plan.Participant{{Ref: "p-1", Name: "Théo"}}}},
		Shares: []campaign.Share{{Ref: "p-1", Rows: 3, Played: 2}},
		Due:    []campaign.Due{{Case: "SC-3", Why: recette.StaleText, Verdict: recette.Passed}},
		Ended:  []campaign.Ended{{Case: "SC-2", Verdict: recette.NotRun, Outcome: recette.OutcomeError, Message: "m"}},
		Anomalies: []state.Anomaly{{Anomaly: journal.Anomaly{
			Number: "ANO-0001", Severity: "major", Status: "open", Case: "SC-2", Summary: "s",
		}}},
		Reserves: []state.Reserve{{Reserve: journal.Reserve{
			Number: "RES-0001", Class: "minor", Text: "t", Owner: "erased", Due: "2026-12-01",
		}}},
		Decisions: []state.Decision{{
			Decision: journal.Decision{Number: "DEC-0001", Decision: "refused", Journey: "adhesion", Reason: "r"},
			At:       "jour",
		}},
		PVs: []state.PV{{
			Number: "PV-0001", SHA256: "ab", Checkpoint: 12, Signatures: []state.Signature{{Role: recette.PPO}},
		}},
		Strays: []int64{4, 5},
		Texts:  map[string]string{"m": "un message", "s": "un résumé", "t": "un texte", "r": "un motif"},
	}
	drifts := []plan.Drift{
		{ID: "SC-1", Kind: plan.Identical, NowPath: "a.feature", NowLine: 3},
		{ID: "SC-2", Kind: plan.Moved, NowPath: "b.feature", NowLine: 5},
		{ID: "SC-3", Kind: plan.Removed},
	}
	same(t, api.NewCampaignStatus(&s, drifts, pace.Forecast{
		Played: 4, Left: 3, Machine: 1, From: "2026-11-23", To: "2026-11-24", Days: 2, Needed: 2, End: "2026-11-26",
	}), `{"v":1,"id":"C1","title":"","version":"","build":"","state":"open",
		"opened_at":"","figures":`+noFigures+`,"iteration":2,
		"due":[{"case":"SC-3","why":"stale_text","verdict":"passed"}],
		"indicators":[],
		"forecast":{"played":4,"left":3,"automated":1,"from":"2026-11-23","to":"2026-11-24","days":2,"needed":2,
		"end":"2026-11-26"},"assignments":[{"person":"p-1","name":"Théo","rows":3,"played":2}],
		"journeys":[{"code":"adhesion","title":"","critical":true,"verdict":"blocked","figures":`+noFigures+`}],
		"open_attempts":["SC-1"],
		"ended":[{"case":"SC-2","verdict":"not_run","outcome":"error","message":"un message"}],
		"anomalies":[{"number":"ANO-0001","severity":"major","status":"open","case":"SC-2","summary":"un résumé"}],
		"reserves":[{"number":"RES-0001","class":"minor","text":"un texte","owner":"","due":"2026-12-01"}],
		"decisions":[{"number":"DEC-0001","decision":"refused","journey":"adhesion","reason":"un motif","at":"jour"}],
		"pvs":[{"number":"PV-0001","sha256":"ab","signed_by":["ppo"],"checkpoint":12}],
		"strays":2,
		"drift":[{"case":"SC-2","kind":"moved","path":"b.feature","line":5},{"case":"SC-3","kind":"removed"}]}`)
}
