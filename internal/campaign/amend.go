package campaign

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrAmend refuses to correct a result that is not to be corrected as things stand. Refusals of who corrects it are
// under access.ErrDenied.
var ErrAmend = errors.New("not to be corrected")

// AmendError says why a result may not be corrected, by somebody or as things stand. It is access.ErrDenied when it is
// for whoever obtained it alone, else ErrAmend.
type AmendError struct {
	Case string
	Step int // 1-based: of AmendStep and AmendSame; else 0
	Flaw recette.AmendFlaw
}

func (e *AmendError) Error() string {
	return fmt.Sprintf("%v: case %s, step %d: %s", e.Unwrap(), e.Case, e.Step, e.Flaw)
}

// Unwrap gives access.ErrDenied or ErrAmend.
func (e *AmendError) Unwrap() error {
	if e.Flaw == recette.AmendForeign {
		return access.ErrDenied
	}
	return ErrAmend
}

// Amend corrects the last result of a case without playing it again.
type Amend struct {
	Campaign string
	Case     string
	Attempt  int // 0: the last one
	Steps    []Judgement
	Reason   string
	Request  Request // of a client that may record it again
}

// Judgement is what should have been said of a step that was judged by hand: all of it, whatever was said first. Its
// evidence and what it took stay.
type Judgement struct {
	Step     int // 0-based
	Verdict  recette.Verdict
	Observed string
	Comment  string
	Cause    recette.Cause
	Reason   string
}

// On gives what is observed of a step with the judgement in the place of its own.
func (j *Judgement) On(o Observation) Observation {
	o.Verdict, o.Observed, o.Comment, o.Cause, o.Reason = j.Verdict, j.Observed, j.Comment, j.Cause, j.Reason
	o.Given = time.Time{}
	return o
}

// Amended says what a correction made of a result.
type Amended struct {
	Attempt  int
	Was, Now recette.Verdict // of the case
	Seq      int64           // position in the journal
	Effects                  // none of a correction that was asked for once more
}

// Amend records that the author of the last result of a case corrects it: alone, in the session in which they obtained
// it and still attend, or on the same day when they attended none. Steps that automation judged stay as they are. The
// former verdict stays in the journal; failures that are taken back still wait to be explained, and what the result
// showed as a re-test is taken back.
//
// It returns *AmendError, *FieldError for what a judgement lacks and for a missing reason, ErrClosed, ErrSuspended,
// ErrUnknownCase, and refusals under access.ErrDenied. On error nothing was written.
func (s *Service) Amend(ctx context.Context, actor recette.Actor, a Amend) (Amended, error) {
	do := func() (Amended, error) { return s.amendOnce(ctx, actor, a) }
	return once(ctx, s, actor, a.Request, do, func(l *journal.Leaf) (Amended, bool) {
		if l.Amend == nil || l.Campaign != a.Campaign || !a.is(l.Amend) {
			return Amended{}, false
		}
		was := s.verdictAt(ctx, l.Amend.Leaf)
		return Amended{
			Attempt: l.Amend.Attempt, Was: was, Now: recette.Verdict(l.Amend.Verdict), Seq: l.Seq,
		}, true
	})
}

// is tells whether a leaf may be the correction, by what it says in clear.
func (a *Amend) is(was *journal.Amend) bool {
	return was.Case == a.Case && (a.Attempt == 0 || was.Attempt == a.Attempt) &&
		slices.EqualFunc(a.Steps, was.Steps, func(j Judgement, c journal.Correction) bool {
			return c.Step == j.Step && c.Verdict == string(j.Verdict) && c.Cause == string(j.Cause)
		})
}

// verdictAt gives the verdict that a leaf gave a case; nothing when it cannot be read any more.
func (s *Service) verdictAt(ctx context.Context, seq int64) recette.Verdict {
	next, stop := iter.Pull2(s.log.Records(ctx, journal.Filter{From: seq}))
	defer stop()
	rec, err, ok := next()
	switch {
	case !ok || err != nil:
		return ""
	case rec.Leaf.Amend != nil:
		return recette.Verdict(rec.Leaf.Amend.Verdict)
	case rec.Leaf.Result != nil:
		return recette.Verdict(rec.Leaf.Result.Verdict)
	}
	return ""
}

func (s *Service) amendOnce(ctx context.Context, actor recette.Actor, a Amend) (done Amended, err error) {
	err = again(func() error {
		c, err := s.loadPlan(ctx, a.Campaign)
		if err != nil {
			return err
		}
		c.recording.Lock()
		defer c.recording.Unlock()
		var at int
		var was before
		err = s.addLocked(ctx, c, func(ctx context.Context, c *loaded) (d *entry, err error) {
			if at, err = c.mayAmend(actor, a, journal.Instant(s.clock())); err != nil {
				return nil, err
			}
			if err := a.complete(); err != nil {
				return nil, err
			}
			was = c.standing(at)
			if d, done, err = s.amend(ctx, c, actor, at, a); err == nil {
				d.answers(a.Request)
			}
			return d, err
		})
		if err != nil {
			return err
		}
		done.Seq = c.state.Cases[at].Last.LastSeq
		done.Effects = c.effects(&was, at, done)
		s.warnAuthors(c, actor, []Result{{Case: a.Case, Closed: true}})
		return nil
	})
	if err != nil {
		return Amended{}, err
	}
	return done, nil
}

// complete refuses a correction without a reason, or of nothing.
func (a *Amend) complete() error {
	switch {
	case recette.Blank(a.Reason):
		return missing("reason")
	case len(a.Steps) == 0:
		return missing("steps")
	}
	return nil
}

// CheckAmend tells what Amend would refuse before anybody is asked for the judgements and the reason: who corrects the
// result, when, and a step that nobody judged by hand. What each step is judged to be is not read.
func (s *Service) CheckAmend(ctx context.Context, actor recette.Actor, a Amend) error {
	return s.read(ctx, a.Campaign, func(c *loaded) error {
		i, err := c.mayAmend(actor, a, journal.Instant(s.clock()))
		if err != nil {
			return err
		}
		steps, _, err := s.judged(ctx, c, i)
		for k := 0; k < len(a.Steps) && err == nil; k++ {
			err = byHand(a.Case, steps, a.Steps[k].Step)
		}
		return err
	})
}

// mayAmend judges whether somebody may correct a result now, whatever they make of it, and gives the place of its case.
func (c *loaded) mayAmend(actor recette.Actor, a Amend, at string) (int, error) {
	i, known := c.state.Index(a.Case)
	var rows []string
	if known {
		rows = []string{a.Case}
	}
	if err := access.Allow(actor, access.AmendResult, c.bounds(actor, rows...)); err != nil {
		return 0, err
	}
	switch {
	case c.state.ClosedAt != "":
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrClosed)
	case c.state.Suspended() != nil:
		return 0, fmt.Errorf("campaign %s: %w", c.id, ErrSuspended)
	case !known:
		return 0, fmt.Errorf("case %s: %w", a.Case, ErrUnknownCase)
	}
	cs := &c.state.Cases[i]
	attempt, leaf := a.Attempt, int64(-1)
	if cs.Last != nil {
		if leaf = cs.Last.LastSeq; attempt == 0 {
			attempt = cs.Last.Number
		}
	}
	if flaw := c.state.Amendable(cs, attempt, leaf, actor.Ref, at); flaw != recette.AmendSound {
		return 0, &AmendError{Case: a.Case, Flaw: flaw}
	}
	return i, nil
}

// judged gives the steps of the last result of a case, with their verdicts. It refuses a result that does not come from
// them alone.
func (s *Service) judged(ctx context.Context, c *loaded, i int) ([]state.Step, []recette.Verdict, error) {
	cs := &c.state.Cases[i]
	steps, err := s.stoodOf(ctx, c, cs)
	if err != nil {
		return nil, nil, err
	}
	verdicts := make([]recette.Verdict, len(steps))
	for k := range steps {
		if steps[k].Seen {
			verdicts[k] = recette.Verdict(steps[k].Record.Verdict)
		}
	}
	if recette.Conclude(c.facts(i, verdicts), "", cs.Last.Outcome) != cs.Verdict() {
		return nil, nil, &AmendError{Case: cs.ID, Flaw: recette.AmendEnded}
	}
	return steps, verdicts, nil
}

// byHand refuses the correction of a step that nobody judged by hand.
func byHand(id string, steps []state.Step, step int) error {
	if step < 0 {
		return invalid("step")
	}
	if step >= len(steps) || !steps[step].ByHand() {
		return &AmendError{Case: id, Step: step + 1, Flaw: recette.AmendStep}
	}
	return nil
}

// amend judges what somebody makes of a result, and writes it. The caller holds c.recording for writing.
func (s *Service) amend(
	ctx context.Context, c *loaded, actor recette.Actor, i int, a Amend,
) (*entry, Amended, error) {
	cs := &c.state.Cases[i]
	steps, verdicts, err := s.judged(ctx, c, i)
	if err != nil {
		return nil, Amended{}, err
	}
	d := s.entry(actor, journal.KindAmend, c.id)
	leaf := &journal.Amend{
		Case: a.Case, Attempt: cs.Last.Number, Leaf: cs.Last.LastSeq, Reason: d.text("reason", a.Reason),
	}
	for k := range a.Steps {
		j := &a.Steps[k]
		if err := s.judge(ctx, a.Case, steps, a.Steps[:k], j); err != nil {
			return nil, Amended{}, err
		}
		verdicts[j.Step] = j.Verdict
		leaf.Steps = append(leaf.Steps, journal.Correction{
			Step: j.Step, Verdict: string(j.Verdict), Observed: d.text("observed", j.Observed),
			Comment: d.text("comment", j.Comment), Cause: string(j.Cause), Reason: d.text("reason", j.Reason),
		})
	}
	now := recette.Conclude(c.facts(i, verdicts), "", cs.Last.Outcome)
	leaf.Verdict, d.entry.Leaf.Amend = string(now), leaf
	return d, Amended{Attempt: cs.Last.Number, Was: cs.Verdict(), Now: now}, nil
}

// judge refuses the correction of a step that nobody judged by hand, one that changes nothing, one that was given
// already, and what no judgement may say.
func (s *Service) judge(ctx context.Context, id string, steps []state.Step, given []Judgement, j *Judgement) error {
	if slices.ContainsFunc(given, func(x Judgement) bool { return x.Step == j.Step }) {
		return invalid("step")
	}
	if err := byHand(id, steps, j.Step); err != nil {
		return err
	}
	was, err := s.observations(ctx, []journal.Observation{steps[j.Step].Record})
	if err != nil {
		return err
	}
	now := j.On(was[0])
	if err := now.Check(); err != nil {
		return fmt.Errorf("step %d: %w", j.Step+1, err)
	}
	if old := (Judgement{
		Step: j.Step, Verdict: was[0].Verdict, Observed: was[0].Observed, Comment: was[0].Comment, Cause: was[0].Cause,
		Reason: was[0].Reason,
	}); old == *j {
		return &AmendError{Case: id, Step: j.Step + 1, Flaw: recette.AmendSame}
	}
	return nil
}

// stoodOf reads back what stands of the steps of the last result of a case, which is closed.
func (s *Service) stoodOf(ctx context.Context, c *loaded, cs *state.Case) ([]state.Step, error) {
	var leaves []journal.Leaf
	for _, f := range []journal.Filter{
		{Campaign: c.id, Case: cs.ID, From: cs.Last.Leaves[0]},
		{Campaign: c.id, Kinds: []journal.Kind{journal.KindAmend}, From: cs.Last.Leaves[0]},
	} {
		for rec, err := range s.log.Records(ctx, f) {
			if err != nil {
				return nil, fmt.Errorf("read what was observed: %w", err)
			}
			leaves = append(leaves, rec.Leaf)
		}
	}
	slices.SortFunc(leaves, func(a, b journal.Leaf) int { return int(a.Seq - b.Seq) })
	return c.state.Stood(cs, leaves), nil
}
