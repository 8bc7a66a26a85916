package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/recette"
)

// Loaded reports whether a file, by its SHA-256 in hex, is what the present iteration of a campaign last loaded of a
// data set, whoever recorded it. It returns ErrUnknown when no such campaign was opened.
func (s *Service) Loaded(ctx context.Context, actor recette.Actor, campaign, set, sha256 string) (bool, error) {
	c, err := s.shown(ctx, actor, campaign, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Loaded(set, sha256), nil
}
