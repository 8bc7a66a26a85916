package execution

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
)

func TestEventsAreJSON(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go:./steps", script{"go b": outcome("failed", "non")}, hooks{}, "go "))
	if _, err := runCases(t, w, e, Policy{}, kase("SC-1", "context go a", "outcome go b")); err != nil {
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
	m := manifestOf([]catalogue.Case{kase("SC-1", "outcome a"), kase("SC-2", "outcome b"), kase("SC-3", "outcome c"), kase("SC-4", "outcome d")})
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
}
