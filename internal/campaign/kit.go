package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/recette"
)

// CheckKit refuses who may not have rows of a campaign leave the project in a kit, with refusals under
// access.ErrDenied. It is ErrUnknownCase for a row that the plan does not have, and ErrClosed once nothing that comes
// back could be recorded.
func (s *Service) CheckKit(ctx context.Context, actor recette.Actor, id string, rows []string) error {
	c, err := s.present(ctx, id)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if _, ok := c.content(row); !ok {
			return fmt.Errorf("case %s: %w", row, ErrUnknownCase)
		}
	}
	if err := access.Allow(actor, access.ExportKit, c.boundsOf(actor, rows...)); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state.ClosedAt != "" {
		return fmt.Errorf("campaign %s: %w", id, ErrClosed)
	}
	return nil
}
