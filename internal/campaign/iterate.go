package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/iteration"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Iteration asks for a campaign to go on: with another build, or with the texts and data of now.
type Iteration struct {
	Campaign string
	Reason   string // free text, it may be empty
	// Make gives the manifest to go on with, from the one in force, with the names of those who take part when they are
	// not those who did: they are then given their references.
	Make func(former *plan.Manifest) (m plan.Manifest, people []string, err error)
	// Texts, Build, Impact and Regression say what is another one (iteration.Change).
	Texts, Build       bool
	Impact, Regression func(tags []string) bool
	// Aside says that the build is meant to bear on no row: an Impact that holds for none is refused else.
	Aside bool
}

// Iterated is an iteration that began, or would.
type Iterated struct {
	Manifest plan.Manifest
	Replay   []iteration.Row // what is to be played, with the reason
}

// Iterate begins another iteration of a campaign: its manifest becomes durable with the leaf that names it. Results
// from before hold, but for those that it says to obtain again; no decision stands any more. It returns
// *UnfinishedError while attempts are open, ErrClosed, ErrSame when nothing is another one, ErrImpact,
// *NamedAgainError, and refusals under access.ErrDenied.
func (s *Service) Iterate(ctx context.Context, actor recette.Actor, it Iteration) (Iterated, error) {
	var made Iterated
	for try := 1; ; try++ {
		c, former, next, err := s.following(ctx, actor, it)
		if err != nil {
			return made, err
		}
		c.recording.Lock()
		err = s.addLocked(ctx, c, func(ctx context.Context, c *loaded) (*entry, error) {
			d, err := s.iterated(c, actor, it, former, next, &made)
			if err != nil {
				return nil, err
			}
			return d, s.mayName(ctx, c, &made.Manifest)
		})
		c.recording.Unlock()
		if err == nil {
			s.drop(c)
			return made, nil
		}
		if !errors.Is(err, ErrIterated) && !errors.Is(err, ErrMeanwhile) || try == mostTries {
			return made, err
		}
	}
}

// CheckIterate gives what Iterate would begin, and writes nothing.
func (s *Service) CheckIterate(ctx context.Context, actor recette.Actor, it Iteration) (Iterated, error) {
	var made Iterated
	c, former, next, err := s.following(ctx, actor, it)
	if err != nil {
		return made, err
	}
	c.recording.Lock()
	defer c.recording.Unlock()
	if _, err = s.iterated(c, actor, it, former, next, &made); err == nil {
		err = s.namesAgain(ctx, c, &made.Manifest)
	}
	return made, err
}

// mayName refuses a manifest that names somebody otherwise than other campaigns do, or in spite of an erasure.
func (s *Service) mayName(ctx context.Context, c *loaded, m *plan.Manifest) error {
	if err := s.onePerson(ctx, *m); err != nil {
		return err
	}
	return s.namesAgain(ctx, c, m)
}

// following gives the campaign, the manifest in force, and the one to go on with.
func (s *Service) following(
	ctx context.Context, actor recette.Actor, it Iteration,
) (c *loaded, former, next plan.Manifest, err error) {
	if c, err = s.shown(ctx, actor, it.Campaign, access.Iterate); err != nil {
		return nil, former, next, err
	}
	if former, err = s.manifest(ctx, it.Campaign, c.digest); err != nil {
		return nil, former, next, err
	}
	known := c.forget(&former)
	next, people, err := it.Make(&known)
	if err != nil || people == nil {
		return c, former, next, err
	}
	refs, err := s.Refs(ctx, actor, people)
	if err == nil {
		err = next.Refer(refs)
	}
	return c, former, next, err
}

// forget gives the plan in force as the next one begins from it: references stand in it for the erased names of those
// who take no part. Whoever does keeps a name in it, for the day when they are added again.
func (c *loaded) forget(m *plan.Manifest) plan.Manifest {
	c.mu.Lock()
	defer c.mu.Unlock()
	mask := c.mask(c.digest)
	mask.Hides = func(ref string) bool { return slices.Contains(c.state.Apart, ref) && c.hidden(ref) }
	return m.Nameless(mask)
}

// iterated makes the entry of an iteration of a campaign that stands still.
func (s *Service) iterated(
	c *loaded, actor recette.Actor, it Iteration, former, next plan.Manifest, made *Iterated,
) (*entry, error) {
	if c.state.ClosedAt != "" {
		return nil, fmt.Errorf("campaign %q: %w", c.id, ErrClosed)
	}
	if left := unfinished(c.state); left != nil && left.Open > 0 {
		return nil, left
	}
	switch {
	case len(next.Cases) == 0 || next.Campaign != c.id:
		return nil, missing("cases")
	case next.Environment.Name != former.Environment.Name: // one PV says where all results were obtained
		return nil, invalid("environment")
	}
	if err := s.checkDelivered(&it, &next); err != nil {
		return nil, err
	}
	if former.Same(&next) {
		return nil, ErrSame
	}
	if it.Impact != nil && !it.Aside && !slices.ContainsFunc(next.Cases, func(k plan.FrozenCase) bool {
		return it.Impact(k.Tags)
	}) {
		return nil, ErrImpact
	}
	change := iteration.Change{
		Former: &former, Digest: c.digest, State: c.state, Texts: it.Texts, Build: it.Build, Impact: it.Impact,
		Regression: it.Regression,
	}
	made.Replay = change.Next(&next)
	made.Manifest = next
	data, err := next.Bytes()
	if err != nil {
		return nil, err
	}
	blob := journal.NewBlob(data)
	d := s.entry(actor, journal.KindCampaignIterate, c.id)
	d.entry.Blobs = []journal.Blob{blob}
	d.entry.Leaf.Iterate = &journal.Iterate{
		Manifest: blob.SHA256, Environment: next.Environment.Name, Build: next.Build(), Commit: next.Commit,
		Reason: d.optional("reason", it.Reason),
	}
	return d, d.err
}

// checkDelivered refuses a delivery that names no build, or another one than is deployed, or that is to come: its
// results would be written down as those of a build that nobody has.
func (s *Service) checkDelivered(it *Iteration, next *plan.Manifest) error {
	if !it.Build {
		return nil
	}
	deployed, named := s.deployed[next.Environment.Name], next.Release.Build
	switch {
	case recette.Blank(named):
		return missing("build")
	case deployed != "" && deployed != named:
		return &BuildError{Frozen: named, Deployed: deployed, Asked: true}
	case next.Release.DeliveredAt > s.today():
		return invalid("delivered_at")
	}
	return nil
}

// mostTries is how often something is tried again that others made void meanwhile.
const mostTries = 20

// drop forgets a campaign that went on with another manifest: whoever asks for it next reads that one.
func (s *Service) drop(c *loaded) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.campaigns[c.id] == c {
		delete(s.campaigns, c.id)
	}
}

// again calls try until nobody began an iteration meanwhile.
func again(try func() error) (err error) {
	for range mostTries {
		if err = try(); !errors.Is(err, ErrIterated) {
			return err
		}
	}
	return err
}
