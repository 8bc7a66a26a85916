package execution

import (
	"context"
	"errors"
	"slices"
	"time"

	"recette/internal/fault"
	"recette/internal/recette"
)

// What breaks a worker between two cases (a process that is killed or stopped, a descriptor that a step closed, bytes
// that a forgotten goroutine wrote) is no fault of the case that comes next. So a worker is asked whether it is there
// when its case is over, while it is known which one that was, and again before a case when it stood idle since. One
// that is not is replaced, and the case begins in a fresh one, as long as none of its steps began.

const (
	// handshake bounds what a worker between two cases may take to answer; nothing runs in it then.
	handshake = 10 * time.Second
	// maxIdle is how long a worker may stand idle before it is asked again.
	maxIdle = 20 * time.Millisecond
)

// ready asks a worker between two cases whether it can take one.
func (k *conductor) ready(ctx context.Context, l *pooledWorker) error {
	limited, cancel := context.WithTimeout(ctx, min(k.e.opts.Sources[l.source].deadline(), handshake))
	defer cancel()
	err := l.Ready(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		err = fault.About(errTimeout, fault.Timeout, fault.About(errTimeout, fault.Mute, err))
	}
	l.asked = k.e.opts.Clock()
	return err
}

// checkServed asks the workers that ran the attempt. One that broke is told with this case, whose verdict stands: its
// steps were judged before.
func (t *turn) checkServed(ctx context.Context) {
	for _, l := range t.served {
		l.last = t.a.c.ID
		if t.workers[l.source] != l {
			continue
		}
		if err := t.ready(ctx, l); err != nil {
			t.drop(l)
			if ctx.Err() == nil {
				t.a.addNotice(fault.Message(err))
				t.broken(l, err)
			}
		}
	}
}

// beginIn makes a worker of a source begin the scenario: a fresh one when the one at hand cannot. It gives nil when
// none can, which is a fault of the attempt.
func (t *turn) beginIn(ctx context.Context, source int) (*pooledWorker, error) {
	var err error
	for range maxBadStarts {
		var l *pooledWorker
		if l, err = t.hand(ctx, source); err != nil || l == nil {
			return nil, err
		}
		l.fresh, l.at = false, -1
		// A request that could not be written whole was not read: nothing of the scenario began.
		if err = t.send(ctx, l, func(ctx context.Context) error { return l.Begin(ctx, t.script(source)) }); err == nil {
			t.inScenario = append(t.inScenario, l)
			return l, nil
		}
		t.replace(ctx, l, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, t.cannotRun(ctx, source, err)
}

// hand gives a worker of a source that is ready. It gives nil when the source cannot start, which is a fault of the
// attempt, and an error when that happens too often.
func (t *turn) hand(ctx context.Context, source int) (*pooledWorker, error) {
	for {
		l := t.workers[source]
		if l == nil {
			var err error
			if l, err = t.e.pool.take(ctx, source); err != nil {
				return nil, t.cannotRun(ctx, source, err)
			}
			t.workers[source] = l
		}
		if l.fresh || t.e.opts.Clock().Sub(l.asked) < maxIdle {
			return l, nil
		}
		err := t.ready(ctx, l)
		if err == nil {
			return l, nil
		}
		t.replace(ctx, l, err)
	}
}

// replace ends a worker that cannot begin a scenario, and tells so. What it printed is not this case's.
func (t *turn) replace(ctx context.Context, l *pooledWorker, err error) {
	t.e.pool.kill(l)
	t.forget(l)
	if ctx.Err() == nil {
		t.broken(l, err)
	}
}

// forget makes the next case take another worker.
func (t *turn) forget(l *pooledWorker) {
	t.workers[l.source] = nil
	t.inScenario = slices.DeleteFunc(t.inScenario, func(o *pooledWorker) bool { return o == l })
}

// broken tells of a worker that broke beyond its cases, and after which.
func (t *turn) broken(l *pooledWorker, err error) {
	if t.problem != nil {
		t.problem(problem(ProblemBroken, t.e.opts.Sources[l.source].Name, l.last, err))
	}
}

// gaveUp reports whether a worker gave the scenario up by itself before any of its steps began: it lost the
// conductor, whose end of the protocol something closed.
func (t *turn) gaveUp(r Reply, pos int) bool {
	return pos == 0 && len(t.a.seen) == 0 && recette.Outcome(r.Ended.Outcome) == recette.OutcomeInterrupted
}

// unbegun reports whether a worker that served before broke with nothing of the scenario run. One that never served
// broke in the hooks of the suite, as another would.
func (t *turn) unbegun(ctx context.Context, l *pooledWorker, err error, pos int) bool {
	return errors.Is(err, errUnbegun) && ctx.Err() == nil && pos == 0 && len(t.a.seen) == 0 && l.warm
}

// again begins a scenario in a fresh worker, when the one before gave it up because of err.
func (t *turn) again(ctx context.Context, l *pooledWorker, err error) (*pooledWorker, error) {
	t.replace(ctx, l, err)
	if t.retries++; t.retries >= maxBadStarts {
		return nil, t.cannotRun(ctx, l.source, err)
	}
	return t.beginIn(ctx, l.source)
}
