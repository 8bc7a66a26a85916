package binding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/steps"
)

func TestBind(t *testing.T) {
	manual := kase("SC-3", "context go a", "outcome dup x")
	manual.Tags = []string{"@manuel"}
	auto := kase("SC-4", "outcome je vois")
	auto.Tags = []string{"@auto"}
	cases := []catalogue.Case{
		kase("SC-1", "context go a", "action php b", "outcome je vois"), kase("SC-2", "context dup x", "outcome twice"),
		manual, auto,
	}
	tests := map[string]struct {
		people bool
		want   [][]Owner
		manual int
		undef  int
	}{
		"with people": {
			people: true, manual: 3, undef: 1,
			want: [][]Owner{
				{0, 1, Person}, {ambiguous, ambiguous}, {Person, Person}, {undefined},
			},
		},
		"in CI": {
			manual: 2, undef: 2,
			want: [][]Owner{
				{0, 1, undefined}, {ambiguous, ambiguous}, {Person, Person}, {undefined},
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			open := opened(source("go:./steps", "go ", "dup", "twice", "twi", "jamais"), source("php", "php ", "dup"))
			b, err := Bind(t.Context(), open, stream(cases...), Policy{People: tt.people})
			if err != nil {
				t.Fatal(err)
			}
			var got [][]Owner
			for i := range cases {
				o, err := b.Owners(i, &cases[i])
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, o)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("owners (-want +got):\n%s", diff)
			}
			r := b.Report
			if r.Manual != tt.manual || r.Undefined != tt.undef || r.Ambiguous != 2 || r.Cases != 4 ||
				r.Steps != 8 {
				t.Errorf("report = %+v", r)
			}
			if diff := cmp.Diff(
				[]DefinitionRef{{Source: "go:./steps", Pattern: "^jamais", Place: "steps/x.go:5"}}, r.Unused,
			); diff != "" {
				t.Errorf("unused (-want +got):\n%s", diff)
			}
			p := r.Problems[0]
			if p.Outcome != recette.OutcomeAmbiguous || p.Text != "dup x" || len(p.Definitions) != 2 ||
				p.Definitions[1].Source != "php" ||
				p.Places[0] != (Place{Path: "features/SC-2.feature", Line: 4, Case: "SC-2"}) {
				t.Errorf("T2: first problem = %+v, want dup x claimed by both sources", p)
			}
		})
	}
}

func TestBindKeepsProblemsBounded(t *testing.T) {
	n := 3 * maxBindProblems
	b, err := Bind(t.Context(), opened(), func(yield func(catalogue.Case, error) bool) {
		for i := range n {
			if !yield(kase(fmt.Sprintf("SC-%d", i), fmt.Sprintf("outcome texte %d", i), "outcome toujours"), nil) {
				return
			}
		}
	}, Policy{})
	if err != nil {
		t.Fatal(err)
	}
	r := b.Report
	if r.Undefined != 2*n || len(r.Problems) != maxBindProblems || r.More != n-maxBindProblems+1 {
		t.Errorf("undefined %d, problems %d, more %d", r.Undefined, len(r.Problems), r.More)
	}
	for _, p := range r.Problems {
		if p.Text == "toujours" && (p.Count != n || len(p.Places) != maxBindPlaces) {
			t.Errorf("problem = %d times, %d places", p.Count, len(p.Places))
		}
	}
	if len(b.shapes) != 1 {
		t.Errorf("%d lists of owners are kept, want 1", len(b.shapes))
	}
}

func TestBindErrorOfTheStream(t *testing.T) {
	unreadable := errors.New("features/x.feature: illisible")
	_, err := Bind(t.Context(), opened(), func(yield func(catalogue.Case, error) bool) {
		_ = yield(catalogue.Case{}, unreadable)
	}, Policy{})
	if !errors.Is(err, unreadable) {
		t.Errorf("err = %v, want that of the stream", err)
	}
}

// The sources that were opened are given back, and said to be of no more use once one of them misbehaved.
func TestBind_GivesSourcesBack(t *testing.T) {
	dead := errors.New("exit status 1")
	for name, tt := range map[string]struct {
		match, open error
		want        error
		done        []bool
	}{
		"all is well":    {nil, nil, nil, []bool{true}},
		"one is dead":    {dead, nil, ErrWorker, []bool{false}},
		"none is opened": {nil, dead, dead, nil},
	} {
		s := source("go:./steps", "go ")
		if tt.match != nil {
			s.Match = func(context.Context, []steps.StepText) ([][]int, error) { return nil, tt.match }
		}
		var done []bool
		open := func(context.Context) ([]steps.Source, func(bool), error) {
			return []steps.Source{s}, func(healthy bool) { done = append(done, healthy) }, tt.open
		}
		_, err := Bind(t.Context(), open, stream(kase("SC-1", "context go a")), Policy{})
		if !errors.Is(err, tt.want) || !slices.Equal(done, tt.done) {
			t.Errorf("%s: Bind = %v, given back %v, want %v, %v", name, err, done, tt.want, tt.done)
		}
	}
}
