package api_test

import (
	"testing"

	"recette/internal/api"
	"recette/internal/livingdoc/model"
	"recette/internal/ready"
	"recette/internal/steps"
)

// A program that asked for a list finds it, even when it is empty, and none that it did not ask for.
func TestSteps_GivesWhatWasAskedFor(t *testing.T) {
	same(t, api.NewStepDefinitions(nil), `{"v":1,"definitions":[]}`)
	same(t, api.NewUndefinedSteps(nil, nil, steps.Go, nil), `{"v":1,"undefined":[],"ambiguous":[],"target":"go"}`)
	same(t, api.NewSimilarSteps(nil, nil), `{"v":1,"clusters":[],"ambiguous":[]}`)
	same(t, api.NewStepSnippets(steps.PHP, "", nil), `{"v":1,"target":"php","snippets":[]}`)
}

// A snippet stands with the wording that it begins, wherever that is in the list.
func TestUndefinedSteps_SnippetsStandWithTheirWording(t *testing.T) {
	wordings := []steps.Wording{{Mask: "un"}, {Mask: "deux", Cases: 3}}
	doc := api.NewUndefinedSteps(wordings, nil, steps.Go, []steps.Snippet{{Name: "fDeux", Of: 1}})
	same(t, doc, `{"v":1,"undefined":[{"wording":"deux","types":null,"example":"","places":null,"steps":3,
		"snippet":{"name":"fDeux","keyword":"","pattern":"","register":"","code":"","wording":""}}],
		"ambiguous":[],"target":"go"}`)
}

func TestReadiness_EmptyListsShow(t *testing.T) {
	same(t, api.NewReadiness(api.Readiness{Register: true, Outside: 2}),
		`{"v":1,"register":true,"broken":0,"outside":2,"loose":[],"astray":[],"unread":[],"stories":[]}`)
}

func TestAttestation(t *testing.T) {
	same(
		t,
		api.NewAttestation(
			"dor.yaml", true, []ready.Statement{{Story: "US-1", Check: "estime", By: "Ana", On: "2026-11-23"}},
		),
		`{"v":1,"file":"dor.yaml","written":true,
		"statements":[{"story":"US-1","check":"estime","by":"Ana","on":"2026-11-23"}]}`,
	)
}

func TestDecisionList(t *testing.T) {
	same(t, api.NewDecisionList(nil), `{"v":1,"decisions":[]}`)
	same(
		t,
		api.NewDecisionList(
			[]api.DecisionEntry{{ID: "DEC-0001", Title: "Un", Cited: []api.Citation{{Path: "a", Line: 3}}}},
		),
		`{"v":1,"decisions":[{"id":"DEC-0001","title":"Un","path":"","cited":[{"path":"a","line":3}]}]}`,
	)
}

func TestDataLists(t *testing.T) {
	same(t, api.NewDataList(nil), `{"v":1,"data_sets":[]}`)
	same(
		t,
		api.NewDataList([]api.DataEntry{{
			Code: "JDD-a", Kept: true, SHA256: "0f", Cases: []string{}, Campaigns: []api.DataCampaign{{"c", "same"}},
		}}),
		`{"v":1,"data_sets":[{"code":"JDD-a","kept":true,"sha256":"0f","cases":[],
		"campaigns":[{"campaign":"c","state":"same"}]}]}`,
	)
	same(t, api.NewDataCheck(2, nil), `{"v":1,"data_sets":2,"problems":[]}`)
}

func TestFormatting(t *testing.T) {
	same(t, api.NewFormatting(4), `{"v":1,"files":4,"changed":0,"refused":0,"items":[]}`)
}

// What changed is counted by kind, and a message that no page declares is counted apart.
func TestDocsBuild(t *testing.T) {
	doc := api.NewDocsBuild(&model.Doc{Obsolete: 2, Changes: &model.Changes{Since: "v1", List: []model.Change{
		{Subject: model.OfRule, Kind: model.Added, Name: "A"},
		{Subject: model.OfRule, Kind: model.Added, Name: "B"},
		{Subject: model.OfTerm, Kind: model.Renamed, ID: "t", Name: "C", Was: "c", Now: "C"},
	}}})
	if doc.V != 1 || doc.Obsolete != 2 || doc.Kept == nil {
		t.Errorf("document %+v", doc)
	}
	same(t, doc.Changes, `{"since":"v1","total":3,"kinds":{"added":2,"renamed":1},"list":[
		{"subject":"rule","kind":"added","name":"A"},{"subject":"rule","kind":"added","name":"B"},
		{"subject":"term","kind":"renamed","id":"t","name":"C","was":"c","now":"C"}]}`)
	if without := api.NewDocsBuild(&model.Doc{}); without.Changes != nil {
		t.Errorf("changes without anything to compare with: %+v", without.Changes)
	}
}
