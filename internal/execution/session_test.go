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
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// sitDown binds and tests cases with a person.
func sitDown(
	ctx context.Context, t *testing.T, w *world, e *Engine, p Person, cases ...catalogue.Case,
) (Summary, error) {
	t.Helper()
	var items []Item
	for _, c := range cases {
		items = append(items, Item{Case: c, Journey: "Adhésion"})
	}
	b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
	if err != nil {
		t.Fatal(err)
	}
	return e.Test(ctx, b, Guided{SessionOptions: SessionOptions{Items: items}, Person: p, Dossier: w})
}

func TestSessionMixed(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	p := &people{w: w}
	sum,
		err := sitDown(
		t.Context(), t, w, e, p,
		kase("SC-1", "context go a", "action go b", "action je clique", "outcome je vois", "outcome go c"),
	)
	if err != nil || !sum.ok() || sum.Executed != 1 {
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
				"je vois": {Verdict: recette.NotApplicable, Reason: "pas ici"},
				"je lis":  {Verdict: recette.NotApplicable, Reason: "pas ici"},
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
				t.Errorf(
					"got %s %q after %d questions, want %s %q after %d", r.Verdict, verdicts(r), len(p.asked),
					tt.verdict, tt.rows, tt.asked,
				)
			}
			// The last verdict is durable, closing included, before the person is told.
			told := slices.Index(w.order, fmt.Sprintf("told SC-1 %d", tt.asked-1))
			if told < 1 || !strings.HasSuffix(w.order[told-1], "closed") {
				t.Errorf("order = %v", w.order)
			}
		})
	}
}

// TestSessionVerifiesSomething: a case in which a person takes part is conform only when one of its own expected
// results was found conform, in this pass or in an earlier one, by the person or by automation.
func TestSessionVerifiesSomething(t *testing.T) {
	aside := Answer{Verdict: recette.NotApplicable, Reason: "pas ici"}
	tests := map[string]struct {
		steps      []string
		background int // how many of steps come from a Contexte
		answers    map[string]Answer
		verdict    recette.Verdict
	}{
		"every step set aside": {
			steps:   []string{"outcome je vois", "outcome je lis"},
			answers: map[string]Answer{"je vois": aside, "je lis": aside},
			verdict: recette.NotApplicable,
		},
		"no expected result": {steps: []string{"context je suis là", "action je clique"}, verdict: recette.NotRun},
		"only that of the background": {
			steps: []string{"outcome je vois", "action je clique"}, background: 1, verdict: recette.NotRun,
		},
		"only that of the background, own set aside": {
			steps: []string{"outcome je vois", "outcome je lis"}, background: 1,
			answers: map[string]Answer{"je lis": aside},
			verdict: recette.NotRun,
		},
		"one with a remark": {
			steps: []string{"action je clique", "outcome je vois", "outcome je lis"},
			answers: map[string]Answer{
				"je vois": {Verdict: recette.PassedWithRemark, Comment: "lent"}, "je lis": aside,
			},
			verdict: recette.PassedWithRemark,
		},
		"one by automation": {
			steps:   []string{"action je clique", "outcome je vois", "outcome go c"},
			answers: map[string]Answer{"je vois": aside},
			verdict: recette.Passed,
		},
		"automation acts, the person sets aside": {
			steps:   []string{"context go a", "action go b", "outcome je vois"},
			answers: map[string]Answer{"je vois": aside},
			verdict: recette.NotRun,
		},
		"a failure stays one": {
			steps:   []string{"action je clique", "outcome je vois"},
			answers: map[string]Answer{"je clique": {Verdict: recette.Failed, Observed: "rien"}},
			verdict: recette.Failed,
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
			if _,
				err := sitDown(
				t.Context(), t, w, e, &people{w: w, answers: tt.answers}, c,
			); err != nil && !errors.Is(err, ErrNothingExecuted) {
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
			if _,
				err := sitDown(
				t.Context(), t, w, e, p, kase("SC-1", "context go a", "outcome je vois", "outcome go b"),
			); err != nil {
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
			if err != nil || sum.ok() {
				t.Fatalf("Test = %+v, %v", sum, err)
			}
			if r := w.whole("SC-1"); r.Verdict != tt.verdict || r.Outcome != tt.outcome || len(p.asked) != tt.asked {
				t.Errorf(
					"got %s %s after %d questions, want %s %s after %d", r.Verdict, r.Outcome, len(p.asked), tt.verdict,
					tt.outcome, tt.asked,
				)
			}
		})
	}
}

func TestSessionCasesWithAResult(t *testing.T) {
	w := newWorld()
	c := kase("SC-1", "outcome je vois")
	for i, again := range []bool{false, false, true} {
		items := []Item{{Case: c}}
		e := newEngine(t, w, 1)
		b, err := e.Bind(t.Context(), Cases(items), binding.Policy{People: true})
		if err != nil {
			t.Fatal(err)
		}
		p := &people{w: w}
		sum, err := e.Test(
			t.Context(), b, Guided{SessionOptions: SessionOptions{Items: items, Again: again}, Person: p, Dossier: w},
		)
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
