package api_test

import (
	"testing"

	"recette/internal/api"
	"recette/internal/lint"
	"recette/internal/lint/report"
	"recette/internal/syntax"
)

// What the baseline accepts stands in the list and counts as nothing else; lists are there when they are empty.
func TestLinting(t *testing.T) {
	same(
		t, api.NewLinting(&report.Document{}),
		`{"v":2,"files":0,"errors":0,"warnings":0,"infos":0,"accepted":0,"stale":0,
		"mended":0,"findings":[],"waivers":[]}`,
	)
	item := func(s lint.Severity, accepted bool) report.Item {
		f := lint.Finding{Rule: "word", Path: "a", Severity: s, Line: 1, Column: 2}
		return report.Item{Finding: f, Message: "mot", Accepted: accepted}
	}
	doc := api.NewLinting(&report.Document{
		Files: 3, Stale: 4, Mended: make([]lint.Finding, 2),
		Items:   []report.Item{item(syntax.Error, false), item(syntax.Warning, false), item(syntax.Error, true)},
		Waivers: []lint.Waiver{{Path: "z", Line: 1, Rule: "word", Reason: "voulu", Count: 3}},
	})
	same(t, doc, `{"v":2,"files":3,"errors":1,"warnings":1,"infos":0,"accepted":1,"stale":4,"mended":2,"findings":[
		{"rule":"word","severity":"error","path":"a","line":1,"column":2,"message":"mot"},
		{"rule":"word","severity":"warning","path":"a","line":1,"column":2,"message":"mot"},
		{"rule":"word","severity":"error","path":"a","line":1,"column":2,"message":"mot","accepted":true}],
		"waivers":[{"path":"z","line":1,"rule":"word","reason":"voulu","count":3}]}`)
}
