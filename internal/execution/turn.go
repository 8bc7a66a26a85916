package execution

import (
	"context"
	"slices"

	"recette/internal/campaign"
	"recette/internal/fault"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// send bounds the time that a message may take: a worker that is stopped does not read, and its pipe fills up.
func (t *turn) send(ctx context.Context, l *pooledWorker, f func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, t.e.opts.Sources[l.source].deadline())
	defer cancel()
	err := f(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return fault.About(errTimeout, fault.Timeout, fault.About(errTimeout, fault.Mute, err))
	}
	return err
}

// next waits for the next event of a worker.
func (t *turn) next(ctx context.Context, l *pooledWorker) (Reply, error) {
	limit := t.e.opts.Sources[l.source].deadline()
	if !l.warm {
		// The first scenario of a process also runs the suite's before hooks.
		limit *= 2
	}
	stop := t.watch(t.a)
	r, err := l.Next(ctx, limit)
	stop()
	if err == nil {
		l.warm = true
	}
	return r, err
}

// begun is next, of a fresh worker that begins the scenario when the one at hand gave it up before any of its steps
// began. It gives the worker that spoke; none when no other could take its place, which is told.
func (t *turn) begun(ctx context.Context, l *pooledWorker, pos int) (*pooledWorker, Reply, error) {
	for {
		r, err := t.next(ctx, l)
		if err == nil && r.Ended != nil && t.gaveUp(r, pos) {
			err = fault.About(errUnbegun, fault.Unbegun, fault.Said(r.Ended.Message))
		}
		if !t.unbegun(ctx, l, err, pos) {
			return l, r, err
		}
		if l, err = t.again(ctx, l, err); err != nil || l == nil {
			return nil, Reply{}, err
		}
	}
}

// drive receives the outcome of one step that a worker runs, and tells the other workers.
func (t *turn) drive(ctx context.Context, pos int, l *pooledWorker) error {
	l, r, err := t.begun(ctx, l, pos)
	if l == nil {
		return err
	}
	if err != nil {
		return t.broke(ctx, l, err, pos, t.e.opts.Sources[l.source].deadline())
	}
	if r.Ended != nil {
		t.finished(l, r)
		return nil
	}
	if r.Step == nil || r.Step.Index != pos {
		return t.broke(ctx, l, fault.New(ErrWorker, fault.Step, pos+1), pos, 0)
	}
	t.e.pool.worked(l.source)
	o := t.observation(ctx, r.Step)
	t.a.see(o)
	if err := t.tell(ctx, pos, o.Verdict, l); err != nil {
		return err
	}
	if r.Step.Duration >= t.e.opts.Slow && goesOn(o.Verdict) && pos < len(t.a.owners)-1 {
		return t.flush(t.a)
	}
	return nil
}

// observation turns the outcome of a worker's step into what is recorded.
func (t *turn) observation(ctx context.Context, s *protocol.StepEnd) campaign.Observation {
	outcome := recette.Outcome(s.Outcome)
	if !outcome.Valid() {
		outcome = recette.OutcomeError
	}
	var said protocol.Message
	o := campaign.Observation{
		Step: s.Index, Mode: recette.Automated, Outcome: outcome, Verdict: outcome.Verdict(),
		Duration: max(0, s.Duration),
		Replay:   t.a.replays(s.Index),
	}
	if outcome != recette.OutcomePassed {
		said = s.Message
		if outcome.Verdict() == recette.Failed && recette.Blank(t.a.word(said)) {
			said = protocol.Message{{fault.Of(fault.Silent)}} // a reader of the page must not look for the rest
		}
	}
	o.Evidence = t.put(t.a, s.Attachments)
	if t.e.target.judge(ctx, &o) {
		said = append(slices.Clip(said), protocol.Line{fault.Of(fault.Unreachable, t.e.target.Address)})
	}
	o.Observed = t.a.say(said)
	return o
}

// reach waits until a worker stands at a step of another owner, its hooks run.
func (t *turn) reach(ctx context.Context, l *pooledWorker, pos int) error {
	if l.at == pos {
		return nil
	}
	l, r, err := t.begun(ctx, l, pos)
	switch {
	case l == nil:
		return err
	case err != nil:
		return t.broke(ctx, l, err, -1, 0)
	case r.Ended != nil:
		t.finished(l, r)
		return nil
	case r.Waiting == nil || r.Waiting.Index != pos:
		return t.broke(ctx, l, fault.New(ErrWorker, fault.Wait, pos+1), -1, 0)
	}
	l.at = pos
	return nil
}

// tell gives the outcome of a step to every worker that does not own it.
func (t *turn) tell(ctx context.Context, pos int, v recette.Verdict, but *pooledWorker) error {
	for _, l := range slices.Clone(t.inScenario) {
		if l == but {
			continue
		}
		if err := t.reach(ctx, l, pos); err != nil {
			return err
		}
		if !slices.Contains(t.inScenario, l) {
			continue
		}
		l.at = -1
		if err := t.send(ctx, l, func(ctx context.Context) error {
			return l.Told(ctx, protocol.Told{Index: pos, Outcome: told(v), Message: string(v)})
		}); err != nil {
			if err := t.broke(ctx, l, err, -1, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// told maps a verdict to what a worker is told: anything but passed makes it skip the rest and run its after hooks.
func told(v recette.Verdict) string {
	switch {
	case goesOn(v):
		return string(recette.OutcomePassed)
	case v == recette.Failed:
		return string(recette.OutcomeFailed)
	}
	return string(recette.OutcomePending)
}
