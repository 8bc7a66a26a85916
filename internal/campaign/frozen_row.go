package campaign

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/recette"
)

// frozenAt names a row of a plan by the digest of its manifest.
type frozenAt struct{ digest, row string }

// A manifest is read whole for one row: those around it are kept with their texts too, since whoever reads one reads
// the next. mostFrozen is how many are kept of all campaigns.
const (
	mostFrozen = 1024
	around     = 128
)

// Frozen gives a row of the plan with its text, as an iteration froze it; 0 is the present one. A row that the actor
// does not see is ErrUnknownCase, an iteration that there is not ErrUnknown.
func (s *Service) Frozen(
	ctx context.Context, actor recette.Actor, id, row string, iteration int,
) (FrozenCase, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return FrozenCase{}, err
	}
	if _, ok := c.seenRow(actor, row); !ok {
		return FrozenCase{}, fmt.Errorf("case %s: %w", row, ErrUnknownCase)
	}
	at := frozenAt{c.digest, row}
	switch last := c.outline.Number(); {
	case iteration == 0 || iteration == last:
	case iteration < 0 || iteration > last:
		return FrozenCase{}, fmt.Errorf("campaign %q, iteration %d: %w", id, iteration, ErrUnknown)
	default:
		at.digest = c.outline.Before[iteration-1].Manifest
	}
	s.mu.Lock()
	known, ok := s.frozen[at]
	s.mu.Unlock()
	if ok {
		return known, nil
	}
	m, err := s.manifest(ctx, id, at.digest)
	if err != nil {
		return FrozenCase{}, err
	}
	i := slices.IndexFunc(m.Cases, func(x FrozenCase) bool { return x.ID == row })
	if i < 0 {
		return FrozenCase{}, fmt.Errorf("case %s, iteration %d: %w", row, iteration, ErrUnknownCase)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.frozen) >= mostFrozen {
		clear(s.frozen)
	}
	for k := max(i-around, 0); k < min(i+around, len(m.Cases)); k++ {
		s.frozen[frozenAt{at.digest, m.Cases[k].ID}] = m.Cases[k]
	}
	return m.Cases[i], nil
}
