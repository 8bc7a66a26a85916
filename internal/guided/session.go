package guided

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// The refusals of a session, beside those of execution and of the campaign.
var (
	// ErrUnderWay says that what was asked goes on: automated steps run, or are waited for. See Session.Now.
	ErrUnderWay = errors.New("what was asked goes on")
	// ErrBusy says that what was asked did not begin: what was asked before still goes on.
	ErrBusy = errors.New("what was asked before goes on")
	// ErrMoved says that what was answered is not asked any more: the page shows what stood before.
	ErrMoved = errors.New("what was answered is not asked any more")
	// ErrResume says that an attempt was left open whose automated steps would run again: somebody must want it.
	ErrResume = errors.New("the attempt that was left open runs steps again")

	errPanic = errors.New("panic")
)

// Session is one participant at the cases of a campaign. Calls come from several pages: one goes on at a time, and goes
// on when nobody waits for it any more.
type Session struct {
	Actor    recette.Actor
	Campaign string
	Plan     string // digest of the frozen plan: another one is another session

	stage   *stage
	ledger  *execution.Ledger
	service *Service
	inner   *execution.Session

	one   chan struct{} // holds a token while a call goes on
	spent atomic.Bool   // it takes nothing more: another one takes its place

	mu      sync.Mutex
	cancel  context.CancelFunc // of the call under way; nil when there is none
	used    time.Time          // when the last call ended
	row     string             // the case at hand
	asked   *Asked
	open    *execution.Resumption
	ended   *execution.CaseEvent        // of the case at hand
	notices []execution.Problem         // since the case at hand began
	steps   map[int]execution.StepEvent // of the case at hand, as they are durable
}

// Asked is what is asked of a participant: a question without what it lets a program do.
type Asked struct {
	execution.Question

	NotesOf map[int]execution.Notes // of each step that is asked
}

// sit makes the session of a participant.
func (st *stage) sit(ctx context.Context, svc *Service, record *Record, actor recette.Actor) (*Session, error) {
	ledger := execution.NewLedger(record, actor, st.id, st.means.Word).Holding(st.means.Fit)
	s := &Session{
		Actor: actor, Campaign: st.id, Plan: st.digest, stage: st, ledger: ledger, service: svc,
		steps: map[int]execution.StepEvent{}, one: make(chan struct{}, 1), used: svc.Clock(),
	}
	var err error
	s.inner, err = st.engine.NewSession(context.WithoutCancel(ctx), st.binding, execution.SessionOptions{
		Items: st.items, Recorder: ledger, Evidence: ledger, Emit: s.note, Current: st.means.Current(),
		Together: true, Again: true, // a page shows the result, and asks before it begins again
	})
	return s, err
}

// note keeps what a page shows of the case at hand.
func (s *Session) note(e execution.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e.Kind {
	case execution.EventCaseStarted:
		s.ended, s.steps = nil, map[int]execution.StepEvent{}
	case execution.EventStepRecorded:
		s.steps[e.Step.Step] = *e.Step
	case execution.EventProblem:
		s.notices = append(s.notices, *e.Problem)
	case execution.EventCaseFinished, execution.EventCaseLeft:
		if e.Case.ID == s.row { // not of the one that was left for it
			s.ended = e.Case
		}
	case execution.EventBound, execution.EventRunFinished:
	}
}

// call is one call of a session.
type call struct {
	of    Late
	err   error
	done  bool
	alone bool // nobody waits for it any more
	ended chan struct{}
}

// do makes a call of the session, once the one before ended: ErrBusy when ctx ends before that. When it ends later it
// is ErrUnderWay: the call goes on, and Now tells what came of it.
func (s *Session) do(ctx context.Context, of Late, what func(context.Context) error) error {
	select {
	case s.one <- struct{}{}:
	case <-ctx.Done():
		return ErrBusy
	}
	if s.spent.Load() {
		<-s.one
		return ErrMoved // another session took its place
	}
	going, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &call{of: of, ended: make(chan struct{})}
	s.mu.Lock()
	s.cancel = cancel
	if s.spent.Load() {
		cancel() // it ends meanwhile
	}
	s.mu.Unlock()
	go func() {
		defer func() { <-s.one }()
		defer cancel()
		err := safely(going, what)
		s.service.failed(s, err)
		var asked *Asked
		if bad := safely(going, func(context.Context) error {
			asked = s.look()
			return nil
		}); bad != nil {
			s.service.failed(s, bad)
			err = errors.Join(err, bad)
		}
		s.end(c, err, asked)
	}()
	select {
	case <-c.ended:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !c.done {
		c.alone = true
		return ErrUnderWay
	}
	return c.err
}

// end notes what came of a call.
func (s *Session) end(c *call, err error, asked *Asked) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cancel, s.asked, s.used = nil, asked, s.service.Clock()
	c.err, c.done = err, true
	if c.alone && err != nil {
		c.of.Err = err
		s.service.late.add(s.Actor, s.Campaign, c.of)
	}
	close(c.ended)
}

// safely makes a call, whose panic ends it and nothing else.
func safely(ctx context.Context, what func(context.Context) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", errPanic, p, debug.Stack())
		}
	}()
	return what(ctx)
}

// look takes down what is asked, while no call goes on.
func (s *Session) look() *Asked {
	q := s.inner.Question()
	if q == nil {
		return nil
	}
	a := &Asked{Question: *q, NotesOf: map[int]execution.Notes{}}
	for i := q.First(); i <= q.Step; i++ {
		a.NotesOf[i] = q.At(i).Notes
	}
	a.At, a.Keep = nil, nil // they would reach into what a call changes
	return a
}

// Now is where a session stands.
type Now struct {
	Case     string                      // at hand; empty when there is none
	UnderWay bool                        // a call goes on: what follows is what is known of it
	Question *Asked                      // what is asked; nil when nothing is
	Open     *execution.Resumption       // the attempt that was left open: Resume or Restart it
	Ended    *execution.CaseEvent        // how the case at hand ended, or was left
	Steps    map[int]execution.StepEvent // of the case at hand, as they were recorded here
	Problems []execution.Problem         // of what runs automated steps
	Late     []Late                      // what was asked, and failed after nobody waited for it; until Seen
}

// Now gives where the session stands. It waits for nothing.
func (s *Session) Now() Now {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := Now{
		Case: s.row, UnderWay: s.cancel != nil, Open: s.open, Ended: s.ended, Steps: maps.Clone(s.steps),
		Problems: slices.Clone(s.notices), Late: s.service.late.of(s.Actor, s.Campaign),
	}
	if !n.UnderWay {
		n.Question = s.asked
	}
	return n
}

// Seen forgets what came late up to one of them: its reader knows.
func (s *Session) Seen(upTo int) { s.service.late.seen(s.Actor, s.Campaign, upTo) }

// Items gives the rows of the campaign as they are frozen, those of others among them.
func (s *Session) Items() []execution.Item { return s.stage.items }

// Owners says who owns each step of a row.
func (s *Session) Owners(row int) ([]binding.Owner, error) {
	return s.stage.binding.Owners(row, &s.stage.items[row].Case)
}

// About gives what somebody should know of a row before its first step.
func (s *Session) About(ctx context.Context, row int) (About, error) {
	return s.stage.means.About(ctx, &s.stage.items[row].Case)
}

// People says of each row of Items whether a person plays it. Those of the others run by themselves, or not at all.
func (s *Session) People() ([]bool, error) {
	st := s.stage
	st.shaping.Do(func() {
		st.people = make([]bool, len(st.items))
		for i := range st.items {
			owners, err := s.Owners(i)
			if err != nil {
				st.shaped = err
				return
			}
			shape := binding.ShapeOf(owners)
			st.people[i] = shape.Person && !shape.Broken
		}
	})
	return st.people, st.shaped
}

// Begin takes an attempt of a case up, up to its first question; what was left open resumes. When that runs automated
// steps again, it waits for Resume or Restart: Now says what they mean. It is ErrMoved when another attempt than that
// one would be taken up: whoever asks saw what stood before.
func (s *Session) Begin(ctx context.Context, row string, attempt int) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row && q.Attempt == attempt {
			return nil // a second press
		}
		return s.take(ctx, row, attempt)
	})
}

func (s *Session) begin(ctx context.Context, row string) error {
	s.stand(row, nil)
	open, err := s.inner.Begin(ctx, row)
	if err == nil && open != nil && len(open.Replay) == 0 {
		open, err = nil, s.inner.Resume(ctx)
	}
	if err != nil {
		row = ""
	}
	s.stand(row, open)
	return err
}

// stand notes which case is at hand, and the attempt of it that was left open.
func (s *Session) stand(row string, open *execution.Resumption) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.row != row {
		s.ended, s.notices, s.steps = nil, nil, map[int]execution.StepEvent{}
	}
	s.row, s.open = row, open
}

// Resume goes on with the attempt that was left open.
func (s *Session) Resume(ctx context.Context, row string, attempt int) error {
	return s.reopen(ctx, row, attempt, s.inner.Resume)
}

// Restart closes the attempt that was left open as interrupted, and begins another.
func (s *Session) Restart(ctx context.Context, row string, attempt int) error {
	return s.reopen(ctx, row, attempt, s.inner.Restart)
}

func (s *Session) reopen(ctx context.Context, row string, attempt int, how func(context.Context) error) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row && q.Attempt == attempt {
			return nil // a second press: it goes on already
		}
		now, err := s.next(ctx, row)
		if err == nil && (!now.Resumed || now.Number != attempt) {
			err = fmt.Errorf("case %s: %w", row, ErrMoved) // another attempt would begin
		}
		if err != nil {
			return err
		}
		if s.hand() != row || s.waiting() == nil {
			if err := s.begin(ctx, row); err != nil || s.waiting() == nil {
				return err
			}
		}
		err = how(ctx)
		s.stand(row, nil)
		return err
	})
}

// TakeOver begins a case of which somebody left that attempt open: it is closed as interrupted, with what was seen of
// it. It takes the right to (campaign.Service.Release), and is ErrMoved when they have it open no more.
func (s *Session) TakeOver(ctx context.Context, row string, attempt int, from string) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row {
			return nil // a second press
		}
		_, err := s.next(ctx, row)
		held, theirs := errors.AsType[*campaign.HeldError](err)
		switch {
		case !theirs && err != nil:
			return err
		case !theirs, held.Attempt != attempt, held.Ref != from:
			return fmt.Errorf("case %s: %w", row, ErrMoved)
		}
		record, err := s.service.opened()
		if err != nil {
			return err
		}
		if _, err := record.Release(ctx, s.Actor, s.Campaign, row); err != nil {
			return err
		}
		if err := s.begin(ctx, row); err != nil {
			return &RecordedError{err} // theirs is closed
		}
		return nil
	})
}

func (s *Session) hand() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.row
}

func (s *Session) waiting() *execution.Resumption {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

// question gives what is asked of an attempt of a case. When it is not the one at hand it is taken up, unless it ended,
// or somebody must say first that its automated steps may run again.
func (s *Session) question(ctx context.Context, row string, attempt int) (*execution.Question, error) {
	q := s.inner.Question()
	if q == nil || q.Case.ID != row {
		if err := s.take(ctx, row, attempt); err != nil {
			return nil, err
		}
		if s.waiting() != nil {
			return nil, ErrResume
		}
		q = s.inner.Question()
	}
	if q == nil || q.Case.ID != row || q.Attempt != attempt {
		return nil, fmt.Errorf("case %s: %w", row, ErrMoved)
	}
	return q, nil
}

// take takes an attempt of a case up. Nothing runs when it is another attempt that would begin.
func (s *Session) take(ctx context.Context, row string, attempt int) error {
	if s.waiting() != nil && s.hand() == row {
		return nil
	}
	now, err := s.next(ctx, row)
	if err != nil {
		return err
	}
	if now.Number != attempt {
		return fmt.Errorf("case %s: %w", row, ErrMoved)
	}
	return s.begin(ctx, row)
}

// next gives the attempt that Begin would conduct. Nothing runs, and nothing is written.
func (s *Session) next(ctx context.Context, row string) (campaign.Attempt, error) {
	index := slices.IndexFunc(s.stage.items, func(i execution.Item) bool { return i.Case.ID == row })
	if index < 0 {
		return campaign.Attempt{}, fmt.Errorf("case %s: %w", row, campaign.ErrUnknownCase)
	}
	owners, err := s.Owners(index)
	if err != nil {
		return campaign.Attempt{}, err
	}
	return s.ledger.Begin(ctx, campaign.Begin{
		Case: row, Content: s.stage.items[index].Case.Content, Mode: binding.ShapeOf(owners).Mode(),
	})
}

// Leave leaves a case open, if it is the one at hand.
func (s *Session) Leave(ctx context.Context, row string) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if s.hand() != row {
			return nil
		}
		err := s.inner.Leave(ctx)
		s.stand("", nil)
		return err
	})
}

// Back asks again of a step that was judged in the attempt at hand, as execution.Session.Back.
func (s *Session) Back(ctx context.Context, row string, attempt, step int) error {
	return s.do(ctx, Late{Case: row}, func(ctx context.Context) error {
		if _, err := s.question(ctx, row, attempt); err != nil {
			return err
		}
		return s.inner.Back(ctx, step)
	})
}

// close ends the session: the call under way is cut, and the case at hand stays open.
func (s *Session) close(ctx context.Context) error {
	s.spent.Store(true)
	s.mu.Lock()
	if s.cancel != nil {
		s.cancel()
	}
	s.mu.Unlock()
	s.one <- struct{}{}
	defer func() { <-s.one }()
	_, err := s.inner.Close(ctx)
	if errors.Is(err, campaign.ErrHeld) || errors.Is(err, recette.ErrAttempt) {
		return nil // somebody went on with it elsewhere
	}
	if err != nil {
		return fmt.Errorf("close the session: %w", err)
	}
	return nil
}

// idle tells for how long nobody called the session; nothing while a call goes on.
func (s *Session) idle(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cancel != nil {
		return 0
	}
	return now.Sub(s.used)
}
