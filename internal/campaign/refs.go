package campaign

import (
	"context"
	"encoding/hex"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Refs gives the pseudonymous reference of each person: the one that an earlier campaign of the project gave to the
// name, else a new random one. Names that differ only by case, spaces or the encoding of accents are one person: the
// separation of signatures rests on it. A reference says nothing of the name, so that leaves stay pseudonymous when the
// manifest that ties both is erased.
func (s *Service) Refs(ctx context.Context, actor recette.Actor, names []string) (map[string]string, error) {
	if err := access.Allow(actor, access.ReadPeople, access.Scope{}); err != nil {
		return nil, err
	}
	known := map[string]string{}
	seen, err := s.parties(ctx, 0, func(p plan.Participant) error {
		known[plan.FoldName(p.Name)] = p.Ref
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up references: %w", err)
	}
	s.mu.Lock()
	s.named = seen
	s.mu.Unlock()
	refs := make(map[string]string, len(names))
	for _, n := range names {
		if ref, ok := known[plan.FoldName(n)]; ok {
			refs[n] = ref
			continue
		}
		var b [6]byte
		if _, err := s.people.Read(b[:]); err != nil {
			return nil, fmt.Errorf("draw a reference: %w", err)
		}
		refs[n] = "p-" + hex.EncodeToString(b[:])
		known[plan.FoldName(n)] = refs[n]
	}
	return refs, nil
}

// parties gives who takes part in the campaigns that were opened from a position on, and the position after the last one.
func (s *Service) parties(ctx context.Context, from int64, yield func(plan.Participant) error) (int64, error) {
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindCampaignOpen}, From: from}) {
		if err != nil {
			return from, err
		}
		from = rec.Leaf.Seq + 1
		if rec.Leaf.Open == nil {
			continue
		}
		data, err := s.log.Blob(ctx, rec.Leaf.Open.Manifest)
		if err != nil {
			continue // erased: its references are not needed any more
		}
		m, err := plan.Parse(data)
		if err != nil {
			return from, fmt.Errorf("campaign %s: %w: %w", rec.Leaf.Campaign, ErrManifest, err)
		}
		for _, p := range m.Parties {
			if err := yield(p); err != nil {
				return from, err
			}
		}
	}
	return from, nil
}

// onePerson refuses a manifest that names somebody to whom a campaign that was opened since Refs looked gave another
// reference. The caller is under the lock of the log.
func (s *Service) onePerson(ctx context.Context, m plan.Manifest) error {
	refs := make(map[string]string, len(m.Parties))
	for _, p := range m.Parties {
		refs[plan.FoldName(p.Name)] = p.Ref
	}
	s.mu.Lock()
	from := s.named
	s.mu.Unlock()
	_, err := s.parties(ctx, from, func(p plan.Participant) error {
		if ref, ok := refs[plan.FoldName(p.Name)]; ok && ref != p.Ref {
			return fmt.Errorf("%s is %s: %w", ref, p.Ref, ErrMeanwhile)
		}
		return nil
	})
	return err
}
