package guided

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// Campaigns is the part of the campaign service that guided sessions need. *campaign.Service implements it.
type Campaigns interface {
	execution.Service
	Manifest(ctx context.Context, actor recette.Actor, id string) (campaign.Manifest, error)
	Outline(ctx context.Context, actor recette.Actor, id string) (*campaign.Outline, error)
	Answered(
		ctx context.Context, actor recette.Actor, campaign, row string, attempt int, r campaign.Request,
	) (position int64, at string, err error)
	Believed(ctx context.Context, campaign string, given time.Time) (time.Time, error)

	// Beside the sessions.
	NoteOnce(
		ctx context.Context, actor recette.Actor, campaign string, r campaign.Request, facts ...fact.Fact,
	) (number string, err error)
	CheckNote(ctx context.Context, actor recette.Actor, campaign string, facts ...fact.Fact) error
	ProposedDue(ctx context.Context, actor recette.Actor, campaign string, g fact.Dated) (string, error)
	AssignOnce(
		ctx context.Context, actor recette.Actor, campaign string, r campaign.Request, rows []string, to string,
	) error
}

// Record is the record of a project, open to be written to.
type Record struct {
	Campaigns
	io.Closer
	Seal func(ctx context.Context) error // signs the head of the log

	busy *sync.WaitGroup // of what is written beside the sessions
}

// Means are what a campaign is conducted with.
type Means struct {
	Policy  binding.Policy
	Sources []execution.Source
	Target  execution.Target
	Word    func(execution.Message) string              // faults in the language of the record
	Fit     func(ctx context.Context, row string) error // as execution.Ledger.Holding
	Current func() Current                              // one for each session
	// About gives what a case is played with, by the project as it stands. It is called by several goroutines.
	About func(ctx context.Context, c *catalogue.Case) (About, error)
}

// About is what somebody should know of a case before its first step.
type About struct {
	workspace.Setting
	Drift *campaign.Drift // how the features moved away from the frozen text; nil when they did not
}

// Current gives a frozen case as it stands in the features, as execution.SessionOptions.Current.
type Current func(ctx context.Context, frozen *catalogue.Case) (c catalogue.Case, ok bool, err error)

// Deps is the world of the service. All of it is mandatory.
type Deps struct {
	Open func(ctx context.Context) (Record, error) // when somebody begins the first case
	// Prepare gives what a campaign is conducted with, by the features and the configuration as they stand.
	Prepare func(ctx context.Context, r Record, m *campaign.Manifest) (Means, error)
	// Whole is who reads a campaign with all its rows, whoever plays them.
	Whole recette.Actor
	Clock func() time.Time
}

// Service keeps the sessions. It is safe for concurrent use; Close it.
type Service struct {
	Deps

	record atomic.Pointer[Record] // set under mu

	broken atomic.Bool // nobody knows what the record holds: it is opened anew

	late   lates
	ending sync.WaitGroup // of what takes nobody in any more

	mu     sync.Mutex
	stages map[string]*stage // by campaign
	closed bool
}

// New makes a service without any session.
func New(d Deps) *Service { return &Service{Deps: d, stages: map[string]*stage{}} }

// errClosed says that the service takes nobody any more.
var errClosed = errors.New("guided sessions are closed")

// Session gives that of a participant in a campaign: the one that they have, wherever they left it. When the campaign
// was frozen anew, it is another one: cases that were left open resume in it. A campaign that nobody plays yet is made
// ready first; when ctx ends before that it is ErrUnderWay, and making ready goes on.
func (s *Service) Session(ctx context.Context, actor recette.Actor, id string) (*Session, error) {
	st, err := s.stage(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	select {
	case <-st.ready:
	case <-ctx.Done():
		return nil, ErrUnderWay
	}
	one, again, err := s.of(ctx, st, actor)
	if again {
		return s.Session(ctx, actor, id)
	}
	return one, err
}

// away is how long nobody called a session that is let go of: workers of its own wait for it.
const away = 4 * time.Hour

// of gives the session of a participant at a stage that is ready. It is to be asked for again when another one took its
// place meanwhile.
func (s *Service) of(ctx context.Context, st *stage, actor recette.Actor) (one *Session, again bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return nil, false, errClosed
	case s.stages[st.id] != st:
		return nil, st.failed == nil, st.failed
	case st.failed != nil:
		delete(s.stages, st.id) // the next one tries again
		return nil, false, st.failed
	}
	now := s.Clock()
	for who, was := range st.sessions {
		if who != actor && was.idle(now) > away || was.spent.Load() {
			delete(st.sessions, who)
			s.aside(ctx, was.close)
		}
	}
	if was := st.sessions[actor]; was != nil {
		return was, false, nil
	}
	made, err := st.sit(ctx, s, s.record.Load(), actor)
	if err == nil {
		st.sessions[actor] = made
	}
	return made, false, err
}

// aside ends what takes nobody in any more: its error says once more why it is over.
func (s *Service) aside(ctx context.Context, end func(context.Context) error) {
	s.ending.Go(func() { _ = end(context.WithoutCancel(ctx)) })
}

// stage gives that of a campaign, which may be made ready still, and begins to when it was frozen anew.
func (s *Service) stage(ctx context.Context, actor recette.Actor, id string) (*stage, error) {
	if st := s.standing(ctx, actor, id); st != nil {
		return st, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	durable := context.WithoutCancel(ctx)
	record, err := s.sound(ctx)
	if err != nil {
		return nil, err
	}
	seen, err := record.Outline(ctx, actor, id) // what they may not see is not there
	if err != nil {
		return nil, err
	}
	if len(seen.Cases) == 0 {
		return nil, fmt.Errorf("campaign %s: %w", id, campaign.ErrUnknownCase)
	}
	was := s.stages[seen.Campaign]
	if was != nil && was.digest == seen.Digest {
		return was, nil
	}
	making, stop := context.WithCancel(durable)
	st := &stage{
		id: seen.Campaign, digest: seen.Digest, stop: stop, ready: make(chan struct{}),
		sessions: map[recette.Actor]*Session{},
	}
	s.stages[st.id] = st
	go func() {
		defer close(st.ready)
		if was != nil {
			was.stop()
			_ = was.close(durable) // what was judged is durable, and what was left open stays so
		}
		st.failed = safely(making, func(ctx context.Context) error { return st.make(ctx, s, record) })
	}()
	return st, nil
}

// standing gives the stage of a campaign that is as it was when it was made, nil when there is none: the campaign is
// looked at without the lock that all who play share.
func (s *Service) standing(ctx context.Context, actor recette.Actor, id string) *stage {
	s.mu.Lock()
	record := s.record.Load()
	if record == nil || s.broken.Load() {
		s.mu.Unlock()
		return nil
	}
	record.busy.Add(1)
	s.mu.Unlock()
	defer record.busy.Done()
	seen, err := record.Outline(ctx, actor, id)
	if err != nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.stages[seen.Campaign]
	if was == nil || was.digest != seen.Digest || s.closed || s.broken.Load() || s.record.Load() != record {
		return nil
	}
	return was
}

// sound gives the record, which is opened with the first who needs it, and anew once it broke. The caller holds mu.
func (s *Service) sound(ctx context.Context) (*Record, error) {
	if s.closed {
		return nil, errClosed
	}
	if s.broken.Swap(false) {
		s.aside(ctx, s.letGo())
	}
	if record := s.record.Load(); record != nil {
		return record, nil
	}
	r, err := s.Open(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	r.busy = &sync.WaitGroup{}
	s.record.Store(&r)
	return &r, nil
}

// failed notes what a failure leaves of a session. Nothing is acknowledged after a result that was not recorded: when
// the record refused it, the session is over, and another one resumes its case; when the record broke, all are.
func (s *Service) failed(one *Session, err error) {
	if errors.Is(err, errPanic) {
		one.spent.Store(true)
		return
	}
	if !errors.Is(err, execution.ErrRecord) || errors.Is(err, campaign.ErrAgain) {
		return
	}
	one.spent.Store(true)
	if !errors.Is(err, access.ErrDenied) && !errors.Is(err, campaign.Err) {
		s.broken.Store(true)
	}
}

// opened gives the record, while it is open.
func (s *Service) opened() (*Record, error) {
	if record := s.record.Load(); record != nil {
		return record, nil
	}
	return nil, errClosed
}

// seal signs the head of the log.
func (s *Service) seal(ctx context.Context) error {
	record := s.record.Load()
	if record == nil {
		return nil // Close does
	}
	return record.Seal(ctx)
}

// Close ends all sessions, and signs the head of the log.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	end := s.letGo()
	s.mu.Unlock()
	err := end(ctx)
	s.ending.Wait()
	return err
}

// letGo lets go of all stages and of the record, and gives what ends them. The caller holds mu.
func (s *Service) letGo() (end func(context.Context) error) {
	stages, record := s.stages, s.record.Swap(nil)
	s.stages = map[string]*stage{}
	return func(ctx context.Context) error {
		var errs []error
		for _, st := range stages {
			st.stop()
			errs = append(errs, st.close(ctx))
		}
		if record != nil {
			record.busy.Wait()
			errs = append(errs, record.Seal(ctx), record.Close())
		}
		return errors.Join(errs...)
	}
}
