package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// busy makes a world refuse the nth row for a reason that passes, and counts those that were asked for.
func busy(w *world, nth int) *int {
	n := 0
	w.refuse = func(campaign.Result) error {
		if n++; n == nth {
			return fmt.Errorf("append: %w", campaign.ErrAgain)
		}
		return nil
	}
	return &n
}

// TestSession_GoesOnAfterABusyMoment: of an answer that the record had no time for nothing is written, its question
// stands, and the same answer or another one is taken; nothing is told before it is durable, and nothing is lost.
func TestSession_GoesOnAfterABusyMoment(t *testing.T) {
	fails := Answer{Verdict: recette.Failed, Observed: "rien"}
	manual := []string{"action je clique", "outcome je vois"}
	for name, tt := range map[string]struct {
		refused int // which row
		steps   []string
		first   []Answer
		then    Answer
		want    string
	}{
		"in the middle of a case":   {1, manual, []Answer{passed}, passed, "0:passed/ 1:passed/"},
		"at the end of a case":      {2, manual, []Answer{passed, fails}, passed, "0:passed/ 1:passed/"},
		"another verdict that ends": {1, manual, []Answer{passed}, fails, "0:failed/ 1:not_run/"},
		"after automation": {
			3,
			[]string{"context go a", "outcome je vois", "outcome je lis"},
			[]Answer{passed, fails},
			passed,
			"0:passed/passed 1:passed/ 2:passed/",
		},
		"before automation": {
			1, []string{"outcome je vois", "outcome go b"}, []Answer{fails}, passed, "0:passed/ 1:passed/passed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
			busy(w, tt.refused)
			items := []Item{{Case: kase("SC-1", tt.steps...)}, {Case: kase("SC-2", "outcome je compte")}}
			b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			var told []int
			s, err := e.NewSession(t.Context(), b, SessionOptions{
				Items: items, Recorded: func(_ context.Context, q Question, _ campaign.Observation) error {
					told = append(told, q.Step)
					return nil
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			q := take(t, s, "SC-1")
			for i, a := range tt.first {
				err := s.Answer(t.Context(), a)
				if last := i == len(tt.first)-1; errors.Is(err, campaign.ErrAgain) != last ||
					errors.Is(err, ErrRecord) != last {
					t.Fatalf("answer %d: %v", i, err)
				}
				if err == nil {
					q = s.Question()
				}
			}
			again := s.Question()
			if again == nil || again.Step != q.Step || len(again.History) != len(q.History) ||
				slices.Contains(told, q.Step) {
				t.Fatalf("question %+v, told of %v, want that of step %d once more", again, told, q.Step)
			}
			for a := tt.then; s.Question() != nil; a = passed {
				say(t, s, a)
			}
			take(t, s, "SC-2")
			say(t, s, passed)
			sum, err := s.Close(t.Context())
			if err != nil || sum.Executed != 2 || sum.Left != 0 {
				t.Errorf("Close = %+v, %v", sum, err)
			}
			if got := verdicts(w.whole("SC-1")); got != tt.want {
				t.Errorf("recorded %q, want %q", got, tt.want)
			}
			e.Close()
			if f.alive() != 0 {
				t.Error("workers are left")
			}
		})
	}
}

// TestSession_LetsGoOfWhatNobodyWasAskedAfter: when automation could not be recorded, the case is let go and stays
// open, and begins again where it stood.
func TestSession_LetsGoOfWhatNobodyWasAskedAfter(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
	s := newSession(t, w, e, kase("SC-1", "outcome je vois", "context go a", "outcome je lis"))
	busy(w, 2)
	take(t, s, "SC-1")
	if err := s.Answer(t.Context(), passed); !errors.Is(err, campaign.ErrAgain) || s.Question() != nil {
		t.Fatalf("Answer = %v, question %+v, want the case let go", err, s.Question())
	}
	if q := take(t, s, "SC-1"); q.Step != 2 || q.Pass != 2 || q.Observed(0) == nil {
		t.Errorf("question = %+v, want the last step, and the first as it was judged", q)
	}
	say(t, s, passed)
	if sum, err := s.Close(t.Context()); err != nil || sum.Executed != 1 || sum.Left != 0 {
		t.Errorf("Close = %+v, %v", sum, err)
	}
}

// TestSession_StopsAfterAFailure: what a record that failed for good holds is not known, and nothing is told after it.
func TestSession_StopsAfterAFailure(t *testing.T) {
	w := newWorld()
	s := newSession(t, w, newEngine(t, w, 1), kase("SC-1", "outcome je vois"), kase("SC-2", "outcome je lis"))
	asked := 0
	w.refuse = func(campaign.Result) error {
		if asked++; asked == 1 {
			return errors.New("disk failure")
		}
		return nil
	}
	for _, id := range []string{"SC-1", "SC-2"} {
		take(t, s, id)
		if err := s.Answer(t.Context(), passed); !errors.Is(err, ErrRecord) || s.Question() != nil {
			t.Errorf("%s: Answer = %v", id, err)
		}
	}
	if asked != 1 || len(w.results) != 0 {
		t.Errorf("%d rows were asked for, %d are recorded", asked, len(w.results))
	}
}

// TestGuided_LeavesACaseAtABusyMoment: whoever leads a person through the cases leaves the one at hand open.
func TestGuided_LeavesACaseAtABusyMoment(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
	busy(w, 3)
	c := kase("SC-1", "context go a", "outcome je vois", "outcome go b", "outcome je lis")
	sum, err := sitDown(t.Context(), t, w, e, &people{w: w}, c)
	if !errors.Is(err, campaign.ErrAgain) || sum.Left != 1 || sum.Executed != 0 {
		t.Errorf("Test = %+v, %v, want the case left open", sum, err)
	}
}

// TestSession_ClosesOnce: closing again gives what closing gave, and no case begins afterwards.
func TestSession_ClosesOnce(t *testing.T) {
	w := newWorld()
	s := newSession(t, w, newEngine(t, w, 1), kase("SC-1", "outcome je vois"))
	take(t, s, "SC-1")
	say(t, s, passed)
	for range 2 {
		if sum, err := s.Close(t.Context()); err != nil || sum.Executed != 1 {
			t.Errorf("Close = %+v, %v", sum, err)
		}
	}
	if _, err := s.Begin(t.Context(), "SC-1"); !errors.Is(err, ErrClosed) {
		t.Errorf("Begin = %v, want ErrClosed", err)
	}
	for _, err := range []error{
		s.Answer(t.Context(), passed), s.Resume(t.Context()), s.Restart(t.Context()), s.Back(t.Context(), 0),
	} {
		if !errors.Is(err, ErrNoQuestion) {
			t.Errorf("%v, want ErrNoQuestion", err)
		}
	}
	if err := s.Leave(t.Context()); err != nil || s.Question() != nil {
		t.Errorf("Leave = %v, question %+v", err, s.Question())
	}
	finished := 0
	for _, ev := range w.events {
		if ev.Kind == EventRunFinished {
			finished++
		}
	}
	if finished != 1 {
		t.Errorf("told %d times of the end", finished)
	}
}

// TestSession_RefusesACallFromWithin: whoever is told of an answer may not call the session with the context it got,
// and is refused at once instead of waiting for itself.
func TestSession_RefusesACallFromWithin(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1)
	items := []Item{{Case: kase("SC-1", "action je clique", "outcome je vois")}}
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	var s *Session
	var errs []error
	var asked *Question
	s, err = e.NewSession(t.Context(), b, SessionOptions{
		Items: items, Recorded: func(ctx context.Context, _ Question, _ campaign.Observation) error {
			if s.Question() != nil {
				t.Error("asked before it is known what comes next")
			}
			_, begin := s.Begin(ctx, "SC-1")
			_, shut := s.Close(ctx)
			errs = []error{
				begin, shut, s.Resume(ctx), s.Restart(ctx), s.Answer(ctx, passed), s.Back(ctx, 0), s.Leave(ctx),
				asked.Keep(Notes{}),
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	asked = take(t, s, "SC-1")
	done := make(chan error, 1)
	go func() { done <- s.Answer(t.Context(), passed) }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the session waits for itself")
	}
	if len(errs) != 8 {
		t.Fatalf("%d calls", len(errs))
	}
	for _, err := range errs {
		if !errors.Is(err, ErrWithin) {
			t.Errorf("%v, want ErrWithin", err)
		}
	}
	if q := s.Question(); q == nil || q.Step != 1 {
		t.Errorf("question = %+v, want the next one", q)
	}
}
