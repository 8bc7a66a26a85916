package plan

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFreeze_OrdersContradict: rows that wait for each other in blocking orders can never be played, and the plan is
// refused; rows that another branch or the same scenario holds do not wait.
func TestFreeze_OrdersContradict(t *testing.T) {
	t.Parallel()
	type journey struct {
		cases, order []string
		free         bool
	}
	for name, tt := range map[string]struct {
		journeys []journey
		want     []string // journey, journey, row, row
	}{
		"one order":      {[]journey{{cases: []string{"A", "B", "C"}}}, nil},
		"the same order": {[]journey{{cases: []string{"A", "B"}}, {cases: []string{"A", "B", "C"}}}, nil},
		"the other way": {
			[]journey{{cases: []string{"A", "B"}}, {cases: []string{"B", "A"}}}, []string{"j0", "j1", "B", "A"},
		},
		"one is free": {[]journey{{cases: []string{"A", "B"}}, {cases: []string{"B", "A"}, free: true}}, nil},
		"what holds nothing": {
			[]journey{{cases: []string{"A", "B"}, order: []string{"A"}}, {cases: []string{"A", "B"}}}, nil,
		},
		"listed, the other way": {
			[]journey{{cases: []string{"A", "B", "C"}, order: []string{"A"}}, {cases: []string{"C", "A"}}},
			[]string{"j0", "j1", "C", "A"},
		},
		"not listed": {
			[]journey{{cases: []string{"A", "B", "C"}, order: []string{"A"}}, {cases: []string{"C", "B"}}}, nil,
		},
		"a case twice": {[]journey{{cases: []string{"A", "B", "A"}}}, nil},
		"round three": {
			[]journey{{cases: []string{"A", "B"}}, {cases: []string{"B", "C"}}, {cases: []string{"C", "A"}}},
			[]string{"j0", "j1", "B", "A"},
		},
		"in two branches": {[]journey{{cases: []string{"A@x", "B@y"}}, {cases: []string{"B@y", "A@x"}}}, nil},
		"in one branch": {
			[]journey{{cases: []string{"A@x", "B@x"}}, {cases: []string{"B@x", "A@x"}}},
			[]string{"j0", "j1", "B@x", "A@x"},
		},
		"once for all": {[]journey{{cases: []string{"A", "B@x"}}, {cases: []string{"B@x", "A"}}}, nil},
		"one scenario": {[]journey{{cases: []string{"A/a", "A/b"}}, {cases: []string{"A/b", "A/a"}}}, nil},
		"its rows, and another": {
			[]journey{{cases: []string{"A/a", "A/b", "B"}}, {cases: []string{"B", "A/b"}}},
			[]string{"j0", "j1", "B", "A/b"},
		},
	} {
		var f freezer
		for i, j := range tt.journeys {
			f.m.Journeys = append(f.m.Journeys, Journey{
				Code: fmt.Sprintf("j%d", i), Cases: j.cases,
				JourneyDetail: JourneyDetail{Order: j.order, Blocking: !j.free},
			})
		}
		f.deadlock()
		var got []string
		for _, p := range f.problems {
			got = append(got, p.Args...)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestFreeze_ContradictionRefuses: the freeze of such a plan says why it is refused, at the journey.
func TestFreeze_ContradictionRefuses(t *testing.T) {
	t.Parallel()
	in := ordered(3)
	again := in.Plan.Journeys[0]
	again.Code, again.Blocking, in.Plan.Journeys[0].Blocking = "k", true, true
	again.Order = slices.Clone(again.Order)
	slices.Reverse(again.Order)
	in.Plan.Journeys = append(in.Plan.Journeys, again)
	for i := range in.Cases {
		in.Cases[i].Journeys = append(in.Cases[i].Journeys, "k")
	}
	_, problems, err := Freeze(in)
	if err == nil || !slices.ContainsFunc(problems, func(p Problem) bool { return p.Code == ordersCross }) {
		t.Errorf("Freeze: %v, %+v, want %s", err, problems, ordersCross)
	}
}
