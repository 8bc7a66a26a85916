package host

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// TestAttachmentsFindTheirStep holds where attachments of steps, of hooks and of steps of others are reported.
func TestAttachmentsFindTheirStep(t *testing.T) {
	attach := func(ctx context.Context, name string) context.Context {
		return godog.Attach(ctx, godog.Attachment{FileName: name, MediaType: "text/plain", Body: []byte(name)})
	}
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) {
			return attach(ctx, "before"), nil
		})
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			return attach(ctx, "after"), nil
		})
		sc.StepContext().Before(func(ctx context.Context, s *godog.Step) (context.Context, error) {
			return attach(ctx, "<"+s.Text), nil
		})
		sc.StepContext().After(
			func(ctx context.Context, s *godog.Step, _ godog.StepResultStatus, _ error) (context.Context, error) {
				return attach(ctx, ">"+s.Text), nil
			},
		)
		sc.Step(`^(a|c)$`, func(ctx context.Context, s string) context.Context { return attach(attach(ctx, s), s+s) })
		// a context of its own
		sc.Step(`^perdu$`, func() context.Context { return attach(context.Background(), "autre") })
	})
	r := c.run(
		protocol.Begin{Steps: []protocol.Step{mine("a")[0], other("b"), mine("c")[0]}},
		protocol.Told{Index: 1, Outcome: "passed"},
	)
	names := func(list []protocol.Attachment) string {
		var out []string
		for _, a := range list {
			out = append(out, a.Name)
		}
		return strings.Join(out, " ")
	}
	if got := names(r.steps[0].Attachments); got != "<a a aa >a" {
		t.Errorf("first step: %q", got)
	}
	if got := names(r.steps[1].Attachments); got != "<c c cc >c" {
		t.Errorf("third step: %q", got)
	}
	if got := names(r.ended.Attachments); got != "before <b >b after" {
		t.Errorf("scenario: %q", got)
	}
	r = c.run(protocol.Begin{Steps: mine("perdu")})
	if got := names(r.steps[0].Attachments); got != "autre >perdu" {
		t.Errorf("step with a context of its own: %q", got)
	}
}

// TestAttachmentTooLarge: evidence that no line can carry is never dropped in silence, and the session goes on.
func TestAttachmentTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: needs 100 MiB of memory")
	}
	big := make([]byte, protocol.MaxLine)
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^a$`, func(ctx context.Context) context.Context {
			return godog.Attach(
				ctx, godog.Attachment{FileName: "grand", Body: big},
				godog.Attachment{FileName: "petit", Body: []byte("x")},
			)
		})
	})
	s := c.run(protocol.Begin{Steps: mine("a")}).steps[0]
	if s.Outcome != protocol.OutcomeError || !strings.Contains(
		s.Message.String(), `attachment "grand" 33554432`,
	) || len(s.Attachments) != 1 {
		t.Errorf("outcome %q, message %q, %d attachments", s.Outcome, s.Message, len(s.Attachments))
	}
	if r := c.run(protocol.Begin{Steps: mine("b")}); r.ended.Outcome != "undefined" {
		t.Errorf("next scenario: %+v", *r.ended)
	}
}

// TestSuiteHooksRunOnce holds when suite hooks run: before the first scenario, after the last word.
func TestSuiteHooksRunOnce(t *testing.T) {
	var log []string
	suite := Suite{
		Scenario: func(sc *godog.ScenarioContext) { sc.Step(`^a$`, func() { log = append(log, "a") }) },
		TestSuite: func(tsc *godog.TestSuiteContext) {
			log = append(log, "init")
			tsc.BeforeSuite(func() { log = append(log, "before") })
			tsc.AfterSuite(func() { log = append(log, "after") })
		},
	}
	c := serveSuite(t, suite)
	for range 50 {
		c.run(protocol.Begin{Steps: mine("a")})
	}
	c.bye()
	want := append(append([]string{"init", "before"}, slices.Repeat([]string{"a"}, 50)...), "after")
	if !slices.Equal(log, want) {
		t.Errorf("got %v", log)
	}

	log = nil
	c = serveSuite(t, suite)
	if g := c.bye(); len(g.Message) > 0 || !slices.Equal(log, []string{"init"}) {
		t.Errorf("session without a scenario: %v, %q", log, g.Message)
	}
}

func TestSuiteHooksThatPanic(t *testing.T) {
	initialize := func(sc *godog.ScenarioContext) { sc.Step(`^a$`, func() {}) }
	c := serveSuite(t, Suite{Scenario: initialize, TestSuite: func(tsc *godog.TestSuiteContext) {
		tsc.BeforeSuite(func() { panic("pas de base") })
	}})
	for range 2 {
		c.begin(protocol.Begin{Steps: mine("a")})
		if p := c.wantProblem(protocol.ProblemSuiteHook); !strings.Contains(
			p.Message.String(), "suite: panic: pas de base",
		) {
			t.Errorf("message %q", p.Message)
		}
	}
	c.bye()

	c = serveSuite(t, Suite{Scenario: initialize, TestSuite: func(tsc *godog.TestSuiteContext) {
		tsc.AfterSuite(func() { panic("base occupée") })
	}})
	c.run(protocol.Begin{Steps: mine("a")})
	if g := c.bye(); g.Message.String() != "after-suite: panic: base occupée" {
		t.Errorf("goodbye %q", g.Message)
	}

	c = connect(t, Suite{Scenario: initialize, TestSuite: func(*godog.TestSuiteContext) { panic("rien") }}, nil)
	c.say(&protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
	c.wantProblem(protocol.ProblemRegistration)
}

func TestRegistrationFaultsAreProblems(t *testing.T) {
	for name, initialize := range map[string]func(*godog.ScenarioContext){
		"bad pattern": func(sc *godog.ScenarioContext) { sc.Step(`^(a`, func() {}) },
		"no function": func(sc *godog.ScenarioContext) { sc.Step(`^a$`, 3) },
		"panic":       func(*godog.ScenarioContext) { panic("non") },
	} {
		t.Run(name, func(t *testing.T) {
			c := connect(t, Suite{Scenario: initialize}, nil)
			c.say(&protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
			c.wantProblem(protocol.ProblemRegistration)
		})
	}
}

func TestOutOfOrder(t *testing.T) {
	c := connect(t, Suite{Scenario: func(*godog.ScenarioContext) {}}, nil)
	c.say(&protocol.Request{Match: &protocol.MatchRequest{}})
	c.wantProblem(protocol.ProblemUnknown)
	c.say(&protocol.Request{Hello: &protocol.Hello{Version: 99}})
	c.wantProblem(protocol.ProblemVersion)
	c.hello()
	c.say(&protocol.Request{Hello: &protocol.Hello{Version: protocol.Version}})
	c.wantProblem(protocol.ProblemUnknown)
	c.say(&protocol.Request{Grant: &protocol.Grant{Until: 1}})
	c.wantProblem(protocol.ProblemUnknown)
	if _, err := c.in.Write([]byte("{\"id\":1,\"nimporte\":{}}\n")); err != nil {
		t.Fatal(err)
	}
	c.wantProblem(protocol.ProblemUnknown)
	if err := <-c.served; err == nil || !strings.Contains(err.Error(), "not a request") {
		t.Errorf("serve: %v", err)
	}
}

// TestDefinitionsAddedByHooks: a hook may register definitions while the scenario runs; they are not lost when others
// are set aside for speed.
func TestDefinitionsAddedByHooks(t *testing.T) {
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^a$`, func() { sc.Step(`^tard$`, func() {}) })
		sc.Step(`^b$`, func() {})
		sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) {
			sc.Step(`^tôt$`, func() {})
			return ctx, nil
		})
	})
	steps := append(mine("b", "tôt", "a"), other("x"))
	r := c.run(protocol.Begin{Steps: append(steps, mine("tard", "b")...)}, protocol.Told{Index: 3, Outcome: "passed"})
	if r.ended.Outcome != "passed" || len(r.steps) != 5 {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
}

// TestInitializerThatChanges: when a later call registers other definitions than the first, godog matches for itself.
func TestInitializerThatChanges(t *testing.T) {
	n := 0
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		n++
		if n > 1 {
			sc.Step(`^autre$`, func() {})
		}
		sc.Step(`^a$`, func() {})
		if n == 1 {
			sc.Step(`^premier$`, func() {})
		}
	})
	if r := c.run(protocol.Begin{Steps: mine("a", "autre", "a")}); r.ended.Outcome != "passed" {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
	if r := c.run(protocol.Begin{Steps: mine("premier")}); r.ended.Outcome != "undefined" {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
}
