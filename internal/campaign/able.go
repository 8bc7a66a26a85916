package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/recette"
)

// Able says which actions on rows of a campaign somebody may do now, each with the role in which they do it: of those
// that they hold, by delegation too, the first that lets it. It is for who shows what may be done; whoever does it is
// judged again.
func (s *Service) Able(
	ctx context.Context, ref, id string, rows []string, actions ...access.Action,
) (map[access.Action]recette.Actor, error) {
	c, err := s.present(ctx, id)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	able, parties := map[access.Action]recette.Actor{}, c.parties()
	for _, action := range actions {
		for _, role := range access.Acting(action) {
			for _, p := range parties {
				if _, done := able[action]; done || p.Ref != ref || ref == "" || roleOf(p.Role) != role {
					continue
				}
				if actor := actorOf(p); access.Allow(actor, action, c.bounds(actor, rows...)) == nil {
					able[action] = actor
				}
			}
		}
	}
	return able, nil
}
