package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/recette"
)

// Release frees a case whose attempt somebody left open and will not resume: the attempt is closed as interrupted, with
// what was seen of it, and the next one begins anew. It takes the right to take over; whoever began the attempt needs
// no release. It returns false when no attempt of the case is open, ErrUnknownCase, ErrClosed, and refusals under
// access.ErrDenied.
func (s *Service) Release(ctx context.Context, actor recette.Actor, campaign, caseID string) (bool, error) {
	c, err := s.present(ctx, campaign)
	if err != nil {
		return false, err
	}
	if err := access.Allow(actor, access.TakeOver, c.boundsOf(actor, caseID)); err != nil {
		return false, err
	}
	content, ok := c.content(caseID)
	if !ok {
		return false, fmt.Errorf("case %s: %w", caseID, ErrUnknownCase)
	}
	i, err := c.check(caseID, content)
	if err != nil {
		return false, err
	}
	c.recording.RLock()
	defer c.recording.RUnlock()
	c.cases[i].Lock()
	defer c.cases[i].Unlock()
	a, open, err := c.position(i, Begin{Content: content})
	if err != nil || !open {
		return false, err
	}
	return s.abandon(ctx, c, actor, i, a)
}

// content gives the frozen content hash of a case.
func (c *loaded) content(id string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, ok := c.state.Index(id)
	if !ok {
		return "", false
	}
	return c.state.Cases[i].Content, true
}
