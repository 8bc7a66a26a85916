package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"recette/internal/access"
	"recette/internal/campaign/state"
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
	// Of is the attempt that whoever takes over saw, and of whom; nil when nobody says. Another one is ErrStale.
	Of *Taken

	Trial recette.Trial // out of the figures; empty: the attempt counts

	played bool // before it comes here: no order holds back what happened
}

// Taken is an attempt that somebody takes over.
type Taken struct {
	Attempt int
	Ref     string // pseudonymous reference of who has it open
}

// known is the row of the plan that it is about; one that is none is refused for that.
func (b *Begin) known(c *loaded) []string {
	if _, ok := c.content(b.Case); ok {
		return []string{b.Case}
	}
	return nil
}

// Attempt is an attempt to conduct. Number and Pass go into each Result.
type Attempt struct {
	Campaign string
	Case     string
	Content  string
	Number   int
	Pass     int
	Previous recette.Verdict   // of the attempt before a new one; empty when there is none
	Due      bool              // what that one found is to be obtained again
	Aged     recette.Freshness // whether it still speaks of the frozen text and of the build; empty as Previous
	Resumed  bool              // the attempt was open: Steps holds what stands of it
	Steps    []Observation     // what stands of each step that was observed, in order of step
	Hold     *Hold             // goes with each Result; nil in a free run
}

// Hold is what one who conducts an attempt knows of its case: as soon as somebody else recorded of it, in this process
// or in another, be it the same person at another screen, it holds nothing any more.
type Hold struct {
	plan string // digest of the frozen plan in force: what is played of another iteration does not count in this one
	last int64  // position of the last fact of the case; guarded by the mu of its campaign
}

// BeginAttempt gives the attempt to conduct: the open one of the actor, in a new pass, or a new one. Nothing is written
// until the first Record, but for an abandoned attempt, which is closed as interrupted with what was seen of it.
//
// It returns *DriftError when the text at hand is not the frozen one, *HeldError when somebody else has an open
// attempt, *OrderError when a row that is not conform holds back a new one, and names what stays open instead of being
// abandoned for it, *BuildError when another build is deployed, ErrStale when the attempt to be taken over is not the
// one that is open, ErrClosed, ErrUnknownCase, and refusals under access.ErrDenied. What is refused abandons nothing.
func (s *Service) BeginAttempt(ctx context.Context, actor recette.Actor, b Begin) (Attempt, error) {
	if run := s.run(b.Campaign); run != nil {
		if err := run.allow(actor); err != nil {
			return Attempt{}, err
		}
		return Attempt{Campaign: b.Campaign, Case: b.Case, Content: b.Content, Number: 1, Pass: 1}, nil
	}
	if b.Trial != "" {
		return s.beginTrial(ctx, actor, b)
	}
	c, err := s.present(ctx, b.Campaign) // whoever conducts it: another process may have been faster
	if err != nil {
		return Attempt{}, err
	}
	if err := access.Allow(actor, recordAction(b.Mode), c.boundsOf(actor, b.known(c)...)); err != nil {
		return Attempt{}, err
	}
	if err := s.CheckBuild(&c.outline.Manifest); err != nil {
		return Attempt{}, err
	}
	i, err := c.check(b.Case, b.Content)
	if err != nil {
		return Attempt{}, err
	}
	c.recording.RLock()
	defer c.recording.RUnlock()
	c.cases[i].Lock()
	defer c.cases[i].Unlock()

	hold := c.hold(i) // before the rest: what is recorded from here on shows
	a, open, err := c.position(i, b)
	a.Hold = hold
	holder := c.holder(i)
	switch {
	case err != nil:
		return a, err
	case b.Of != nil && (!open || *b.Of != Taken{a.Number, holder.Ref} || holder.Ref == actor.Ref):
		return Attempt{}, fmt.Errorf("attempt %d of %s: %w", b.Of.Attempt, b.Case, ErrStale)
	case !open:
		return a, c.inOrder(actor, i, b)
	}
	switch {
	case holder.Ref == actor.Ref && !b.Restart:
		a.Steps, err = s.observations(ctx, c.stands(i))
		return a, err
	case holder.Ref != actor.Ref && !b.TakeOver:
		return Attempt{}, &HeldError{Case: b.Case, Attempt: a.Number, Ref: holder.Ref}
	case holder.Ref != actor.Ref:
		if err := access.Allow(actor, access.TakeOver, c.boundsOf(actor, b.Case)); err != nil {
			return Attempt{}, err
		}
	}
	if err := c.inOrder(actor, i, b); err != nil { // the other one begins anew
		if held, ok := errors.AsType[*OrderError](err); ok {
			held.Open = a.Number
		}
		return Attempt{}, err
	}
	done, err := s.abandon(ctx, c, actor, i, a)
	if err == nil && !done && b.Of != nil { // whoever had it open ended it meanwhile, in another process
		err = fmt.Errorf("attempt %d of %s: %w", b.Of.Attempt, b.Case, ErrStale)
	}
	if err != nil {
		return Attempt{}, err
	}
	hold = c.hold(i)
	a, _, err = c.position(i, b)
	a.Hold = hold
	return a, err
}

// inOrder refuses a new attempt of a row that the order of a journey holds back: *OrderError.
func (c *loaded) inOrder(actor recette.Actor, i int, b Begin) error {
	if b.played {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	held := c.state.Awaits(&c.state.Cases[i], false)
	if len(held) == 0 {
		return nil
	}
	e := &OrderError{HeldBack: held[0]}
	if seen := c.sight(actor); !seen.row(e.For) {
		e.For = ""
	}
	return e
}

// hold gives what is known here of a case when its attempt begins or goes on.
func (c *loaded) hold(i int) *Hold {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &Hold{plan: c.digest, last: c.lastSeq(i)}
}

// check gives the index of a case whose frozen text is the one at hand.
func (c *loaded) check(id, content string) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.state.Index(id)
	switch {
	case c.over:
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrIterated)
	case c.state.ClosedAt != "":
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrClosed)
	case c.state.Suspended() != nil:
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrSuspended)
	case !ok:
		return 0, fmt.Errorf("case %s: %w", id, ErrUnknownCase)
	case c.state.Cases[i].Content != content:
		return 0, &DriftError{Case: id, Frozen: c.state.Cases[i].Content, Present: content}
	}
	return i, nil
}

// checkNow is check by what others recorded too, where that may lift the refusal: a suspension that another process
// ended. The caller holds c.recording.
func (s *Service) checkNow(ctx context.Context, c *loaded, id, content string) (int, error) {
	i, err := c.check(id, content)
	if !errors.Is(err, ErrSuspended) {
		return i, err
	}
	if err := s.refresh(ctx, c); err != nil {
		return 0, err
	}
	return c.check(id, content)
}

// position gives the attempt that comes next, and whether it is open already.
func (c *loaded) position(i int, b Begin) (Attempt, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	a := Attempt{Campaign: c.id, Case: cs.ID, Content: b.Content}
	if cs.Now.Phase == recette.AttemptOpen {
		next, err := cs.Now.Resume()
		a.Number, a.Pass, a.Resumed = next.Number, next.Pass, true
		return a, true, err
	}
	next, err := cs.Now.Begin()
	a.Number, a.Pass = next.Number, next.Pass
	if cs.Last != nil {
		a.Previous, a.Due, a.Aged = cs.Verdict(), c.state.Due(cs), c.state.Freshness(cs, nil)
	}
	return a, false, err
}

// stands gives what the journal holds of each observed step of the last attempt of a case, in order of step.
func (c *loaded) stands(i int) []journal.Observation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return seenOf(c.state.Cases[i].Last)
}

func seenOf(a *state.Attempt) (steps []journal.Observation) {
	for i := range a.Steps {
		if a.Steps[i].Seen {
			steps = append(steps, a.Steps[i].Record)
		}
	}
	return steps
}

// observations reads back what was observed, with the texts behind its commitments: those of this attempt only.
func (s *Service) observations(ctx context.Context, steps []journal.Observation) ([]Observation, error) {
	var commitments []string
	for i := range steps {
		commitments = append(commitments, steps[i].Observed, steps[i].Comment, steps[i].Reason)
		for _, e := range steps[i].Evidence {
			commitments = append(commitments, e.Name)
		}
	}
	texts, err := s.log.Texts(ctx, slices.DeleteFunc(commitments, func(t string) bool { return t == "" }))
	if err != nil {
		return nil, fmt.Errorf("read what was observed: %w", err)
	}
	all := make([]Observation, len(steps))
	for i := range steps {
		all[i] = readBack(&steps[i], texts)
	}
	return all, nil
}

func readBack(o *journal.Observation, texts map[string]string) Observation {
	seen := Observation{
		Step: o.Step, Mode: recette.Mode(o.Mode), Verdict: recette.Verdict(o.Verdict),
		Outcome:  recette.Outcome(o.Outcome),
		Duration: time.Duration(o.Micros) * time.Microsecond, Observed: texts[o.Observed], Comment: texts[o.Comment],
		Cause: recette.Cause(o.Cause), Reason: texts[o.Reason], Replay: o.Replay,
	}
	seen.Given, _ = time.Parse(journal.TimeLayout, o.Given) // zero when it was recorded as it was said
	for _, e := range o.Evidence {
		seen.Evidence = append(
			seen.Evidence, Attachment{SHA256: e.SHA256, Size: e.Size, MIME: e.MIME, Name: texts[e.Name]},
		)
	}
	return seen
}

// holder is who began the open attempt of a case.
func (c *loaded) holder(i int) journal.Actor {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cs := &c.state.Cases[i]; cs.Now.Phase == recette.AttemptOpen && cs.Last != nil {
		return cs.Last.Actor
	}
	return journal.Actor{}
}

// abandon closes an open attempt: what nobody observed was not run. It returns false, and nothing is written, when
// another process closed it meanwhile, and ErrAttemptUnknown when the next one is open already: that is somebody's. The
// caller holds c.recording and the lock of the case.
func (s *Service) abandon(
	ctx context.Context, c *loaded, actor recette.Actor, i int, given Attempt,
) (done bool, err error) {
	err = s.addLocked(ctx, c, func(_ context.Context, c *loaded) (*entry, error) {
		if _, err := c.check(given.Case, given.Content); err != nil {
			return nil, err
		}
		a, open, err := c.position(i, Begin{Content: given.Content})
		if done = err == nil && open; !done {
			return nil, err
		}
		if a.Number != given.Number {
			return nil, fmt.Errorf("attempt %d is open: %w", a.Number, recette.ErrAttemptUnknown)
		}
		var vs []recette.Verdict
		for _, o := range c.stands(i) {
			vs = append(vs, recette.Verdict(o.Verdict))
		}
		d := s.entry(actor, journal.KindResult, c.id)
		d.entry.Leaf.Result = &journal.Result{
			Case: a.Case, Content: a.Content, Attempt: a.Number, Pass: a.Pass, Closed: true,
			Verdict: string(recette.Unclosed(vs)), Outcome: string(recette.OutcomeInterrupted),
		}
		return d, nil
	})
	if err != nil {
		return false, fmt.Errorf("abandon attempt %d of %s: %w", given.Number, given.Case, err)
	}
	return done, nil
}

func recordAction(m recette.Mode) access.Action {
	if m == recette.Automated {
		return access.Automate
	}
	return access.Record
}
