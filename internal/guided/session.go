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
		return fmt.Errorf("%w: %w", ErrBusy, ErrMoved) // another session took its place
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

// Ahead gives what is asked of a row after what is asked now, as execution.Question.Ahead; of one that is not at hand,
// what is asked of an attempt from its beginning.
func (s *Session) Ahead(row, attempt int) ([]Asked, error) {
	owners, err := s.Owners(row)
	if err != nil {
		return nil, err
	}
	c := &s.stage.items[row].Case
	now := s.Now()
	var next []execution.Question
	switch {
	case now.Case != c.ID:
		next = execution.Ahead(c, owners, attempt)
	case now.Question != nil:
		next = now.Question.Ahead()
	}
	all := make([]Asked, len(next))
	for i := range next {
		all[i] = Asked{Question: next[i], NotesOf: map[int]execution.Notes{}}
	}
	return all, nil
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
