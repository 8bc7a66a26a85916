package execution

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/recette"
)

// Item is a case of a campaign with the journey in which the session meets it.
type Item struct {
	Case    catalogue.Case
	Journey string // title; empty for a case of no journey
}

// Cases yields the cases of items, to bind them.
func Cases(items []Item) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range items {
			if !yield(items[i].Case, nil) {
				return
			}
		}
	}
}

// Session is a guided run with a person: the cases that need one, in the order of the journeys. An attempt that was
// left open, by this process or another, is resumed at the step where it was left.
type Session struct {
	Items   []Item // as FromManifest gives them, bound in that order with a policy in which people take part
	Person  Person
	Dossier Dossier

	// Current gives the case as it stands in the features on disk; ok is false when it is gone. A case whose text
	// changed is refused. nil trusts Items.
	Current func(ctx context.Context, id string) (c catalogue.Case, ok bool, err error)
	// Together asks preparation and actions with the outcome that follows them, whose verdict ticks them; without it each
	// step is asked by itself.
	Together bool
	// Again says that cases which have a result are tested again, in a new attempt. A closed attempt that tested nothing,
	// such as one that was released, is no result.
	Again bool
	// Named says that the items were named one by one: where one that no person conducts stands counts too.
	Named bool
}

// Test conducts a session until its last case or until the person leaves. Refusals that concern one case, *campaign.HeldError
// and *campaign.DriftError, are told as problems, the session goes on, and they come back joined. Other errors end the session:
// ErrRecord, ErrWorker, AnswerError and those of the person. An attempt that is not over stays open.
func (e *Engine) Test(ctx context.Context, b *Binding, s Session) (Summary, error) {
	durable := context.WithoutCancel(ctx)
	run := &sitting{
		Session: s, ended: map[string]recette.Verdict{},
		run: run{e: e, binding: b, commit: newCommitter(durable, e.opts.Recorder, 0), sum: newSummary()},
	}
	run.sum.Stand = map[recette.Verdict]int{}
	run.k = newConductor(durable, e, run.commit)
	run.k.person, run.k.problem, run.k.together = s.Person, run.problem, s.Together
	began := e.opts.Clock()
	e.emit(Event{Kind: EventBound, Report: &b.Report})
	err := run.walk(ctx)
	run.k.release()
	run.commit.close()
	run.stand()
	return run.finish(ctx, began), err
}

// sitting is the state of one Test.
type sitting struct {
	Session
	run
	k         *conductor
	standings map[string]campaign.CaseStatus // by id, before the session
	ended     map[string]recette.Verdict     // where the cases conducted here stand, by id
	refusals  []error
}

// errStop ends the walk without being an error: the person left.
var errStop = errors.New("stop")

func (s *sitting) walk(ctx context.Context) error {
	list, err := s.Dossier.Cases(ctx)
	if err != nil {
		return err
	}
	s.standings = make(map[string]campaign.CaseStatus, len(list))
	for _, c := range list {
		s.standings[c.ID] = c
	}
	for i := range s.Items {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		switch err := s.visit(ctx, i); {
		case errors.Is(err, errStop):
			return errors.Join(s.refusals...)
		case err != nil:
			return err
		}
	}
	return errors.Join(s.refusals...)
}

// stand sums up where every case of the session stands at its end: one that was conducted, one that had a result, one
// that was left, skipped or not come to.
func (s *sitting) stand() {
	counted := map[string]bool{}
	for i := range s.Items {
		c := &s.Items[i].Case
		owners, err := s.binding.Owners(i, c)
		if err != nil || !shapeOf(owners).person && !s.Named || counted[c.ID] || s.standings == nil {
			continue
		}
		counted[c.ID] = true
		v, ok := s.ended[c.ID]
		if before := s.standings[c.ID]; !ok && before.Attempt > 0 && !before.Open {
			v, ok = before.Verdict, true
		}
		if !ok || !v.Valid() {
			v = recette.NotRun
		}
		s.sum.Stand[v]++
	}
}

// visit conducts one case, if it needs a person and has no result yet.
func (s *sitting) visit(ctx context.Context, index int) error {
	item := &s.Items[index]
	owners, err := s.binding.Owners(index, &item.Case)
	if err != nil {
		return err
	}
	shape := shapeOf(owners)
	if !shape.person {
		return nil
	}
	s.sum.Selected++
	standing := s.standings[item.Case.ID]
	switch {
	case shape.broken:
		s.leave(index, &item.Case, owners, shape)
		return nil
	case standing.Attempt > 0 && !standing.Open && standing.Verdict != recette.NotRun && !s.Again:
		s.sum.Settled++
		return nil
	}
	if err := s.drift(ctx, item); err != nil {
		return s.refuse(ctx, index, owners, err)
	}
	if shape.automated {
		if err := s.e.target.before(ctx); err != nil {
			return err
		}
	}
	a, err := s.begin(ctx, index, owners, standing)
	switch {
	case err != nil:
		return s.refuse(ctx, index, owners, err)
	case a == nil:
		return nil
	}
	return s.sit(ctx, a)
}

// drift refuses a case whose text is not the one that was frozen.
func (s *sitting) drift(ctx context.Context, item *Item) error {
	if s.Current == nil {
		return nil
	}
	now, ok, err := s.Current(ctx, item.Case.ID)
	switch {
	case err != nil:
		return err
	case ok && now.Content == item.Case.Content:
		return nil
	}
	return &campaign.DriftError{
		Case: item.Case.ID, Frozen: item.Case.Content, Present: now.Content, Before: item.Case.Source, After: now.Source,
	}
}

// refuse tells of a refusal that concerns one case; any other error ends the session.
func (s *sitting) refuse(ctx context.Context, index int, owners []Owner, err error) error {
	if _, ok := refusal("", err); !ok {
		return err
	}
	s.refusals = append(s.refusals, err)
	return s.refused(ctx, job{index: index, c: s.Items[index].Case, owners: owners}, err)
}

// begin gives the attempt to conduct; nil when the person skips the case.
func (s *sitting) begin(ctx context.Context, index int, owners []Owner, standing campaign.CaseStatus) (*attempt, error) {
	item := &s.Items[index]
	ask := campaign.Begin{Case: item.Case.ID, Content: item.Case.Content, Mode: shapeOf(owners).mode()}
	no, err := s.e.opts.Recorder.Begin(ctx, ask)
	if err != nil {
		return nil, err
	}
	a := newAttempt(index, &item.Case, owners, no, s.e.opts.Clock())
	if r, ok := s.Person.(Resumer); ok && no.Resumed {
		choice, err := r.Resume(ctx, a.resumption())
		switch {
		case err != nil:
			return nil, err
		case choice == Skip:
			return nil, nil // nothing to conduct, and nothing wrong
		case choice == Restart:
			ask.Restart = true
			if no, err = s.e.opts.Recorder.Begin(ctx, ask); err != nil {
				return nil, err
			}
			a = newAttempt(index, &item.Case, owners, no, s.e.opts.Clock())
		}
	}
	a.journey = item.Journey
	if standing.Attempt > 0 && !standing.Open {
		a.before = standing.Verdict
	}
	return a, nil
}

// resumption describes an open attempt to the person.
func (a *attempt) resumption() Resumption {
	r := Resumption{Case: *a.c, Attempt: a.no.Number, Cursor: a.cursor()}
	if a.over() {
		r.Cursor = len(a.owners)
		return r
	}
	for i := range a.owners {
		if a.replays(i) {
			r.Replay = append(r.Replay, i)
			r.Actions = r.Actions || a.c.Steps[i].Type == catalogue.Action
		}
	}
	return r
}

// sit conducts one attempt with the person and records its end.
func (s *sitting) sit(ctx context.Context, a *attempt) error {
	started := caseEvent(a.index, a.c, a.shape.mode())
	started.Attempt, started.Pass = a.no.Number, a.no.Pass
	s.e.emit(Event{Kind: EventCaseStarted, Case: &started})
	t, err := s.k.conduct(ctx, a)
	if errors.Is(err, ErrRecord) {
		return err
	}
	if t.left {
		return s.leaveOpen(ctx, a, started, err)
	}
	if a.ended {
		if e := a.attachLog(s.k.durable, s.e.opts.Evidence); e != nil {
			return e
		}
	}
	res := a.close()
	if e := s.commit.record(s.k.durable, res); e != nil {
		return e
	}
	if t.confirm != nil {
		if e := t.confirm(); err == nil {
			err = e
		}
	}
	ev := a.event(&res, s.e.opts.Sources, s.e.opts.Clock())
	s.sum.add(ev)
	s.ended[a.c.ID] = res.Verdict
	s.e.emit(Event{Kind: EventCaseFinished, Case: ev})
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// leaveOpen records what was observed of an attempt that stays open, and ends the session.
func (s *sitting) leaveOpen(ctx context.Context, a *attempt, ev CaseEvent, err error) error {
	if e := s.k.flush(a); e != nil {
		return e
	}
	s.sum.Left++
	if len(a.observed()) > 0 { // or nothing was recorded, a draft neither, and the attempt before still stands
		s.ended[a.c.ID] = recette.NotRun
	}
	ev.Verdict, ev.Message = recette.NotRun, a.notice
	s.e.emit(Event{Kind: EventCaseLeft, Case: &ev})
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", a.c.ID, err)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return errStop
}
