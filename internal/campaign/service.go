package campaign

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"recette/internal/access"
	"recette/internal/evidence"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Evidence keeps attachments by content address.
type Evidence interface {
	// Put makes the content durable before it returns its address, its size and the media type found in it.
	Put(ctx context.Context, r io.Reader, name string) (evidence.Ref, error)
	// Stat gives the size of stored content, in bytes; an error when there is none.
	Stat(ctx context.Context, sha256 string) (size int64, err error)
	// Open gives stored content. Remove takes it away for ever; evidence.ErrMissing when there is none.
	Open(sha256 string) (io.ReadCloser, error)
	Remove(ctx context.Context, sha256 string) error
}

// Policies are the rules that a project may harden.
type Policies struct {
	Duties access.Duties // how strictly the separation of duties is kept, where a plan says nothing of it
}

// Deps is the world of the service. Journal, Clock and Rand are mandatory.
type Deps struct {
	Journal  Journal
	Clock    func() time.Time
	Zone     *time.Location // of the project, which the days that nobody gave are counted in; nil is UTC
	Rand     io.Reader      // read under a lock: it need not be safe for concurrent use
	Evidence Evidence       // nil refuses every attachment
	Policies Policies
	Deployed map[string]string // build that the project says is deployed, by environment
	Outlines *Outlines         // that services of this process share; nil keeps its own
	// Warned is told each rule of the separation of duties that a fact broke and that the project only warns of, once
	// the fact is durable. It may be called by several goroutines; nil: nobody is told.
	Warned func(Warning)
}

// Service is safe for concurrent use. It keeps the state of each campaign in memory as it records, and reads the log
// again only for what other processes may have added.
type Service struct {
	log      Journal
	clock    func() time.Time
	zone     *time.Location
	evidence Evidence
	policies Policies
	deployed map[string]string
	outlines *Outlines
	warned   func(Warning)
	people   *people
	named    named
	users    *users

	mu        sync.Mutex
	campaigns map[string]*loaded
	runs      map[string]*run
	frozen    map[frozenAt]FrozenCase // rows that were read with their texts
}

// New returns a service on deps. It returns an error when a mandatory dependency is missing.
func New(d Deps) (*Service, error) {
	if d.Journal == nil || d.Clock == nil || d.Rand == nil {
		return nil, errors.New("campaign service: Journal, Clock and Rand are mandatory")
	}
	return &Service{
		log: d.Journal, clock: d.Clock, zone: cmp.Or(d.Zone, time.UTC), evidence: d.Evidence, policies: d.Policies,
		deployed: d.Deployed, outlines: cmp.Or(d.Outlines, &Outlines{}), warned: d.Warned,
		people: &people{rand: d.Rand, seen: map[recette.Actor]*person{}},
		named: named{
			refs: map[string]string{}, names: map[string]string{}, plans: map[string]*plan.Manifest{},
		},
		users:     &users{names: map[string]string{}},
		campaigns: map[string]*loaded{}, runs: map[string]*run{}, frozen: map[frozenAt]FrozenCase{},
	}, nil
}

// today is the day in the project's time zone, YYYY-MM-DD: that of those who decide, not that of Greenwich.
func (s *Service) today() string { return s.clock().In(s.zone).Format(time.DateOnly) }

// Attach stores an attachment durably and returns what an observation names. Its media type is the one found in the
// content; mime, which is what somebody declared, only serves where the store finds none. It returns ErrEvidence
// without a store.
func (s *Service) Attach(
	ctx context.Context, actor recette.Actor, campaign, name, mime string, r io.Reader,
) (Attachment, error) {
	action, scope := access.RunFree, access.Scope{}
	if run := s.run(campaign); run != nil {
		scope.Owner = run.owner
	} else {
		c, err := s.loadPlan(ctx, campaign)
		if err != nil {
			return Attachment{}, err
		}
		action, scope = access.Attach, c.boundsOf(actor)
	}
	if err := s.allow(ctx, actor, action); err != nil { // another process may have revoked them since
		return Attachment{}, err
	}
	if err := access.Allow(actor, action, scope); err != nil {
		return Attachment{}, err
	}
	if s.evidence == nil {
		return Attachment{}, fmt.Errorf("attach %q: %w", name, ErrEvidence)
	}
	ref, err := s.evidence.Put(ctx, r, name)
	if err != nil {
		return Attachment{}, fmt.Errorf("attach: %w", err)
	}
	a := Attachment{SHA256: ref.SHA256, Size: ref.Size, MIME: ref.MIME, Name: ref.Name}
	if a.MIME == "" {
		a.MIME = mime
	}
	if a.Name == "" {
		a.Name = name
	}
	return a, nil
}
