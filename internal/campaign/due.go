package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

// ProposedDue gives the day, YYYY-MM-DD, by which the plan has a gap corrected; empty when the gap says one, the plan
// none, or when it is not for the actor to say it. It returns refusals under access.ErrDenied.
func (s *Service) ProposedDue(
	ctx context.Context, actor recette.Actor, campaign string, g fact.Dated,
) (string, error) {
	c, err := s.shown(ctx, actor, campaign, access.ReadStatus)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return g.By(s.view(c, actor, c.state, g)), nil
}
