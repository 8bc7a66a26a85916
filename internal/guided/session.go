package guided

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// The refusals of a session, beside those of execution and of the campaign.
var (
	// ErrUnderWay says that what was asked goes on: automated steps run, or are waited for. See Session.Now.
	ErrUnderWay = errors.New("what was asked before goes on")
	// ErrMoved says that what was answered is not asked any more: the page shows what stood before.
	ErrMoved = errors.New("what was answered is not asked any more")
	// ErrResume says that an attempt was left open whose automated steps would run again: somebody must want it.
	ErrResume = errors.New("the attempt that was left open runs steps again")
)

// Session is one participant at the cases of a campaign. Calls come from several pages: one goes on at a time, and goes
// on when nobody waits for it any more.
type Session struct {
	Actor    recette.Actor
	Campaign string

	stage   *stage
	ledger  *execution.Ledger
	service *Service
	inner   *execution.Session

	spent atomic.Bool // it takes nothing more: another one takes its place

	mu      sync.Mutex
	running chan struct{} // closed when the call under way ends; nil when there is none
	late    error         // of a call whose end nobody waited for
	row     string        // the case at hand
	open    *execution.Resumption
	ended   *execution.CaseEvent        // of the case at hand
	notices []execution.Problem         // since the case at hand began
	steps   map[int]execution.StepEvent // of the case at hand, as they are durable
}

// sit makes the session of a participant.
func (st *stage) sit(ctx context.Context, svc *Service, actor recette.Actor) (*Session, error) {
	ledger := execution.NewLedger(svc.record.Load(), actor, st.id, st.means.Word).Holding(st.means.Fit)
	s := &Session{
		Actor: actor, Campaign: st.id, stage: st, ledger: ledger, service: svc, steps: map[int]execution.StepEvent{},
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

// do makes a call of the session, once the one before ended. When ctx ends first it is ErrUnderWay: the call goes on.
func (s *Session) do(ctx context.Context, call func(context.Context) error) error {
	for {
		s.mu.Lock()
		before := s.running
		if before == nil {
			break
		}
		s.mu.Unlock()
		select {
		case <-before:
		case <-ctx.Done():
			return ErrUnderWay
		}
	}
	running, ended := make(chan struct{}), make(chan error, 1)
	s.running, s.late = running, nil
	s.mu.Unlock()
	go func() {
		err := call(context.WithoutCancel(ctx))
		s.service.failed(s, err)
		s.mu.Lock()
		s.running, s.late = nil, err
		s.mu.Unlock()
		ended <- err
		close(running)
	}()
	select {
	case err := <-ended:
		s.mu.Lock()
		if s.running == nil {
			s.late = nil // it is told now
		}
		s.mu.Unlock()
		return err
	case <-ctx.Done():
		return ErrUnderWay
	}
}

// Now is where a session stands.
type Now struct {
	Case     string                      // at hand; empty when there is none
	UnderWay bool                        // a call goes on: what follows is what is known of it
	Question *execution.Question         // what is asked; nil when nothing is
	Open     *execution.Resumption       // the attempt that was left open: Resume or Restart it
	Ended    *execution.CaseEvent        // how the case at hand ended, or was left
	Steps    map[int]execution.StepEvent // of the case at hand, as they were recorded here
	Problems []execution.Problem         // of what runs automated steps
	Failed   error                       // why a call failed that nobody waited for
}

// Now gives where the session stands. It waits for nothing.
func (s *Session) Now() Now {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := Now{
		Case: s.row, UnderWay: s.running != nil, Open: s.open, Ended: s.ended, Failed: s.late,
		Steps: map[int]execution.StepEvent{}, Problems: append([]execution.Problem(nil), s.notices...),
	}
	maps.Copy(n.Steps, s.steps)
	if !n.UnderWay {
		n.Question = s.inner.Question()
	}
	return n
}

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

// Begin takes a case up, up to its first question; what was left open resumes. When that runs automated steps again,
// it waits for Resume or Restart: Now says what they mean.
func (s *Session) Begin(ctx context.Context, row string) error {
	return s.do(ctx, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row {
			return nil // a second press
		}
		return s.begin(ctx, row)
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

// Resume goes on with the attempt that was left open, Restart begins another.
func (s *Session) Resume(ctx context.Context, row string) error {
	return s.do(ctx, func(ctx context.Context) error { return s.reopen(ctx, row, s.inner.Resume) })
}

// Restart closes the attempt that was left open as interrupted, and begins another.
func (s *Session) Restart(ctx context.Context, row string) error {
	return s.do(ctx, func(ctx context.Context) error { return s.reopen(ctx, row, s.inner.Restart) })
}

func (s *Session) reopen(ctx context.Context, row string, how func(context.Context) error) error {
	if q := s.inner.Question(); q != nil && q.Case.ID == row {
		return nil // a second press: it goes on already
	}
	if s.hand() != row || s.waiting() == nil {
		if now, err := s.next(ctx, row); err != nil || !now.Resumed {
			return errors.Join(err, fmt.Errorf("case %s: %w", row, ErrMoved)) // another attempt would begin
		}
		if err := s.begin(ctx, row); err != nil || s.waiting() == nil {
			return err
		}
	}
	err := how(ctx)
	s.stand(row, nil)
	return err
}

// TakeOver begins a case that somebody else left open: their attempt is closed as interrupted, with what was seen of
// it. It takes the right to (campaign.Service.Release).
func (s *Session) TakeOver(ctx context.Context, row string) error {
	return s.do(ctx, func(ctx context.Context) error {
		if q := s.inner.Question(); q != nil && q.Case.ID == row {
			return nil // a second press
		}
		if _, err := s.service.record.Load().Release(ctx, s.Actor, s.Campaign, row); err != nil {
			return err
		}
		return s.begin(ctx, row)
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
		q = s.inner.Question()
	}
	if q == nil || q.Case.ID != row || q.Attempt != attempt {
		return nil, fmt.Errorf("case %s: %w", row, ErrMoved)
	}
	return q, nil
}

// take takes an attempt of a case up. Nothing runs when it is another attempt that would begin.
func (s *Session) take(ctx context.Context, row string, attempt int) error {
	if s.waiting() == nil || s.hand() != row {
		now, err := s.next(ctx, row)
		if err != nil {
			return err
		}
		if now.Number != attempt {
			return fmt.Errorf("case %s: %w", row, ErrMoved)
		}
		if err := s.begin(ctx, row); err != nil {
			return err
		}
	}
	if s.waiting() != nil {
		return ErrResume
	}
	return nil
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

// Leave leaves the case at hand open.
func (s *Session) Leave(ctx context.Context) error {
	return s.do(ctx, func(ctx context.Context) error {
		err := s.inner.Leave(ctx)
		s.stand("", nil)
		return err
	})
}

// Back asks again of a step that was judged in the attempt at hand, as execution.Session.Back.
func (s *Session) Back(ctx context.Context, row string, attempt, step int) error {
	return s.do(ctx, func(ctx context.Context) error {
		if _, err := s.question(ctx, row, attempt); err != nil {
			return err
		}
		return s.inner.Back(ctx, step)
	})
}

// close leaves the case at hand, and ends the session.
func (s *Session) close(ctx context.Context) error {
	_, err := s.inner.Close(ctx)
	if errors.Is(err, campaign.ErrHeld) || errors.Is(err, recette.ErrAttempt) {
		return nil // somebody went on with it elsewhere
	}
	if err != nil {
		return fmt.Errorf("close the session: %w", err)
	}
	return nil
}
