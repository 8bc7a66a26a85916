package execution

import (
	"context"
	"errors"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution/binding"
	"recette/internal/fault"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// conductor conducts attempts one at a time. It is alone in charge of the order of steps: a worker runs its own steps
// as they come and waits at each step of another owner until it is told the outcome.
type conductor struct {
	e       *Engine
	commit  *committer
	durable context.Context // not cancelled by an interrupt: what happened is recorded
	workers []*pooledWorker // worker of each source, nil when none is taken
	problem func(Problem)   // is told of what belongs to no case; may be nil

	// Of a session only.
	recorded func(ctx context.Context, q Question, o campaign.Observation) error // as SessionOptions.Recorded
	together bool                                                                // as SessionOptions.Together
	shared   *shared                                                             // nil: each answer has its commit
}

func newConductor(durable context.Context, e *Engine, c *committer) *conductor {
	return &conductor{e: e, commit: c, durable: durable, workers: make([]*pooledWorker, len(e.opts.Sources))}
}

// release gives the workers back to the pool.
func (k *conductor) release() {
	for i, l := range k.workers {
		if l != nil {
			k.e.pool.give(l)
			k.workers[i] = nil
		}
	}
}

// turn is one attempt being conducted.
type turn struct {
	*conductor
	a          *attempt
	inScenario []*pooledWorker // workers that began the scenario and have not ended it
	served     []*pooledWorker // workers that ended it
	retries    int             // scenarios begun anew
	left       bool            // the person left, or an interrupt came: the attempt stays open
	confirm    func() error
	before     *mark // where it stood before an answer that is not durable yet; nil when every answer is

	running bool      // the scenario began in its workers
	pos     int       // step that comes next
	asked   *Question // waits for the answer of the person; nil when nothing does
}

// conduct runs the steps of an attempt that no person takes part in, up to its after hooks. The caller closes and
// records it. An error ends the run: the record failed, or a source cannot start. What went wrong in the attempt itself
// is in the attempt.
func (k *conductor) conduct(ctx context.Context, a *attempt) error {
	t := &turn{conductor: k, a: a}
	return t.end(ctx, t.run(ctx))
}

// end ends the scenario in the workers, after the steps or in the middle of them. err is that of the steps. When the
// attempt was not left the caller closes and records it.
func (t *turn) end(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		t.interrupt()
	}
	if e := t.endScenarios(ctx, err != nil); err == nil {
		err = e
	}
	if err == nil && ctx.Err() == nil {
		t.checkServed(ctx)
	}
	if ctx.Err() != nil {
		t.interrupt()
	}
	if e := t.a.wait(); err == nil {
		err = e
	}
	return err
}

// interrupt marks an attempt that a signal stopped before it was over. One in which a person takes part stays open, to
// be resumed at the same step; an automated one ends as interrupted.
func (t *turn) interrupt() {
	a := t.a
	over := a.ended && a.outcome() != recette.OutcomeInterrupted || !a.ended && t.complete() && len(t.inScenario) == 0
	switch {
	case over:
	case a.shape.Person:
		t.left = true
	case !a.ended:
		a.fault(recette.OutcomeInterrupted, nil)
	}
}

// run runs the steps in order until one asks the person or ends the attempt.
func (t *turn) run(ctx context.Context) error {
	if !t.running && !t.a.over() {
		t.running = true
		if err := t.begin(ctx); err != nil {
			return err
		}
	}
	for t.running && t.pos < len(t.a.owners) && !t.a.ended && !t.left {
		var err error
		switch owner := t.a.owners[t.pos]; {
		case owner.Automated():
			err = t.drive(ctx, t.pos, t.workers[owner])
		case owner == binding.Person:
			err = t.ask(ctx, t.pos)
		default:
			err = t.refuse(ctx, t.pos)
		}
		if err != nil || t.asked != nil {
			return err
		}
		t.pos++
	}
	return nil
}

// begin starts the scenario in every source that owns a step of it, so that all before hooks run before the first step,
// even when that one is a person's. The owner of the first step comes last: its steps run at once.
func (t *turn) begin(ctx context.Context) error {
	var order []int
	for _, owner := range slices.Backward(t.a.owners) {
		if o := int(owner); owner.Automated() {
			order = append(slices.DeleteFunc(order, func(s int) bool { return s == o }), o)
		}
	}
	for n, source := range order {
		l, err := t.beginIn(ctx, source)
		if err != nil || l == nil {
			return err
		}
		if n < len(order)-1 {
			if err := t.reach(ctx, l, 0); err != nil || t.a.ended {
				return err
			}
		}
	}
	return nil
}

// cannotRun notes that a worker can run nothing: no step is to blame.
func (t *turn) cannotRun(ctx context.Context, source int, err error) error {
	if ctx.Err() != nil {
		t.a.fault(recette.OutcomeInterrupted, nil)
		return nil
	}
	t.a.fault(recette.OutcomeError, fault.Message(err))
	if t.e.pool.failed(source) {
		return err
	}
	return nil
}

func (t *turn) script(source int) protocol.Begin {
	c := t.a.c
	b := protocol.Begin{
		Case: c.ID, URI: c.Feature.Path, Name: c.Name, Tags: c.Tags, Steps: make([]protocol.Step, len(c.Steps)),
		Grant: &protocol.Grant{Until: len(c.Steps)},
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		b.Steps[i] = protocol.Step{
			Type: string(s.Type), Text: s.Text, Mine: int(t.a.owners[i]) == source, Table: s.Table,
		}
		if s.DocString != nil {
			b.Steps[i].DocString = &protocol.DocString{MediaType: s.DocString.MediaType, Content: s.DocString.Content}
		}
	}
	return b
}

// refuse observes a step that nobody can run.
func (t *turn) refuse(ctx context.Context, pos int) error {
	o := t.a.owners[pos].Outcome()
	t.a.see(campaign.Observation{Step: pos, Mode: recette.Automated, Outcome: o, Verdict: o.Verdict()})
	return t.tell(ctx, pos, o.Verdict(), nil)
}

// broke ends a worker that hangs, died or talks nonsense, its process group with it, and blames the step.
func (t *turn) broke(ctx context.Context, l *pooledWorker, err error, step int, took time.Duration) error {
	t.drop(l)
	if errors.Is(err, errUnbegun) || errors.Is(err, errPreparing) {
		step = -1 // it never began
	}
	switch {
	case ctx.Err() != nil:
		t.blame(step, recette.OutcomeInterrupted, nil, 0)
	case errors.Is(err, errTimeout):
		t.blame(step, recette.OutcomeTimeout, fault.Message(err), took)
	case errors.Is(err, errSuite), errors.Is(err, errUnbegun):
		return t.cannotRun(ctx, l.source, err)
	default:
		t.blame(step, recette.OutcomeError, fault.Message(err), 0)
	}
	return nil
}

// drop kills a worker and forgets it: the next case starts another.
func (t *turn) drop(l *pooledWorker) {
	t.e.pool.kill(l)
	t.a.addLog(l.TakeOutput())
	t.forget(l)
}

// blame gives an outcome to a step, or to the attempt as a whole when step is negative.
func (t *turn) blame(step int, o recette.Outcome, m protocol.Message, took time.Duration) {
	if step < 0 {
		t.a.fault(o, m)
		return
	}
	t.a.see(campaign.Observation{
		Step: step, Mode: recette.Automated, Outcome: o, Verdict: o.Verdict(), Duration: took,
		Observed: t.a.say(m),
	})
}

// endScenarios ends the scenario in the workers that still hold it, so that their after hooks run. After an interrupt
// they are killed.
func (t *turn) endScenarios(ctx context.Context, failed bool) error {
	for _, l := range slices.Clone(t.inScenario) {
		if failed || ctx.Err() != nil {
			t.drop(l)
			continue
		}
		aborted := l.at >= 0
		if aborted {
			// It stands at a step whose outcome nobody will tell.
			if err := t.abort(ctx, l); err != nil {
				_ = t.broke(ctx, l, err, -1, 0)
				continue
			}
		}
		for slices.Contains(t.inScenario, l) {
			r, err := t.next(ctx, l)
			switch {
			case err != nil:
				if err := t.broke(ctx, l, err, -1, 0); err != nil {
					return err
				}
			case r.Ended != nil:
				t.finished(l, r)
			case r.Waiting != nil && !aborted:
				aborted = true
				if err := t.abort(ctx, l); err != nil {
					_ = t.broke(ctx, l, err, -1, 0)
				}
			case r.Step != nil && t.owes(l, r.Step.Index):
				// It ran after the attempt was over, before the worker could be told: that too is a fact.
				t.a.see(t.observation(ctx, r.Step))
			default:
				// A word about a step that is not its own, or that it told already: it could go on for ever.
				if err := t.broke(
					ctx, l, fault.New(ErrWorker, fault.End), -1, 0,
				); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// owes reports whether a worker may still tell of a step: the step is its own, and this pass has not seen it.
func (t *turn) owes(l *pooledWorker, step int) bool {
	return step >= 0 && step < len(t.a.owners) && t.a.owners[step] == binding.Owner(l.source) && !t.a.saw(step)
}

// abort says that no further step will come.
func (t *turn) abort(ctx context.Context, l *pooledWorker) error {
	return t.send(ctx, l, func(ctx context.Context) error { return l.Abort(ctx, "") })
}

// finished takes the end of the scenario from a worker.
func (t *turn) finished(l *pooledWorker, r Reply) {
	t.inScenario = slices.DeleteFunc(t.inScenario, func(o *pooledWorker) bool { return o == l })
	t.served = append(t.served, l)
	for _, line := range r.Ended.Log {
		t.a.addLog(line)
	}
	t.a.cut += max(0, r.Ended.Cut)
	t.a.addLog(r.Output)
	outcome := recette.Outcome(r.Ended.Outcome)
	said := r.Ended.Message
	hook := outcome == recette.OutcomeFailed || outcome == recette.OutcomeError // unless a step explains it
	switch {
	case t.left:
	case outcome == recette.OutcomePassed && t.complete():
	case t.a.ended && (!hook || t.a.judged()):
		t.a.addNotice(said) // of a hook on top of it
	case outcome == recette.OutcomePassed || !outcome.Valid():
		t.a.fault(recette.OutcomeError, protocol.Message{{fault.Of(fault.Short)}})
	case outcome == recette.OutcomeInterrupted && len(said) > 0:
		t.a.fault(recette.OutcomeError, said) // it gave up by itself: neither a person nor a signal stopped it
	default:
		t.a.fault(outcome.Around(), said)
	}
	t.a.addEvidence(t.put(t.a, r.Ended.Attachments)...)
}

// complete reports whether every step of the case has its observation.
func (t *turn) complete() bool {
	judged := t.a.observed()
	return len(slices.DeleteFunc(judged, func(o campaign.Observation) bool { return unjudged(&o) })) == len(t.a.owners)
}
