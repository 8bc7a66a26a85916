package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// counted is a set of figures, under the names that all the documents share.
type counted struct {
	Planned, Executed, Passed, Failed, Blocked, Due int
	Remark                                          int `json:"passed_with_remark"`
	NotRun                                          int `json:"not_run"`
}

func (c *counted) plus(o counted) {
	c.Planned, c.Executed, c.Passed = c.Planned+o.Planned, c.Executed+o.Executed, c.Passed+o.Passed
	c.Failed, c.Blocked, c.Due = c.Failed+o.Failed, c.Blocked+o.Blocked, c.Due+o.Due
	c.Remark, c.NotRun = c.Remark+o.Remark, c.NotRun+o.NotRun
}

// TestDueCountsAlikeEverywhere: after a delivery that nobody tested yet, a result that is to be obtained again is
// neither executed nor conform, and every document of the campaign shows the same numerators and denominators. A PV
// once said 100 % and « Conforme » of a version that nobody had tested.
func TestDueCountsAlikeEverywhere(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	answers := `tester: Théo Legrand
default: passed
cases:
  - id: SC-0001
    steps:
      - {match: le montant dû, verdict: passed}
  - id: SC-0002
    steps:
      - {match: que rien, verdict: passed}
`
	if err := os.WriteFile(filepath.Join(p.dir, "un.yaml"), []byte(answers), 0o600); err != nil {
		t.Fatal(err)
	}
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "test", "demo", "--answers", "un.yaml")
	documents := func() map[string]counted {
		t.Helper()
		got := map[string]counted{}
		read := func(verb, file string, into any, args ...string) {
			t.Helper()
			text := []byte(p.run(0, append(strings.Fields(verb), args...)...))
			if file != "" {
				var err error
				if text, err = os.ReadFile(filepath.Join(p.dir, file)); err != nil {
					t.Fatal(err)
				}
			}
			if err := json.Unmarshal(text, into); err != nil {
				t.Fatalf("%s: %v\n%s", verb, err, text)
			}
		}
		type document struct {
			Figures  counted
			Journeys []struct {
				Verdict string
				Figures counted
			}
			Progress struct{ Done, Planned int }
			Rows     []struct{ Figures counted }
		}
		put := func(name string, d *document) {
			got[name] = d.Figures
			sum := counted{}
			for _, j := range d.Journeys {
				sum.plus(j.Figures)
				whole := j.Figures.Passed == j.Figures.Planned
				if j.Verdict != "" && (j.Verdict == "passed") != whole {
					t.Errorf("%s: a journey is %s, and its figures are %+v", name, j.Verdict, j.Figures)
				}
			}
			if len(d.Journeys) > 0 {
				got[name+", by journey"] = sum
			}
		}
		var status, pv, bilan, cahier, matrix document
		var committee struct{ Done, Planned int }
		read("campaign status demo --json", "", &status)
		put("status", &status)
		read("report pv demo --format json --out pv.json", "pv.json", &pv, "--as", "Paule Petit")
		put("pv", &pv)
		read("report bilan demo --format json --out bilan.json", "bilan.json", &bilan)
		put("bilan", &bilan)
		read("report cahier demo --format json --executed --out cahier.json", "cahier.json", &cahier)
		put("cahier", &cahier)
		read("report committee demo --format json --out comite.json", "comite.json", &committee)
		read("trace --json", "", &matrix)
		sum := counted{}
		for _, r := range matrix.Rows {
			sum.plus(r.Figures)
		}
		got["matrix"] = sum
		if c, f := committee, status.Figures; c.Done != f.Executed || c.Planned != f.Planned {
			t.Errorf("committee: %d of %d, want %d of %d", c.Done, c.Planned, f.Executed, f.Planned)
		}
		if q, f := bilan.Progress, status.Figures; q.Done != f.Executed || q.Planned != f.Planned {
			t.Errorf("bilan: done %d of %d, want %d of %d", q.Done, q.Planned, f.Executed, f.Planned)
		}
		return got
	}
	judge := func(when string, want counted) {
		t.Helper()
		for name, got := range documents() {
			if got != want {
				t.Errorf("%s, %s: %+v, want %+v", when, name, got, want)
			}
		}
	}
	judge("played", counted{Planned: 2, Executed: 2, Passed: 2})
	p.run(0, "campaign", "iterate", "demo", "--build", "101", "--impact", "@SC-0001", "--as", "Paule Petit")
	judge("one of two due", counted{Planned: 2, Executed: 1, Passed: 1, NotRun: 1, Due: 1})
	p.run(0, "campaign", "iterate", "demo", "--build", "102", "--as", "Paule Petit")
	judge("a delivery that nobody tested", counted{Planned: 2, NotRun: 2, Due: 2})
}
