package campaign

import (
	"context"

	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

// ProposedDue gives the day, YYYY-MM-DD, by which the plan has a gap corrected; empty when the gap says one, the plan
// none, or when it is not for the actor to say it.
func (s *Service) ProposedDue(
	ctx context.Context, actor recette.Actor, campaign string, g fact.Dated,
) (day string, err error) {
	err = s.read(ctx, campaign, func(c *loaded) error {
		day = g.By(s.view(c, actor, c.state, g))
		return nil
	})
	return day, err
}
