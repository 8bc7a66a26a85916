package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/recette"
)

// shown gives a campaign, up to date, to an actor who may do all that is asked with it.
func (s *Service) shown(ctx context.Context, actor recette.Actor, id string, what ...access.Action) (*loaded, error) {
	var c *loaded
	err := again(func() (err error) {
		if c, err = s.allowed(ctx, actor, id, what...); err != nil {
			return err
		}
		return s.follow(ctx, c)
	})
	return c, err
}

// present gives a campaign, up to date.
func (s *Service) present(ctx context.Context, id string) (c *loaded, err error) {
	err = again(func() (err error) {
		if c, err = s.loadPlan(ctx, id); err != nil {
			return err
		}
		return s.follow(ctx, c)
	})
	return c, err
}

// allowed is shown for who needs the frozen plan alone: nobody looked at the state.
func (s *Service) allowed(ctx context.Context, actor recette.Actor, id string, what ...access.Action) (*loaded, error) {
	allow := func(scope access.Scope) error {
		for _, action := range what {
			if err := access.Allow(actor, action, scope); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.allow(ctx, actor, what...); err != nil { // said before anything of the campaign is
		return nil, err
	}
	c, err := s.loadPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	if allow(c.boundsOf(actor)) == nil {
		return c, nil
	}
	if err := s.follow(ctx, c); err != nil { // a delegation may say otherwise
		return nil, err
	}
	return c, allow(c.boundsOf(actor))
}
