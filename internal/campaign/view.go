package campaign

import (
	"context"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// View is what somebody sees of a campaign, and how far it was read: what is made of it for one holds for all whose
// View is equal, until it is another.
type View struct {
	Sees string // what the actor sees; that of who sees every row is that of their role
	At   int64  // position from which nothing of the campaign, and nobody's part in the project, was read
}

// View brings a campaign up to date, and gives how an actor sees it now. It returns ErrUnknown when no such campaign
// was opened, and refusals under access.ErrDenied.
func (s *Service) View(ctx context.Context, actor recette.Actor, id string) (View, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return View{}, err
	}
	c.users.mu.Lock()
	parts := c.users.next
	c.users.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	v := View{Sees: string(actor.Role), At: max(c.next, parts)}
	if seen := c.sight(actor); !seen.whole { // what is entrusted to somebody they alone see
		v.Sees += "\n" + actor.Ref
	}
	return v, nil
}

// Exit gives the criteria of exit of a campaign as they stand now. They are of all its rows: whoever is limited to some
// is refused, under access.ErrDenied.
func (s *Service) Exit(ctx context.Context, actor recette.Actor, id string) ([]state.Criterion, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return nil, err
	}
	rows, err := c.scope("")
	if err != nil {
		return nil, err
	}
	if err := access.Allow(actor, access.ReadDossier, c.boundsOf(actor, rows...)); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Criteria(recette.ExitCriteria, "", c.now()), nil
}
