package execution

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/steps"
)

// defaultSlow is the duration from which a step is slow: what was observed before it, and the step itself, are made
// durable without waiting for the end of the case.
const defaultSlow = 250 * time.Millisecond

// Options say how cases are executed.
type Options struct {
	Sources  []Source
	Recorder Recorder     // of the actor of the run; a session may have its own
	Evidence EvidenceSink // where attachments of steps go; the same
	Emit     func(Event)  // called by one goroutine at a time; it must not call back. nil drops events; the same
	Target   Target       // environment under test; the zero value is never asked
	Clock    func() time.Time
	Workers  int           // cases at once; the caller gives the number of cores. 0 means 1
	Slow     time.Duration // 0 means defaultSlow
}

// validate says which mandatory option is missing.
func (o *Options) validate() error {
	switch {
	case o.Clock == nil:
		return errors.New("execution options: no clock")
	case o.Recorder != nil && o.Evidence == nil && len(o.Sources) > 0:
		return errors.New("execution options: no evidence sink")
	}
	for _, s := range o.Sources {
		if s.Start == nil {
			return errors.New("execution options: source " + s.Name + " cannot start")
		}
	}
	return nil
}

// Engine binds and executes cases. It keeps worker processes between Bind and Run, so Close it. One Bind or Run goes on
// at a time; sessions go on together, of one person or of several, on worker processes of their own.
type Engine struct {
	opts   Options
	pool   *pool
	target *target

	ahead *binding.Binding // goes on while its cases run; nil when none does

	mu *sync.Mutex // serialises Emit
}

// New returns an engine. The error is that of an option that is missing.
func New(o Options) (*Engine, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Workers < 1 {
		o.Workers = 1
	}
	if o.Slow <= 0 {
		o.Slow = defaultSlow
	}
	if o.Emit == nil {
		o.Emit = func(Event) {}
	}
	return &Engine{
		opts: o, pool: newPool(o.Sources), target: &target{Target: o.Target, clock: o.Clock}, mu: &sync.Mutex{},
	}, nil
}

// Bind says who owns every step of cases before anything runs, as binding.Bind does. The workers that were asked serve
// the run.
func (e *Engine) Bind(
	ctx context.Context, cases iter.Seq2[catalogue.Case, error], policy binding.Policy,
) (*binding.Binding, error) {
	return binding.Bind(ctx, e.steps, cases, policy)
}

// BindAhead is Bind for whoever may begin before the end, as binding.Ahead does.
func (e *Engine) BindAhead(ctx context.Context, lots binding.Lots, policy binding.Policy) (*binding.Binding, error) {
	var err error
	if e.ahead, err = binding.Ahead(ctx, e.steps, lots, policy); err != nil {
		return nil, err
	}
	return e.ahead, nil
}

// steps takes a worker of each source, for a binding to ask. done gives them back for the run to use, or ends them when
// one misbehaved.
func (e *Engine) steps(ctx context.Context) (opened []steps.Source, done func(healthy bool), err error) {
	var workers []*pooledWorker
	done = func(healthy bool) {
		for _, w := range workers {
			if healthy {
				e.pool.give(w)
			} else {
				e.pool.kill(w)
			}
		}
	}
	for i, s := range e.opts.Sources {
		w, err := e.pool.take(ctx, i)
		if err != nil {
			done(false)
			return nil, nil, err
		}
		workers, opened = append(workers, w), append(opened, s.Steps(w))
	}
	return opened, done, nil
}

// RecordIn says where Run records, for whoever opens the record once the cases are bound.
func (e *Engine) RecordIn(r Recorder, to EvidenceSink) { e.opts.Recorder, e.opts.Evidence = r, to }

// as gives the engine on the same workers that records and tells as somebody's session asks.
func (e *Engine) as(o SessionOptions) (*Engine, error) {
	own := &Engine{opts: e.opts, pool: e.pool, target: e.target, mu: e.mu}
	if o.Recorder != nil {
		own.opts.Recorder, own.opts.Evidence = o.Recorder, o.Evidence
	}
	if o.Emit != nil {
		own.opts.Emit, own.mu = o.Emit, &sync.Mutex{}
	}
	if own.opts.Recorder == nil {
		return nil, errNoRecorder
	}
	return own, own.opts.validate()
}

var errNoRecorder = errors.New("execution options: no recorder")

// Close ends the binding under way and kills the workers that no run has ended.
func (e *Engine) Close() {
	if e.ahead != nil {
		e.ahead.Stop()
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	e.pool.close(done)
}

// emit stamps an event and hands it over.
func (e *Engine) emit(ev Event) {
	ev.V, ev.At = eventVersion, e.opts.Clock()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.opts.Emit(ev)
}
