package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/cucumber/godog"

	"recette/runner/protocol"
)

// session is one conversation with a conductor. Requests are dispatched by the goroutine that reads them; the scenario
// under way has a goroutine of its own; so has the suite, when the project has suite hooks.
type session struct {
	suite   Suite
	open    func(*godog.ScenarioContext) (registry, bool)
	replies *replies

	defs  []definition
	exact bool // defs come from godog's registry, with their keywords
	index *index

	hooks    *suiteHooks // nil when the project has no suite initializer
	attempt  *attempt    // nil before the first
	skeleton []byte      // last feature text used, for as many steps as lastSteps
	lastLen  int
}

func newSession(out io.Writer, s Suite) *session {
	return &session{suite: s, open: openRegistry, replies: newReplies(out)}
}

// serve reads requests until Bye, the end of the stream, or the end of ctx.
func (h *session) serve(ctx context.Context, in io.Reader) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer h.replies.stop()

	requests, deaf := make(chan protocol.Request), make(chan struct{})
	go func() { // ends with the stream, or with the process when the stream stays open
		d := protocol.NewDecoder(in)
		for {
			r, err := d.Request()
			switch {
			case errors.Is(err, protocol.ErrMalformed):
				cancel(fmt.Errorf("%w: %w", ErrProtocol, err))
				return
			case errors.Is(err, io.EOF):
				cancel(ErrGone) // steps that listen to their context hear of it while they run
				return
			case err != nil:
				close(deaf)
				return
			}
			select {
			case requests <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case r := <-requests:
			if r.Bye != nil {
				return h.bye(ctx, r.ID)
			}
			if err := h.handle(ctx, &r); err != nil {
				return err
			}
		case <-deaf:
			h.outlast(ctx)
			h.finish(grace)
			return ErrDeaf
		case <-ctx.Done():
			err := context.Cause(ctx)
			if errors.Is(err, ErrProtocol) {
				_ = h.problem(0, protocol.ProblemUnknown, protocol.Words(err.Error()))
			}
			h.finish(grace)
			return err
		}
	}
}

// handle serves one request. Its error is that of the writer: the conductor does not listen any more.
func (h *session) handle(ctx context.Context, r *protocol.Request) error {
	if r.Hello == nil && h.index == nil {
		return h.problem(r.ID, protocol.ProblemUnknown, protocol.Words("hello must come first"))
	}
	switch {
	case r.Hello != nil:
		return h.hello(ctx, r)
	case r.Match != nil:
		found := make([][]int, len(r.Match.Steps))
		for i, s := range r.Match.Steps {
			found[i] = h.index.match([]int{}, s)
		}
		return h.replies.send(&protocol.Reply{ID: r.ID, Matches: &protocol.Matches{Definitions: found}}, true)
	case r.Begin != nil:
		return h.begin(ctx, r)
	}
	a := h.attempt
	if a == nil {
		return h.problem(r.ID, protocol.ProblemUnknown, protocol.Words("no scenario is under way"))
	}
	if a.over() {
		return nil // the scenario ended while the word was on its way: not a fault
	}
	if err := a.hear(r); err != nil {
		return h.problem(r.ID, protocol.ProblemUnknown, protocol.Words(err.Error()))
	}
	return nil
}

func (h *session) hello(ctx context.Context, r *protocol.Request) error {
	if r.Hello.Version != protocol.Version {
		return h.problem(r.ID, protocol.ProblemVersion,
			protocol.Message{{coded(protocol.FaultVersion, protocol.Version, r.Hello.Version)}})
	}
	if h.index != nil {
		return h.problem(r.ID, protocol.ProblemUnknown, protocol.Words("hello came twice"))
	}
	defs, exact, err := harvest(h.suite.Scenario, h.open)
	if err != nil {
		return h.problem(r.ID, protocol.ProblemRegistration, said(around(err, protocol.FaultInitScenario), ""))
	}
	if h.suite.TestSuite != nil && h.hooks == nil {
		hooks := newSuiteHooks(h.suite.TestSuite)
		if err := hooks.register(ctx); err != nil {
			return h.problem(r.ID, protocol.ProblemRegistration, said(err, ""))
		}
		h.hooks = hooks
	}
	h.defs, h.exact, h.index = defs, exact, newIndex(defs)
	w := &protocol.Welcome{
		Version: protocol.Version, Worker: "go/godog " + godogVersion(),
		Definitions: make([]protocol.Definition, len(defs)),
	}
	for i, d := range defs {
		w.Definitions[i] = protocol.Definition{
			Pattern: d.expr.String(), Keyword: keywordName(d.keyword), Place: d.place,
		}
	}
	return h.replies.send(&protocol.Reply{ID: r.ID, Welcome: w}, true)
}

func (h *session) begin(ctx context.Context, r *protocol.Request) error {
	if h.attempt != nil && !h.attempt.over() {
		return h.problem(r.ID, protocol.ProblemBusy, protocol.Words("a scenario is under way"))
	}
	a, err := newAttempt(ctx, h, r.ID, r.Begin)
	if err != nil {
		return h.problem(r.ID, protocol.ProblemUnknown, protocol.Words(err.Error()))
	}
	h.attempt = a
	go func() {
		defer close(a.done)
		if h.hooks != nil {
			if err := h.hooks.before(); err != nil {
				a.ending.Store(true)
				_ = h.problem(r.ID, protocol.ProblemSuiteHook, said(err, ""))
				return
			}
		}
		a.run(ctx)
	}()
	return nil
}

// bye ends the session in order: nothing may be under way any more, the suite's after hooks run, then comes the
// goodbye.
func (h *session) bye(ctx context.Context, id int64) error {
	if a := h.attempt; a != nil && !a.over() {
		a.abort(nil)
		select {
		case <-a.done:
		case <-ctx.Done():
		}
	}
	g := &protocol.Goodbye{}
	if h.hooks != nil {
		if err := h.hooks.after(); err != nil {
			g.Message = said(err, "")
		}
	}
	return h.replies.send(&protocol.Reply{ID: id, Goodbye: g}, true)
}

// outlast waits for the end of the scenario under way, as far as it needs no further word: the conductor still listens
// to what becomes of it.
func (h *session) outlast(ctx context.Context) {
	a := h.attempt
	if a == nil {
		return
	}
	a.deafen()
	select {
	case <-a.done:
	case <-ctx.Done():
	}
}

// finish is bye without a conductor: the same hooks run, but no longer than limit.
func (h *session) finish(limit time.Duration) {
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	if a := h.attempt; a != nil {
		a.abort(deserted())
		select {
		case <-a.done:
		case <-deadline.C:
			return
		}
	}
	if h.hooks == nil {
		return
	}
	after := make(chan struct{})
	go func() { defer close(after); _ = h.hooks.after() }()
	select {
	case <-after:
	case <-deadline.C:
	}
}

func (h *session) problem(id int64, code string, message protocol.Message) error {
	p := &protocol.Problem{Code: code, Message: clipped(message)}
	return h.replies.send(&protocol.Reply{ID: id, Problem: p}, true)
}

// godogVersion is the version of godog that this binary was built with; godog.Version is that of the main module.
func godogVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/cucumber/godog" {
				return m.Version
			}
		}
	}
	return "unknown"
}
