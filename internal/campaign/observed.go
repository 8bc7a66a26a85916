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
	st := state.New(c.outline, true)
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: id, Case: row}) {
		if err != nil {
			return nil, fmt.Errorf("read case %s: %w", row, err)
		}
		st.Apply(&rec)
	}
	last := st.Cases[i].Last
	if last == nil {
		return nil, nil
	}
	return s.observations(ctx, seenOf(last))
}

// seenRow gives the index of a row that an actor sees.
func (c *loaded) seenRow(actor recette.Actor, row string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	i, ok := c.state.Index(row)
	return i, ok && seen.row(row)
}
