package pv

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/plan"
)

func TestPrinted(t *testing.T) {
	for name, c := range map[string]struct {
		policy, asked []string
		cases         int
		want          []string
		refused       bool
	}{
		"small":           {cases: bearable},
		"large":           {cases: bearable + 1, want: []string{}},
		"the plan":        {cases: 500, policy: []string{"C", "B"}, want: []string{"B", "C"}},
		"the plan, small": {cases: 2, policy: []string{"B"}, want: []string{"B"}},
		"asked":           {cases: 500, asked: []string{"C", "A"}, want: []string{"A", "C"}},
		"asked none":      {cases: 2, asked: []string{}, want: []string{}},
		"asked all":       {cases: 500, asked: []string{"A", "B", "C", "F", "G"}},
		"asked the journal": {
			cases: 2, asked: []string{"H", "G", "F", "C", "B", "A"}, want: []string{"A", "B", "C", "F", "G", "H"},
		},
		"the journal alone": {cases: 2, policy: []string{"H"}, want: []string{"H"}},
		"more than the plan": {
			cases: 500, policy: []string{"B"}, asked: []string{"A", "B"}, want: []string{"A", "B"},
		},
		"less than the plan":             {cases: 500, policy: []string{"B"}, asked: []string{"A"}, refused: true},
		"none, where the plan wants one": {cases: 500, policy: []string{"B"}, asked: []string{}, refused: true},
		"no choice":                      {cases: 500, asked: []string{"D"}, refused: true},
		"no letter":                      {cases: 500, asked: []string{""}, refused: true},
	} {
		m := &plan.Manifest{}
		if c.policy != nil {
			m.Sections = &plan.Sections{Printed: c.policy}
		}
		got, err := printed(m, c.cases, c.asked)
		if errors.Is(err, ErrAnnexes) != c.refused || (got == nil) != (c.want == nil) || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v, want %v", name, got, err, c.want)
		}
	}
}
