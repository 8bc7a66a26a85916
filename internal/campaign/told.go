package campaign

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Told is what the journal tells of a campaign, for a document that commits nobody: nothing is sealed for it.
type Told struct {
	Plan    *plan.Manifest
	Digest  string                    // SHA-256 of the plan
	State   *state.State              // with what was observed of each step
	At      map[int64]string          // when each leaf was written, as it says it, by position
	Since   string                    // when the iteration of Plan was put in force: the last one, else the opening
	Texts   map[string]string         // by commitment; an erased one is absent
	Persons map[string]journal.Person // by commitment; an erased one is absent
	Erased  map[string]Erasure        // by commitment
	Head    journal.Signed            // the last head that was signed; zero when none was
	Entries int64                     // of the journal, up to the last of the campaign

	heads []journal.Signed
}

// Headed tells whether the journal had a head that was signed, of a size, with a root.
func (t *Told) Headed(size int64, root string) bool {
	return slices.ContainsFunc(t.heads, func(h journal.Signed) bool { return h.Size == size && h.Root == root })
}

// Tell reads what the journal tells of a campaign, with the texts of its plan. It returns ErrUnknown when no such
// campaign was opened, and refusals under access.ErrDenied.
func (s *Service) Tell(ctx context.Context, actor recette.Actor, id string) (*Told, error) {
	var t *Told
	err := again(func() error {
		c, err := s.shown(ctx, actor, id, access.ReadJournal, access.ReadPeople)
		if err == nil {
			t, err = s.toldOf(ctx, c)
		}
		return err
	})
	return t, err
}

func (s *Service) toldOf(ctx context.Context, c *loaded) (*Told, error) {
	t := &Told{Digest: c.digest, State: state.New(c.outline, true), At: map[int64]string{}}
	texts, people := map[string]struct{}{}, map[string]struct{}{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: c.id}) {
		if err != nil {
			return nil, fmt.Errorf("read campaign %s: %w", c.id, err)
		}
		if document := rec.Leaf.Document(); document != "" {
			t.Digest, t.Since = document, rec.Leaf.At
		}
		t.State.Apply(&rec)
		t.At[rec.Leaf.Seq], t.Entries = rec.Leaf.At, rec.Leaf.Seq+1
		for commitment := range rec.Leaf.Commitments() {
			texts[commitment] = struct{}{}
		}
		if rec.Leaf.Actor != nil {
			people[rec.Leaf.Actor.C] = struct{}{}
		}
	}
	if t.Digest != c.digest { // another iteration began since the campaign was looked at
		return nil, fmt.Errorf("campaign %s: %w", c.id, ErrIterated)
	}
	m, err := s.manifest(ctx, c.id, t.Digest)
	if err != nil {
		return nil, err
	}
	t.Plan = c.nameless(&m, t.Digest)
	if t.Texts, err = s.log.Texts(ctx, slices.Sorted(maps.Keys(texts))); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", c.id, err)
	}
	if t.Persons, err = s.log.Persons(ctx, slices.Sorted(maps.Keys(people))); err != nil {
		return nil, fmt.Errorf("read people of %s: %w", c.id, err)
	}
	if t.Erased, err = s.erasures(ctx); err != nil {
		return nil, err
	}
	heads, err := s.log.Checkpoints(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which heads were signed: %w", err)
	}
	t.heads = heads
	for i := range heads {
		if heads[i].Size >= t.Head.Size {
			t.Head = heads[i]
		}
	}
	return t, nil
}
