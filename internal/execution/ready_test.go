package execution

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// idle is a world in which time passes between two cases: whatever a case left behind happens then.
type idle struct {
	*world
	pause time.Duration
}

func (i idle) Begin(ctx context.Context, b campaign.Begin) (campaign.Attempt, error) {
	time.Sleep(i.pause)
	return i.world.Begin(ctx, b)
}

// TestRunChargesNoCaseWithWhatBrokeBefore: a worker that broke once its case was over is told with that case, whose
// verdict stands, and the next case runs whole in a fresh worker.
func TestRunChargesNoCaseWithWhatBrokeBefore(t *testing.T) {
	for name, broke := range map[string]error{
		"died": errDied, "does not answer": errTimeout, "nonsense": errors.New("not the step protocol"),
	} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{broken: map[string]error{"SC-1": broke}}
			e := newEngine(t, w, 1, f.source("go:./steps", nil, hooks{}, "go "))
			sum, err := runCases(t, w, e, binding.Policy{},
				kase("SC-1", "outcome go a"), kase("SC-2", "outcome go b"), kase("SC-3", "outcome go c"))
			if err != nil {
				t.Fatal(err)
			}
			if got := sum.Verdicts[recette.Passed]; got != 3 {
				t.Errorf("%d cases passed, want 3: %+v", got, sum)
			}
			if sum.ok() || len(sum.Problems) != 1 || sum.Problems[0].Code != ProblemBroken ||
				sum.Problems[0].Case != "SC-1" {
				t.Errorf("problems = %+v, want one, after SC-1", sum.Problems)
			}
			if r := w.whole("SC-1"); r.Message == "" || w.whole("SC-2").Message != "" {
				t.Errorf("messages = %q, %q, want one of SC-1 alone", r.Message, w.whole("SC-2").Message)
			}
			if diff := cmp.Diff([]string{"SC-1 go a", "SC-2 go b", "SC-3 go c"}, f.ran); diff != "" {
				t.Errorf("steps that ran (-want +got):\n%s", diff)
			}
			if len(f.workers) != 2 || f.alive() != 0 {
				t.Errorf("%d workers were started, %d are left, want 2 and 0", len(f.workers), f.alive())
			}
		})
	}
}

// TestRunBeginsAgain: a case whose begin did not reach its worker, or that the worker gave up before any step, runs in
// a fresh one.
func TestRunBeginsAgain(t *testing.T) {
	t.Run("deaf", func(t *testing.T) {
		w, f := newWorld(), &farm{}
		src := f.source("go:./steps", nil, hooks{}, "go ")
		e := newEngine(t, w, 1, src)
		b, err := e.Bind(t.Context(), stream(kase("SC-1", "outcome go a")), binding.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		f.workers[0].deaf = map[string]error{"SC-1": errDied}
		sum, err := e.Run(t.Context(), b, stream(kase("SC-1", "outcome go a")))
		if err != nil || sum.Verdicts[recette.Passed] != 1 || len(sum.Problems) != 1 || sum.Problems[0].Case != "" {
			t.Errorf("Run = %+v, %v, want SC-1 passed and a problem of no case", sum, err)
		}
	})
	t.Run("gaveUp", func(t *testing.T) {
		w, f := newWorld(), &farm{}
		e := newEngine(t, w, 1, f.source("go:./steps", nil, hooks{}, "go "))
		b, err := e.Bind(t.Context(), stream(kase("SC-1", "outcome go a")), binding.Policy{})
		if err != nil {
			t.Fatal(err)
		}
		f.workers[0].hooks.before = "interrupted"
		sum, err := e.Run(t.Context(), b, stream(kase("SC-1", "outcome go a")))
		if err != nil || sum.Verdicts[recette.Passed] != 1 || len(sum.Problems) != 1 || sum.ok() {
			t.Errorf("Run = %+v, %v, want SC-1 passed and a problem", sum, err)
		}
	})
}

// TestRunBlamesNoStepThatDidNotBegin: a worker that breaks before the first step of a case charges none, and costs the
// case nothing when nothing of it ran.
func TestRunBlamesNoStepThatDidNotBegin(t *testing.T) {
	const (
		passed = "0:passed/passed"
		notRun = "0:not_run/skipped"
	)
	before := func(err error) error { return fmt.Errorf("%w: %w", errUnbegun, err) }
	hook := func(err error) error { return fmt.Errorf("%w: %w", errPreparing, err) }
	begun := map[string]struct {
		err     error
		warm    bool // the worker ran a case before
		outcome recette.Outcome
		rows    string
		workers int
	}{
		"died before anything":           {before(errDied), true, recette.OutcomePassed, passed, 2},
		"stopped before anything":        {before(errTimeout), true, recette.OutcomePassed, passed, 2},
		"died in the hooks of the suite": {before(errDied), false, recette.OutcomeError, notRun, 1},
		"slow hooks of the suite":        {before(errTimeout), false, recette.OutcomeTimeout, notRun, 1},
		"died in a before hook":          {hook(errDied), false, recette.OutcomeError, notRun, 1},
		"hung in a before hook":          {hook(errTimeout), true, recette.OutcomeTimeout, notRun, 1},
	}
	for name, tt := range begun {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 1, f.source("go:./steps", nil, hooks{}, "go "))
			cases := []catalogue.Case{kase("SC-2", "context go b")}
			if tt.warm {
				cases = append([]catalogue.Case{kase("SC-1", "context go a")}, cases...)
			}
			b, err := e.Bind(t.Context(), stream(cases...), binding.Policy{})
			if err != nil {
				t.Fatal(err)
			}
			f.workers[0].lost = map[string]error{"SC-2": tt.err}
			if _, err := e.Run(t.Context(), b, stream(cases...)); err != nil {
				t.Fatal(err)
			}
			r := w.whole("SC-2")
			if r.Outcome != tt.outcome || verdicts(r) != tt.rows ||
				(r.Message == "") != (tt.outcome == recette.OutcomePassed) {
				t.Errorf("got %s %q %q, want %s %q", r.Outcome, verdicts(r), r.Message, tt.outcome, tt.rows)
			}
			if len(f.workers) != tt.workers {
				t.Errorf("%d workers were started, want %d", len(f.workers), tt.workers)
			}
		})
	}
}

// TestRunBeginsAgainNotForEver: workers that all break at the begin of a case make it an error of the automation.
func TestRunBeginsAgainNotForEver(t *testing.T) {
	for name, h := range map[string]hooks{"gaveUp": {before: "interrupted"}, "deaf": {}} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			if name == "deaf" {
				f.deaf = map[string]error{"SC-1": errDied}
			}
			e := newEngine(t, w, 1, f.source("go:./steps", nil, h, "go "))
			sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a"))
			if err != nil {
				t.Fatal(err)
			}
			r := w.whole("SC-1")
			if r.Outcome != recette.OutcomeError || r.Verdict != recette.Blocked || r.Message == "" ||
				verdicts(r) != "0:not_run/skipped" {
				t.Errorf("result = %+v, want an error that says why", r)
			}
			if len(f.workers) > 2*maxBadStarts || f.alive() != 0 || sum.ok() {
				t.Errorf("%d workers were started, %d are left", len(f.workers), f.alive())
			}
		})
	}
}

const laterFeature = `# language: fr
Fonctionnalité: Plus tard
  @SC-1
  Scénario: laisse une bombe
    Soit une bombe qui BOMBE
  @SC-2
  Scénario: bien
    Soit un compteur à 1
    Alors le compteur vaut 1
  @SC-3
  Scénario: bien aussi
    Soit un compteur à 2
    Alors le compteur vaut 2
`

// TestRealWorkerBrokenBetweenCases: whatever a case leaves behind that breaks its process later, the cases that come
// next are judged on their own steps.
func TestRealWorkerBrokenBetweenCases(t *testing.T) {
	for _, bomb := range []string{"tue", "gèle", "bavarde", "ferme les demandes", "ferme les réponses"} {
		t.Run(bomb, func(t *testing.T) {
			w := newWorld()
			src := realSource(t, 2*time.Second)
			e, err := New(Options{
				Sources: []Source{src}, Recorder: idle{w, 300 * time.Millisecond}, Evidence: w, Emit: w.emit,
				Clock: time.Now,
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(e.Close)
			cases := feature(t, strings.ReplaceAll(laterFeature, "BOMBE", bomb))
			sum, err := runCases(t, w, e, binding.Policy{}, cases...)
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{"SC-2", "SC-3"} {
				if r := w.whole(id); r.Verdict != recette.Passed || r.Message != "" {
					t.Errorf("%s = %s %s %q, want passed", id, r.Verdict, r.Outcome, r.Message)
				}
			}
			if r := w.whole("SC-1"); r.Verdict == recette.Failed {
				t.Errorf("SC-1 = %s %s %q", r.Verdict, r.Outcome, r.Message)
			}
			if sum.ok() ||
				len(sum.Problems) == 0 && w.whole("SC-1").Message == "" && w.whole("SC-1").Steps[0].Observed == "" {
				t.Errorf("nothing is said of it: %+v", sum)
			}
		})
	}
}
