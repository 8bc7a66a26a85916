package execution

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// end ends the case at hand, or lets go of it, and records its end.
func (s *Session) end(ctx context.Context, err error) error {
	t, a := s.turn, s.turn.a
	s.turn = nil
	err = t.end(ctx, err)
	if errors.Is(err, ErrRecord) || lost(err) {
		s.letGo(a, err)
		return err
	}
	if t.left {
		return s.leftOpen(ctx, a, err)
	}
	if a.ended {
		if e := a.attachLog(s.k.durable, s.e.opts.Evidence); e != nil {
			return e
		}
	}
	res := a.close()
	if s.k.shares(a) {
		ev := a.event(&res, s.e.opts.Sources, s.e.opts.Clock())
		s.k.shared.add(a, res, func(got campaign.Recorded) error { return s.tellEnd(t, ev, got) })
		if err == nil {
			err = ctx.Err()
		}
		return err
	}
	got, e := s.commit.record(s.k.durable, res)
	if e != nil {
		if errors.Is(e, campaign.ErrAgain) && t.unsay() {
			s.turn = t
			return e
		}
		s.letGo(a, e)
		return e
	}
	if e := s.tellEnd(t, a.event(&res, s.e.opts.Sources, s.e.opts.Clock()), got); err == nil {
		err = e
	}
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// tellEnd tells of the end of a case that is durable. Its error is that of whoever gave the last answer.
func (s *Session) tellEnd(t *turn, ev *CaseEvent, got campaign.Recorded) (err error) {
	if t.confirm != nil {
		err = t.confirm()
	}
	ev.Verdict = got.Verdict
	s.sum.add(ev)
	s.ended[ev.ID] = got.Verdict
	s.remember(ev)
	delete(s.open, ev.ID)
	s.e.emit(Event{Kind: EventCaseFinished, Case: ev})
	return err
}

// leftOpen records what was observed of an attempt that stays open.
func (s *Session) leftOpen(ctx context.Context, a *attempt, err error) error {
	e := s.settle(ctx)
	if e == nil {
		e = s.k.flush(a)
	}
	if e != nil {
		s.letGo(a, e)
		return e
	}
	if a.lost {
		return err
	}
	s.open[a.c.ID] = true
	if len(a.observed()) > 0 { // or nothing was recorded, notes neither, and the attempt before still stands
		s.ended[a.c.ID] = recette.NotRun
	}
	ev := a.started()
	ev.Verdict, ev.Message, ev.Said = recette.NotRun, a.notice, a.noticed
	s.e.emit(Event{Kind: EventCaseLeft, Case: &ev})
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", a.c.ID, err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return nil
}

// letGo notes an attempt that stays open because nothing more was written of it.
func (s *Session) letGo(a *attempt, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if errors.Is(err, campaign.ErrAgain) && (a.durable || a.no.Resumed) {
		s.open[a.c.ID] = true
		s.ended[a.c.ID] = recette.NotRun
	}
}

// lost reports whether the record refused what was observed because the attempt is not that of the session, or of the
// run, any more.
func lost(err error) bool {
	return errors.Is(err, campaign.ErrHeld) || errors.Is(err, recette.ErrAttempt)
}
