package execution

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/recette"
)

// Amender corrects, in the name of whoever sits, what they said of a case that ended: *Ledger does.
type Amender interface {
	// CheckAmend is campaign.Service.CheckAmend, of the campaign of the session.
	CheckAmend(ctx context.Context, a campaign.Amend) error
	// Amend is campaign.Service.Amend, of the campaign of the session.
	Amend(ctx context.Context, a campaign.Amend) (campaign.Amended, error)
}

// Past is what ended in a session, to go back to from a question: *Session is.
type Past interface {
	Amender
	// Played gives the cases that ended in the session, each as it stands, the last that ended first.
	Played() []Played
}

var _ Past = (*Session)(nil)

// Played is a case that ended in a session, as it stands.
type Played struct {
	Case    *catalogue.Case
	Attempt int
	Verdict recette.Verdict
	Steps   []campaign.Observation // what stands of each step that was observed, in order
}

// Played implements Past. It gives nothing when nobody corrects anything in the session.
func (s *Session) Played() (all []Played) {
	if s.telling.Load() {
		return nil
	}
	s.one.Lock()
	defer s.one.Unlock()
	for _, e := range slices.Backward(s.past) {
		p := Played{Case: &s.Items[e.Index].Case, Attempt: e.Attempt, Verdict: e.Verdict}
		for i := range e.Steps {
			p.Steps = append(p.Steps, e.Steps[i].Observation)
		}
		all = append(all, p)
	}
	return all
}

// CheckAmend implements Past. It returns errNotPlayed for a case that did not end in the session.
func (s *Session) CheckAmend(ctx context.Context, a campaign.Amend) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	if _, err := s.played(ctx, &a); err != nil {
		return err
	}
	return s.Amender.CheckAmend(ctx, a)
}

// Amend implements Past: the case counts from now on under the verdict that stands, and the question under way stays as
// it is. It returns errNotPlayed for a case that did not end in the session. On error nothing was written.
func (s *Session) Amend(ctx context.Context, a campaign.Amend) (campaign.Amended, error) {
	if err := s.enter(ctx); err != nil {
		return campaign.Amended{}, err
	}
	defer s.one.Unlock()
	e, err := s.played(ctx, &a)
	if err != nil {
		return campaign.Amended{}, err
	}
	done, err := s.Amender.Amend(s.k.durable, a)
	if err != nil {
		return campaign.Amended{}, err
	}
	was := e.Verdict
	e.Verdict = done.Now
	for i := range a.Steps {
		for k := range e.Steps {
			if o := &e.Steps[k].Observation; o.Step == a.Steps[i].Step {
				*o, e.Steps[k].Said = a.Steps[i].On(*o), nil
			}
		}
	}
	s.sum.amended(was, e)
	s.ended[e.ID] = done.Now
	return done, nil
}

// played finds the case that a correction is of, once what was answered of it is durable, and makes it one of the
// attempt that ended here.
func (s *Session) played(ctx context.Context, a *campaign.Amend) (*CaseEvent, error) {
	if s.closed {
		return nil, ErrClosed
	}
	if err := s.settle(ctx); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.past, func(e *CaseEvent) bool { return e.ID == a.Case })
	if i < 0 {
		return nil, fmt.Errorf("case %s: %w", a.Case, errNotPlayed)
	}
	a.Attempt = s.past[i].Attempt
	return s.past[i], nil
}

// remember keeps a case that ended, when it may be corrected; of one that is played again, the last attempt alone may.
func (s *Session) remember(e *CaseEvent) {
	if s.Amender == nil {
		return
	}
	s.past = slices.DeleteFunc(s.past, func(x *CaseEvent) bool { return x.ID == e.ID })
	kept := *e
	kept.Steps, kept.Log = slices.Clone(e.Steps), nil
	s.past = append(s.past, &kept)
}

// amended counts a case under the verdict that its author gave it in the place of another.
func (s *Summary) amended(was recette.Verdict, e *CaseEvent) {
	if s.Verdicts[was]--; s.Verdicts[was] == 0 {
		delete(s.Verdicts, was)
	}
	s.Verdicts[e.Verdict]++
	of := func(f Fault) bool { return f.Index == e.Index && f.ID == e.ID && f.Verdict == was }
	if at := slices.IndexFunc(s.Faults, of); at >= 0 {
		s.Faults = slices.Delete(s.Faults, at, at+1)
	} else if !green(was) {
		s.More--
	}
	if !green(e.Verdict) {
		s.fault(faultOf(e))
	}
}
