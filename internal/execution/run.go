package execution

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// Run executes the automated cases, Options.Workers at a time, each lane with worker processes of its own. cases must
// yield what was bound, in the same order; it is read as lanes come free and never kept, so memory does not grow with
// its length. Cases in which a person takes part are left and counted apart.
//
// Events come as cases complete, and that of the binding once all cases are bound; the summary does not depend on that
// order. The error is that of cases, ErrChanged,
// ErrRecord, ErrWorker when a source cannot start, or that of ctx after an interrupt: running attempts are then
// recorded as interrupted and no worker is left. The summary holds in every case what was recorded.
func (e *Engine) Run(ctx context.Context, b *binding.Binding, cases iter.Seq2[catalogue.Case, error]) (Summary, error) {
	if e.opts.Recorder == nil {
		return Summary{}, errNoRecorder
	}
	r := &run{e: e, binding: b, sum: newSummary()}
	began := e.opts.Clock()
	told := r.tellBound()
	err := r.all(ctx, cases)
	b.Stop()
	told.Wait()
	r.dismiss(ctx)
	return r.finish(ctx, began), err
}

// tellBound tells who owns the steps: at once when all are bound, else when they are.
func (r *run) tellBound() *sync.WaitGroup {
	var telling sync.WaitGroup
	tell := func() {
		if _, err := r.binding.Whole(); err == nil {
			r.e.emit(Event{Kind: EventBound, Report: &r.binding.Report})
		}
	}
	if r.binding.Ended() {
		tell()
	} else {
		telling.Go(tell)
	}
	return &telling
}

// dismiss says goodbye to the workers that stand idle.
func (r *run) dismiss(ctx context.Context) {
	for _, p := range r.e.pool.close(ctx) {
		r.problem(p)
	}
}

// finish sums up and tells so.
func (r *run) finish(ctx context.Context, began time.Time) Summary {
	r.sum.Interrupted = ctx.Err() != nil
	r.sum.Duration = r.e.opts.Clock().Sub(began)
	r.sum.sort()
	r.e.emit(Event{Kind: EventRunFinished, Summary: &r.sum})
	return r.sum
}

// run is the state of one Run.
type run struct {
	e       *Engine
	binding *binding.Binding
	commit  *committer

	flight sync.WaitGroup // cases that a lane conducts, or whose result is on its way to the record

	mu   sync.Mutex
	sum  Summary
	late []job // that the order of a journey holds back
}

// job is a case on its way to a lane.
type job struct {
	index  int
	c      catalogue.Case
	owners []binding.Owner

	why *campaign.OrderError // it was put off; nil at first
}

func (j *job) begin() campaign.Begin {
	return campaign.Begin{Case: j.c.ID, Content: j.c.Content, Mode: recette.Automated}
}

// all feeds the lanes and waits for them and for the record.
func (r *run) all(ctx context.Context, cases iter.Seq2[catalogue.Case, error]) error {
	durable := context.WithoutCancel(ctx)
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r.commit = newCommitter(durable, r.e.opts.Recorder, inFlight)
	jobs := make(chan job)
	var lanes sync.WaitGroup
	for range r.e.opts.Workers {
		lanes.Go(func() {
			if err := r.lane(inner, durable, jobs); err != nil {
				cancel(err)
			}
		})
	}
	err := r.feed(inner, durable, jobs, cases)
	if err == nil {
		err = r.freed(inner, jobs)
	}
	close(jobs)
	lanes.Wait()
	r.commit.close()
	switch cause := context.Cause(inner); {
	case r.commit.err() != nil:
		return r.commit.err()
	case ctx.Err() != nil:
		return ctx.Err()
	case cause != nil:
		return cause
	}
	return err
}

// feed hands the automated cases to the lanes. A case without a step that anything could run needs none of them: it is
// closed on the way, so that several of them come in the order of the files.
func (r *run) feed(ctx, durable context.Context, jobs chan<- job, cases iter.Seq2[catalogue.Case, error]) error {
	own := newConductor(durable, r.e, r.commit)
	index := 0
	for c, err := range cases {
		if err != nil {
			return err
		}
		owners, err := r.binding.Owners(index, &c)
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.sum.Selected++
		r.mu.Unlock()
		switch s := binding.ShapeOf(owners); {
		case s.Person:
			r.leaveToPerson(index, &c, owners, s)
		case !s.Automated && ctx.Err() == nil:
			if err := r.one(ctx, own, job{index: index, c: c, owners: owners}); err != nil {
				return err
			}
		default:
			if err := r.hand(ctx, jobs, job{index: index, c: c, owners: owners}); err != nil {
				return err
			}
		}
		index++
	}
	if n, err := r.binding.Whole(); err != nil || ctx.Err() != nil {
		return err
	} else if index != n { // those at the end are gone
		return fmt.Errorf("%w: %d cases of %d", binding.ErrChanged, index, n)
	}
	return nil
}

// hand gives a case to the lane that comes free first.
func (r *run) hand(ctx context.Context, jobs chan<- job, j job) error {
	r.flight.Add(1)
	select {
	case jobs <- j:
		return nil
	case <-ctx.Done():
		r.flight.Done()
		return ctx.Err()
	}
}

// leaveToPerson counts a case that needs a person. One that has a step nobody can run is red already: it is not a
// person who is missing.
func (r *run) leaveToPerson(index int, c *catalogue.Case, owners []binding.Owner, s binding.Shape) {
	ev := caseEvent(index, c, s.Mode())
	ev.Verdict = recette.NotRun
	r.mu.Lock()
	if s.Mode() == recette.Mixed {
		r.sum.Mixed++
	} else {
		r.sum.Manual++
	}
	if s.Broken {
		r.sum.broken(&ev, c, owners)
	}
	r.mu.Unlock()
	r.e.emit(Event{Kind: EventCaseLeft, Case: &ev})
}

// lane conducts cases one after the other.
func (r *run) lane(ctx, durable context.Context, jobs <-chan job) error {
	k := newConductor(durable, r.e, r.commit)
	k.problem = r.problem
	defer k.release()
	for j := range jobs {
		var err error
		if ctx.Err() == nil {
			err = r.one(ctx, k, j)
		}
		r.flight.Done()
		if err != nil || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

// one conducts one case. Its result goes to the record while the lane takes the next case.
func (r *run) one(ctx context.Context, k *conductor, j job) error {
	if binding.ShapeOf(j.owners).Automated {
		if err := r.e.target.before(ctx); err != nil {
			return err
		}
	}
	no, err := r.e.opts.Recorder.Begin(ctx, j.begin())
	if err != nil {
		return r.refused(ctx, j, err)
	}
	a := r.e.newAttempt(j.index, &j.c, j.owners, no)
	started := a.started()
	r.e.emit(Event{Kind: EventCaseStarted, Case: &started})

	err = k.conduct(ctx, a)
	if errors.Is(err, ErrRecord) {
		return err
	}
	if lost(err) { // of a slow step: the case is somebody else's
		r.taken(a, err)
		return nil
	}
	if a.ended {
		if e := a.attachLog(k.durable, r.e.opts.Evidence); e != nil {
			return e
		}
	}
	res := a.close()
	ev := a.event(&res, r.e.opts.Sources, r.e.opts.Clock())
	r.flight.Add(1)
	r.commit.submit(res, func(got campaign.Recorded, err error) {
		defer r.flight.Done()
		if lost(err) {
			r.taken(a, err)
			return
		}
		if err != nil {
			r.problem(problem(ProblemRecord, "", ev.ID, err))
			return
		}
		ev.Verdict = got.Verdict
		r.mu.Lock()
		r.sum.add(ev)
		r.mu.Unlock()
		r.e.emit(Event{Kind: EventCaseFinished, Case: ev})
	})
	if err != nil {
		r.problem(problem(problemStart, "", "", err))
		return err
	}
	return r.commit.err()
}

// taken notes an attempt whose end another run, or a session, was faster to record: theirs stands, this one is not
// kept. Nothing of it counts, and the run is not green: what it saw may have been something else.
func (r *run) taken(a *attempt, err error) {
	r.leave(a.index, a.c, a.shape, problem(ProblemTaken, "", a.c.ID, err))
}

// leave tells of a case that this run says nothing of, and why.
func (r *run) leave(index int, c *catalogue.Case, s binding.Shape, p Problem) {
	r.problem(p)
	ev := caseEvent(index, c, s.Mode())
	ev.Verdict, ev.Message = recette.NotRun, p.Message
	r.e.emit(Event{Kind: EventCaseLeft, Case: &ev})
}

// refused notes an attempt that may not begin. Somebody else's open attempt, a changed text and changed data concern
// one case, and one that an order holds back waits; any other refusal is one of the record, and ends the run.
func (r *run) refused(ctx context.Context, j job, err error) error {
	if why, ok := errors.AsType[*campaign.OrderError](err); ok {
		r.putOff(j, why)
		return nil
	}
	p, ok := refusal(j.c.ID, err)
	switch {
	case ctx.Err() != nil:
		return nil
	case !ok:
		return err
	}
	r.leave(j.index, &j.c, binding.ShapeOf(j.owners), p)
	return nil
}

// refusal tells of a refusal that concerns one case.
func refusal(id string, err error) (Problem, bool) {
	switch {
	case errors.Is(err, campaign.ErrHeld):
		return problem(ProblemOwned, "", id, err), true
	case errors.Is(err, campaign.ErrDrift):
		return problem(ProblemDrift, "", id, err), true
	case errors.Is(err, ErrData):
		return problem(ProblemData, "", id, err), true
	}
	return Problem{}, false
}

func (r *run) problem(p Problem) {
	r.mu.Lock()
	r.sum.problem(p)
	r.mu.Unlock()
	r.e.emit(Event{Kind: EventProblem, Problem: &p})
}
