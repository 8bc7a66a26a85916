package execution

import (
	"context"
	"errors"
	"slices"
	"testing"

	"recette/runner/protocol"
)

func TestSessionInterrupted(t *testing.T) {
	w, f := newWorld(), &farm{}
	ctx, cancel := context.WithCancel(t.Context())
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	p := &people{w: w, onAsk: func(q Question) {
		if q.Step == 2 {
			cancel()
		}
	}}
	c := kase("SC-1", "context go a", "action je clique", "outcome je vois")
	sum, err := sitDown(ctx, t, w, e, p, c)
	if !errors.Is(err, context.Canceled) || sum.Left != 1 || !sum.Interrupted {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	if n := f.alive(); n != 0 {
		t.Errorf("%d workers are left", n)
	}
	p = &people{w: w}
	if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), p, c); err != nil {
		t.Fatal(err)
	}
	if len(p.asked) != 1 || p.asked[0].Step != 2 {
		t.Errorf("resumed with %+v, want step 2 only", p.asked)
	}
}

// TestSessionInterruptedInAGoStep: the step that the interrupt killed has no result; it runs for the first time when
// the attempt is resumed, after a replay of those that passed.
func TestSessionInterruptedInAGoStep(t *testing.T) {
	w, f := newWorld(), &farm{}
	ctx, cancel := context.WithCancel(t.Context())
	stop := func(*fakeWorker, *protocol.StepEnd) error {
		cancel()
		return errTimeout
	}
	c := kase("SC-1", "context go a", "action je clique", "action go b", "outcome je vois")
	sum,
		err := sitDown(
		ctx, t, w, newEngine(t, w, 1, f.source("go", script{"go b": stop}, hooks{}, "go ")), &people{w: w}, c,
	)
	if !errors.Is(err, context.Canceled) || sum.Left != 1 || f.alive() != 0 {
		t.Fatalf("Test = %+v, %v, %d workers left", sum, err, f.alive())
	}
	if got := verdicts(w.whole("SC-1")); got != "0:passed/passed 1:passed/ 2:not_run/interrupted" {
		t.Errorf("recorded %s", got)
	}
	s := newSession(t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), c)
	r, err := s.Begin(t.Context(), "SC-1")
	if err != nil || r.Cursor != 2 || !slices.Equal(r.Replay, []int{0}) {
		t.Errorf("resumption = %+v, %v", r, err)
	}
	p := &people{w: w}
	sum, err = sitDown(t.Context(), t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), p, c)
	if err != nil || !sum.ok() || len(p.asked) != 1 || p.asked[0].Step != 3 {
		t.Fatalf("Test = %+v, %v, asked %+v", sum, err, p.asked)
	}
	for _, r := range w.results {
		for _, o := range r.Steps {
			if o.Step == 2 && o.Replay {
				t.Error("a step that never had a result is a replay")
			}
		}
	}
}
