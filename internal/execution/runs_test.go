package execution

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// TestTwoRunsSideBySide: two runs of a campaign, each on a store of its own as two processes have, go to their end.
// What one of them records the other leaves, and says so; together they record what they say.
func TestTwoRunsSideBySide(t *testing.T) {
	dir := t.TempDir()
	var projects []*project
	for range 2 {
		p, err := openProject(t.Context(), dir, "")
		if err != nil {
			t.Fatal(err)
		}
		defer p.db.Close() // the test is over
		projects = append(projects, p)
	}
	var cases []catalogue.Case
	for n := range 6 {
		cases = append(cases, kase(fmt.Sprintf("SC-%d", n), "context go a", "action go b", "outcome go c"))
	}
	m := manifestOf(cases)
	if err := projects[0].service.Open(t.Context(), elise, m); err != nil {
		t.Fatal(err)
	}
	dawdle := script{
		"go b": func(*fakeWorker, *protocol.StepEnd) error { time.Sleep(20 * time.Millisecond); return nil },
	}
	var sums [2]Summary
	var wg sync.WaitGroup
	for n := range projects {
		wg.Go(func() {
			l := NewLedger(projects[n].service, samir, "v1", protocol.Message.String)
			e, err := New(Options{
				Sources: []Source{(&farm{}).source("go", dawdle, hooks{}, "go ")}, Clock: time.Now, Recorder: l,
				Evidence: l,
			})
			if err != nil {
				t.Error(err)
				return
			}
			defer e.Close()
			b, err := e.Bind(t.Context(), stream(cases...), binding.Policy{})
			if err == nil {
				sums[n], err = e.Run(t.Context(), b, stream(cases...))
			}
			if err != nil {
				t.Errorf("run %d: %v", n, err)
			}
		})
	}
	wg.Wait()
	executed := 0
	for n, sum := range sums {
		executed += sum.Executed
		left := len(sum.Problems)
		if sum.Selected != len(cases) || sum.Executed+left != len(cases) || sum.Green() != (left == 0) {
			t.Errorf(
				"run %d: %d of %d cases, green %v, problems %+v", n, sum.Executed, sum.Selected, sum.Green(),
				sum.Problems,
			)
		}
	}
	rows := 0
	for rec, err := range projects[0].db.Records(
		t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}},
	) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Leaf.Result.Closed {
			rows++
		}
	}
	if rows != executed {
		t.Errorf("%d cases were reported, %d are recorded", executed, rows)
	}
	all, err := projects[1].service.Cases(t.Context(), samir, "v1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Verdict != recette.Passed || c.Open {
			t.Errorf("%s = %+v, want a closed attempt, conform", c.ID, c)
		}
	}
}
