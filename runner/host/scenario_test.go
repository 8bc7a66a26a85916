package host

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/google/go-cmp/cmp"

	"recette/runner/protocol"
)

// TestStepsArriveIntact sends random steps through the protocol and godog and compares what handlers and hooks get with
// what was sent: text, type, table, text block.
func TestStepsArriveIntact(t *testing.T) {
	var got []protocol.Step
	seen := func(s *godog.Step) protocol.Step {
		p := protocol.Step{Type: strings.ToLower(string(s.Type)), Text: s.Text, Mine: true}
		if s.Argument != nil && s.Argument.DocString != nil {
			p.DocString = &protocol.DocString{
				MediaType: s.Argument.DocString.MediaType, Content: s.Argument.DocString.Content,
			}
		}
		if s.Argument != nil && s.Argument.DataTable != nil {
			p.Table = cells(s.Argument.DataTable)
		}
		return p
	}
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		var current protocol.Step
		sc.StepContext().Before(func(ctx context.Context, s *godog.Step) (context.Context, error) {
			current = seen(s)
			return ctx, nil
		})
		check := func(text string, doc *godog.DocString, table *godog.Table) {
			p := protocol.Step{Type: current.Type, Text: text, Mine: true}
			if doc != nil {
				p.DocString = &protocol.DocString{MediaType: doc.MediaType, Content: doc.Content}
			}
			if table != nil {
				p.Table = cells(table)
			}
			if diff := cmp.Diff(current, p); diff != "" {
				t.Errorf("hook and handler differ:\n%s", diff)
			}
			got = append(got, p)
		}
		sc.Step(`^((?s:[^¤].*))$`, func(text string) { check(text, nil, nil) })
		sc.Step(`^(¤d(?s:.*))$`, func(text string, d *godog.DocString) { check(text, d, nil) })
		sc.Step(`^(¤t(?s:.*))$`, func(text string, tab *godog.Table) { check(text, nil, tab) })
	})
	r := rand.New(rand.NewPCG(1, 2))
	total := 0
	for range 600 {
		got = nil
		var steps []protocol.Step
		for range 1 + r.IntN(12) {
			steps = append(steps, randomStep(r))
		}
		res := c.run(protocol.Begin{Steps: steps})
		if res.ended.Outcome != "passed" {
			t.Fatalf("%+v of %+v", *res.ended, steps)
		}
		if diff := cmp.Diff(steps, got); diff != "" {
			t.Fatalf("sent and received differ:\n%s", diff)
		}
		total += len(steps)
	}
	t.Logf("%d steps, 0 differences", total)
}

func cells(tab *messages.PickleTable) [][]string {
	out := [][]string{}
	for _, row := range tab.Rows {
		cells := []string{}
		for _, c := range row.Cells {
			cells = append(cells, c.Value)
		}
		out = append(out, cells)
	}
	return out
}

func randomStep(r *rand.Rand) protocol.Step {
	alphabet := []rune("aé œ«»’'\"`\\|#@<>:*{}\n\t\r⟦⟧\u00a0\u202f€😀%$^.\u2028" + `"""`)
	word := func(n int) string {
		var b strings.Builder
		for range r.IntN(n) {
			b.WriteRune(alphabet[r.IntN(len(alphabet))])
		}
		return b.String()
	}
	s := protocol.Step{Type: []string{"context", "action", "outcome", "unknown"}[r.IntN(4)], Mine: true}
	switch r.IntN(3) {
	case 0:
		s.Text = "x" + word(20)
	case 1:
		s.Text = "¤d" + word(10)
		s.DocString = &protocol.DocString{MediaType: strings.TrimSpace(word(5)), Content: word(60)}
	case 2:
		s.Text = "¤t" + word(10)
		for range 1 + r.IntN(3) {
			s.Table = append(s.Table, []string{word(8), word(8)})
		}
	}
	return s
}

// TestReservedStepsAreNobodysMatch holds that steps of others are theirs whatever the project's patterns match.
func TestReservedStepsAreNobodysMatch(t *testing.T) {
	for _, pattern := range []string{
		`^(.*)$`, `^((?s).*)$`, ``, `.*`, `[\s\S]+`, `(?m)^.*$`, `recette`, `⟦`, `^⟦recette⟧`,
	} {
		t.Run(pattern, func(t *testing.T) {
			calls := 0
			c := scenarios(t, func(sc *godog.ScenarioContext) { sc.Step(pattern, func(context.Context) { calls++ }) })
			steps := []protocol.Step{other("un"), mine("recette ⟦")[0], other("trois ⟦1⟧"), other(reserved)}
			if pattern == `^⟦recette⟧` {
				steps[1].Text = "⟦recette⟧ bis"
			}
			passed := func(i int) protocol.Told { return protocol.Told{Index: i, Outcome: "passed"} }
			r := c.run(protocol.Begin{Steps: steps}, passed(0), passed(2), passed(3))
			if r.ended.Outcome != "passed" || calls != 1 || !slices.Equal(r.outcomes(), []string{"passed"}) {
				t.Errorf("%+v, %d calls, %v", *r.ended, calls, r.outcomes())
			}
		})
	}
}

// TestHooksSeeTheScenario holds what the project's hooks are shown, steps of others included.
func TestHooksSeeTheScenario(t *testing.T) {
	var log []string
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Before(func(ctx context.Context, s *godog.Scenario) (context.Context, error) {
			log = append(log, fmt.Sprintf("before %s %s %s %s", s.Name, s.Uri, s.Id, s.Tags[1].Name))
			for _, st := range s.Steps {
				log = append(log, fmt.Sprintf("step %s %s", st.Type, st.Text))
			}
			return context.WithValue(ctx, key{}, "valeur"), nil
		})
		sc.StepContext().Before(func(ctx context.Context, s *godog.Step) (context.Context, error) {
			log = append(log, "< "+s.Text)
			return ctx, nil
		})
		sc.StepContext().After(
			func(ctx context.Context, s *godog.Step, st godog.StepResultStatus, err error) (context.Context, error) {
				log = append(log, fmt.Sprintf("> %s %v %v", s.Text, st, err))
				return ctx, nil
			},
		)
		sc.After(func(ctx context.Context, s *godog.Scenario, err error) (context.Context, error) {
			log = append(log, fmt.Sprintf("after %s %v %v %s", s.Name, err, ctx.Value(key{}), s.Steps[0].Text))
			return ctx, nil
		})
		sc.Given(`^a$`, func(ctx context.Context) error {
			if ctx.Value(key{}) != "valeur" {
				return errors.New("context lost")
			}
			return nil
		})
	})
	steps := []protocol.Step{
		other("à la main"),
		{Type: "context", Text: "a", Mine: true},
		other("à l'œil"),
		{Type: "context", Text: "a", Mine: true},
	}
	r := c.run(
		protocol.Begin{
			Case: "SC-0042/paris", URI: "features/é.feature", Name: "Élan", Tags: []string{"@US-1", "@SC-0042"},
			Steps: steps,
		},
		protocol.Told{Index: 0, Outcome: "passed"}, protocol.Told{Index: 2, Outcome: "failed", Message: "rien vu"},
	)
	want := []string{
		"before Élan features/é.feature SC-0042/paris @SC-0042",
		"step Action à la main", "step Context a", "step Action à l'œil", "step Context a",
		"< à la main", "> à la main passed <nil>",
		"< a", "> a passed <nil>",
		"< à l'œil", "> à l'œil failed step 2 was done elsewhere: failed: rien vu",
		"after Élan step 2 was done elsewhere: failed: rien vu valeur à la main",
		"< a", "> a skipped <nil>",
	}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Errorf("hooks (-want +got):\n%s", diff)
	}
	if !slices.Equal(r.outcomes(), []string{"passed"}) || r.ended.Outcome != "failed" || len(r.ended.Message) > 0 {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
}

type key struct{}

func TestKeywordsRestrict(t *testing.T) {
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Given(`^a$`, func() {})
		sc.When(`^a$`, func() error { return errors.New("when") })
		sc.Then(`^b$`, func() {})
	})
	for name, tc := range map[string]struct{ typ, text, want string }{
		"given":                  {"context", "a", "passed"},
		"when":                   {"action", "a", "failed"},
		"no then":                {"outcome", "a", "undefined"},
		"unknown matches any":    {"unknown", "b", "passed"},
		"unknown, two of them":   {"unknown", "a", "ambiguous"},
		"then restricts as well": {"context", "b", "undefined"},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.run(protocol.Begin{Steps: []protocol.Step{{Type: tc.typ, Text: tc.text, Mine: true}}})
			if got := r.outcomes()[0]; got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
	var got []protocol.Definition
	for _, d := range c.welcome.Definitions {
		got = append(got, protocol.Definition{Pattern: d.Pattern, Keyword: d.Keyword})
		if !strings.Contains(d.Place, "scenario_test.go:") {
			t.Errorf("place %q", d.Place)
		}
	}
	want := []protocol.Definition{
		{Pattern: "^a$", Keyword: "given"}, {Pattern: "^a$", Keyword: "when"}, {Pattern: "^b$", Keyword: "then"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("definitions:\n%s", diff)
	}
}

// TestTheConductorDecides steps through a scenario word by word.
func TestTheConductorDecides(t *testing.T) {
	ran := make(chan string, 9)
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		sc.Step(`^(.)$`, func(s string) { ran <- s })
		sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
			ran <- fmt.Sprintf("after %v", errors.Is(err, godog.ErrPending))
			return ctx, nil
		})
	})
	steps := append(mine("1", "2", "3"), other("4"), mine("5")[0])
	c.begin(protocol.Begin{Steps: steps, Grant: &protocol.Grant{Until: 1}})
	if r := c.next(); r.StepEnd == nil || r.StepEnd.Index != 0 || <-ran != "1" {
		t.Fatalf("%+v", r)
	}
	select {
	case s := <-ran:
		t.Fatalf("step %s ran without a grant", s)
	default:
	}
	c.say(&protocol.Request{Begin: &protocol.Begin{Steps: mine("1")}})
	c.wantProblem(protocol.ProblemBusy)
	c.say(&protocol.Request{Grant: &protocol.Grant{Until: 9}})
	c.wantProblem(protocol.ProblemUnknown)
	c.say(&protocol.Request{Told: &protocol.Told{Index: 1, Outcome: "passed"}})
	c.wantProblem(protocol.ProblemUnknown)
	c.say(&protocol.Request{Told: &protocol.Told{Index: 3, Outcome: "passed"}}) // before it is asked
	c.say(&protocol.Request{Grant: &protocol.Grant{Until: 4}})
	for i := 1; i < 3; i++ {
		if r := c.next(); r.StepEnd == nil || r.StepEnd.Index != i || r.StepEnd.Definition != `^(.)$` {
			t.Fatalf("%+v", r)
		}
	}
	// any time
	c.say(&protocol.Request{Match: &protocol.MatchRequest{Steps: []protocol.StepText{{Text: "x"}, {Text: "xx"}}}})
	if r := c.next(); r.Matches == nil || len(r.Matches.Definitions[0]) != 1 || len(r.Matches.Definitions[1]) != 0 {
		t.Fatalf("%+v", r)
	}
	c.say(&protocol.Request{Abort: &protocol.Abort{Reason: "pause"}})
	r := c.finish()
	if len(r.steps) != 0 || r.ended.Outcome != protocol.OutcomeInterrupted || r.ended.Message.String() != "pause" {
		t.Errorf("%+v", *r.ended)
	}
	if a, b, s := <-ran, <-ran, <-ran; a != "2" || b != "3" || s != "after true" {
		t.Errorf("ran %s %s %s", a, b, s)
	}
	c.say(&protocol.Request{Grant: &protocol.Grant{Until: 5}}) // late: nothing comes of it
	c.say(&protocol.Request{Abort: &protocol.Abort{}})
	if r := c.run(protocol.Begin{Steps: mine("1")}); r.ended.Outcome != "passed" {
		t.Errorf("%+v", *r.ended)
	}
}

func TestAbortWhileSomeoneElseWorks(t *testing.T) {
	c := scenarios(t, func(sc *godog.ScenarioContext) { sc.Step(`^a$`, func() {}) })
	c.begin(protocol.Begin{Steps: []protocol.Step{other("b"), mine("a")[0]}})
	if r := c.next(); r.Waiting == nil || r.Waiting.Index != 0 {
		t.Fatalf("%+v", r)
	}
	c.say(&protocol.Request{Abort: &protocol.Abort{Reason: "plus tard"}})
	r := c.finish()
	if len(r.steps) != 0 || r.ended.Outcome != protocol.OutcomeInterrupted || r.ended.Message.String() != "plus tard" {
		t.Errorf("%+v", *r.ended)
	}
}

// TestOutcomes holds what becomes of each way a step or a hook can end.
func TestOutcomes(t *testing.T) {
	var hook string
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		fail := func(at string) error {
			if at == hook {
				return errors.New("crochet " + at)
			}
			return nil
		}
		sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) { return ctx, fail("before") })
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			return ctx, fail("after")
		})
		sc.StepContext().Before(
			func(ctx context.Context, _ *godog.Step) (context.Context, error) { return ctx, fail("before step") },
		)
		sc.StepContext().After(
			func(ctx context.Context, _ *godog.Step, _ godog.StepResultStatus, _ error) (context.Context, error) {
				return ctx, fail("after step")
			},
		)
		sc.Step(`^ok$`, func() {})
		sc.Step(`^erreur$`, func() error { return errors.New("100 % faux") })
		sc.Step(`^panique$`, func() { panic("assignment to entry in nil map") })
		sc.Step(`^goexit$`, func() { runtime.Goexit() })
		sc.Step(`^T$`, func(ctx context.Context) { godog.T(ctx).Errorf("vu %d", 1) })
		sc.Step(`^TNow$`, func(ctx context.Context) { godog.T(ctx).FailNow() })
		sc.Step(`^TSkip$`, func(ctx context.Context) { godog.T(ctx).SkipNow() })
		sc.Step(`^entier (.*)$`, func(int) {})
		sc.Step(`^arguments$`, func(string) {})
		sc.Step(`^type (.*)$`, func(struct{}) {})
		sc.Step(`^journal$`, func(ctx context.Context) { godog.Log(ctx, "une ligne") })
	})
	for name, tc := range map[string]struct {
		step, hook       string
		outcome, ended   string // outcome "" when there is no StepEnd
		message, endedOf string // contained
	}{
		"passed": {step: "ok", outcome: "passed", ended: "passed"},
		"failed": {step: "erreur", outcome: "failed", ended: "failed", message: "100 % faux"},
		"panic": {
			step: "panique", outcome: "error", ended: "error", message: "panic: assignment to entry in nil map",
		},
		"goexit": {
			step: "goexit", outcome: "error", ended: "error", message: "goroutine", endedOf: "goroutine",
		},
		"T.Errorf":         {step: "T", outcome: "failed", ended: "failed", message: "vu 1"},
		"T.FailNow":        {step: "TNow", outcome: "failed", ended: "failed", message: "fail"},
		"T.SkipNow":        {step: "TSkip", outcome: "skipped", ended: "skipped", message: "skipped"},
		"not an integer":   {step: "entier x", outcome: "error", ended: "error", message: "argument 0: \"x\" to int"},
		"argument missing": {step: "arguments", outcome: "error", ended: "error", message: "arity 1 0"},
		"parameter type":   {step: "type x", outcome: "error", ended: "error", message: "parameter 0 struct {}"},
		"undefined":        {step: "inconnu", outcome: "undefined", ended: "undefined", message: "undefined: inconnu"},
		"before hook":      {step: "ok", hook: "before", ended: "failed", endedOf: "before-scenario: crochet before"},
		"after hook": {
			step: "ok", hook: "after", outcome: "passed", ended: "failed", endedOf: "after-scenario: crochet after",
		},
		"after hook of a failed step": {
			step: "erreur", hook: "after", outcome: "failed", ended: "failed", message: "100 % faux",
			endedOf: "after-scenario: crochet after",
		},
		"before step hook": {
			step: "ok", hook: "before step", outcome: "error", ended: "error",
			message: "before-step: crochet before step",
		},
		"after step hook": {
			step: "ok", hook: "after step", outcome: "error", ended: "error", message: "after-step: crochet after step",
		},
		"log": {step: "journal", outcome: "passed", ended: "passed"},
	} {
		t.Run(name, func(t *testing.T) {
			hook = tc.hook
			r := c.run(protocol.Begin{Steps: mine(tc.step, "ok")})
			outcome, message := "", ""
			if len(r.steps) > 0 {
				outcome, message = r.steps[0].Outcome, r.steps[0].Message.String()
			}
			if outcome != tc.outcome || r.ended.Outcome != tc.ended {
				t.Errorf("step %q, scenario %q; want %q, %q", outcome, r.ended.Outcome, tc.outcome, tc.ended)
			}
			if !strings.Contains(message, tc.message) || !strings.Contains(r.ended.Message.String(), tc.endedOf) ||
				(tc.endedOf == "" && len(r.ended.Message) > 0) {
				t.Errorf("messages %q and %q; want %q and %q", message, r.ended.Message, tc.message, tc.endedOf)
			}
			if tc.outcome != "passed" && len(r.steps) > 1 {
				t.Errorf("%d steps were run", len(r.steps))
			}
			if tc.step == "journal" && !slices.Equal(r.ended.Log, []string{"une ligne"}) {
				t.Errorf("log %q", r.ended.Log)
			}
		})
	}
}
