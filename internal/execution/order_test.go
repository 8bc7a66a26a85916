package execution

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// newSession begins a session on cases, in memory.
func newSession(t *testing.T, w *world, e *Engine, cases ...catalogue.Case) *Session {
	t.Helper()
	var items []Item
	for _, c := range cases {
		items = append(items, Item{Case: c})
	}
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := e.NewSession(t.Context(), b, SessionOptions{Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// take begins a case, and resumes it when it was left open.
func take(t *testing.T, s *Session, id string) *Question {
	t.Helper()
	open, err := s.Begin(t.Context(), id)
	if err == nil && open != nil {
		err = s.Resume(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.Question()
}

// say answers the present question.
func say(t *testing.T, s *Session, a Answer) *Question {
	t.Helper()
	if err := s.Answer(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return s.Question()
}

var passed = Answer{Verdict: recette.Passed}

// A person goes to any case and back: what was judged stands, and nothing is asked twice.
func TestSessionAnyOrder(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	s := newSession(
		t, w, e, kase("SC-1", "action je clique", "outcome je vois"),
		kase("SC-2", "context go a", "outcome je lis", "outcome je compte"),
	)
	if q := take(t, s, "SC-2"); q == nil || q.Case.ID != "SC-2" || q.Step != 1 {
		t.Fatalf("question = %+v, want the second step of SC-2", q)
	}
	if q := say(t, s, passed); q.Step != 2 {
		t.Errorf("question = %+v, want the third step", q)
	}
	if q := take(t, s, "SC-1"); q.Case.ID != "SC-1" || q.Step != 0 { // leaves SC-2 open
		t.Errorf("question = %+v, want the first step of SC-1", q)
	}
	if err := s.Question().Keep(Notes{Comment: "lent"}); err != nil {
		t.Fatal(err)
	}
	if q := take(t, s, "SC-2"); q.Case.ID != "SC-2" || q.Step != 2 || q.Pass != 2 || q.Observed(1) == nil {
		t.Errorf("question = %+v, want SC-2 where it was left", q)
	}
	if q := say(t, s, passed); q != nil {
		t.Errorf("question = %+v, want none: the case ended", q)
	}
	if err := s.Answer(t.Context(), passed); !errors.Is(err, ErrNoQuestion) {
		t.Errorf("an answer to nothing: %v, want ErrNoQuestion", err)
	}
	if q := take(t, s, "SC-1"); q.Notes.Comment != "lent" {
		t.Errorf("notes = %+v, want what was given before", q.Notes)
	}
	say(t, s, passed)
	say(t, s, passed)
	sum, err := s.Close(t.Context())
	if err != nil || sum.Selected != 2 || sum.Executed != 2 || sum.Left != 0 || !sum.ok() {
		t.Errorf("Close = %+v, %v, want two cases executed and none left", sum, err)
	}
	if diff := cmp.Diff(
		"1:passed/ 0:passed/passed 2:passed/", verdicts(w.whole("SC-2"))[len("0:passed/passed "):],
	); diff != "" {
		t.Errorf("steps of SC-2 (-want +got):\n%s", diff)
	}
	e.Close()
	if n := f.alive(); n != 0 {
		t.Errorf("%d workers are left", n)
	}
}

func TestSessionLeftOpen(t *testing.T) {
	w := newWorld()
	c := kase("SC-1", "action je clique", "outcome je vois")
	s := newSession(t, w, newEngine(t, w, 1), c)
	take(t, s, "SC-1")
	say(t, s, passed)
	sum, err := s.Close(t.Context())
	if err != nil || sum.Left != 1 {
		t.Fatalf("Close = %+v, %v, want one case left open", sum, err)
	}
	t.Run("asked before it runs again", func(t *testing.T) {
		s := newSession(t, w, newEngine(t, w, 1), c)
		open, err := s.Begin(t.Context(), "SC-1")
		if err != nil || open == nil || open.Cursor != 1 || s.Question() != nil {
			t.Errorf("Begin = %+v, %v, want what resuming means and no question", open, err)
		}
		if sum, err := s.Close(t.Context()); err != nil || sum.Left != 0 || len(w.results) != 1 {
			t.Errorf("Close = %+v, %v: looking at a case changed it", sum, err)
		}
	})
	t.Run("cases that have a result", func(t *testing.T) {
		w := newWorld()
		s := newSession(t, w, newEngine(t, w, 1), c)
		take(t, s, "SC-1")
		say(t, s, passed)
		say(t, s, passed)
		if _, err := s.Begin(t.Context(), "SC-1"); !errors.Is(err, ErrHasResult) {
			t.Errorf("Begin: %v, want ErrHasResult", err)
		}
	})
	t.Run("begun anew", func(t *testing.T) {
		s := newSession(t, w, newEngine(t, w, 1), c)
		if _, err := s.Begin(t.Context(), "SC-1"); err != nil {
			t.Fatal(err)
		}
		if err := s.Restart(t.Context()); err != nil || s.Question().Attempt != 2 || s.Question().Step != 0 {
			t.Errorf("Restart: %v, question %+v, want attempt 2 from its first step", err, s.Question())
		}
	})
	t.Run("cases that are not for a person", func(t *testing.T) {
		f := &farm{}
		s := newSession(t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), kase("SC-2", "outcome go a"))
		if _, err := s.Begin(t.Context(), "SC-2"); !errors.Is(err, ErrNoPerson) {
			t.Errorf("an automated case: %v, want ErrNoPerson", err)
		}
		if _, err := s.Begin(t.Context(), "SC-9"); !errors.Is(err, campaign.ErrUnknownCase) {
			t.Errorf("an unknown case: %v, want ErrUnknownCase", err)
		}
		if err := s.Resume(t.Context()); !errors.Is(err, ErrNoQuestion) {
			t.Errorf("nothing to resume: %v, want ErrNoQuestion", err)
		}
	})
}

// A correction is a new entry, and the case goes on where it stood; one that ends the case ends it there.
func TestSessionBack(t *testing.T) {
	steps := []string{"action je clique", "context go a", "outcome je vois", "outcome je lis"}
	failed := Answer{Verdict: recette.Failed, Observed: "rien"}
	tests := map[string]struct {
		to      int
		answer  Answer
		next    int // step asked afterwards; -1 when the case ended
		rows    string
		verdict recette.Verdict
	}{
		"a better word": {
			to: 2, answer: Answer{Verdict: recette.PassedWithRemark, Comment: "lent"}, next: 3,
			rows:    "0:passed/ 1:passed/passed 2:passed/ 2:passed_with_remark/ 3:passed/",
			verdict: recette.PassedWithRemark,
		},
		"a failure seen late": {
			to: 0, answer: failed, next: -1,
			rows: "0:passed/ 1:passed/passed 2:passed/ 0:failed/ 1:passed/passed 3:not_run/", verdict: recette.Failed,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			s := newSession(t, w, newEngine(t, w, 1, f.source("go", nil, hooks{}, "go ")), kase("SC-1", steps...))
			take(t, s, "SC-1")
			say(t, s, passed)
			say(t, s, Answer{Verdict: recette.Passed, Comment: "vu"})
			for _, step := range []int{1, 4, -1} {
				if err := s.Back(t.Context(), step); !errors.Is(err, ErrNotJudged) {
					t.Errorf("back to step %d: %v, want ErrNotJudged", step+1, err)
				}
			}
			if err := s.Back(t.Context(), tt.to); err != nil {
				t.Fatal(err)
			}
			if q := s.Question(); q.Step != tt.to || !q.Again || tt.to == 2 && q.Notes.Comment != "vu" {
				t.Errorf("question = %+v, want step %d again with what was said of it", q, tt.to+1)
			}
			if err := s.Answer(t.Context(), Answer{Verdict: recette.Failed}); s.Question().Refused == nil {
				t.Errorf("a failure without a word: %v, want a refusal", err)
			}
			switch q := say(t, s, tt.answer); {
			case tt.next < 0 && q != nil, tt.next >= 0 && (q == nil || q.Step != tt.next || q.Again):
				t.Errorf("question = %+v, want step %d", q, tt.next+1)
			}
			if tt.next >= 0 {
				say(t, s, passed)
			}
			if r := w.whole("SC-1"); verdicts(r) != tt.rows || r.Verdict != tt.verdict || !r.Closed {
				t.Errorf("recorded %s %s, want %s %s", r.Verdict, verdicts(r), tt.verdict, tt.rows)
			}
			if err := s.Back(t.Context(), tt.to); !errors.Is(err, ErrNoQuestion) {
				t.Errorf("back in a case that ended: %v, want ErrNoQuestion", err)
			}
		})
	}
	t.Run("and forth, without another word", func(t *testing.T) {
		w := newWorld()
		s := newSession(t, w, newEngine(t, w, 1), kase("SC-1", "action je clique", "outcome je vois"))
		take(t, s, "SC-1")
		say(t, s, passed)
		for _, step := range []int{0, 1} {
			if err := s.Back(t.Context(), step); err != nil {
				t.Fatal(err)
			}
		}
		if q := s.Question(); q.Step != 1 || q.Again {
			t.Errorf("question = %+v, want the second step", q)
		}
		say(t, s, passed)
		if got := verdicts(w.whole("SC-1")); got != "0:passed/ 1:passed/" {
			t.Errorf("recorded %s, want each step once", got)
		}
	})
	t.Run("by an answer", func(t *testing.T) {
		w := newWorld()
		s := newSession(t, w, newEngine(t, w, 1), kase("SC-1", "action je clique", "action je lis", "outcome je vois"))
		take(t, s, "SC-1")
		say(t, s, passed)
		for step, want := range map[int]bool{-1: false, 2: true, 3: false, 4: false} {
			var refused *AnswerError
			if err := s.Answer(t.Context(), Answer{Return: step}); errors.As(err, &refused) == want {
				t.Errorf("to step %d: %v", step, err)
			}
		}
		if q := say(t, s, Answer{Return: 1}); q.Step != 0 || !q.Again || q.Stands != 1 {
			t.Errorf("question = %+v, want the first step again", q)
		}
		if q := say(t, s, Answer{Return: 2}); q.Step != 1 || q.Again {
			t.Errorf("question = %+v, want the one where the case stands", q)
		}
		if got := verdicts(w.whole("SC-1")); got != "0:passed/" {
			t.Errorf("recorded %s, want nothing more", got)
		}
	})
	t.Run("what is kept beside a verdict leaves it", func(t *testing.T) {
		w := newWorld()
		s := newSession(t, w, newEngine(t, w, 1), kase("SC-1", "action je clique", "outcome je vois"))
		take(t, s, "SC-1")
		say(t, s, passed)
		if err := s.Back(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		stale := s.Question()
		if err := stale.Keep(Notes{Comment: "deux fois"}); err != nil {
			t.Fatal(err)
		}
		if _, _, _, stands := w.last("SC-1"); stands[0].Verdict != recette.Passed || stands[0].Comment != "deux fois" {
			t.Errorf("step 1 stands as %+v, want conform with the comment", stands[0])
		}
		if err := s.Leave(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := stale.Keep(Notes{Comment: "trop tard"}); !errors.Is(err, ErrNoQuestion) {
			t.Errorf("notes of a case that was left: %v, want ErrNoQuestion", err)
		}
	})
}

// TestRunTellsInOrder: the same undefined cases give the same lines, whichever result reaches the disk first.
func TestRunTellsInOrder(t *testing.T) {
	w := newWorld()
	var cases []catalogue.Case
	var want []string
	for i := range 2 * inFlight {
		c := kase(fmt.Sprintf("SC-%d", i), "context rien")
		cases, want = append(cases, c), append(want, c.ID)
	}
	w.refuse = func(campaign.Result) error { // as a disk that is not fair
		w.mu.Unlock()
		defer w.mu.Lock()
		time.Sleep(rand.N(time.Millisecond))
		return nil
	}
	e := newEngine(t, w, 4, (&farm{}).source("go", nil, hooks{}, "go "))
	sum, err := runCases(t, w, e, binding.Policy{}, cases...)
	if err != nil || sum.Outcomes[recette.OutcomeUndefined] != len(cases) {
		t.Fatalf("Run = %+v, %v", sum, err)
	}
	var got []string
	for _, e := range w.events {
		if e.Kind == EventCaseFinished {
			got = append(got, e.Case.ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cases told of (-want +got):\n%s", diff)
	}
}
