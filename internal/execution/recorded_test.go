package execution

import (
	"testing"

	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// TestTellsTheVerdictThatWasRecorded: what the record made of a case is what a run and a session tell of it, and what
// they sum up, whatever they made of it themselves.
func TestTellsTheVerdictThatWasRecorded(t *testing.T) {
	tells := func(t *testing.T, w *world, sum Summary) {
		t.Helper()
		if sum.Verdicts[recette.Blocked] != 1 || sum.Verdicts[recette.Passed] != 0 || sum.Green() ||
			len(sum.Faults) != 1 {
			t.Errorf("summary %+v, want the case blocked", sum)
		}
		told := 0
		for _, ev := range w.events {
			if ev.Kind != EventCaseFinished {
				continue
			}
			if told++; ev.Case.Verdict != recette.Blocked {
				t.Errorf("told %s", ev.Case.Verdict)
			}
		}
		if told != 1 {
			t.Errorf("told %d times of the end", told)
		}
	}
	t.Run("run", func(t *testing.T) {
		w := newWorld()
		w.verdict = recette.Blocked
		e := newEngine(t, w, 1, (&farm{}).source("go", nil, hooks{}, "go "))
		sum, err := runCases(t, w, e, binding.Policy{}, kase("SC-1", "context go a", "outcome go b"))
		if err != nil {
			t.Fatal(err)
		}
		tells(t, w, sum)
	})
	t.Run("session", func(t *testing.T) {
		w := newWorld()
		w.verdict = recette.Blocked
		sum, err := sitDown(t.Context(), t, w, newEngine(t, w, 1), &people{w: w}, kase("SC-1", "outcome je vois"))
		if err != nil {
			t.Fatal(err)
		}
		tells(t, w, sum)
		if sum.Stand[recette.Blocked] != 1 {
			t.Errorf("stand %+v", sum.Stand)
		}
	})
}
