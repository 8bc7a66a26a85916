package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Begin asks for an attempt of a case.
type Begin struct {
	Campaign string
	Case     string
	Content  string       // content hash of the text at hand
	Mode     recette.Mode // Automated when automation alone conducts the attempt

	// Restart abandons the actor's own open attempt and begins another; TakeOver does so with somebody else's.
	Restart  bool
	TakeOver bool
}

// Attempt is an attempt to conduct. Number and Pass go into each Result.
type Attempt struct {
	Campaign string
	Case     string
	Content  string
	Number   int
	Pass     int
	Free     bool        // of a free run
	Resumed  bool        // the attempt was open: Steps holds what stands of it
	Steps    []StepState // by step; nil for a new attempt
}

// BeginAttempt gives the attempt to conduct: the open one of the actor, in a new pass, or a new one. Nothing is written
// until the first Record, but for an abandoned attempt, which is closed as interrupted with what was seen of it.
//
// It returns *DriftError when the text at hand is not the frozen one, *HeldError when somebody else has an open attempt,
// ErrClosed, ErrUnknownCase, and refusals under access.ErrDenied.
func (s *Service) BeginAttempt(ctx context.Context, actor recette.Actor, b Begin) (Attempt, error) {
	if s.run(b.Campaign) != nil {
		return Attempt{Campaign: b.Campaign, Case: b.Case, Content: b.Content, Number: 1, Pass: 1, Free: true}, nil
	}
	c, err := s.live(ctx, b.Campaign)
	if err != nil {
		return Attempt{}, err
	}
	if b.Mode != recette.Automated {
		if err := s.follow(ctx, c); err != nil {
			return Attempt{}, err
		}
	}
	if err := access.Allow(actor, recordAction(b.Mode), access.Scope{Members: c.members}); err != nil {
		return Attempt{}, err
	}
	i, err := c.check(b.Case, b.Content)
	if err != nil {
		return Attempt{}, err
	}
	c.gate.RLock()
	defer c.gate.RUnlock()
	c.cases[i].Lock()
	defer c.cases[i].Unlock()

	a, open, err := c.position(i, b)
	if err != nil || !open {
		return a, err
	}
	holder := c.holder(i)
	switch {
	case holder.Ref == actor.Ref && !b.Restart:
		return a, nil
	case holder.Ref != actor.Ref && !b.TakeOver:
		return Attempt{}, &HeldError{Case: b.Case, Attempt: a.Number, Ref: holder.Ref}
	case holder.Ref != actor.Ref:
		if err := access.Allow(actor, access.TakeOver, access.Scope{Members: c.members}); err != nil {
			return Attempt{}, err
		}
	}
	if err := s.abandon(ctx, c, actor, a); err != nil {
		return Attempt{}, err
	}
	a, _, err = c.position(i, b)
	return a, err
}

// check gives the index of a case whose frozen text is the one at hand.
func (c *live) check(id, content string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.state.index[id]
	switch {
	case c.state.ClosedAt != "":
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrClosed)
	case !ok:
		return 0, fmt.Errorf("case %s: %w", id, ErrUnknownCase)
	case c.state.Cases[i].Content != content:
		return 0, &DriftError{Case: id, Frozen: c.state.Cases[i].Content, Present: content}
	}
	return i, nil
}

// position gives the attempt that comes next, and whether it is open already.
func (c *live) position(i int, b Begin) (Attempt, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	a := Attempt{Campaign: c.id, Case: cs.ID, Content: b.Content}
	if cs.Now.State == recette.AttemptOpen {
		next, err := cs.Now.Resume()
		a.Number, a.Pass, a.Resumed = next.Number, next.Pass, true
		a.Steps = append(a.Steps, cs.Last.Steps...)
		return a, true, err
	}
	next, err := cs.Now.Begin()
	a.Number, a.Pass = next.Number, next.Pass
	return a, false, err
}

// holder is who began the open attempt of a case.
func (c *live) holder(i int) journal.Actor {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cs := &c.state.Cases[i]; cs.Now.State == recette.AttemptOpen && cs.Last != nil {
		return cs.Last.Actor
	}
	return journal.Actor{}
}

// abandon closes an open attempt: what nobody observed was not run.
func (s *Service) abandon(ctx context.Context, c *live, actor recette.Actor, a Attempt) error {
	vs := []recette.Verdict{recette.NotRun}
	for _, st := range a.Steps {
		if st.Seen {
			vs = append(vs, recette.Verdict(st.Record.Verdict))
		}
	}
	d := s.draft(actor, journal.KindResult, c.id)
	d.entry.Leaf.Result = &journal.Result{
		Case: a.Case, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Closed: true,
		Verdict: string(recette.RollUp(vs)), Outcome: string(recette.OutcomeInterrupted),
	}
	recs, err := s.append(ctx, d)
	if err != nil {
		return fmt.Errorf("abandon attempt %d of %s: %w", a.Number, a.Case, err)
	}
	c.fold(recs)
	return nil
}

func recordAction(m recette.Mode) access.Action {
	if m == recette.Automated {
		return access.Automate
	}
	return access.Record
}
