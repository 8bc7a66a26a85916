package execution

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// run binds and runs cases without people.
func runCases(t *testing.T, w *world, e *Engine, p binding.Policy, cases ...catalogue.Case) (Summary, error) {
	t.Helper()
	b, err := e.Bind(t.Context(), stream(cases...), p)
	if err != nil {
		t.Fatal(err)
	}
	return e.Run(t.Context(), b, stream(cases...))
}

func verdicts(r *campaign.Result) string {
	var b strings.Builder
	for _, o := range r.Steps {
		fmt.Fprintf(&b, "%d:%s/%s ", o.Step, o.Verdict, o.Outcome)
	}
	return strings.TrimSpace(b.String())
}

func TestRunConductsAnAttempt(t *testing.T) {
	hang := func(*fakeWorker, *protocol.StepEnd) error { return errTimeout }
	die := func(*fakeWorker, *protocol.StepEnd) error { return errDied }
	tests := map[string]struct {
		script  script
		hooks   hooks
		steps   []string
		outcome recette.Outcome
		verdict recette.Verdict
		rows    string
		killed  bool
		message string // of the attempt
		said    string // of the first step
	}{
		"all pass": {
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomePassed, verdict: recette.Passed, rows: "0:passed/passed 1:passed/passed",
		},
		"a failure skips the rest": {
			script:  script{"go a": outcome("failed", "attendu 3")},
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomeFailed, verdict: recette.Failed, rows: "0:failed/failed 1:not_run/skipped",
		},
		"a failure without a word is said to be one": {
			script:  script{"go a": outcome("failed", " \u200b\n")},
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomeFailed, verdict: recette.Failed, rows: "0:failed/failed 1:not_run/skipped",
			said: "silent",
		},
		"T21 pending is not green": {
			script:  script{"go b": outcome("pending", "")},
			steps:   []string{"context go a", "action go b", "outcome go c"},
			outcome: recette.OutcomePending, verdict: recette.Blocked,
			rows: "0:passed/passed 1:blocked/pending 2:not_run/skipped",
		},
		"a step that skips itself is not green": {
			script:  script{"go a": outcome("skipped", "")},
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomeSkipped, verdict: recette.NotRun, rows: "0:not_run/skipped 1:not_run/skipped",
		},
		"undefined ends the attempt after its leading steps": {
			steps:   []string{"context go a", "action inconnu", "outcome go b"},
			outcome: recette.OutcomeUndefined, verdict: recette.Blocked,
			rows: "0:passed/passed 1:blocked/undefined 2:not_run/skipped",
		},
		"T20 a step after a skip is skipped, not undefined": {
			script:  script{"go a": outcome("skipped", "")},
			steps:   []string{"context go a", "action inconnu"},
			outcome: recette.OutcomeSkipped, verdict: recette.NotRun, rows: "0:not_run/skipped 1:not_run/skipped",
		},
		"only undefined steps need no worker": {
			steps:   []string{"action inconnu", "outcome inconnu"},
			outcome: recette.OutcomeUndefined, verdict: recette.Blocked, rows: "0:blocked/undefined 1:not_run/skipped",
		},
		"T2 ambiguous": {
			steps:   []string{"context go a", "action go double"},
			outcome: recette.OutcomeAmbiguous, verdict: recette.Blocked, rows: "0:passed/passed 1:blocked/ambiguous",
		},
		"T8 a hung step is a timeout": {
			script:  script{"go b": hang},
			steps:   []string{"context go a", "action go b", "outcome go c"},
			outcome: recette.OutcomeTimeout, verdict: recette.Blocked, killed: true,
			rows: "0:passed/passed 1:blocked/timeout 2:not_run/skipped",
		},
		"a worker that dies is an error": {
			script:  script{"go b": die},
			steps:   []string{"context go a", "action go b", "outcome go c"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, killed: true,
			rows: "0:passed/passed 1:blocked/error 2:not_run/skipped",
		},
		"T10 a failing after hook is never green, and no failure of the product": {
			hooks:   hooks{after: "failed"},
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:passed/passed 1:passed/passed",
			message: "after scenario hook: failed",
		},
		"T10 a panicking after hook is the same": {
			hooks:   hooks{after: "error"},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:passed/passed",
			message: "after scenario hook: error",
		},
		"an after hook that fails after a failed step leaves it failed, and is told": {
			script:  script{"go a": outcome("failed", "attendu 3")},
			hooks:   hooks{after: "failed", afterAnyway: true},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeFailed, verdict: recette.Failed, rows: "0:failed/failed",
			message: "after scenario hook: failed",
		},
		"an after hook that fails after a step that skipped itself": {
			script:  script{"go a": outcome("skipped", "")},
			hooks:   hooks{after: "failed", afterAnyway: true},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:not_run/skipped",
			message: "after scenario hook: failed",
		},
		"a failing before hook runs no step, and is no failure of the product": {
			hooks:   hooks{before: "failed"},
			steps:   []string{"context go a", "outcome go b"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:not_run/skipped 1:not_run/skipped",
			message: "before scenario hook: failed",
		},
		"a panicking before hook is the same": {
			hooks:   hooks{before: "error"},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:not_run/skipped",
			message: "before scenario hook: error",
		},
		"a before hook that skips": {
			hooks:   hooks{before: "skipped"},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeSkipped, verdict: recette.NotRun, rows: "0:not_run/skipped",
			message: "before scenario hook: skipped",
		},
		"a before-suite hook that fails": {
			hooks:   hooks{suite: "base absente"},
			steps:   []string{"context go a"},
			outcome: recette.OutcomeError, verdict: recette.Blocked, rows: "0:not_run/skipped", killed: true,
			message: "suite: base absente",
		},
		"a scenario without a step is not green": {
			outcome: recette.OutcomeUndefined, verdict: recette.Blocked,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			e := newEngine(t, w, 1, f.source("go:./steps", tt.script, tt.hooks, "go ", "go double"))
			sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", tt.steps...), kase("SC-2", "outcome go z"))
			if err != nil {
				t.Fatal(err)
			}
			r := w.whole("SC-1")
			if !r.Closed || r.Attempt != 1 || r.Pass != 1 {
				t.Fatalf("result = %+v, want SC-1 closed", r)
			}
			if r.Outcome != tt.outcome || r.Verdict != tt.verdict || verdicts(r) != tt.rows {
				t.Errorf(
					"got %s %s %q, want %s %s %q", r.Outcome, r.Verdict, verdicts(r), tt.outcome, tt.verdict, tt.rows,
				)
			}
			if r.Message != tt.message {
				t.Errorf("message = %q, want %q", r.Message, tt.message)
			}
			if tt.said != "" && r.Steps[0].Observed != tt.said {
				t.Errorf("first step says %q, want %q", r.Steps[0].Observed, tt.said)
			}
			if ok := tt.verdict == recette.Passed; sum.ok() != ok && tt.outcome != recette.OutcomeSkipped {
				t.Errorf("ok() = %t, want %t", sum.ok(), ok)
			}
			// The next case runs whatever became of this one, in a fresh worker when the former was killed.
			if tt.hooks == (hooks{}) {
				if got := w.finished(t, "SC-2").Verdict; got != recette.Passed {
					t.Errorf("next case = %s, want passed", got)
				}
			}
			want := 1
			if tt.killed {
				want = 2
			}
			if len(f.workers) != want {
				t.Errorf("%d workers were started, want %d", len(f.workers), want)
			}
			if n := f.alive(); n != 0 {
				t.Errorf("%d workers are left", n)
			}
		})
	}
}

func TestRunReportsWhatIsDurable(t *testing.T) {
	w, f := newWorld(), &farm{}
	w.delay = 2 * time.Millisecond
	e := newEngine(t, w, 2, f.source("go", nil, hooks{}, "go "))
	var cases []catalogue.Case
	for i := range 20 {
		cases = append(cases, kase(fmt.Sprintf("SC-%02d", i), "context go a", "outcome go b"))
	}
	sum, err := runCases(t, w, e, binding.Policy{}, cases...)
	if err != nil || sum.Executed != 20 {
		t.Fatalf("Run = %+v, %v", sum, err)
	}
	recorded := map[string]bool{}
	for _, o := range w.order {
		word := strings.Fields(o)
		switch word[0] {
		case "record":
			recorded[word[1]] = true
		case "event":
			if !recorded[word[1]] {
				t.Errorf("%s was reported before it was durable", word[1])
			}
		}
	}
}

func TestRunStopsWhenTheRecordFails(t *testing.T) {
	w, f := newWorld(), &farm{}
	full := errors.New("disk full")
	w.refuse = func(r campaign.Result) error {
		if r.Case == "SC-05" {
			return full
		}
		return nil
	}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	var cases []catalogue.Case
	for i := range 5000 {
		cases = append(cases, kase(fmt.Sprintf("SC-%02d", i), "context go a"))
	}
	sum, err := runCases(t, w, e, binding.Policy{}, cases...)
	if !errors.Is(err, ErrRecord) || !errors.Is(err, full) {
		t.Fatalf("err = %v, want ErrRecord and its cause", err)
	}
	if sum.ok() {
		t.Error("a run whose record failed is OK")
	}
	for _, ev := range w.events {
		if ev.Kind == EventCaseFinished && ev.Case.ID == "SC-05" {
			t.Error("a result that was not recorded was reported")
		}
	}
	if len(w.results) > len(cases)/2 {
		t.Errorf("%d results were recorded after the failure", len(w.results)-5)
	}
}

func TestRunSlowStepIsDurableBeforeTheNext(t *testing.T) {
	w, f := newWorld(), &farm{}
	at := map[string]int{}
	slow := func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Duration = 45 * time.Millisecond
		for deadline := time.Now().Add(10 * time.Second); at["during b"] == 0 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
			w.mu.Lock()
			at["during b"] = len(w.results)
			w.mu.Unlock()
		}
		return nil
	}
	after := func(*fakeWorker, *protocol.StepEnd) error {
		w.mu.Lock()
		at["during c"] = len(w.results)
		w.mu.Unlock()
		return nil
	}
	e := newEngine(t, w, 1, f.source("go", script{"go b": slow, "go c": after}, hooks{}, "go "))
	e.opts.Slow = 20 * time.Millisecond
	sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a", "action go b", "outcome go c"))
	if err != nil || !sum.ok() {
		t.Fatalf("Run = %+v, %v", sum, err)
	}
	// While b lasts, a is recorded; before c begins, b is.
	if diff := cmp.Diff(map[string]int{"during b": 1, "during c": 2}, at); diff != "" {
		t.Errorf("results recorded (-want +got):\n%s\n%v", diff, w.order)
	}
	last := w.results[len(w.results)-1]
	if !last.Closed || verdicts(&last) != "2:passed/passed" {
		t.Errorf("last result = %+v", last)
	}
}

// TestRunEmptyAttachment: a step that attaches what turned out to be empty is judged by what it did.
func TestRunLeavesPeopleTheirCases(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	manual := kase("SC-2", "outcome go a")
	manual.Tags = []string{"@manuel"}
	auto := kase("SC-4", "outcome écran")
	auto.Tags = []string{"@auto"}
	sum, err := runCases(t, w, e, binding.Policy{People: true},
		kase("SC-1", "context go a", "outcome écran"), manual, kase("SC-3", "context go a"), auto)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Selected != 4 || sum.Mixed != 1 || sum.Manual != 1 || sum.Executed != 2 {
		t.Errorf("summary = %+v", sum)
	}
	if sum.Outcomes[recette.OutcomeUndefined] != 1 || sum.ok() {
		t.Errorf("a step of an @auto case that nothing matches must be undefined: %+v", sum)
	}
	if diff := cmp.Diff([]string{"SC-3 go a"}, f.ran); diff != "" {
		t.Errorf("steps that ran (-want +got):\n%s", diff)
	}
}

func TestRunOfNothingIsAnError(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	if _, err := e.Bind(t.Context(), stream(), binding.Policy{}); !errors.Is(err, binding.ErrNothingSelected) {
		t.Errorf("T4: bind of nothing = %v, want ErrNothingSelected", err)
	}
	sum, err := runCases(t, w, e, binding.Policy{People: true}, kase("SC-1", "outcome écran"))
	if err != nil {
		t.Fatal(err)
	}
	if err := sum.Err(); !errors.Is(err, ErrNothingExecuted) {
		t.Errorf("T4: Err() = %v, want ErrNothingExecuted", err)
	}
}

func TestRunGivesUpOnASourceThatCannotStart(t *testing.T) {
	w := newWorld()
	broken := errors.New("no such file")
	starts := 0
	f := &farm{}
	good := f.source("go", nil, hooks{}, "go ")
	src := Source{Name: "go:./steps", Start: func(ctx context.Context) (Worker, error) {
		if starts++; starts > 1 {
			return nil, broken
		}
		return good.Start(ctx)
	}}
	e := newEngine(t, w, 1, src)
	var cases []catalogue.Case
	for i := range 50 {
		cases = append(cases, kase(fmt.Sprintf("SC-%02d", i), "context go a"))
	}
	b, err := e.Bind(t.Context(), stream(cases...), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	f.workers[0].hooks.suite = "base absente"
	sum, err := e.Run(t.Context(), b, stream(cases...))
	if !errors.Is(err, ErrWorker) || !errors.Is(err, broken) {
		t.Fatalf("err = %v, want ErrWorker", err)
	}
	if sum.Outcomes[recette.OutcomeError] != maxBadStarts || sum.ok() {
		t.Errorf("outcomes = %v, want %d errors", sum.Outcomes, maxBadStarts)
	}
}

func TestRunInterrupted(t *testing.T) {
	w, f := newWorld(), &farm{}
	ctx, cancel := context.WithCancel(t.Context())
	stop := func(*fakeWorker, *protocol.StepEnd) error {
		cancel()
		return errTimeout
	}
	e := newEngine(t, w, 1, f.source("go", script{"go b": stop}, hooks{}, "go "))
	cases := []catalogue.Case{
		kase("SC-1", "context go a"), kase("SC-2", "context go a", "action go b", "outcome go c"),
		kase("SC-3", "context go a"),
	}
	b, err := e.Bind(ctx, stream(cases...), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	sum, err := e.Run(ctx, b, stream(cases...))
	if !errors.Is(err, context.Canceled) || !sum.Interrupted || sum.ok() {
		t.Fatalf("Run = %+v, %v", sum, err)
	}
	// Results of different cases are recorded side by side, in any order.
	last := w.whole("SC-2")
	if len(w.results) != 2 || !last.Closed || last.Outcome != recette.OutcomeInterrupted ||
		verdicts(last) != "0:passed/passed 1:not_run/interrupted 2:not_run/skipped" {
		t.Errorf("results = %+v", w.results)
	}
	if n := f.alive(); n != 0 {
		t.Errorf("%d workers are left", n)
	}
}

func TestRunRefusesAChangedFeature(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go", nil, hooks{}, "go "))
	b, err := e.Bind(t.Context(), stream(kase("SC-1", "context go a")), binding.Policy{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(t.Context(), b, stream(kase("SC-1", "context go b"))); !errors.Is(err, binding.ErrChanged) {
		t.Errorf("err = %v, want ErrChanged", err)
	}
}

// TestEventsAreJSON pins the names of the stream that --jsonl prints: other programs read them.
func (e *Event) steps() []StepEvent {
	if e.Case == nil {
		return nil
	}
	return e.Case.Steps
}

var update = flag.Bool("update", false, "write golden files")

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
