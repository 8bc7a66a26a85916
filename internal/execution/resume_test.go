package execution

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/recette"
)

// TestSessionResumes leaves an attempt at each of its steps and takes it up in another engine.
func TestSessionResumes(t *testing.T) {
	steps := []string{"context go a", "action je clique", "outcome je vois", "action go b", "outcome je lis"}
	for _, leave := range []int{1, 2, 4} {
		t.Run(fmt.Sprint("left at step ", leave), func(t *testing.T) {
			w, f := newWorld(), &farm{}
			src := f.source("go", nil, hooks{}, "go ")
			text := strings.SplitN(steps[leave], " ", 2)[1]
			p := &people{w: w, answers: map[string]Answer{text: {Leave: true}}}
			sum,
				err := sitDown(
				t.Context(), t, w, newEngine(t, w, 1, src), p, kase("SC-1", steps...), kase("SC-2", "outcome x"),
			)
			if err != nil || sum.Left != 1 || sum.Executed != 0 {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if n := f.alive(); n != 0 {
				t.Errorf("%d workers are left", n)
			}
			open, err := newSession(t, w, newEngine(t, w, 1, src), kase("SC-1", steps...)).Begin(t.Context(), "SC-1")
			if err != nil || open.Cursor != leave || open.Actions != (leave > 3) {
				t.Errorf("resumption = %+v, %v", open, err)
			}
			p = &people{w: w}
			sum, err = sitDown(t.Context(), t, w, newEngine(t, w, 1, src), p, kase("SC-1", steps...))
			if err != nil || sum.Executed != 1 || !sum.ok() {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if p.asked[0].Step != leave || p.asked[0].Pass != 2 || p.asked[0].Attempt != 1 {
				t.Errorf("resumed at %+v, want step %d of pass 2", p.asked[0], leave)
			}
			if p.asked[0].Observed(0) == nil || p.asked[0].Observed(leave) != nil {
				t.Errorf("history = %+v", p.asked[0].History)
			}
			judged := map[int]int{}
			for _, r := range w.results {
				for _, o := range r.Steps {
					if o.Mode == recette.Manual {
						judged[o.Step]++
					}
					if o.Mode == recette.Automated && o.Replay != (r.Pass == 2 && o.Step < leave) {
						t.Errorf("step %d of pass %d: replay = %t", o.Step, r.Pass, o.Replay)
					}
				}
			}
			if diff := cmp.Diff(map[int]int{1: 1, 2: 1, 4: 1}, judged); diff != "" {
				t.Errorf("verdicts by step (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSessionReplayThatDiffers(t *testing.T) {
	w, f := newWorld(), &farm{}
	p := &people{w: w, answers: map[string]Answer{"je lis": {Leave: true}}}
	c := kase("SC-1", "context go a", "outcome je vois", "outcome je lis")
	if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), p, c); err != nil {
		t.Fatal(err)
	}
	broken := f.source("go", script{"go a": outcome("failed", "la base a changé")}, hooks{}, "go ")
	p = &people{w: w}
	sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1, broken), p, c)
	if err != nil || sum.ok() || len(p.asked) != 0 {
		t.Fatalf("Test = %+v, %v, %d questions", sum, err, len(p.asked))
	}
	last := w.results[len(w.results)-1]
	if want := "0:failed/failed 2:not_run/"; !last.Closed || last.Pass != 2 || verdicts(&last) != want ||
		last.Verdict != recette.Failed || !last.Steps[0].Replay {
		t.Errorf("last result = %+v, want %s", last, want)
	}
	if got := w.finished(t, "SC-1").Steps; got[1].Verdict != recette.Passed {
		t.Errorf("the verdict that was given is lost: %+v", got[1])
	}
}
