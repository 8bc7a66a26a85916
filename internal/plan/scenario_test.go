package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/catalogue"
)

func TestScenarios(t *testing.T) {
	s := ScenariosOf([]string{
		"SC-0001@corse", "SC-0001@var", "SC-0002", "SC-0003/a", "SC-0003/b", "SC-0004/a@corse", "SC-0004/b@corse",
		"SC-0004/a@var",
	})
	for name, want := range map[string][]string{
		"SC-0001":         {"SC-0001@corse", "SC-0001@var"},
		"SC-0001@corse":   {"SC-0001@corse"},
		"SC-0002":         {"SC-0002"},
		"SC-0003":         {"SC-0003/a", "SC-0003/b"},
		"SC-0003/b":       {"SC-0003/b"},
		"SC-0004":         {"SC-0004/a@corse", "SC-0004/b@corse", "SC-0004/a@var"},
		"SC-0004/a":       {"SC-0004/a@corse", "SC-0004/a@var"},
		"SC-0004@corse":   {"SC-0004/a@corse", "SC-0004/b@corse"},
		"SC-0004/a@corse": {"SC-0004/a@corse"},
		"SC-0005":         nil,
		"SC-0002@corse":   nil,
		"":                nil,
	} {
		if got := s.Rows(name); !slices.Equal(got, want) {
			t.Errorf("Rows(%q) = %v, want %v", name, got, want)
		}
	}
}

// A case that a journey lists twice was counted twice, as far as the PV.
func TestFreeze_OrderCountsOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		order   string
		want    []string
		refused string // the name of which every row stands before
	}{
		"a row, then its scenario": {
			"SC-0001/long, SC-0001", []string{"SC-0001/long", "SC-0001/court", "SC-0002"}, "",
		},
		"a scenario, then its row": {"SC-0001, SC-0001/long", nil, "SC-0001/long"},
		"in order": {
			"SC-0001/court, SC-0001/long, SC-0002", []string{"SC-0001/court", "SC-0001/long", "SC-0002"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			m, problems, err := frozenWith(t, "journeys: [{code: adhesion, scenarios: ["+tt.order+"]}]\n"+
				"participants: [Élise, {name: Yann, role: tester}]\n")
			if tt.refused != "" {
				i := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == orderedTwice })
				if err == nil || i < 0 || problems[i].Args[0] != tt.refused || problems[i].Line != 5 {
					t.Fatalf("Freeze: %v, %+v, want %s refused at its line", err, problems, tt.refused)
				}
				return
			}
			if err != nil || !slices.Equal(m.Journeys[0].Cases, tt.want) {
				t.Errorf("Freeze: %v, cases %v, want %v", err, m.Journeys[0].Cases, tt.want)
			}
		})
	}
}

// ordered is a plan of one journey that lists all of its scenarios, last first, in two branches.
func ordered(n int) Input {
	in := Input{Plan: Plan{Name: "v1", Title: "T", Version: "1"}, Language: "fr", Now: time.Unix(0, 0)}
	in.Plan.Antennes = []string{"Corse", "Var"}
	in.Plan.Participants = []Participant{{Name: "a", Role: "ppo"}, {Name: "b", Role: "qa"}}
	in.Refs = map[string]string{"a": "p-a", "b": "p-b"}
	j := Journey{Code: "j"}
	for i := range n {
		id := fmt.Sprintf("SC-%05d", i)
		in.Cases = append(in.Cases, catalogue.Case{
			ID: id, Name: id, Stable: true, Journeys: []string{"j"}, Tags: []string{"@antenne"},
			Feature: catalogue.Feature{Path: "f.feature", Name: "F"},
			Steps:   []catalogue.Step{{Keyword: "Then ", Type: catalogue.Outcome, Text: "done"}},
		})
		j.Order = append(j.Order, id)
	}
	slices.Reverse(j.Order)
	in.Plan.Journeys = []Journey{j}
	return in
}

// BenchmarkFreeze_Order shows that ordering a journey takes as long as it holds cases: ten times as many, ten times as
// long.
func BenchmarkFreeze_Order(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		in := ordered(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				m, problems, err := Freeze(in)
				if err != nil {
					b.Fatal(err, problems[:1])
				}
				if got := m.Journeys[0].Cases[0]; !strings.HasPrefix(got, j0(n)) {
					b.Fatal(got)
				}
			}
		})
	}
}

// j0 is the scenario that comes first.
func j0(n int) string { return fmt.Sprintf("SC-%05d@", n-1) }
