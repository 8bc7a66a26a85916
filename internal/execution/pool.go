package execution

import (
	"context"
	"errors"
	"sync"
	"time"
)

// maxBadStarts is how many times in a row a source may fail before any step ran, before the run gives up: a binding
// that cannot start would otherwise cost its deadline for each of the cases.
const maxBadStarts = 3

// pooledWorker is a worker process with what the conductor must remember of it.
type pooledWorker struct {
	Worker
	source int
	warm   bool // it said something of a scenario: the suite's before hooks are behind it
	at     int  // step of another owner at which it stands and was not told; -1 when none

	fresh bool      // it was started for the case at hand
	asked time.Time // when it last said that it was ready
	last  string    // id of the case that it ran last; empty before the first
}

// pool keeps idle workers by source. A worker that misbehaved never comes back to it.
type pool struct {
	sources []Source

	mu   sync.Mutex
	idle [][]*pooledWorker
	bad  []int     // failures in a row, by source
	left []Problem // processes that outlive the workers that were killed
}

func newPool(sources []Source) *pool {
	return &pool{sources: sources, idle: make([][]*pooledWorker, len(sources)), bad: make([]int, len(sources))}
}

// take gives an idle worker of a source, or starts one.
func (p *pool) take(ctx context.Context, source int) (*pooledWorker, error) {
	p.mu.Lock()
	if n := len(p.idle[source]); n > 0 {
		l := p.idle[source][n-1]
		p.idle[source] = p.idle[source][:n-1]
		p.mu.Unlock()
		return l, nil
	}
	p.mu.Unlock()
	w, err := p.sources[source].Open(ctx)
	if err != nil {
		return nil, err
	}
	return &pooledWorker{Worker: w, source: source, fresh: true}, nil
}

// give puts a worker back.
func (p *pool) give(l *pooledWorker) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l.fresh = false
	p.idle[l.source] = append(p.idle[l.source], l)
}

// worked says that a worker of source ran a step; failed says that one broke before any did, and reports whether the
// run must give up.
func (p *pool) worked(source int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bad[source] = 0
}

func (p *pool) failed(source int) (giveUp bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bad[source]++
	return p.bad[source] >= maxBadStarts
}

// kill ends a worker that is of no more use, and remembers what it leaves behind.
func (p *pool) kill(l *pooledWorker) {
	if err := l.Kill(); err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.left = append(p.left, problem(problemLeft, p.sources[l.source].Name, "", err))
	}
}

// close says goodbye to every idle worker, all at once, and gives the failures of after-suite hooks, and the
// processes that are left behind. A worker that was already asked to leave by ctx is killed instead.
func (p *pool) close(ctx context.Context) []Problem {
	p.mu.Lock()
	idle := p.idle
	p.idle = make([][]*pooledWorker, len(p.sources))
	p.mu.Unlock()

	var mu sync.Mutex
	var problems []Problem
	var wg sync.WaitGroup
	for i, ws := range idle {
		for _, w := range ws {
			wg.Go(func() {
				defer p.kill(w)
				if ctx.Err() != nil {
					return
				}
				limited, cancel := context.WithTimeout(ctx, p.sources[i].deadline())
				defer cancel()
				if err := w.Close(limited); err != nil && !errors.Is(ctx.Err(), context.Canceled) {
					mu.Lock()
					defer mu.Unlock()
					problems = append(problems, problem(problemSuite, p.sources[i].Name, "", err))
				}
			})
		}
	}
	wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	problems, p.left = append(problems, p.left...), nil
	return problems
}
