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
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindCampaignOpen}}) {
		if err != nil {
			return nil, fmt.Errorf("look up references: %w", err)
		}
		if rec.Leaf.Open == nil {
			continue
		}
		data, err := s.log.Blob(ctx, rec.Leaf.Open.Manifest)
		if err != nil {
			continue // erased: its references are not needed any more
		}
		m, err := plan.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("campaign %s: %w: %w", rec.Leaf.Campaign, ErrManifest, err)
		}
		for _, p := range m.Parties {
			known[plan.FoldName(p.Name)] = p.Ref
		}
	}
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
