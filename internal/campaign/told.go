package campaign

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Told is what the journal tells of a campaign, for a document that commits nobody: nothing is sealed for it.
type Told struct {
	Plan    *plan.Manifest
	Digest  string                    // SHA-256 of the plan
	Records []journal.Record          // in order of position
	Texts   map[string]string         // by commitment; an erased one is absent
	Persons map[string]journal.Person // by commitment; an erased one is absent
	Erased  map[string]Erasure        // by commitment
	Head    journal.Signed            // the last head that was signed; zero when none was
	Entries int64                     // of the journal, up to the last of the campaign
}

// Since gives when the iteration of the plan was put in force, as in the leaf: the last one, else the opening.
func (t *Told) Since() (at string) {
	for i := range t.Records {
		if t.Records[i].Leaf.Document() != "" {
			at = t.Records[i].Leaf.At
		}
	}
	return at
}

// Tell reads what the journal tells of a campaign, with the texts of its plan. It returns ErrUnknown when no such
// campaign was opened, and refusals under access.ErrDenied.
func (s *Service) Tell(ctx context.Context, actor recette.Actor, id string) (*Told, error) {
	c, err := s.shown(ctx, actor, id, access.ReadJournal, access.ReadPeople)
	if err != nil {
		return nil, err
	}
	t := &Told{Digest: c.digest}
	texts, people := map[string]struct{}{}, map[string]struct{}{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: id}) {
		if err != nil {
			return nil, fmt.Errorf("read campaign %s: %w", id, err)
		}
		if document := rec.Leaf.Document(); document != "" {
			t.Digest = document // another iteration may have begun since the campaign was looked at
		}
		rec.Raw = nil // nobody proves anything of it here
		t.Records, t.Entries = append(t.Records, rec), rec.Leaf.Seq+1
		for commitment := range rec.Leaf.Commitments() {
			texts[commitment] = struct{}{}
		}
		if rec.Leaf.Actor != nil {
			people[rec.Leaf.Actor.C] = struct{}{}
		}
	}
	m, err := s.manifest(ctx, id, t.Digest)
	if err != nil {
		return nil, err
	}
	t.Plan = c.nameless(&m)
	if t.Texts, err = s.log.Texts(ctx, slices.Sorted(maps.Keys(texts))); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", id, err)
	}
	if t.Persons, err = s.log.Persons(ctx, slices.Sorted(maps.Keys(people))); err != nil {
		return nil, fmt.Errorf("read people of %s: %w", id, err)
	}
	if t.Erased, err = s.erasures(ctx); err != nil {
		return nil, err
	}
	heads, err := s.log.Checkpoints(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which heads were signed: %w", err)
	}
	for i := range heads {
		if heads[i].Size >= t.Head.Size {
			t.Head = heads[i]
		}
	}
	return t, nil
}
