package campaign

import (
	"context"
	"slices"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Drifts gives how the cases that an actor sees stand to the features. compare is given the whole plan, whoever asks:
// against a part of it, the cases of the others would be taken for new ones. What is frozen nowhere is of no branch
// yet, and is told to those who see everything. It returns ErrUnknown, what compare returns, and refusals under
// access.ErrDenied.
func (s *Service) Drifts(
	ctx context.Context, actor recette.Actor, id string,
	compare func(context.Context, *plan.Outline) ([]plan.Drift, error),
) ([]plan.Drift, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return nil, err
	}
	list, err := compare(ctx, c.outline)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	if seen.whole {
		return list, nil
	}
	theirs := map[string]bool{}
	for i := range c.outline.Cases {
		if row := c.outline.Cases[i].ID; seen.row(row) {
			theirs[plan.CaseID(row)] = true
		}
	}
	return slices.DeleteFunc(list, func(d plan.Drift) bool { return !theirs[d.ID] }), nil
}
