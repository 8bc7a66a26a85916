package host

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// TestGoexitIsOfItsStep: a step or a hook that ends its goroutine is an error there, whatever ran it; no later step
// runs, and the next scenario finds a worker as good as new.
func TestGoexitIsOfItsStep(t *testing.T) {
	var where string
	ran := 0
	leave := func(here string) {
		if here == where {
			runtime.Goexit()
		}
	}
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) {
			leave("before")
			return ctx, nil
		})
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			leave("after")
			return ctx, nil
		})
		sc.StepContext().Before(func(ctx context.Context, st *godog.Step) (context.Context, error) {
			leave("before " + st.Text)
			return ctx, nil
		})
		sc.StepContext().After(func(
			ctx context.Context, st *godog.Step, _ godog.StepResultStatus, _ error,
		) (context.Context, error) {
			leave("after " + st.Text)
			return ctx, nil
		})
		sc.Step(`^un$`, func() {})
		sc.Step(`^deux$`, func() {
			leave("step")
			if where == "testing.T" {
				new(testing.T).FailNow()
			}
			if where == "testing.T skipped" {
				new(testing.T).SkipNow()
			}
		})
		sc.Step(`^trois$`, func() { ran++ })
		sc.Step(`^plusieurs$`, func() godog.Steps { leave("steps"); return godog.Steps{"un", "deux"} })
	})
	for here, want := range map[string]struct {
		steps    []string
		outcomes []string
	}{
		"step":              {[]string{"un", "deux", "trois"}, []string{"passed", "error"}},
		"testing.T":         {[]string{"un", "deux", "trois"}, []string{"passed", "error"}},
		"testing.T skipped": {[]string{"un", "deux", "trois"}, []string{"passed", "error"}},
		"before deux":       {[]string{"un", "deux", "trois"}, []string{"passed", "error"}},
		"after deux":        {[]string{"un", "deux", "trois"}, []string{"passed", "error"}},
		"after un":          {[]string{"un", "deux", "trois"}, []string{"error"}},
		"steps":             {[]string{"un", "plusieurs", "trois"}, []string{"passed", "error"}},
		"before":            {[]string{"un", "trois"}, nil},
	} {
		t.Run(here, func(t *testing.T) {
			where, ran = here, 0
			r := c.run(protocol.Begin{Steps: mine(want.steps...)})
			if got := r.outcomes(); !slices.Equal(got, want.outcomes) || r.ended.Outcome != "error" || ran > 0 {
				t.Errorf(
					"got %v then %q, and %d steps after it; want %v then error", got, r.ended.Outcome, ran,
					want.outcomes,
				)
			}
			said := r.ended.Message.String()
			if n := len(r.steps); n > 0 {
				said = r.steps[n-1].Message.String()
			}
			if !strings.Contains(said, "goroutine") {
				t.Errorf("message %q, want one that says what happened", said)
			}
			where = ""
			if r := c.run(
				protocol.Begin{Steps: mine("un", "plusieurs", "trois")},
			); r.ended.Outcome != "passed" || ran != 1 {
				t.Errorf("next scenario: %+v", *r.ended)
			}
		})
	}
	t.Run("a step inside another", func(t *testing.T) {
		where = "step"
		r := c.run(protocol.Begin{Steps: mine("un", "plusieurs", "trois")})
		if got := r.outcomes(); !slices.Equal(got, []string{"passed", "error"}) {
			t.Errorf("got %v, want the error on the step that holds the other", got)
		}
	})
	t.Run("after", func(t *testing.T) {
		where = "after"
		r := c.run(protocol.Begin{Steps: mine("un", "deux")})
		if got := r.outcomes(); !slices.Equal(got, []string{"passed", "passed"}) || r.ended.Outcome != "error" {
			t.Errorf("got %v then %+v, want both steps passed and the scenario in error", got, *r.ended)
		}
	})
}
