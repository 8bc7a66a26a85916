package signoff

import (
	"context"
	"time"

	"recette/internal/campaign"
	"recette/internal/pv"
	"recette/internal/recette"
)

// Gates are the criteria of a campaign, as its PV would show them now.
type Gates = pv.Gates

// Measure takes the criteria of a campaign as they stand at an instant. It needs no key.
func Measure(
	ctx context.Context, s *campaign.Service, actor recette.Actor, id string, at time.Time,
) (Gates, error) {
	m, records, err := s.Recorded(ctx, actor, id)
	if err != nil {
		return Gates{}, err
	}
	return pv.Measure(m, records, at), nil
}
