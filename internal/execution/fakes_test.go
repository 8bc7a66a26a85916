package execution

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/fault"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// script is what a fake worker does of a step, by its text; a step that is not listed passes at once.
type script map[string]func(w *fakeWorker, s *protocol.StepEnd) error

var errDied = errors.New("exit status 1")

func outcome(o, message string) func(*fakeWorker, *protocol.StepEnd) error {
	return func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Outcome, s.Message = o, protocol.Words(message)
		return nil
	}
}

// fakeWorker follows the protocol as internal/worker documents it.
type fakeWorker struct {
	script      script
	definitions []string // a step text that starts with one matches it
	hooks       hooks
	broken      map[string]error // what Ready says after a case
	deaf        map[string]error // what Begin says of a case
	lost        map[string]error // what Next says of a case, by id

	begin  protocol.Begin
	pos    int
	told   map[int]string
	waited bool
	over   string // outcome, once the scenario runs nothing more
	done   bool
	killed chan struct{}
	closed bool
	ran    *[]string
	mu     *sync.Mutex
}

// hooks are what the scenario hooks of a fake worker come to: an outcome, empty for passed.
type hooks struct {
	before, after, suite, afterSuite string

	step   string // text of a step of somebody else, whose hook fails
	leaves string // what Kill cannot end

	afterAnyway bool // the after hook fails on top of a step that was not passed
}

func (w *fakeWorker) Definitions() []protocol.Definition {
	var ds []protocol.Definition
	for i, d := range w.definitions {
		ds = append(ds, protocol.Definition{Pattern: "^" + d, Place: fmt.Sprintf("steps/x.go:%d", i+1)})
	}
	return ds
}

func (w *fakeWorker) Match(_ context.Context, steps []protocol.StepText) ([][]int, error) {
	all := make([][]int, len(steps))
	for i, s := range steps {
		for j, d := range w.definitions {
			if strings.HasPrefix(s.Text, d) {
				all[i] = append(all[i], j)
			}
		}
	}
	return all, nil
}

// Ready fails as w.broken says, once the case that it names was run.
func (w *fakeWorker) Ready(ctx context.Context) error {
	if err := w.broken[w.begin.Case]; errors.Is(err, errTimeout) {
		<-ctx.Done()
		return ctx.Err()
	} else if err != nil {
		return err
	}
	return ctx.Err()
}

func (w *fakeWorker) Begin(_ context.Context, b protocol.Begin) error {
	if err := w.deaf[b.Case]; err != nil {
		return err
	}
	w.begin, w.pos, w.told, w.waited, w.over, w.done = b, 0, map[int]string{}, false, "", false
	return nil
}

func (w *fakeWorker) Told(_ context.Context, t protocol.Told) error {
	w.told[t.Index] = t.Outcome
	if w.begin.Steps[t.Index].Text == w.hooks.step {
		w.told[t.Index] = string(recette.OutcomeError)
	}
	return nil
}

func (w *fakeWorker) Abort(context.Context, string) error {
	w.over = string(recette.OutcomeInterrupted)
	return nil
}

func (w *fakeWorker) hang(ctx context.Context, limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-timer.C:
		return errTimeout
	case <-ctx.Done():
		return ctx.Err()
	case <-w.killed:
		return errDied
	}
}

func (w *fakeWorker) Next(ctx context.Context, limit time.Duration) (Reply, error) {
	if err := ctx.Err(); err != nil {
		return Reply{}, err
	}
	if err := w.lost[w.begin.Case]; err != nil {
		return Reply{}, err
	}
	if w.hooks.suite != "" {
		return Reply{}, fault.About(errSuite, protocol.FaultBeforeSuite, errors.New(w.hooks.suite))
	}
	if w.pos == 0 && w.hooks.before != "" && w.over == "" {
		w.over = w.hooks.before
	}
	for w.over == "" && w.pos < len(w.begin.Steps) && !w.begin.Steps[w.pos].Mine {
		o, ok := w.told[w.pos]
		if !ok {
			if w.waited {
				return Reply{}, errors.New("fake: asked for more while waiting")
			}
			w.waited = true
			return Reply{Waiting: &protocol.Waiting{Index: w.pos}}, nil
		}
		w.waited = false
		w.pos++
		if o != string(recette.OutcomePassed) {
			w.over = o
		}
	}
	if w.over != "" || w.pos == len(w.begin.Steps) {
		if w.done {
			return Reply{}, errors.New("fake: asked for more after the end")
		}
		w.done = true
		o, message := w.over, ""
		switch {
		case w.hooks.before != "" && o == w.hooks.before:
			message = "before scenario hook: " + o
		case (o == "" || w.hooks.afterAnyway) && w.hooks.after != "":
			o, message = w.hooks.after, "after scenario hook: "+w.hooks.after
		case o == "":
			o = string(recette.OutcomePassed)
		}
		return Reply{Ended: &protocol.ScenarioEnded{
			Outcome: o, Message: protocol.Words(message), Log: []string{"log of " + w.begin.Case},
		}}, nil
	}
	s := &protocol.StepEnd{Index: w.pos, Outcome: string(recette.OutcomePassed), Duration: time.Millisecond}
	text := w.begin.Steps[w.pos].Text
	w.mu.Lock()
	*w.ran = append(*w.ran, w.begin.Case+" "+text)
	w.mu.Unlock()
	if f := w.script[text]; f != nil {
		switch err := f(w, s); {
		case errors.Is(err, errTimeout):
			return Reply{}, w.hang(ctx, limit)
		case err != nil:
			return Reply{}, err
		}
	}
	w.pos++
	if s.Outcome != string(recette.OutcomePassed) {
		w.over = s.Outcome
	}
	return Reply{Step: s}, nil
}

func (w *fakeWorker) TakeOutput() string { return "last words" }
func (w *fakeWorker) Close(context.Context) error {
	w.closed = true
	if w.hooks.afterSuite != "" {
		return errors.New(w.hooks.afterSuite)
	}
	return nil
}

func (w *fakeWorker) Kill() error {
	select {
	case <-w.killed:
	default:
		close(w.killed)
	}
	if w.hooks.leaves != "" {
		return errors.New(w.hooks.leaves)
	}
	return nil
}

// farm starts fake workers and remembers them.
type farm struct {
	mu      sync.Mutex
	workers []*fakeWorker
	ran     []string
	broken  map[string]error // of the first worker
	deaf    map[string]error // of all
}

func (f *farm) source(name string, s script, h hooks, definitions ...string) Source {
	return Source{Name: name, Deadline: 50 * time.Millisecond, Start: func(context.Context) (Worker, error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		w := &fakeWorker{
			script: s, hooks: h, definitions: definitions, killed: make(chan struct{}),
			ran: &f.ran, mu: &f.mu, deaf: f.deaf,
		}
		if len(f.workers) == 0 {
			w.broken = f.broken
		}
		f.workers = append(f.workers, w)
		return w, nil
	}}
}

// alive counts workers that were neither killed nor closed.
func (f *farm) alive() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, w := range f.workers {
		select {
		case <-w.killed:
		default:
			n++
		}
	}
	return n
}

// kase makes a case of steps written "type text".
func kase(id string, steps ...string) catalogue.Case {
	c := catalogue.Case{
		ID: id, Stable: true, Name: "Cas " + id, Line: 3, Content: "content/1:" + id + strings.Join(steps, "|"),
		Feature: catalogue.Feature{Path: "features/" + id + ".feature", Name: "F"}, Source: strings.Join(steps, "\n"),
	}
	for i, s := range steps {
		kind, text, _ := strings.Cut(s, " ")
		c.Steps = append(
			c.Steps, catalogue.Step{Keyword: "* ", Type: catalogue.StepType(kind), Text: text, Line: 4 + i},
		)
	}
	return c
}

func stream(cases ...catalogue.Case) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for _, c := range cases {
			if !yield(c, nil) {
				return
			}
		}
	}
}

// clockFrom gives a clock that advances a millisecond at each look.
func clockFrom() func() time.Time {
	var mu sync.Mutex
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		now = now.Add(time.Millisecond)
		return now
	}
}

func newEngine(t *testing.T, w *world, workers int, sources ...Source) *Engine {
	t.Helper()
	e, err := New(Options{
		Sources: sources, Recorder: w, Evidence: w, Emit: w.emit, Clock: clockFrom(), Workers: workers,
		Slow: time.Hour, // a machine that is slow itself must not add rows
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}
