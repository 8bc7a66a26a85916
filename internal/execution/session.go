package execution

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// SessionOptions say whose session it is, and of which cases.
type SessionOptions struct {
	Items []Item // as FromManifest gives them, bound in that order with a policy in which people take part

	// Recorder and Evidence are those of the person, Emit is told of the session; nil takes those of the engine.
	Recorder Recorder
	Evidence EvidenceSink
	Emit     func(Event)

	// Recorded is called once an answer is durable, and only then may a screen say so; it may be nil. Its error leaves
	// the case. The session stands still meanwhile: a call with its context is ErrWithin, and nothing is asked; one
	// with another context would wait for ever. The same holds of Current and Emit, which may not call the session at
	// all.
	Recorded func(ctx context.Context, q Question, o campaign.Observation) error
	// Current gives a frozen case as it stands in the features on disk, when it begins; ok is false when it is gone. A
	// case whose text changed is refused. nil trusts Items.
	Current func(ctx context.Context, frozen *catalogue.Case) (c catalogue.Case, ok bool, err error)
	// Together asks preparation and actions with the outcome that follows them, whose verdict ticks them; without it
	// each step is asked by itself.
	Together bool
	// Again says that cases which have a result are tested again, in a new attempt. A closed attempt that tested
	// nothing, such as one that was released, is no result.
	Again bool
	// Amender corrects what ended in the session, in the name of its person; nil lets nothing of it be corrected.
	Amender Amender
}

// Session is one person at the cases of a campaign: any case, in any order, and back. It conducts one case at a time.
// Going to another leaves the one at hand open, and coming back resumes it at the step where it was left, in this
// process or in another. It may be called by several goroutines, one call goes on at a time; Close it.
//
// What is refused of one case (*campaign.HeldError when somebody else holds it, *campaign.DriftError when its text
// changed, *DataError when its data did, an error under recette.ErrAttempt when the same person went on with it
// elsewhere) lets go of that case, and the session goes on. ErrRecord, ErrWorker and *UnreachableError are those of the
// whole. So does it after an ErrRecord that is campaign.ErrAgain, of which nothing was written: the question that was
// answered stands, and may be answered again; when none was, the case is let go and stays open. A context that ends
// stops what its call waits for, and leaves the case open.
type Session struct {
	SessionOptions
	run
	k     *conductor
	began time.Time

	telling atomic.Bool // Recorded is under way

	one     sync.Mutex // one call at a time; guards what follows
	closed  bool
	turn    *turn    // of the case at hand; nil when there is none
	waiting *attempt // open attempt that waits for Resume or Restart
	met     map[string]bool
	open    map[string]bool            // attempts that were left open here
	ended   map[string]recette.Verdict // where the cases conducted here stand, by id
	past    []*CaseEvent               // those that ended here and may be corrected, as they stand, in order
}

// NewSession begins a session. ctx bounds none of its calls: it gives its values to what is recorded.
func (e *Engine) NewSession(ctx context.Context, b *binding.Binding, o SessionOptions) (*Session, error) {
	own, err := e.as(o)
	if err != nil {
		return nil, err
	}
	if o.Recorded == nil {
		o.Recorded = func(context.Context, Question, campaign.Observation) error { return nil }
	}
	durable := context.WithoutCancel(ctx)
	s := &Session{
		SessionOptions: o, ended: map[string]recette.Verdict{}, open: map[string]bool{}, met: map[string]bool{},
		began: e.opts.Clock(),
		run:   run{e: own, binding: b, commit: newCommitter(durable, own.opts.Recorder, 0), sum: newSummary()},
	}
	s.k = newConductor(durable, own, s.commit)
	s.k.problem, s.k.recorded, s.k.together = s.problem, s.tell, o.Together
	own.emit(Event{Kind: EventBound, Report: &b.Report})
	return s, nil
}

// within marks the context of what the session calls.
type within struct{}

// tell tells of an answer that is durable.
func (s *Session) tell(ctx context.Context, q Question, o campaign.Observation) error {
	s.telling.Store(true)
	defer s.telling.Store(false)
	return s.Recorded(context.WithValue(ctx, within{}, s), q, o)
}

// enter waits for the call under way, unless it waits for this one.
func (s *Session) enter(ctx context.Context) error {
	if ctx.Value(within{}) == s {
		return ErrWithin
	}
	s.one.Lock()
	return nil
}

// Close leaves the case at hand, gives the workers back and sums the session up. No case is begun afterwards: that is
// ErrClosed. Closing again gives the same summary.
func (s *Session) Close(ctx context.Context) (Summary, error) {
	if err := s.enter(ctx); err != nil {
		return Summary{}, err
	}
	defer s.one.Unlock()
	if s.closed {
		return s.sum, nil
	}
	s.closed = true
	err := s.leave(ctx)
	s.k.release()
	s.commit.close()
	s.sum.Left = len(s.open)
	return s.finish(ctx, s.began), err
}

// Begin takes a case up. A new attempt runs up to its first question. One that was left open runs nothing yet: what
// resuming it means comes back, for Resume or Restart to follow.
func (s *Session) Begin(ctx context.Context, id string) (*Resumption, error) {
	if err := s.enter(ctx); err != nil {
		return nil, err
	}
	defer s.one.Unlock()
	index, owners, err := s.pick(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, index, owners)
}

// TakeOver is Begin of a case of which somebody else left that attempt open: it is closed as interrupted once nothing
// else stands against beginning the next one, and taken is false until then. Another attempt than that one is
// campaign.ErrStale.
func (s *Session) TakeOver(ctx context.Context, id string, of campaign.Taken) (taken bool, err error) {
	if err := s.enter(ctx); err != nil {
		return false, err
	}
	defer s.one.Unlock()
	index, owners, err := s.pick(ctx, id)
	if err != nil {
		return false, err
	}
	a, err := s.offered(ctx, index, owners, campaign.Begin{TakeOver: true, Of: &of})
	if err != nil {
		return false, err
	}
	return true, s.conduct(ctx, a)
}

// pick leaves the case at hand for another one, in which a person takes part.
func (s *Session) pick(ctx context.Context, id string) (index int, owners []binding.Owner, err error) {
	if s.closed {
		return 0, nil, ErrClosed
	}
	index = slices.IndexFunc(s.Items, func(i Item) bool { return i.Case.ID == id })
	if index < 0 {
		return 0, nil, fmt.Errorf("case %s: %w", id, campaign.ErrUnknownCase)
	}
	if err := s.leave(ctx); err != nil {
		return 0, nil, err
	}
	if owners, err = s.binding.Owners(index, &s.Items[index].Case); err != nil {
		return 0, nil, err
	}
	if !s.met[id] {
		s.met[id] = true
		s.sum.Selected++
	}
	switch shape := binding.ShapeOf(owners); {
	case shape.Broken:
		return 0, nil, fmt.Errorf("case %s: %w", id, errUnbound)
	case !shape.Person:
		return 0, nil, fmt.Errorf("case %s: %w", id, ErrNoPerson)
	}
	return index, owners, nil
}

// begin is Begin of a case in which a person takes part.
func (s *Session) begin(ctx context.Context, index int, owners []binding.Owner) (*Resumption, error) {
	a, err := s.offered(ctx, index, owners, campaign.Begin{})
	if err != nil {
		return nil, err
	}
	switch {
	case a.no.Resumed:
		s.waiting = a
		return new(a.resumption()), nil
	case !s.Again && !a.no.Due && a.no.Previous != "" && a.no.Previous != recette.NotRun:
		return nil, fmt.Errorf("case %s: %w", a.c.ID, ErrHasResult)
	}
	return nil, s.conduct(ctx, a)
}

// offered gives the attempt of a case to conduct, once its text and its target are found to be those of the campaign.
func (s *Session) offered(
	ctx context.Context, index int, owners []binding.Owner, b campaign.Begin,
) (*attempt, error) {
	if err := s.drift(ctx, &s.Items[index]); err != nil {
		return nil, err
	}
	if binding.ShapeOf(owners).Automated {
		if err := s.e.target.before(ctx); err != nil {
			return nil, err
		}
	}
	return s.attempt(ctx, index, owners, b)
}

// drift refuses a case whose text is not the one that was frozen.
func (s *Session) drift(ctx context.Context, item *Item) error {
	if s.Current == nil {
		return nil
	}
	now, ok, err := s.Current(ctx, &item.Case)
	switch {
	case err != nil:
		return err
	case ok && now.Content == item.Case.Content:
		return nil
	}
	before, after := item.Case.Source, now.Source
	if before == after { // the values that it names changed, in the files of data sets
		before, after = item.Case.Text(), now.Text()
	}
	return &campaign.DriftError{
		Case: item.Case.ID, Frozen: item.Case.Content, Present: now.Content, Before: before, After: after,
	}
}

// attempt asks the record for the attempt to conduct; b says what becomes of one that is open.
func (s *Session) attempt(
	ctx context.Context, index int, owners []binding.Owner, b campaign.Begin,
) (*attempt, error) {
	item := &s.Items[index]
	b.Case, b.Content, b.Mode = item.Case.ID, item.Case.Content, binding.ShapeOf(owners).Mode()
	no, err := s.e.opts.Recorder.Begin(ctx, b)
	if err != nil {
		return nil, err
	}
	a := s.e.newAttempt(index, &item.Case, owners, no)
	a.journey = item.Journey
	return a, nil
}

// Resume goes on with the attempt that Begin found open: its automated steps run again, up to the next question.
func (s *Session) Resume(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	a := s.waiting
	if a == nil {
		return ErrNoQuestion
	}
	s.waiting = nil
	return s.conduct(ctx, a)
}

// Restart closes the attempt that Begin found open as interrupted, and begins another.
func (s *Session) Restart(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	a := s.waiting
	if a == nil {
		return ErrNoQuestion
	}
	s.waiting = nil
	again, err := s.attempt(ctx, a.index, a.owners, campaign.Begin{Restart: true})
	if err != nil {
		return err
	}
	delete(s.open, a.c.ID)
	return s.conduct(ctx, again)
}

// Question gives what is asked of the person now; nil when no case is at hand, when it ended, and while an answer is
// being told of: what comes next is not known yet.
func (s *Session) Question() *Question {
	if s.telling.Load() {
		return nil
	}
	s.one.Lock()
	defer s.one.Unlock()
	t := s.turn
	if t == nil {
		return nil
	}
	return new(s.offer(t, *t.asked))
}

// offer completes a question with what it lets a person do.
func (s *Session) offer(t *turn, q Question) Question {
	q.Notes = t.given(q)
	q.Keep = func(n Notes) error {
		if s.telling.Load() {
			return ErrWithin
		}
		s.one.Lock()
		defer s.one.Unlock()
		if s.turn != t {
			return ErrNoQuestion
		}
		if err := s.settle(s.k.durable); err != nil {
			return err
		}
		return t.keep(q.Step, n)
	}
	if s.Amender != nil {
		q.Past = s
	}
	at := q.At
	q.At = func(step int) Question { return s.offer(t, at(step)) }
	return q
}

// Answer takes the verdict on the present question and runs up to the next one, or ends the case. An answer that breaks
// a rule is asked again: the error is an *AnswerError, which the question also holds.
func (s *Session) Answer(ctx context.Context, a Answer) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	switch {
	case s.turn == nil:
		return ErrNoQuestion
	case a.Leave:
		return s.leave(ctx)
	}
	err := s.turn.answer(ctx, a)
	if s.turn.asked != nil {
		return err
	}
	return s.advance(ctx, err)
}

// Back asks again of a step that the person judged in this attempt, in this pass or in an earlier one. The answer is a
// new entry in the place of the former, which stays in the journal; then the case goes on where it stood. Going to the
// step that comes next gives its question back. A case that ended has no way back: its author amends what they said of
// it (Amend), or it is played again.
func (s *Session) Back(ctx context.Context, step int) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	if s.turn == nil {
		return ErrNoQuestion
	}
	return s.turn.back(step)
}

// Leave leaves the case at hand open: what was observed is durable, and Begin resumes it.
func (s *Session) Leave(ctx context.Context) error {
	if err := s.enter(ctx); err != nil {
		return err
	}
	defer s.one.Unlock()
	return s.leave(ctx)
}

func (s *Session) leave(ctx context.Context) error {
	s.waiting = nil
	if s.turn == nil {
		return nil
	}
	s.turn.left = true
	return s.end(ctx, nil)
}

// conduct begins to conduct an attempt.
func (s *Session) conduct(ctx context.Context, a *attempt) error {
	ev := a.started()
	s.e.emit(Event{Kind: EventCaseStarted, Case: &ev})
	s.turn = &turn{conductor: s.k, a: a}
	return s.advance(ctx, nil)
}

// advance runs the case at hand up to the next question, or to its end. err is that of the answer before.
func (s *Session) advance(ctx context.Context, err error) error {
	if err == nil {
		err = s.turn.run(ctx)
	}
	if err == nil && s.turn.asked != nil {
		return nil
	}
	return s.end(ctx, err)
}
