package execution

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// world is a recorder, a dossier, an evidence sink and a listener in memory. It notes the order of everything.
type world struct {
	mu       sync.Mutex
	actor    string
	owners   map[string]string // holder of the open attempt of a case
	results  []Result
	events   []Event
	evidence map[string][]byte
	order    []string // "put x", "record SC-1 3 closed", "ask SC-1 2", "told SC-1 2"
	delay    time.Duration
	refuse   func(Result) error
}

func newWorld() *world {
	return &world{actor: "t1", owners: map[string]string{}, evidence: map[string][]byte{}}
}

func (w *world) note(format string, args ...any) {
	w.order = append(w.order, fmt.Sprintf(format, args...))
}

func (w *world) last(id string) (number, pass int, open bool, standing []Observation) {
	for _, r := range w.results {
		if r.Case != id {
			continue
		}
		if r.Attempt != number {
			standing = nil
		}
		number, pass, open = r.Attempt, r.Pass, !r.Closed
	next:
		for _, o := range r.Steps {
			for i := range standing {
				if standing[i].Step == o.Step {
					if !o.Replay || !goesOn(o.Verdict) {
						standing[i] = o
					}
					continue next
				}
			}
			standing = append(standing, o)
		}
	}
	return number, pass, open, standing
}

func (w *world) Begin(_ context.Context, b Begin) (Attempt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	number, pass, open, standing := w.last(b.Case)
	if !open {
		return Attempt{Number: number + 1, Pass: 1}, nil
	}
	if o := w.owners[b.Case]; o != w.actor {
		return Attempt{}, &OwnedError{Case: b.Case, Attempt: number, Owner: o}
	}
	if b.Restart {
		w.results = append(w.results, Result{Case: b.Case, Content: b.Content, Attempt: number, Pass: pass, Closed: true, Outcome: recette.OutcomeInterrupted})
		return Attempt{Number: number + 1, Pass: 1}, nil
	}
	return Attempt{Number: number, Pass: pass + 1, Resumed: true, Steps: standing}, nil
}

func (w *world) Record(_ context.Context, r Result) error {
	if w.delay > 0 {
		time.Sleep(w.delay)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.refuse != nil {
		if err := w.refuse(r); err != nil {
			return err
		}
	}
	for _, o := range r.Steps {
		for _, e := range o.Evidence {
			if w.evidence[e.SHA256] == nil {
				return errors.New("row names evidence that is not stored")
			}
		}
	}
	w.owners[r.Case] = w.actor
	w.results = append(w.results, r)
	steps := make([]string, 0, len(r.Steps))
	for _, o := range r.Steps {
		steps = append(steps, fmt.Sprint(o.Step))
	}
	state := "open"
	if r.Closed {
		state = "closed"
	}
	w.note("record %s [%s] %s", r.Case, strings.Join(steps, " "), state)
	return nil
}

func (w *world) Standings(context.Context) (map[string]Standing, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := map[string]Standing{}
	for _, r := range w.results {
		all[r.Case] = Standing{Attempt: r.Attempt, Open: !r.Closed, Owner: w.owners[r.Case], Verdict: r.Verdict}
	}
	return all, nil
}

func (w *world) Put(_ context.Context, name, mime string, r io.Reader) (Evidence, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Evidence{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	sum := sha256.Sum256(data)
	id := hex.EncodeToString(sum[:])
	w.evidence[id] = bytes.Clone(data)
	w.note("put %s", name)
	return Evidence{SHA256: id, Size: int64(len(data)), MIME: mime, Name: name}, nil
}

func (w *world) emit(e Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	if e.Kind == EventCaseFinished {
		w.note("event %s %s", e.Case.ID, e.Case.Verdict)
	}
}

// whole gives the last attempt of a case as one result, whatever the number of rows it took.
func (w *world) whole(id string) *Result {
	var all Result
	for _, r := range w.results {
		if r.Case == id {
			steps := r.Steps
			if r.Attempt == all.Attempt {
				steps = append(slices.Clip(all.Steps), steps...)
			}
			all = r
			all.Steps = steps
		}
	}
	return &all
}

// finished gives the last finished event of a case.
func (w *world) finished(t *testing.T, id string) *CaseEvent {
	t.Helper()
	for _, e := range slices.Backward(w.events) {
		if e.Kind == EventCaseFinished && e.Case.ID == id {
			return e.Case
		}
	}
	t.Fatalf("no case.finished for %s", id)
	return nil
}

// script is what a fake worker does of a step, by its text; a step that is not listed passes at once.
type script map[string]func(w *fakeWorker, s *protocol.StepEnd) error

var errDied = errors.New("exit status 1")

func outcome(o, message string) func(*fakeWorker, *protocol.StepEnd) error {
	return func(_ *fakeWorker, s *protocol.StepEnd) error {
		s.Outcome, s.Message = o, message
		return nil
	}
}

// fakeWorker follows the protocol as internal/worker documents it.
type fakeWorker struct {
	script      script
	definitions []string // a step text that starts with one matches it
	hooks       hooks

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
type hooks struct{ before, after, suite, afterSuite string }

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

func (w *fakeWorker) Begin(_ context.Context, b protocol.Begin) error {
	w.begin, w.pos, w.told, w.waited, w.over, w.done = b, 0, map[int]string{}, false, "", false
	return nil
}

func (w *fakeWorker) Told(_ context.Context, t protocol.Told) error {
	w.told[t.Index] = t.Outcome
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
		return ErrTimeout
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
	if w.hooks.suite != "" {
		return Reply{}, fmt.Errorf("%w: %s", ErrSuite, w.hooks.suite)
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
		o := w.over
		if o == "" {
			o = string(recette.OutcomePassed)
			if w.hooks.after != "" {
				o = w.hooks.after
			}
		}
		return Reply{Ended: &protocol.ScenarioEnded{Outcome: o, Message: "hook " + w.hooks.after + w.hooks.before, Log: []string{"log of " + w.begin.Case}}}, nil
	}
	s := &protocol.StepEnd{Index: w.pos, Outcome: string(recette.OutcomePassed), Duration: time.Millisecond}
	text := w.begin.Steps[w.pos].Text
	w.mu.Lock()
	*w.ran = append(*w.ran, w.begin.Case+" "+text)
	w.mu.Unlock()
	if f := w.script[text]; f != nil {
		switch err := f(w, s); {
		case errors.Is(err, ErrTimeout):
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

func (w *fakeWorker) Kill() {
	select {
	case <-w.killed:
	default:
		close(w.killed)
	}
}

// farm starts fake workers and remembers them.
type farm struct {
	mu      sync.Mutex
	workers []*fakeWorker
	ran     []string
}

func (f *farm) source(name string, s script, h hooks, definitions ...string) Source {
	return Source{Name: name, Deadline: 50 * time.Millisecond, Start: func(context.Context) (Worker, error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		w := &fakeWorker{script: s, hooks: h, definitions: definitions, killed: make(chan struct{}), ran: &f.ran, mu: &f.mu}
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
		c.Steps = append(c.Steps, catalogue.Step{Keyword: "* ", Type: catalogue.StepType(kind), Text: text, Line: 4 + i})
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

// people answers by step text; a step without an answer passes.
type people struct {
	w       *world
	answers map[string]Answer
	asked   []Question
	onAsk   func(Question)
	onTold  func(Question)
	choice  Choice
	resumed []Resumption
}

func (p *people) Ask(ctx context.Context, q Question) (Answer, error) {
	p.asked = append(p.asked, q)
	p.w.mu.Lock()
	p.w.note("ask %s %d", q.Case.ID, q.Step)
	p.w.mu.Unlock()
	if p.onAsk != nil {
		p.onAsk(q)
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, err
	}
	if a, ok := p.answers[q.Case.Steps[q.Step].Text]; ok {
		return a, nil
	}
	return Answer{Verdict: recette.Passed}, nil
}

func (p *people) Recorded(_ context.Context, q Question, _ Observation) error {
	p.w.mu.Lock()
	p.w.note("told %s %d", q.Case.ID, q.Step)
	p.w.mu.Unlock()
	if p.onTold != nil {
		p.onTold(q)
	}
	return nil
}

func (p *people) Resume(_ context.Context, r Resumption) (Choice, error) {
	p.resumed = append(p.resumed, r)
	return p.choice, nil
}
