package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
)

// loaded is a campaign in memory. Facts of this process are folded as they are appended; what other processes added is
// read under the lock of the log before anything is appended that depends on it, and before interactive reads, from
// where reading stopped, so that no call reads the log from its beginning.
type loaded struct {
	id       string
	outline  *plan.Outline // of the manifest: whoever needs the texts of its cases reads it whole
	digest   string        // of the manifest
	users    *users        // of the project
	duties   access.Duties // of the project
	known    crew          // under users.mu
	now      func() string // as leaves say it
	today    func() string
	critical map[string]bool

	// recording is held for reading while a result is recorded or the log is followed, for writing by whatever needs
	// the whole state to stand still: closing, numbering, deciding. Whoever holds it for writing reads state without
	// mu.
	recording sync.RWMutex
	cases     []sync.Mutex // one a case: attempts of a case are recorded one at a time

	shared turn // of reading on

	mu     sync.Mutex // guards what follows
	state  *state.State
	read   bool               // the log was read once
	over   bool               // it went on with another manifest: nothing is recorded on this one any more
	next   int64              // position from which the log was not read yet
	folded map[int64]struct{} // positions from next on that are folded already: this process wrote them
}

// maxFolded is how many positions are kept at most of facts that are folded before the reading comes to them: where
// another campaign is recorded beside this one, what lies between them is its own, and only reading tells so.
const maxFolded = 256

// load gives the campaign with its state, read from the log the first time.
func (s *Service) load(ctx context.Context, id string) (c *loaded, err error) {
	for range mostTries {
		if c, err = s.loadPlan(ctx, id); err != nil {
			return nil, err
		}
		c.mu.Lock()
		read, over := c.read, c.over
		c.mu.Unlock()
		switch {
		case over:
			s.drop(c)
			continue
		case read:
			return c, nil
		}
		if err = s.follow(ctx, c); !errors.Is(err, ErrIterated) {
			return c, err
		}
	}
	return nil, err
}

// loadPlan gives the campaign with its frozen plan, read from the log the first time; nobody looked at its state.
func (s *Service) loadPlan(ctx context.Context, id string) (*loaded, error) {
	s.mu.Lock()
	c, ok := s.campaigns[id]
	s.mu.Unlock()
	if ok {
		return c, nil
	}
	digest, err := s.digest(ctx, id)
	if err != nil {
		return nil, err
	}
	outline, err := s.outlines.read(ctx, s.log, id, digest)
	if err != nil {
		return nil, err
	}
	return s.remember(s.newLoaded(id, digest, outline)), nil
}

// remember makes a campaign the one that is in memory, unless one is.
func (s *Service) remember(c *loaded) *loaded {
	s.mu.Lock()
	defer s.mu.Unlock()
	if other, ok := s.campaigns[c.id]; ok {
		return other
	}
	s.campaigns[c.id] = c
	return c
}

func (s *Service) newLoaded(id, digest string, outline *plan.Outline) *loaded {
	c := &loaded{
		now:   func() string { return journal.Instant(s.clock()) },
		today: s.today, users: s.users, duties: s.policies.Duties,
		id: id, outline: outline, digest: digest, critical: outline.CriticalCases(),
		cases:  make([]sync.Mutex, len(outline.Cases)),
		folded: map[int64]struct{}{},
	}
	c.state = state.New(outline, false)
	return c
}

// digest gives that of the manifest of a campaign, as the journal names it last. It returns ErrUnknown when no such
// campaign was opened.
func (s *Service) digest(ctx context.Context, id string) (last string, err error) {
	for rec, err := range s.log.Records(ctx, naming(id)) {
		if err != nil {
			return "", fmt.Errorf("read campaign %s: %w", id, err)
		}
		if last = rec.Leaf.Document(); last == "" {
			return "", fmt.Errorf("campaign %s: %w", id, ErrManifest)
		}
	}
	if last == "" {
		return "", fmt.Errorf("campaign %q: %w", id, ErrUnknown)
	}
	return last, nil
}

// ReadOutline reads the manifest of a campaign, whose digest the journal names, without the texts of its cases. It
// returns ErrManifest when the document is missing, or is not that one.
func ReadOutline(ctx context.Context, log Journal, id, digest string) (o *plan.Outline, err error) {
	err = log.ReadBlob(ctx, digest, func(r io.Reader) error {
		o, err = plan.ParseOutline(r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("campaign %s: %w: %w", id, ErrManifest, err)
	}
	o.Digest = digest
	return o, nil
}

// manifest is ReadOutline with the texts.
func (s *Service) manifest(ctx context.Context, id, digest string) (m plan.Manifest, err error) {
	err = s.log.ReadBlob(ctx, digest, func(r io.Reader) error {
		m, err = plan.Parse(r)
		return err
	})
	if err != nil {
		return plan.Manifest{}, fmt.Errorf("campaign %s: %w: %w", id, ErrManifest, err)
	}
	return m, nil
}

// refresh folds in what was appended since the last reading, by this process or by another. The caller holds
// c.recording.
func (s *Service) refresh(ctx context.Context, c *loaded) error {
	asked := c.shared.ask()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.shared.serves(asked) {
		return s.overtaken(c)
	}
	return s.readOn(ctx, c)
}

// catchUp is refresh when there may be something of others to read. The caller is under the lock of the log.
func (s *Service) catchUp(ctx context.Context, c *loaded, h journal.Head) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.read && h.Others <= c.next && len(c.folded) < maxFolded {
		return nil
	}
	if err := s.readOn(ctx, c); err != nil {
		return err
	}
	c.next = h.Size // what follows the last fact of the campaign is of others
	return nil
}

// goOn is refresh for a state that somebody looked at.
func (s *Service) goOn(ctx context.Context, c *loaded) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read {
		return nil
	}
	return s.readOn(ctx, c)
}

// readOn is called under c.mu. What was folded before an error stays, and the next reading goes on from there.
func (s *Service) readOn(ctx context.Context, c *loaded) error {
	ended := c.shared.begin()
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: c.id, From: c.next}) {
		if err != nil {
			return fmt.Errorf("read campaign %s: %w", c.id, err)
		}
		if _, done := c.folded[rec.Leaf.Seq]; done {
			delete(c.folded, rec.Leaf.Seq)
		} else {
			c.state.Apply(&rec)
		}
		c.next = rec.Leaf.Seq + 1
	}
	if err := s.users.follow(ctx, s.log); err != nil {
		return err
	}
	ended()
	c.read = true
	return s.overtaken(c)
}

// overtaken returns ErrIterated when the campaign went on with another manifest. It is called under c.mu.
func (s *Service) overtaken(c *loaded) error {
	if c.over = c.over || c.state.Overtaken(); !c.over {
		return nil
	}
	s.drop(c)
	return fmt.Errorf("campaign %s: %w", c.id, ErrIterated)
}

// follow is refresh for a call that does not hold c.recording.
func (s *Service) follow(ctx context.Context, c *loaded) error {
	c.recording.RLock()
	defer c.recording.RUnlock()
	return s.refresh(ctx, c)
}

// fold applies what this process appended, unless nobody looked at the state yet: it is then read with the rest.
func (c *loaded) fold(recs []journal.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read {
		return
	}
	for i := range recs {
		seq := recs[i].Leaf.Seq
		if seq >= c.next {
			c.state.Apply(&recs[i])
			c.over = c.over || c.state.Overtaken()
			c.folded[seq] = struct{}{}
		}
		for {
			if _, done := c.folded[c.next]; !done {
				break
			}
			delete(c.folded, c.next) // what is known without a hole need not be read again
			c.next++
		}
	}
}

// lastSeq is the position of the last fact of a case, -1 when there is none. It is called under c.mu.
func (c *loaded) lastSeq(i int) int64 {
	if last := c.state.Cases[i].Last; last != nil {
		return last.LastSeq
	}
	return -1
}
