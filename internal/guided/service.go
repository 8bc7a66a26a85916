package guided

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
)

// Campaigns is the part of the campaign service that guided sessions need. *campaign.Service implements it.
type Campaigns interface {
	execution.Service
	Manifest(ctx context.Context, actor recette.Actor, id string) (campaign.Manifest, error)
	Outline(ctx context.Context, actor recette.Actor, id string) (*campaign.Outline, error)
	Release(ctx context.Context, actor recette.Actor, campaign, row string) (bool, error)
	Answered(ctx context.Context, actor recette.Actor, campaign string, r campaign.Request) (bool, error)
}

// Record is the record of a project, open to be written to.
type Record struct {
	Campaigns
	io.Closer
	Seal func(ctx context.Context) error // signs the head of the log
}

// Means are what a campaign is conducted with.
type Means struct {
	Policy  binding.Policy
	Sources []execution.Source
	Target  execution.Target
	Word    func(execution.Message) string              // faults in the language of the record
	Fit     func(ctx context.Context, row string) error // as execution.Ledger.Holding
	Current func() Current                              // one for each session
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

	mu     sync.Mutex
	stages map[string]*stage // by campaign
	closed bool
}

// New makes a service without any session.
func New(d Deps) *Service { return &Service{Deps: d, stages: map[string]*stage{}} }

// ErrClosed says that the service takes nobody any more.
var ErrClosed = errors.New("guided sessions are closed")

// stage is one campaign that is conducted, as it is frozen at present.
type stage struct {
	frozen   [sha256.Size]byte // of the texts of its rows, and of the build
	engine   *execution.Engine
	binding  *binding.Binding
	items    []execution.Item
	means    Means
	sessions map[recette.Actor]*Session
}

// Session gives that of a participant in a campaign: the one that they have, wherever they left it. When the campaign
// was frozen anew, it is another one: cases that were left open resume in it.
func (s *Service) Session(ctx context.Context, actor recette.Actor, id string) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken.Swap(false) {
		_ = s.letGo(context.WithoutCancel(ctx)) // it says once more what broke
	}
	switch {
	case s.closed:
		return nil, ErrClosed
	case s.record.Load() == nil:
		r, err := s.Open(context.WithoutCancel(ctx))
		if err != nil {
			return nil, err
		}
		s.record.Store(&r)
	}
	o, err := s.record.Load().Outline(ctx, actor, id) // what they may not see is not there
	if err != nil {
		return nil, err
	}
	if len(o.Cases) == 0 {
		return nil, fmt.Errorf("campaign %s: %w", id, campaign.ErrUnknownCase)
	}
	st, err := s.stage(ctx, o.Campaign)
	if err != nil {
		return nil, err
	}
	if was := st.sessions[actor]; was != nil && !was.spent.Load() {
		return was, nil
	} else if was != nil {
		_ = was.close(context.WithoutCancel(ctx)) // the same
	}
	made, err := st.sit(ctx, s, actor, o.Campaign)
	if err != nil {
		return nil, err
	}
	st.sessions[actor] = made
	return made, nil
}

// stage gives that of a campaign, made anew when it was frozen anew.
func (s *Service) stage(ctx context.Context, id string) (*stage, error) {
	record := s.record.Load()
	o, err := record.Outline(ctx, s.Whole, id)
	if err != nil {
		return nil, err
	}
	frozen, was := frozenAs(o), s.stages[id]
	if was != nil && was.frozen == frozen {
		return was, nil
	}
	m, err := record.Manifest(ctx, s.Whole, id)
	if err != nil {
		return nil, err
	}
	means, err := s.Prepare(ctx, *record, &m)
	if err != nil {
		return nil, err
	}
	made := &stage{
		frozen: frozen, means: means, items: execution.FromManifest(&m), sessions: map[recette.Actor]*Session{},
	}
	ledger := execution.NewLedger(record, s.Whole, id, means.Word)
	made.engine, err = execution.New(execution.Options{
		Sources: means.Sources, Recorder: ledger, Evidence: ledger, Clock: s.Clock, Target: means.Target,
	})
	if err != nil {
		return nil, err
	}
	durable := context.WithoutCancel(ctx)
	if made.binding, err = made.engine.Bind(durable, execution.Cases(made.items), means.Policy); err != nil {
		made.engine.Close()
		return nil, err
	}
	s.stages[id] = made
	if was != nil {
		return made, was.close(durable)
	}
	return made, nil
}

// failed notes what a failure leaves of a session. Nothing is acknowledged after a result that was not recorded: when
// the record refused it, the session is over, and another one resumes its case; when the record broke, all are.
func (s *Service) failed(one *Session, err error) {
	if !errors.Is(err, execution.ErrRecord) || errors.Is(err, campaign.ErrAgain) {
		return
	}
	one.spent.Store(true)
	if !errors.Is(err, access.ErrDenied) && !errors.Is(err, campaign.Err) {
		s.broken.Store(true)
	}
}

// answered tells whether a request of somebody is recorded.
func (s *Service) answered(
	ctx context.Context, actor recette.Actor, id string, r campaign.Request,
) (bool, error) {
	record := s.record.Load()
	if record == nil {
		return false, ErrClosed
	}
	return record.Answered(ctx, actor, id, r)
}

// seal signs the head of the log.
func (s *Service) seal(ctx context.Context) error {
	record := s.record.Load()
	if record == nil {
		return nil // Close does
	}
	return record.Seal(ctx)
}

// frozenAs tells one state of a frozen campaign from another.
func frozenAs(o *campaign.Outline) [sha256.Size]byte {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, o.Release.Build)
	for i := range o.Cases {
		_, _ = fmt.Fprintln(h, o.Cases[i].ID, o.Cases[i].Content)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// close ends the sessions of a stage: their cases stay open, as they were left.
func (st *stage) close(ctx context.Context) error {
	var errs []error
	for _, s := range st.sessions {
		errs = append(errs, s.close(ctx))
	}
	st.engine.Close()
	return errors.Join(errs...)
}

// Close ends all sessions, and signs the head of the log.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return s.letGo(ctx)
}

// letGo ends all sessions and closes the record.
func (s *Service) letGo(ctx context.Context) error {
	var errs []error
	for id, st := range s.stages {
		errs = append(errs, st.close(ctx))
		delete(s.stages, id)
	}
	if record := s.record.Swap(nil); record != nil {
		errs = append(errs, record.Seal(ctx), record.Close())
	}
	return errors.Join(errs...)
}
