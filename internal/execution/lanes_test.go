package execution

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/runner/protocol"
)

func TestRunTwoSources(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1,
		f.source("go", nil, hooks{}, "go ", "both"),
		f.source("php", script{"php fail": outcome("failed", "non")}, hooks{}, "php ", "both"))
	sum, err := runCases(t, w, e, binding.Policy{},
		kase("SC-1", "context go a", "action php b", "action php c", "outcome go d"),
		kase("SC-2", "context php fail", "outcome go d"),
		kase("SC-3", "context both sides"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"SC-1 go a", "SC-1 php b", "SC-1 php c", "SC-1 go d", "SC-2 php fail"}
	if diff := cmp.Diff(want, f.ran); diff != "" {
		t.Errorf("steps that ran (-want +got):\n%s", diff)
	}
	got := map[recette.Outcome]int{recette.OutcomePassed: 1, recette.OutcomeFailed: 1, recette.OutcomeAmbiguous: 1}
	if diff := cmp.Diff(got, sum.Outcomes); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	if n := f.alive(); n != 0 {
		t.Errorf("%d workers are left", n)
	}
}

func TestRunResultsDoNotDependOnTheOrder(t *testing.T) {
	var want []Fault
	for _, workers := range []int{1, 2, 7} {
		w, f := newWorld(), &farm{}
		jitter := func(o string) func(*fakeWorker, *protocol.StepEnd) error {
			return func(fw *fakeWorker, s *protocol.StepEnd) error {
				time.Sleep(time.Duration(len(fw.begin.Case)*37%5) * time.Millisecond)
				s.Outcome = o
				return nil
			}
		}
		e := newEngine(
			t, w, workers, f.source("go", script{"go ko": jitter("failed"), "go ok": jitter("passed")}, hooks{}, "go "),
		)
		var cases []catalogue.Case
		for i := range 60 {
			step := "outcome go ok"
			if i%3 == 0 {
				step = "outcome go ko"
			}
			cases = append(cases, kase("SC-"+strings.Repeat("x", i), step))
		}
		sum, err := runCases(t, w, e, binding.Policy{}, cases...)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = sum.Faults
		}
		if diff := cmp.Diff(want, sum.Faults); diff != "" || len(want) != 20 {
			t.Errorf("%d workers: faults (-want +got):\n%s", workers, diff)
		}
		if len(f.workers) > workers {
			t.Errorf("%d workers were started for %d lanes", len(f.workers), workers)
		}
	}
}

// TestRunTellsWhatIsLeftBehind: processes that a worker leaves make a green run red, whether the worker said goodbye or
// was killed.
func TestRunTellsWhatIsLeftBehind(t *testing.T) {
	hang := func(*fakeWorker, *protocol.StepEnd) error { return errTimeout }
	for name, s := range map[string]script{"goodbye": nil, "killed": {"go a": hang}} {
		t.Run(name, func(t *testing.T) {
			w, f := newWorld(), &farm{}
			src := f.source("go:./steps", s, hooks{leaves: "12 sleep"}, "go ")
			src.Deadline = 50 * time.Millisecond
			cases := []catalogue.Case{kase("SC-1", "context go a"), kase("SC-2", "context go b")}
			sum, err := runCases(t, w, newEngine(t, w, 1, src), binding.Policy{}, cases...)
			if err != nil {
				t.Fatal(err)
			}
			left := 0
			for _, p := range sum.Problems {
				if p.Code == problemLeft && p.Message == "12 sleep" && p.Source == "go:./steps" {
					left++
				}
			}
			if left == 0 || left != len(f.workers) || sum.ok() {
				t.Errorf("ok %t, problems %+v, want one for each of %d workers", sum.ok(), sum.Problems, len(f.workers))
			}
		})
	}
}

func TestRunAfterSuiteHook(t *testing.T) {
	w, f := newWorld(), &farm{}
	e := newEngine(t, w, 1, f.source("go:./steps", nil, hooks{afterSuite: "le ménage a échoué"}, "go "))
	sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a"))
	if err != nil {
		t.Fatal(err)
	}
	const said = "le ménage a échoué"
	want := []Problem{{Code: problemSuite, Source: "go:./steps", Message: said, Said: protocol.Words(said)}}
	if diff := cmp.Diff(want, sum.Problems); diff != "" || sum.ok() {
		t.Errorf("ok %t, problems (-want +got):\n%s", sum.ok(), diff)
	}
}
