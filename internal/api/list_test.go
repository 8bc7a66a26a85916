package api_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/api"
	"recette/internal/catalogue"
)

func TestList(t *testing.T) {
	cases := []catalogue.Summary{
		{
			ID: "SC-2", Stable: true, Name: "Deux", Path: "b.feature", Feature: "B", Line: 7, Story: "US-2",
			Criteria: []string{"CA-2.2", "CA-2.1"}, Tags: []string{"@b", "@a"}, Steps: 3, Content: "c0",
		},
		{
			ID: "SC-3", Name: "Trois", Path: "b.feature", Feature: "B", Line: 9, Story: "US-2",
			Criteria: []string{"CA-2.1"},
		},
		{ID: "x", Name: "Un", Path: "c.feature", Feature: "C", Line: 4, Story: "US-1", Tags: []string{"@a"}},
		{ID: "y", Name: "Sans récit", Path: "d.feature", Feature: "D", Line: 2},
	}
	for name, tt := range map[string]struct {
		doc  api.List
		want string
	}{
		"features": {api.ListFeatures(catalogue.Headings(cases)), `{"v":1,"features":[
			{"path":"b.feature","name":"B","story":"US-2","cases":2},
			{"path":"c.feature","name":"C","story":"US-1","cases":1},
			{"path":"d.feature","name":"D","cases":1}]}`},
		"scenarios": {api.ListScenarios(cases[:2]), `{"v":1,"scenarios":[
			{"id":"SC-2","stable":true,"name":"Deux","path":"b.feature","line":7,"story":"US-2",
			 "criteria":["CA-2.2","CA-2.1"],"tags":["@b","@a"],"steps":3,"content":"c0"},
			{"id":"SC-3","stable":false,"name":"Trois","path":"b.feature","line":9,"story":"US-2",
			 "criteria":["CA-2.1"],"steps":0,"content":""}]}`},
		"tags": {api.ListTags(cases), `{"v":1,"tags":[{"tag":"@a","cases":2},{"tag":"@b","cases":1}]}`},
		"stories": {api.ListStories(cases), `{"v":1,"stories":[
			{"id":"US-1","title":"C","criteria":null,"cases":1},
			{"id":"US-2","title":"B","criteria":["CA-2.1","CA-2.2"],"cases":2}]}`},
		"nothing": {api.ListFeatures(nil), `{"v":1}`},
	} {
		t.Run(name, func(t *testing.T) { same(t, tt.doc, tt.want) })
	}
}

// same compares what a document prints with what is wanted, whatever the blanks.
func same(t *testing.T, doc any, want string) {
	t.Helper()
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var g, w any
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}
