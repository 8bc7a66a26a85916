package signoff

import (
	"context"

	"recette/internal/campaign/document"
	"recette/internal/recette"
)

// EndPV records what the decision-maker decides of a PV that was rendered, with the key that Unlock opened for them, as
// a decision is. It returns ErrNoKey without that key, and the errors of campaign.Service.Note.
func (s *Service) EndPV(ctx context.Context, actor recette.Actor, id *Identity, campaign string, e document.End) error {
	if id == nil || id.role != Decider || !holder(id, actor) {
		return ErrNoKey
	}
	_, err := s.Campaigns.Note(ctx, actor, campaign, e)
	return err //nolint:wrapcheck // it says what is refused
}
