// Package wiretest holds what a wire.Session promises over any stream to a worker that hosts godog: a suite of tests
// that each kind of stream runs.
package wiretest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/internal/worker/wire"
	"recette/runner/host"
	"recette/runner/protocol"
)

// Suite is what the worker at the other end of each session hosts.
func Suite() host.Suite {
	now := time.Now //nolint:forbidigo // the edge of a worker
	return host.Suite{Now: now, Scenario: func(sc *godog.ScenarioContext) {
		sc.Given(`^rien$`, func() {})
		sc.Step(`^un échec$`, func() error { return errors.New("rien ne va") })
		sc.Step(`^une pause de (\d+) ms$`, func(n int) { time.Sleep(time.Duration(n) * time.Millisecond) })
	}}
}

// prompt is the time within which a worker answers, on a loaded machine.
const prompt = 10 * time.Second

// Run holds a kind of stream to the contract. open gives a new session to a worker of Suite, on which nothing was said.
func Run(t *testing.T, open func(t *testing.T) *wire.Session) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, *wire.Session){
		"welcome": welcome, "match": match, "scenario": scenario, "someone else": someoneElse, "failure": failure,
		"abort": abort, "silence": silence, "cancelled": cancelled, "problems": problems, "ready": ready,
		"large": large, "goodbye": goodbye, "unsaid": unsaid,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func hello(t *testing.T, s *wire.Session) protocol.Welcome {
	t.Helper()
	w, err := s.Hello(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func begin(t *testing.T, s *wire.Session, steps ...protocol.Step) {
	t.Helper()
	b := protocol.Begin{Case: "SC-1", URI: "u", Name: "n", Steps: steps, Grant: &protocol.Grant{Until: len(steps)}}
	if err := s.Begin(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func mine(text string) protocol.Step { return protocol.Step{Type: "action", Text: text, Mine: true} }

// events words what comes up to the end of the scenario.
func events(t *testing.T, s *wire.Session) string {
	t.Helper()
	var said []string
	for {
		ev, err := s.Next(t.Context(), prompt)
		switch {
		case err != nil:
			t.Fatalf("after %q: %v", said, err)
		case ev.Step != nil:
			said = append(said, fmt.Sprintf("step %d %s", ev.Step.Index, ev.Step.Outcome))
		case ev.Waiting != nil:
			said = append(said, fmt.Sprintf("waiting %d", ev.Waiting.Index))
			if err := s.Told(
				t.Context(), protocol.Told{Index: ev.Waiting.Index, Outcome: protocol.OutcomePassed},
			); err != nil {
				t.Fatal(err)
			}
		case ev.Ended != nil:
			return strings.Join(append(said, "ended "+ev.Ended.Outcome), ", ")
		}
	}
}

func wantEvents(t *testing.T, s *wire.Session, want string) {
	t.Helper()
	if got := events(t, s); got != want {
		t.Errorf("events %q, want %q", got, want)
	}
}

func welcome(t *testing.T, s *wire.Session) {
	w := hello(t, s)
	if w.Version != protocol.Version || len(w.Definitions) != 3 || w.Definitions[0].Keyword != "given" {
		t.Errorf("welcome %+v", w)
	}
}

func match(t *testing.T, s *wire.Session) {
	hello(t, s)
	found,
		err := s.Match(
		t.Context(), []protocol.StepText{{Type: "action", Text: "un échec"}, {Type: "action", Text: "autre"}},
	)
	if err != nil || len(found) != 2 || len(found[0]) != 1 || len(found[1]) != 0 {
		t.Errorf("match: %v, %v", found, err)
	}
}

func scenario(t *testing.T, s *wire.Session) {
	hello(t, s)
	for range 3 {
		begin(t, s, mine("une pause de 1 ms"), mine("une pause de 2 ms"))
		wantEvents(t, s, "step 0 passed, step 1 passed, ended passed")
	}
	if _, err := s.Next(t.Context(), prompt); !errors.Is(err, wire.ErrWorker) {
		t.Errorf("Next without a scenario: %v", err)
	}
}

func someoneElse(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, mine("une pause de 1 ms"), protocol.Step{Type: "action", Text: "à la main"}, mine("une pause de 1 ms"))
	wantEvents(t, s, "step 0 passed, waiting 1, step 2 passed, ended passed")
}

func failure(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, mine("un échec"), mine("une pause de 1 ms"))
	wantEvents(t, s, "step 0 failed, ended failed")
}

func abort(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, protocol.Step{Type: "action", Text: "à la main"}, mine("une pause de 1 ms"))
	if ev, err := s.Next(t.Context(), prompt); err != nil || ev.Waiting == nil {
		t.Fatalf("%+v, %v", ev, err)
	}
	if err := s.Abort(t.Context(), "assez"); err != nil {
		t.Fatal(err)
	}
	wantEvents(t, s, "ended interrupted")
}

// silence: a limit that runs out ends the session, whatever comes later.
func silence(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, mine("une pause de 1 ms"), mine("une pause de 500 ms"))
	if ev, err := s.Next(t.Context(), prompt); err != nil || ev.Step == nil {
		t.Fatalf("%+v, %v", ev, err)
	}
	_, err := s.Next(t.Context(), 100*time.Millisecond)
	if !errors.Is(err, wire.ErrTimeout) || !errors.Is(err, wire.ErrWorker) {
		t.Errorf("Next past the limit: %v", err)
	}
	if again := s.Grant(t.Context(), 1); !errors.Is(again, wire.ErrTimeout) {
		t.Errorf("the session goes on: %v", again)
	}
	if err := s.Bye(t.Context()); err != nil {
		t.Errorf("Bye says it again: %v", err)
	}
}

func cancelled(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, mine("une pause de 500 ms"))
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := s.Next(ctx, prompt); !errors.Is(err, context.Canceled) {
		t.Errorf("Next: %v", err)
	}
}

// problems: what a worker refuses leaves the session usable.
func problems(t *testing.T, s *wire.Session) {
	hello(t, s)
	var problem *wire.ProblemError
	if _, err := s.Hello(t.Context()); !errors.As(err, &problem) || problem.Code != protocol.ProblemUnknown {
		t.Errorf("second hello: %v", err)
	}
	begin(t, s)
	if _, err := s.Next(t.Context(), prompt); !errors.As(err, &problem) {
		t.Errorf("scenario without steps: %v", err)
	}
	begin(t, s, mine("une pause de 1 ms"))
	if err := s.Begin(t.Context(), protocol.Begin{}); !errors.Is(err, wire.ErrWorker) {
		t.Errorf("a scenario began within another: %v", err)
	}
	if _, err := s.Match(t.Context(), nil); !errors.Is(err, wire.ErrWorker) {
		t.Errorf("a question within a scenario: %v", err)
	}
	wantEvents(t, s, "step 0 passed, ended passed")
}

func ready(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, mine("une pause de 1 ms"))
	wantEvents(t, s, "step 0 passed, ended passed")
	for range 2 {
		if err := s.Ready(t.Context()); err != nil {
			t.Errorf("Ready: %v", err)
		}
	}
}

// large: a message of more than any buffer on the way goes through; one that no line may carry is refused before.
func large(t *testing.T, s *wire.Session) {
	hello(t, s)
	text := strings.Repeat("x", 4<<20)
	if found, err := s.Match(t.Context(), []protocol.StepText{{Text: text}}); err != nil || len(found[0]) != 0 {
		t.Errorf("match of a long step: %v, %v", found, err)
	}
	if _, err := s.Match(
		t.Context(), []protocol.StepText{{Text: strings.Repeat("x", protocol.MaxLine)}},
	); !errors.Is(err, protocol.ErrTooLong) {
		t.Errorf("line too long: %v", err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("Ready: %v", err)
	}
}

// unsaid: a word whose context has ended is not written, and what comes after it goes through.
func unsaid(t *testing.T, s *wire.Session) {
	hello(t, s)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Begin(over, protocol.Begin{Case: "SC-1"}); !errors.Is(err, context.Canceled) {
		t.Fatalf("Begin of a context that ended: %v", err)
	}
	begin(t, s, mine("une pause de 1 ms"), protocol.Step{Type: "action", Text: "à la main"})
	for range 2 {
		if err := s.Told(over, protocol.Told{Index: 1}); !errors.Is(err, context.Canceled) {
			t.Fatalf("Told of a context that ended: %v", err)
		}
	}
	if err := s.Abort(t.Context(), "assez"); err != nil {
		t.Fatalf("Abort after it: %v", err)
	}
	if err := s.Bye(t.Context()); err != nil {
		t.Errorf("Bye after it: %v", err)
	}
}

// goodbye: Bye in the midst of a scenario is answered too, and then the stream is over.
func goodbye(t *testing.T, s *wire.Session) {
	hello(t, s)
	begin(t, s, protocol.Step{Type: "action", Text: "à la main"})
	if ev, err := s.Next(t.Context(), prompt); err != nil || ev.Waiting == nil {
		t.Fatalf("%+v, %v", ev, err)
	}
	if err := s.Bye(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), prompt)
	defer cancel()
	if err := s.Grant(ctx, 1); err != nil && !errors.Is(err, wire.ErrWorker) {
		t.Errorf("Grant after the end: %v", err)
	}
	if _, err := s.Next(ctx, prompt); !errors.Is(err, wire.ErrWorker) || errors.Is(err, wire.ErrTimeout) {
		t.Errorf("Next after the end: %v, want that the worker is gone", err)
	}
}
