package execution

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// manyCases is more than are bound before the first may run, and than are asked about at once.
const manyCases = 4002

// long is more cases than are bound before the first may run, each a lot. From the one at index held on, none is given
// before the gate opens; end is what follows the last.
func long(held int, gate <-chan struct{}, end error) (cases []catalogue.Case, lots binding.Lots) {
	for i := range manyCases {
		cases = append(cases, kase(fmt.Sprintf("SC-%d", i), "context go a", fmt.Sprintf("outcome rien %d", i/1000)))
	}
	lots.Each = func(
		ctx context.Context, _ string, _ func(string) (*binding.Bound, bool),
	) iter.Seq2[binding.Lot, error] {
		return func(yield func(binding.Lot, error) bool) {
			for i, c := range cases {
				if i == held {
					select {
					case <-gate:
					case <-ctx.Done():
						yield(binding.Lot{}, ctx.Err())
						return
					}
				}
				if !yield(binding.Lot{Path: c.Feature.Path, Cases: []catalogue.Case{c}}, nil) {
					return
				}
			}
			if end != nil {
				yield(binding.Lot{}, end)
			}
		}
	}
	return cases, lots
}

// TestBindAhead_BeginsBeforeTheEnd: cases run while those behind them are bound, and the report comes once it is whole,
// the same as that of whoever waited for it.
func TestBindAhead_BeginsBeforeTheEnd(t *testing.T) {
	w, gate := newWorld(), make(chan struct{})
	e := newEngine(t, w, 2, (&farm{}).source("go", nil, hooks{}, "go "))
	cases, lots := long(manyCases-2, gate, nil)
	w.refuse = func(campaign.Result) error { // the first result opens the gate
		if len(w.results) == 0 {
			close(gate)
		}
		return nil
	}
	b, err := e.BindAhead(t.Context(), lots, binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := e.Run(t.Context(), b, stream(cases...))
	if err != nil || sum.Selected != len(cases) || sum.Executed != len(cases) {
		t.Errorf("Run = %d of %d cases, %v", sum.Executed, len(cases), err)
	}
	another := newEngine(t, newWorld(), 1, (&farm{}).source("go", nil, hooks{}, "go "))
	whole, err := another.Bind(t.Context(), stream(cases...), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	bound := -1
	for i := range w.events {
		if ev := &w.events[i]; ev.Kind == EventBound && bound < 0 {
			bound = i
			if fmt.Sprintf("%+v", *ev.Report) != fmt.Sprintf("%+v", whole.Report) {
				t.Errorf("report %+v, want %+v", *ev.Report, whole.Report)
			}
		} else if ev.Kind == EventBound {
			t.Error("told twice of the binding")
		}
	}
	if bound < 1 || bound == len(w.events)-1 {
		t.Errorf("told of the binding as event %d of %d, want after a case and before the end", bound, len(w.events))
	}
}

// TestBindAhead_Stops where binding does: what ran stands, what is not bound does not run.
func TestBindAhead_Stops(t *testing.T) {
	broken := errors.New("features/x.feature: illisible")
	gate := make(chan struct{})
	close(gate)
	w := newWorld()
	e := newEngine(t, w, 2, (&farm{}).source("go", nil, hooks{}, "go "))
	cases, lots := long(-1, gate, broken)
	b, err := e.BindAhead(t.Context(), lots, binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := e.Run(t.Context(), b, stream(cases...))
	if !errors.Is(err, broken) || sum.Executed == 0 || sum.Executed == len(cases) || sum.Executed != len(w.results) {
		t.Errorf("Run = %d of %d cases, %v, want what was bound and the error", sum.Executed, len(cases), err)
	}
	for _, ev := range w.events {
		if ev.Kind == EventBound {
			t.Error("told of a binding that never was whole")
		}
	}
	unreadable := binding.Lots{
		Each: func(context.Context, string, func(string) (*binding.Bound, bool)) iter.Seq2[binding.Lot, error] {
			return func(yield func(binding.Lot, error) bool) { yield(binding.Lot{}, broken) }
		},
	}
	if _, err := e.BindAhead(t.Context(), unreadable, binding.Policy{}); !errors.Is(err, broken) {
		t.Errorf("BindAhead = %v, want the error before anything runs", err)
	}
}

// TestBindAhead_LeavesNothing behind a run that was interrupted, or that never came.
func TestBindAhead_LeavesNothing(t *testing.T) {
	for name, run := range map[string]bool{"interrupted": true, "never run": false} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 2, f.source("go", nil, hooks{}, "go "))
			cases, lots := long(manyCases-2, nil, nil)
			done := false
			lots.Done = func() { done = true }
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			b, err := e.BindAhead(ctx, lots, binding.Policy{})
			if err != nil {
				t.Fatal(err)
			}
			if run {
				w.refuse = func(campaign.Result) error { cancel(); return nil }
				if sum, err := e.Run(ctx, b, stream(cases...)); !errors.Is(err, context.Canceled) || !sum.Interrupted {
					t.Errorf("Run = %v, want an interruption", err)
				}
			}
			e.Close()
			if !b.Ended() || !done || f.alive() != 0 {
				t.Errorf("binding ended %v, told so %v, %d workers left", b.Ended(), done, f.alive())
			}
		})
	}
}

// TestRunTellsLostCases: cases that were bound and come no more are no green run.
func TestRunTellsLostCases(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
	one, two := kase("SC-1", "outcome go a"), kase("SC-2", "outcome go b")
	b, err := e.Bind(t.Context(), stream(one, two), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := e.Run(t.Context(), b, stream(one))
	if !errors.Is(err, binding.ErrChanged) || sum.Verdicts[recette.Passed] != 1 {
		t.Errorf("Run = %+v, %v, want the first case and that the features changed", sum.Verdicts, err)
	}
}
