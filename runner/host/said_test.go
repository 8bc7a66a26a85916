package host

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// TestSaidOfGodog runs what godog can say of a step, of its own accord or around an author's words: what is godog's
// leaves as codes, what is the author's stays.
func TestSaidOfGodog(t *testing.T) {
	var hook error
	late := ""
	c := scenarios(t, func(sc *godog.ScenarioContext) {
		at := func(here string, err error) error {
			if here == late {
				return err
			}
			return nil
		}
		sc.Before(func(ctx context.Context, _ *godog.Scenario) (context.Context, error) {
			return ctx, at("before", hook)
		})
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			return ctx, at("after", hook)
		})
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			return ctx, at("after", errors.New("encore"))
		})
		sc.StepContext().Before(
			func(ctx context.Context, _ *godog.Step) (context.Context, error) { return ctx, at("before step", hook) },
		)
		sc.StepContext().After(
			func(ctx context.Context, _ *godog.Step, _ godog.StepResultStatus, _ error) (context.Context, error) {
				return ctx, at("after step", hook)
			},
		)
		sc.Step(`^ok$`, func() {})
		sc.Step(`^faux$`, func() error { return errors.New("faux") })
		sc.Step(`^plus tard$`, func() error { return godog.ErrPending })
		sc.Step(`^bientôt$`, func() error { return fmt.Errorf("bientôt: %w", godog.ErrPending) })
		sc.Step(`^saute$`, func() error { return godog.ErrSkip })
		sc.Step(`^comme godog$`, func() error { return errors.New("after scenario hook failed: dit l’auteur") })
		sc.Step(`^deux$`, func() {})
		sc.Step(`^de.x$`, func() {})
		sc.Step(`^entier (.*)$`, func(int) {})
		sc.Step(`^liste (.*)$`, func([]string) {})
		sc.Step(`^arguments$`, func(string, string) {})
		sc.Step(`^contrôles$`, func(ctx context.Context) { godog.T(ctx).Errorf("un"); godog.T(ctx).Errorf("deux") })
		sc.Step(`^échec$`, func(ctx context.Context) { godog.T(ctx).Fail() })
		sc.Step(`^dedans (.*)$`, func(s string) godog.Steps { return godog.Steps{s} })
		sc.Step(`^panique$`, func() { panic("tout est perdu") })
	})
	for name, tt := range map[string]struct {
		step, late string
		hook       error
		said, of   string // of the step, of the scenario
	}{
		"pending":           {step: "plus tard", said: "pending"},
		"pending, in words": {step: "bientôt", said: "bientôt: pending"},
		"skipped":           {step: "saute", said: "skipped"},
		"undefined":         {step: "inconnu", said: "undefined: inconnu"},
		"ambiguous":         {step: "deux", said: "ambiguous: deux\n        ^deux$\n        ^de.x$"},
		"argument": {
			step: "entier x", said: `argument 0: "x" to int: strconv.ParseInt: parsing "x": invalid syntax`,
		},
		"slice":              {step: "liste x", said: "parameter 0 []string"},
		"arity":              {step: "arguments", said: "arity 2 0"},
		"checks":             {step: "contrôles", said: "checks\n* un\n* deux"},
		"fail":               {step: "échec", said: "fail"},
		"panic":              {step: "panique", said: "panic: tout est perdu"},
		"an author's words":  {step: "comme godog", said: "after scenario hook failed: dit l’auteur"},
		"nested":             {step: "dedans faux", said: "faux: faux"},
		"nested pending":     {step: "dedans plus tard", said: "plus tard: pending"},
		"nested undefined":   {step: "dedans inconnu", said: "undefined: inconnu"},
		"nested twice":       {step: "dedans dedans plus tard", said: "dedans plus tard: plus tard: pending"},
		"nested argument":    {step: "dedans arguments", said: "arguments: arity 2 0"},
		"before":             {step: "ok", late: "before", hook: errors.New("base"), of: "before-scenario: base"},
		"before, skipped":    {step: "ok", late: "before", hook: godog.ErrSkip, of: "before-scenario: skipped"},
		"before step":        {step: "ok", late: "before step", hook: errors.New("base"), said: "before-step: base"},
		"after step":         {step: "ok", late: "after step", hook: errors.New("base"), said: "after-step: base"},
		"after a failed one": {step: "faux", late: "after step", hook: errors.New("base"), said: "base, faux"},
		"after an undefined": {
			step: "inconnu", late: "after step", hook: errors.New("base"), said: "base\nundefined: inconnu",
		},
		"after": {step: "ok", late: "after", hook: errors.New("base"), of: "after-scenario: encore, base"},
		"after, with a step that failed": {
			step: "faux", late: "after", hook: errors.New("base"), said: "faux", of: "after-scenario: encore\nbase",
		},
		"after, skipped": {step: "ok", late: "after", hook: godog.ErrSkip, of: "after-scenario: encore\nskipped"},
	} {
		t.Run(name, func(t *testing.T) {
			late, hook = tt.late, tt.hook
			r := c.run(protocol.Begin{Steps: mine(tt.step)})
			var got protocol.Message
			if len(r.steps) > 0 {
				got = r.steps[0].Message
			}
			if got.String() != tt.said || r.ended.Message.String() != tt.of {
				t.Errorf("said %q and %q, want %q and %q", got, r.ended.Message, tt.said, tt.of)
			}
		})
	}
}
