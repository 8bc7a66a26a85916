package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Observed gives what stands of each step of the last attempt of a row, in order of step; nothing of one that nobody
// played. The facts of that row alone are read. A row that the actor does not see is ErrUnknownCase.
func (s *Service) Observed(ctx context.Context, actor recette.Actor, id, row string) ([]Observation, error) {
	c, err := s.shown(ctx, actor, id, access.ReadAttempts)
	if err != nil {
		return nil, err
	}
	i, ok := c.seenRow(actor, row)
	if !ok {
		return nil, fmt.Errorf("case %s: %w", row, ErrUnknownCase)
	}
	leaves, err := s.leavesOf(ctx, c, i)
	if err != nil {
		return nil, err
	}
	return s.observations(ctx, c.lastOf(i, leaves))
}

// lastOf gives what stands of the steps of the last attempt of a row.
func (c *loaded) lastOf(i int, leaves []journal.Leaf) (stands []journal.Observation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	cs := &c.state.Cases[i]
	if cs.Last == nil {
		return nil
	}
	return seenOf(&state.Attempt{Steps: c.state.Stood(cs, leaves)})
}

// seenRow gives the index of a row that an actor sees.
func (c *loaded) seenRow(actor recette.Actor, row string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	i, ok := c.state.Index(row)
	return i, ok && seen.row(row)
}
