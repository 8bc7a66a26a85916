package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/recette"
)

// beginTrial gives an attempt out of the figures: a new one each time, numbered by case and by person. One that was
// left is not resumed, and nobody holds the case: it bears on nothing.
func (s *Service) beginTrial(ctx context.Context, actor recette.Actor, b Begin) (Attempt, error) {
	if !b.Trial.Valid() {
		return Attempt{}, invalid("trial")
	}
	c, err := s.present(ctx, b.Campaign)
	if err != nil {
		return Attempt{}, err
	}
	if err := access.Allow(actor, access.Rehearse, c.boundsOf(actor, b.known(c)...)); err != nil {
		return Attempt{}, err
	}
	if err := s.CheckBuild(&c.outline.Manifest); err != nil {
		return Attempt{}, err
	}
	if _, err := c.check(b.Case, b.Content); err != nil {
		return Attempt{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	last := c.state.LastTrial(b.Case, actor.Ref).Position()
	return Attempt{Campaign: c.id, Case: b.Case, Content: b.Content, Number: last.Number + 1, Pass: 1}, nil
}

// recordTrial is Record out of the figures, of a result that is checked.
func (s *Service) recordTrial(ctx context.Context, actor recette.Actor, r Result) (Recorded, error) {
	if !r.Trial.Valid() || r.origin != nil {
		return Recorded{}, fmt.Errorf("record %s: %w", r.Case, invalid("trial"))
	}
	c, err := s.load(ctx, r.Campaign)
	if err != nil {
		return Recorded{}, err
	}
	c.recording.RLock()
	defer c.recording.RUnlock()
	i, err := s.checkNow(ctx, c, r.Case, r.Content)
	if err != nil {
		return Recorded{}, err
	}
	defer c.lockCases([]int{i})()
	d := s.result(actor, r, "")
	if d.err != nil {
		return Recorded{}, d.err
	}
	var verdict recette.Verdict
	recs, err := s.extend(ctx, c, func() ([]*entry, error) {
		if _, err := c.check(r.Case, r.Content); err != nil {
			return nil, err
		}
		var err error
		if verdict, err = c.admitTrial(actor, i, &r); err != nil {
			return nil, fmt.Errorf("record %s: %w", r.Case, err)
		}
		d.entry.Leaf.Result.Verdict = string(verdict)
		return []*entry{d}, nil
	})
	if err != nil {
		return Recorded{}, err
	}
	return Recorded{Seq: recs[0].Leaf.Seq, Verdict: verdict}, nil
}

// admitTrial checks rights and that the attempt is the present one of the actor, and gives its verdict when it closes:
// the roll-up of all steps, as for a result that counts.
func (c *loaded) admitTrial(actor recette.Actor, i int, r *Result) (recette.Verdict, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	if err := access.Allow(actor, access.Rehearse, c.bounds(actor, cs.ID)); err != nil {
		return "", err
	}
	last := c.state.LastTrial(cs.ID, actor.Ref)
	now := last.Position()
	if r.Attempt > now.Number && now.Phase == recette.AttemptOpen {
		now.Phase = recette.AttemptClosed // one that was left stays as it is
	}
	if _, err := now.Observe(r.Attempt, r.Pass); err != nil {
		return "", err
	}
	steps := make([]recette.Verdict, cs.Steps)
	if last != nil && last.Number == r.Attempt {
		copy(steps, last.Verdicts)
		if last.Kind != r.Trial {
			return "", invalid("trial")
		}
	}
	for _, o := range r.Steps {
		if o.Step >= cs.Steps {
			return "", fmt.Errorf("step %d of %d: %w", o.Step+1, cs.Steps, ErrInvalid)
		}
	}
	observe(steps, *r)
	if !r.Closed {
		return "", nil
	}
	return recette.Conclude(c.facts(i, steps), r.Verdict, r.Outcome), nil
}
