package execution

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/recette"
)

// sitDown binds and tests cases with a person.
func sitDown(ctx context.Context, t *testing.T, w *world, e *Engine, p Person, cases ...catalogue.Case) (Summary, error) {
	t.Helper()
	var items []Item
	for _, c := range cases {
		items = append(items, Item{Case: c, Journey: "Adhésion"})
	}
	b, err := e.Bind(t.Context(), Cases(items), Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(ctx, b, Session{Items: items, Person: p, Dossier: w})
}

func TestSessionMixed(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	p := &people{w: w}
	sum, err := sitDown(t.Context(), t, w, e, p, kase("SC-1", "context go a", "action go b", "action je clique", "outcome je vois", "outcome go c"))
	if err != nil || !sum.OK() || sum.Executed != 1 {
		t.Fatalf("Test = %+v, %v", sum, err)
	}
	want := []string{
		"record SC-1 [0 1] open", "ask SC-1 2", "record SC-1 [2] open", "told SC-1 2",
		"ask SC-1 3", "record SC-1 [3] open", "told SC-1 3", "record SC-1 [4] closed", "event SC-1 passed",
	}
	if diff := cmp.Diff(want, w.order); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	q := p.asked[1]
	if q.Journey != "Adhésion" || !q.Outcome() || len(q.History) != 3 || q.Attempt != 1 || len(q.Case.Steps) != 5 {
		t.Errorf("question = %+v", q)
	}
	if got := w.whole("SC-1"); got.Mode != recette.Mixed || got.Outcome != recette.OutcomePassed {
		t.Errorf("result = %+v", got)
	}
}

func TestSessionVerdicts(t *testing.T) {
	steps := []string{"context je suis là", "action je clique", "outcome je vois", "outcome je lis"}
	tests := map[string]struct {
		answers map[string]Answer
		verdict recette.Verdict
		rows    string
		asked   int
	}{
		"all passed": {verdict: recette.Passed, rows: "0:passed/ 1:passed/ 2:passed/ 3:passed/", asked: 4},
		"remark goes on": {
			answers: map[string]Answer{"je vois": {Verdict: recette.PassedWithRemark, Comment: "libellé"}},
			verdict: recette.PassedWithRemark, rows: "0:passed/ 1:passed/ 2:passed_with_remark/ 3:passed/", asked: 4,
		},
		"not applicable goes on": {
			answers: map[string]Answer{"je vois": {Verdict: recette.NotApplicable, Reason: "pas ici"}},
			verdict: recette.Passed, rows: "0:passed/ 1:passed/ 2:not_applicable/ 3:passed/", asked: 4,
		},
		"nothing verified is not run": {
			answers: map[string]Answer{
				"je vois": {Verdict: recette.NotApplicable, Reason: "pas ici"}, "je lis": {Verdict: recette.NotApplicable, Reason: "pas ici"},
			},
			verdict: recette.NotRun, rows: "0:passed/ 1:passed/ 2:not_applicable/ 3:not_applicable/", asked: 4,
		},
		"failed stops": {
			answers: map[string]Answer{"je vois": {Verdict: recette.Failed, Observed: "rien"}},
			verdict: recette.Failed, rows: "0:passed/ 1:passed/ 2:failed/ 3:not_run/", asked: 3,
		},
		"a blocked action stops": {
			answers: map[string]Answer{"je clique": {Verdict: recette.Blocked, Cause: recette.CauseData}},
			verdict: recette.Blocked, rows: "0:passed/ 1:blocked/ 2:not_run/ 3:not_run/", asked: 2,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := &people{w: w, answers: tt.answers}
			_, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, kase("SC-1", steps...))
			if err != nil {
				t.Fatal(err)
			}
			r := w.whole("SC-1")
			if r.Verdict != tt.verdict || verdicts(r) != tt.rows || len(p.asked) != tt.asked || r.Outcome != "" {
				t.Errorf("got %s %q after %d questions, want %s %q after %d", r.Verdict, verdicts(r), len(p.asked), tt.verdict, tt.rows, tt.asked)
			}
			// The last verdict is durable, closing included, before the person is told.
			told := slices.Index(w.order, fmt.Sprintf("told SC-1 %d", tt.asked-1))
			if told < 1 || !strings.HasSuffix(w.order[told-1], "closed") {
				t.Errorf("order = %v", w.order)
			}
		})
	}
}

// TestSessionVerifiesSomething: a case in which a person takes part is conform only when one of its own expected results
// was found conform, in this pass or in an earlier one, by the person or by automation.
func TestSessionVerifiesSomething(t *testing.T) {
	aside := Answer{Verdict: recette.NotApplicable, Reason: "pas ici"}
	tests := map[string]struct {
		steps      []string
		background int // how many of steps come from a Contexte
		answers    map[string]Answer
		verdict    recette.Verdict
	}{
		"every step set aside": {
			steps: []string{"outcome je vois", "outcome je lis"}, answers: map[string]Answer{"je vois": aside, "je lis": aside},
			verdict: recette.NotApplicable,
		},
		"no expected result": {steps: []string{"context je suis là", "action je clique"}, verdict: recette.NotRun},
		"only that of the background": {
			steps: []string{"outcome je vois", "action je clique"}, background: 1, verdict: recette.NotRun,
		},
		"only that of the background, own set aside": {
			steps: []string{"outcome je vois", "outcome je lis"}, background: 1, answers: map[string]Answer{"je lis": aside},
			verdict: recette.NotRun,
		},
		"one with a remark": {
			steps:   []string{"action je clique", "outcome je vois", "outcome je lis"},
			answers: map[string]Answer{"je vois": {Verdict: recette.PassedWithRemark, Comment: "lent"}, "je lis": aside},
			verdict: recette.PassedWithRemark,
		},
		"one by automation": {
			steps: []string{"action je clique", "outcome je vois", "outcome go c"}, answers: map[string]Answer{"je vois": aside},
			verdict: recette.Passed,
		},
		"automation acts, the person sets aside": {
			steps: []string{"context go a", "action go b", "outcome je vois"}, answers: map[string]Answer{"je vois": aside},
			verdict: recette.NotRun,
		},
		"a failure stays one": {
			steps:   []string{"action je clique", "outcome je vois"},
			answers: map[string]Answer{"je clique": {Verdict: recette.Failed, Observed: "rien"}}, verdict: recette.Failed,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			c := kase("SC-1", tt.steps...)
			for i := range tt.background {
				c.Steps[i].Background = true
			}
			e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
			if _, err := sitDown(t.Context(), t, w, e, &people{w: w, answers: tt.answers}, c); err != nil && !errors.Is(err, ErrNothingExecuted) {
				t.Fatal(err)
			}
			if r := w.whole("SC-1"); !r.Closed || r.Verdict != tt.verdict {
				t.Errorf("closed %v as %s, want %s", r.Closed, r.Verdict, tt.verdict)
			}
		})
	}
}

func TestSessionTellsTheWorker(t *testing.T) {
	tests := map[string]struct {
		answer  Answer
		ran     []string
		verdict recette.Verdict
		outcome recette.Outcome
	}{
		"failed": {
			answer: Answer{Verdict: recette.Failed, Observed: "rien"}, ran: []string{"SC-1 go a"},
			verdict: recette.Failed, outcome: recette.OutcomeSkipped,
		},
		"not applicable": {
			answer: Answer{Verdict: recette.NotApplicable, Reason: "x"}, ran: []string{"SC-1 go a", "SC-1 go b"},
			verdict: recette.Passed, outcome: recette.OutcomePassed,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
			p := &people{w: w, answers: map[string]Answer{"je vois": tt.answer}}
			if _, err := sitDown(t.Context(), t, w, e, p, kase("SC-1", "context go a", "outcome je vois", "outcome go b")); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.ran, f.ran); diff != "" {
				t.Errorf("steps that ran (-want +got):\n%s", diff)
			}
			if r := w.whole("SC-1"); r.Verdict != tt.verdict || r.Outcome != tt.outcome {
				t.Errorf("got %s %s, want %s %s", r.Verdict, r.Outcome, tt.verdict, tt.outcome)
			}
		})
	}
}

func TestSessionHooks(t *testing.T) {
	tests := map[string]struct {
		hooks   hooks
		verdict recette.Verdict
		outcome recette.Outcome
		asked   int
	}{
		"T10 an after hook that fails after a person's last verdict": {
			hooks: hooks{after: "failed"}, verdict: recette.Blocked, outcome: recette.OutcomeError, asked: 1,
		},
		"a before hook that fails before the first question": {
			hooks: hooks{before: "error"}, verdict: recette.Blocked, outcome: recette.OutcomeError,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 1, f.source("go", nil, tt.hooks, "go "))
			p := &people{w: w}
			steps := []string{"context go a", "outcome je vois"}
			if tt.hooks.before != "" {
				steps = []string{"context je vois", "action go a"}
			}
			sum, err := sitDown(t.Context(), t, w, e, p, kase("SC-1", steps...))
			if err != nil || sum.OK() {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if r := w.whole("SC-1"); r.Verdict != tt.verdict || r.Outcome != tt.outcome || len(p.asked) != tt.asked {
				t.Errorf("got %s %s after %d questions, want %s %s after %d", r.Verdict, r.Outcome, len(p.asked), tt.verdict, tt.outcome, tt.asked)
			}
		})
	}
}

// TestSessionResumes leaves an attempt at each of its steps and takes it up in another engine.
func TestSessionResumes(t *testing.T) {
	steps := []string{"context go a", "action je clique", "outcome je vois", "action go b", "outcome je lis"}
	for _, leave := range []int{1, 2, 4} {
		t.Run(fmt.Sprint("left at step ", leave), func(t *testing.T) {
			w, f := newWorld(), &farm{}
			src := f.source("go", nil, hooks{}, "go ")
			text := strings.SplitN(steps[leave], " ", 2)[1]
			p := &people{w: w, answers: map[string]Answer{text: {Leave: true}}}
			sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1, src), p, kase("SC-1", steps...), kase("SC-2", "outcome x"))
			if err != nil || sum.Left != 1 || sum.Executed != 0 {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if n := f.alive(); n != 0 {
				t.Errorf("%d workers are left", n)
			}
			p = &people{w: w}
			sum, err = sitDown(t.Context(), t, w, newEngine(t, w, 1, src), p, kase("SC-1", steps...))
			if err != nil || sum.Executed != 1 || !sum.OK() {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if p.asked[0].Step != leave || p.asked[0].Pass != 2 || p.asked[0].Attempt != 1 {
				t.Errorf("resumed at %+v, want step %d of pass 2", p.asked[0], leave)
			}
			if p.asked[0].Standing(0) == nil || p.asked[0].Standing(leave) != nil {
				t.Errorf("history = %+v", p.asked[0].History)
			}
			if len(p.resumed) != 1 || p.resumed[0].Cursor != leave || p.resumed[0].Actions != (leave > 3) {
				t.Errorf("resumption = %+v", p.resumed)
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
	if err != nil || sum.OK() || len(p.asked) != 0 {
		t.Fatalf("Test = %+v, %v, %d questions", sum, err, len(p.asked))
	}
	last := w.results[len(w.results)-1]
	if want := "0:failed/failed 2:not_run/"; !last.Closed || last.Pass != 2 || verdicts(&last) != want || last.Verdict != recette.Failed || !last.Steps[0].Replay {
		t.Errorf("last result = %+v, want %s", last, want)
	}
	if got := w.finished(t, "SC-1").Steps; got[1].Verdict != recette.Passed {
		t.Errorf("the verdict that was given is lost: %+v", got[1])
	}
}

func TestSessionChoices(t *testing.T) {
	for name, tt := range map[string]struct {
		choice  Choice
		attempt int
		open    bool
	}{"restart": {Restart, 2, false}, "skip": {Skip, 1, true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			c := kase("SC-1", "action je clique", "outcome je vois")
			p := &people{w: w, answers: map[string]Answer{"je vois": {Leave: true}}}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			p = &people{w: w, choice: tt.choice}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
				t.Fatal(err)
			}
			if n, _, open, _ := w.last("SC-1"); n != tt.attempt || open != tt.open {
				t.Errorf("attempt %d open %t, want %d %t", n, open, tt.attempt, tt.open)
			}
		})
	}
}

func TestSessionRefusals(t *testing.T) {
	c := kase("SC-1", "action je clique", "outcome je vois")
	left := func(t *testing.T) *world {
		w := newWorld()
		p := &people{w: w, answers: map[string]Answer{"je vois": {Leave: true}}}
		if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c); err != nil {
			t.Fatal(err)
		}
		return w
	}
	t.Run("somebody else's attempt", func(t *testing.T) {
		w := left(t)
		w.actor = "t2"
		p := &people{w: w}
		sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c, kase("SC-2", "outcome je lis"))
		var owned *OwnedError
		if !errors.As(err, &owned) || owned.Owner != "t1" || owned.Case != "SC-1" {
			t.Fatalf("err = %v, want *OwnedError", err)
		}
		if sum.Executed != 1 || sum.OK() || len(p.asked) != 1 {
			t.Errorf("the session did not go on: %+v", sum)
		}
	})
	t.Run("changed text", func(t *testing.T) {
		w := left(t)
		now := kase("SC-1", "action je clique", "outcome je vois deux lignes")
		items := []Item{{Case: c}}
		e := newEngine(t, w, 1)
		b, err := e.Bind(t.Context(), Cases(items), Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		rows := len(w.results)
		p := &people{w: w}
		_, err = e.Test(t.Context(), b, Session{
			Items: items, Person: p, Dossier: w,
			Current: func(context.Context, string) (catalogue.Case, bool, error) { return now, true, nil },
		})
		var drift *DriftError
		if !errors.As(err, &drift) || drift.Before != c.Source || drift.After != now.Source || drift.Present != now.Content {
			t.Fatalf("err = %v, want *DriftError with both texts", err)
		}
		if len(p.asked) != 0 || len(w.results) != rows {
			t.Error("a changed text was tested")
		}
	})
	for name, tt := range map[string]struct {
		refused Answer
		want    AnswerError
	}{
		"a failure without what was observed": {
			Answer{Verdict: recette.Failed, Observed: " "}, AnswerError{Case: "SC-1", Field: "observed", Missing: true, Step: 1},
		},
		"a failure observed in invisible characters": {
			Answer{Verdict: recette.Failed, Observed: "\u200b\u0301\u3164"}, AnswerError{Case: "SC-1", Field: "observed", Missing: true, Step: 1},
		},
		"a remark that is a soft hyphen": {
			Answer{Verdict: recette.PassedWithRemark, Comment: "\u00ad"}, AnswerError{Case: "SC-1", Field: "comment", Missing: true, Step: 1},
		},
		"a text that cannot be kept": {
			Answer{Verdict: recette.NotApplicable, Reason: "\xe9"}, AnswerError{Case: "SC-1", Field: "reason", Step: 1},
		},
		"a verdict of nobody": {Answer{}, AnswerError{Case: "SC-1", Field: "verdict", Step: 1}},
	} {
		t.Run(name+" is asked again", func(t *testing.T) {
			w := newWorld()
			p := &people{w: w, answers: map[string]Answer{"je vois": tt.refused}}
			p.onAsk = func(q Question) {
				if q.Refused != nil {
					p.answers["je vois"] = Answer{Verdict: recette.Failed, Observed: "rien"}
				}
			}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), p, c, kase("SC-2", "outcome je lis")); err != nil {
				t.Fatal(err)
			}
			if len(p.asked) != 4 || p.asked[1].Refused != nil || p.asked[3].Refused != nil {
				t.Fatalf("%d questions, want the step once more and the session to go on", len(p.asked))
			}
			if diff := cmp.Diff(&tt.want, p.asked[2].Refused); diff != "" {
				t.Errorf("reason of the refusal (-want +got):\n%s", diff)
			}
			if r := w.whole("SC-1"); r.Verdict != recette.Failed || r.Steps[1].Observed != "rien" {
				t.Errorf("recorded %+v, want the second answer", r)
			}
		})
	}
}

// What a person gives of a step before its verdict stays, however the session ends; it is no verdict.
func TestSessionKeepsADraft(t *testing.T) {
	c := kase("SC-1", "action je clique", "outcome je vois")
	for name, end := range map[string]func(cancel func()) (Answer, error){
		"left":        func(func()) (Answer, error) { return Answer{Leave: true}, nil },
		"interrupted": func(cancel func()) (Answer, error) { cancel(); return Answer{}, context.Canceled },
		"broken":      func(func()) (Answer, error) { return Answer{}, errors.New("terminal gone") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			ev, err := w.Put(t.Context(), "x.txt", "text/plain", strings.NewReader("vu"))
			if err != nil {
				t.Fatal(err)
			}
			note := Draft{Comment: "lent\ntrès lent", Evidence: []Evidence{ev}}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			first := &drafting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				if q.Step == 0 {
					return Answer{Verdict: recette.Passed}, nil
				}
				if err := q.Keep(note); err != nil {
					t.Fatal(err)
				}
				return end(cancel)
			}}
			_, _ = sitDown(ctx, t, w, newEngine(t, w, 1), first, c) // how it ends is not what is tested
			if _, _, open, _ := w.last("SC-1"); !open {
				t.Fatal("the attempt was closed by a draft")
			}
			var seen Draft
			second := &drafting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				seen = q.Draft
				return Answer{Verdict: recette.Passed, Comment: q.Draft.Comment, Evidence: q.Draft.Evidence}, nil
			}}
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), second, c); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(note, seen); diff != "" {
				t.Errorf("draft at resume (-want +got):\n%s", diff)
			}
			_, _, open, stands := w.last("SC-1")
			if o := stands[1]; open || o.Verdict != recette.Passed || o.Comment != note.Comment || len(o.Evidence) != 1 {
				t.Errorf("step 2 stands as %+v, open %t, want conform with what was given before", o, open)
			}
		})
	}
}

// A draft begins an attempt, which stands in the place of the one before: what was conform is not green any more, until
// the step is judged. A question that was only looked at begins none.
func TestSessionDraftOfANewAttemptIsNotGreen(t *testing.T) {
	c := kase("SC-1", "outcome je vois")
	for name, tt := range map[string]struct {
		draft Draft
		want  recette.Verdict
	}{
		"a draft": {Draft{Comment: "à revoir"}, recette.NotRun}, "nothing": {Draft{}, recette.Passed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			if _, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, c); err != nil {
				t.Fatal(err)
			}
			p := &drafting{people: people{w: w}, answer: func(q Question) (Answer, error) {
				if !tt.draft.Empty() {
					if err := q.Keep(tt.draft); err != nil {
						t.Fatal(err)
					}
				}
				return Answer{Leave: true}, nil
			}}
			items := []Item{{Case: c}}
			e := newEngine(t, w, 1)
			b, err := e.Bind(t.Context(), Cases(items), Policy{People: true})
			if err != nil {
				t.Fatal(err)
			}
			sum, err := e.Test(t.Context(), b, Session{Items: items, Person: p, Dossier: w, Again: true})
			if err != nil || sum.Stand[tt.want] != 1 || sum.Green() != tt.want.Conform() {
				t.Errorf("Test = %v, Stand %v, green %v, want one %s", err, sum.Stand, sum.Green(), tt.want)
			}
		})
	}
}

// drafting answers by a function.
type drafting struct {
	people
	answer func(Question) (Answer, error)
}

func (p *drafting) Ask(_ context.Context, q Question) (Answer, error) { return p.answer(q) }

func TestSessionSettledCases(t *testing.T) {
	w := newWorld()
	c := kase("SC-1", "outcome je vois")
	for i, again := range []bool{false, false, true} {
		items := []Item{{Case: c}}
		e := newEngine(t, w, 1)
		b, err := e.Bind(t.Context(), Cases(items), Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		p := &people{w: w}
		sum, err := e.Test(t.Context(), b, Session{Items: items, Person: p, Dossier: w, Again: again})
		if err != nil || sum.Err() != nil {
			t.Fatalf("Test = %v, %v", err, sum.Err())
		}
		if want := i != 1; (len(p.asked) == 1) != want {
			t.Errorf("session %d asked %d questions", i+1, len(p.asked))
		}
		if i == 2 && (p.asked[0].Previous != recette.Passed || p.asked[0].Attempt != 2) {
			t.Errorf("question = %+v, want attempt 2 after passed", p.asked[0])
		}
	}
}

// TestSessionInterruptedInAGoStep: the step that the interrupt killed has no result; it runs for the first time when the
// attempt is resumed, after a replay of those that passed.
