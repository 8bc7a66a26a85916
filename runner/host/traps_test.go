package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// The traps of godog v0.15.1 that concern the execution of scenarios, each neutralised or held by the
// test that names it. T08, T15 and T18 need a process: they are in internal/worker.

// T01: what is registered through TestSuiteContext.ScenarioContext() is shared by scenarios, which overwrite each
// other.
func TestT01SuiteWideRegistrationIsRefused(t *testing.T) {
	for name, register := range map[string]func(*godog.ScenarioContext){
		"step":   func(sc *godog.ScenarioContext) { sc.Step(`^a$`, func() {}) },
		"before": func(sc *godog.ScenarioContext) { sc.Before(nil) },
		"after":  func(sc *godog.ScenarioContext) { sc.After(nil) },
		"step hook": func(sc *godog.ScenarioContext) {
			sc.StepContext().Before(nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			ran := false
			c := connect(t, Suite{
				Scenario: func(*godog.ScenarioContext) {},
				TestSuite: func(tsc *godog.TestSuiteContext) {
					tsc.BeforeSuite(func() { ran = true })
					register(tsc.ScenarioContext())
				},
			}, nil)
			c.say(&protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
			p := c.wantProblem(protocol.ProblemRegistration)
			if !strings.HasPrefix(p.Message.String(), "shared ") {
				t.Errorf("message %q does not count what is shared", p.Message)
			}
			if ran {
				t.Error("a suite hook ran all the same")
			}
		})
	}
}

// T02: without Strict, the first of several matching definitions wins silently.
func TestT02TwoDefinitionsAreAmbiguous(t *testing.T) {
	called := 0
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^.*$`, func() { called++ })
		sc.Step(`^une étape$`, func() { called++ })
	})
	r := c.run(protocol.Begin{Steps: mine("une étape", "une étape")})
	if got := r.outcomes(); !slices.Equal(got, []string{"ambiguous"}) || r.ended.Outcome != "ambiguous" || called != 0 {
		t.Errorf("got %v then %q, %d calls; want one ambiguous and none", got, r.ended.Outcome, called)
	}
}

// T03: a handler that returns godog.Steps is called twice.
func TestT03NestedStepsHandlerIsCalledOnce(t *testing.T) {
	var calls []string
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(
			`^tout$`, func() godog.Steps { calls = append(calls, "tout"); return godog.Steps{"la moitié", "le reste"} },
		)
		sc.Step(`^la moitié$`, func() godog.Steps { calls = append(calls, "moitié"); return godog.Steps{"le reste"} })
		sc.Step(`^le reste$`, func() { calls = append(calls, "reste") })
		sc.Step(`^trop$`, func() godog.Steps { return godog.Steps{"inconnu"} })
	})
	r := c.run(protocol.Begin{Steps: mine("tout", "le reste")})
	if want := []string{"tout", "moitié", "reste", "reste", "reste"}; !slices.Equal(calls, want) {
		t.Errorf("calls %v, want %v", calls, want)
	}
	if got := r.outcomes(); !slices.Equal(got, []string{"passed", "passed"}) {
		t.Errorf("outcomes %v %q", got, r.ended.Message)
	}
	if r := c.run(protocol.Begin{Steps: mine("trop")}); r.ended.Outcome != "undefined" {
		t.Errorf("undefined nested step: %q, want undefined", r.ended.Outcome)
	}
}

// T03: what a nested step says of itself is lost but for its text; that it was not run is no failure of the product.
func TestT03NestedStepsJudgeAsTheyWouldAlone(t *testing.T) {
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^tout "(.*)"$`, func(step string) godog.Steps { return godog.Steps{"le reste", step} })
		sc.Step(`^encore "(.*)"$`, func(step string) godog.Steps { return godog.Steps{step} })
		sc.Step(`^le reste$`, func() {})
		sc.Step(`^saute$`, func() error { return godog.ErrSkip })
		sc.Step(`^à écrire$`, func() error { return godog.ErrPending })
		sc.Step(`^compte (.*)$`, func(int) {})
		sc.Step(`^échoue$`, func() error { return errors.New("la ligne 3 : skipped") })
	})
	for step, want := range map[string]string{
		`tout "saute"`: "skipped", `encore "encore "saute""`: "skipped", `tout "à écrire"`: "pending",
		`tout "compte douze"`: "error", `tout "échoue"`: "failed", `tout "le reste"`: "passed",
	} {
		r := c.run(protocol.Begin{Steps: mine(step)})
		if got := r.outcomes(); !slices.Equal(got, []string{want}) || r.ended.Outcome != want {
			t.Errorf("%s: got %v then %q, want %s", step, got, r.ended.Outcome, want)
		}
	}
}

// T04: a run that selects nothing is a success.
func TestT04NothingToRunIsRefused(t *testing.T) {
	c := scenarios(t, func(*godog.ScenarioContext) {})
	c.say(&protocol.Request{Begin: &protocol.Begin{Case: "SC-1"}})
	c.wantProblem(protocol.ProblemUnknown)
}

// T05 to T07, T17: tag filters that panic or mean something else, lines that select all rows or none, features that are
// not found. None of that is left to godog: a scenario comes by value, and its tags are only shown to hooks.
func TestT05T06T07T17SelectionIsNotLeftToGodog(t *testing.T) {
	var tags []string
	var uri string
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Before(func(ctx context.Context, s *godog.Scenario) (context.Context, error) {
			tags = nil
			for _, tag := range s.Tags {
				tags = append(tags, tag.Name)
			}
			uri = s.Uri
			return ctx, nil
		})
		sc.Step(`^a$`, func() {})
	})
	for _, want := range [][]string{{"@a &&"}, {"@a,@b && @c"}, {"~@a"}, nil} {
		r := c.run(protocol.Begin{URI: "x.feature:7", Tags: want, Steps: mine("a")})
		if r.ended.Outcome != "passed" || len(r.steps) != 1 || !slices.Equal(tags, want) || uri != "x.feature:7" {
			t.Errorf("tags %v: %q, %d steps, hooks saw %v at %q", want, r.ended.Outcome, len(r.steps), tags, uri)
		}
	}
}

// T09: the end of a context does not stop godog; steps only receive a dead one.
func TestT09NothingMoreRunsAfterTheConductorIsGone(t *testing.T) {
	started, heard, after := make(chan bool, 1), make(chan bool, 1), make(chan error, 1)
	var second bool
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^longue$`, func(ctx context.Context) {
			started <- true
			select {
			case <-ctx.Done():
				heard <- true
			case <-time.After(5 * time.Second):
				heard <- false
			}
		})
		sc.Step(`^suite$`, func() { second = true })
		sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
			after <- err
			return ctx, nil
		})
	})
	c.begin(protocol.Begin{Steps: mine("longue", "suite")})
	<-started
	_ = c.in.Close()
	go func() { // replies are still read, so that the host is not held up
		for {
			if _, err := c.dec.Reply(); err != nil {
				return
			}
		}
	}()
	if !<-heard {
		t.Error("the step's context did not end")
	}
	if err := <-after; !errors.Is(err, godog.ErrPending) {
		t.Errorf("after hook got %v, want the abort", err)
	}
	if err := <-c.served; !errors.Is(err, ErrGone) {
		t.Errorf("serve: %v, want ErrGone", err)
	}
	if second {
		t.Error("the next step ran")
	}
}

// A step that closes the requests leaves a conductor who still listens: the scenario goes on, as far as it needs no
// further word, and is not charged with the end of its process.
func TestAScenarioOutlastsItsRequests(t *testing.T) {
	for until, want := range map[int][]string{
		2: {protocol.OutcomePassed, protocol.OutcomePassed},
		1: {protocol.OutcomePassed}, // the second waits for a word that cannot come
	} {
		t.Run(fmt.Sprintf("granted until %d", until), func(t *testing.T) {
			started, heard := make(chan bool), make(chan bool)
			c := scenarios(t, func(sc *godog.ScenarioContext) {
				sc.Step(`^sourde$`, func() { started <- true; <-heard })
				sc.Step(`^suite$`, func() {})
			})
			c.begin(protocol.Begin{Steps: mine("sourde", "suite"), Grant: &protocol.Grant{Until: until}})
			<-started
			_ = c.in.CloseWithError(syscall.EBADF)
			close(heard)
			if got := c.finish().outcomes(); !slices.Equal(got, want) {
				t.Errorf("steps: got %v, want %v", got, want)
			}
			if err := <-c.served; !errors.Is(err, ErrDeaf) {
				t.Errorf("serve: %v, want ErrDeaf", err)
			}
		})
	}
}

// T10: a panic in an after hook leaves TestSuite.Run.
func TestT10PanicsAreErrorsAndTheProcessGoesOn(t *testing.T) {
	var where string
	boom := func(here string) {
		if here == where {
			panic("boum à " + here)
		}
	}
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		boom("initializer")
		sc.Before(
			func(ctx context.Context, _ *godog.Scenario) (context.Context, error) { boom("before"); return ctx, nil },
		)
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			boom("after")
			return ctx, nil
		})
		sc.StepContext().Before(func(ctx context.Context, _ *godog.Step) (context.Context, error) {
			boom("before step")
			return ctx, nil
		})
		sc.StepContext().After(
			func(ctx context.Context, _ *godog.Step, _ godog.StepResultStatus, _ error) (context.Context, error) {
				boom("after step")
				return ctx, nil
			},
		)
		sc.Step(`^a$`, func() { boom("step") })
	})
	for here, want := range map[string][]string{ // outcomes of steps; the scenario is an error in all cases
		"initializer": nil,
		"before":      nil,
		"before step": {"error"},
		"step":        {"error"},
		"after step":  {"error"},
		"after":       {"passed", "passed"},
	} {
		t.Run(here, func(t *testing.T) {
			where = here
			r := c.run(protocol.Begin{Steps: mine("a", "a")})
			if got := r.outcomes(); !slices.Equal(got, want) || r.ended.Outcome != "error" {
				t.Errorf("got %v then %q, want %v then error", got, r.ended.Outcome, want)
			}
			said := r.ended.Message.String()
			if len(r.steps) > 0 {
				said += r.steps[len(r.steps)-1].Message.String()
			}
			if !strings.Contains(said, "boum à "+here) || strings.Contains(said, "goroutine ") ||
				strings.Contains(said, ".go:") {
				t.Errorf("message %q: want the panic without its stack", said)
			}
			if !strings.Contains(strings.Join(r.ended.Log, "\n"), "traps_test.go") {
				t.Errorf("log %q: want the stack", r.ended.Log)
			}
			where = ""
			if r := c.run(protocol.Begin{Steps: mine("a")}); r.ended.Outcome != "passed" {
				t.Errorf("next scenario: %+v", *r.ended)
			}
		})
	}
}

// T11: with more than one scenario at once, formatters hear of nothing before a scenario ends.
func TestT11OutcomesComeWhileTheScenarioRuns(t *testing.T) {
	gate := make(chan bool)
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^vite$`, func() {})
		sc.Step(`^lent$`, func() { <-gate })
	})
	c.begin(protocol.Begin{Steps: mine("vite", "lent")})
	if r := c.next(); r.StepEnd == nil || r.StepEnd.Index != 0 {
		t.Fatalf("got %+v while the second step runs, want the first step's end", r)
	}
	close(gate)
	if r := c.finish(); r.ended.Outcome != "passed" {
		t.Errorf("%+v", *r.ended)
	}
}

// T12, T14, T19: formatters lose the status of skipped steps, slow down with the run, and suggest code without accents.
// None is used: the outcome is what the step hooks saw, and texts are not touched.
func TestT12T14T19NoFormatterStandsBetween(t *testing.T) {
	c := scenarios(
		t, func(sc *godog.ScenarioContext) { sc.Step(`^sans objet$`, func() error { return godog.ErrSkip }) },
	)
	r := c.run(protocol.Begin{Steps: mine("sans objet")})
	if r.outcomes()[0] != "skipped" || r.ended.Outcome != "skipped" {
		t.Errorf("%v %q, want skipped", r.outcomes(), r.ended.Outcome)
	}
	r = c.run(protocol.Begin{Steps: mine("l'élève reçoit l'attestation")})
	if s := r.steps[0]; s.Outcome != "undefined" || !strings.Contains(
		s.Message.String(), "l'élève reçoit l'attestation",
	) || strings.Contains(s.Message.String(), "func ") {
		t.Errorf("%+v: want undefined with the text as written and no snippet", *s)
	}
}

// T13: the events format corrupts binary attachments.
func TestT13BinaryAttachmentsAreIntact(t *testing.T) {
	var body []byte
	for i := range 1 << 16 {
		body = append(body, byte(i), byte(i>>8))
	}
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^a$`, func(ctx context.Context) context.Context {
			return godog.Attach(ctx, godog.Attachment{Body: body, FileName: "é.png", MediaType: "image/png"})
		})
	})
	a := c.run(protocol.Begin{Steps: mine("a")}).steps[0].Attachments
	if len(a) != 1 || !bytes.Equal(a[0].Body, body) || a[0].Name != "é.png" || a[0].MediaType != "image/png" {
		t.Errorf("got %d attachments, or a changed one", len(a))
	}
}

// T16: the initializer runs for each scenario and string expressions are compiled each time. godog offers no way round
// it: what is held here is that it is called no more often than that. README and docs advise precompiled expressions.
func TestT16InitializerIsCalledOncePerScenario(t *testing.T) {
	calls := 0
	c := scenarios(t, func(sc *godog.ScenarioContext) { calls++; sc.Step(`^a$`, func() {}) })
	c.say(&protocol.Request{Match: &protocol.MatchRequest{Steps: []protocol.StepText{{Type: "action", Text: "a"}}}})
	if r := c.next(); r.Matches == nil || len(r.Matches.Definitions[0]) != 1 {
		t.Fatalf("match: %+v", r)
	}
	for range 5 {
		c.run(protocol.Begin{Steps: mine("a", "a")})
	}
	if calls != 1+5 { // once to harvest
		t.Errorf("%d calls, want 6", calls)
	}
}

// T20: after a step that skipped itself, later steps are still reported undefined or ambiguous.
func TestT20NothingIsReportedAfterASkip(t *testing.T) {
	var after error
	afters := 0
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^saute$`, func() error { return godog.ErrSkip })
		sc.Step(`^deux$`, func() {})
		sc.Step(`^de.x$`, func() {})
		sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
			after, afters = err, afters+1
			return ctx, nil
		})
	})
	for _, rest := range []string{"inconnue", "deux"} {
		after, afters = nil, 0
		r := c.run(protocol.Begin{Steps: mine("saute", rest, rest)})
		if got := r.outcomes(); !slices.Equal(
			got, []string{"skipped"},
		) || r.ended.Outcome != "skipped" || len(r.ended.Message) > 0 {
			t.Errorf("then %q: got %v and %+v, want one skipped", rest, got, *r.ended)
		}
		if after != nil || afters != 1 {
			t.Errorf("then %q: %d after hooks, last error %v", rest, afters, after)
		}
	}
}

// T21: without Strict a pending step is a success, and the after hook does not hear of it.
func TestT21PendingIsNotGreenAndAfterHooksHearOfIt(t *testing.T) {
	var after error
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^à faire$`, func() error { return fmt.Errorf("demain: %w", godog.ErrPending) })
		sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
			after = err
			return ctx, nil
		})
	})
	r := c.run(protocol.Begin{Steps: mine("à faire", "à faire")})
	if got := r.outcomes(); !slices.Equal(got, []string{"pending"}) || r.ended.Outcome != "pending" {
		t.Errorf("got %v then %q", got, r.ended.Outcome)
	}
	if !errors.Is(after, godog.ErrPending) {
		t.Errorf("after hook got %v", after)
	}
}
