package execution

import (
	"encoding/json"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/plan"
)

func TestEventsAreJSON(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go:./steps", script{"go b": outcome("failed", "non")}, hooks{}, "go "))
	if _, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a", "outcome go b")); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ev := range w.events {
		line, err := json.Marshal(ev)
		if err != nil {
			t.Fatal(err)
		}
		text := string(line)
		for _, e := range ev.steps() {
			for _, a := range e.Evidence {
				text = strings.ReplaceAll(text, a.SHA256, "SHA256")
			}
		}
		got = append(got, text)
	}
	golden(t, "testdata/events.jsonl", strings.Join(got, "\n")+"\n")
}

func TestFromManifest(t *testing.T) {
	m := manifestOf(
		[]catalogue.Case{
			kase("SC-1", "outcome a"), kase("SC-2", "outcome b"), kase("SC-3", "outcome c"), kase("SC-4", "outcome d"),
		},
	)
	m.Journeys[0].Cases = []string{"SC-3", "SC-1"}
	m.Journeys[0].Title = ""
	m.Journeys = append(m.Journeys, m.Journeys[0])
	m.Journeys[1].Code, m.Journeys[1].Title, m.Journeys[1].Cases = "droits", "Droits", []string{"SC-1", "SC-4", "SC-9"}
	var got []string
	for _, i := range FromManifest(&m) {
		got = append(got, i.Journey+" "+i.Case.ID+" "+i.Case.Steps[0].Text)
	}
	if diff := cmp.Diff([]string{"adhesion SC-3 c", "adhesion SC-1 a", "Droits SC-4 d", " SC-2 b"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	odd := func(c *plan.FrozenCase) bool { return c.ID != "SC-1" }
	ids := func(cases iter.Seq2[catalogue.Case, error]) (ids []string) {
		for c, err := range cases {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, c.ID)
		}
		return ids
	}
	want := []string{"SC-3", "SC-4", "SC-2"}
	for range 2 { // the first leaves the manifest as it is
		if diff := cmp.Diff(want, ids(FrozenCases(&m, odd))); diff != "" {
			t.Errorf("frozen cases (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(want, ids(TakeFrozenCases(&m, odd))); diff != "" {
		t.Errorf("taken cases (-want +got):\n%s", diff)
	}
	for _, c := range m.Cases {
		if c.ID != "" || c.Steps != nil {
			t.Errorf("%s is still held", c.ID)
		}
	}
}
