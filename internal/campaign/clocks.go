package campaign

import (
	"context"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/recette"
	"recette/internal/regime"
)

// Timing is where the delays of a journey, or of the whole campaign, stand today.
type Timing struct {
	Journey    string // empty: of the whole campaign
	Runs       []regime.Run
	Milestones []state.Milestone // all of them, in order
}

// Clocks gives the delays of a campaign: those of the whole, then those of each journey that has milestones of its own.
// It gives nil terms when the regime of the plan has none. It returns ErrUnknown, and refusals under access.ErrDenied.
func (s *Service) Clocks(
	ctx context.Context, actor recette.Actor, id string,
) (terms *regime.Terms, today string, all []Timing, err error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return nil, "", nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if terms = c.outline.Terms(); len(terms.Delays) == 0 {
		return nil, "", nil, nil
	}
	today = c.today()
	codes := []string{""}
	for i := range c.state.Milestones {
		if code := c.state.Milestones[i].Journey; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	for _, code := range codes {
		one := Timing{Journey: code, Runs: c.state.Clocks(code, today)}
		for _, m := range c.state.MilestonesOf(code) {
			one.Milestones = append(one.Milestones, *m)
		}
		all = append(all, one)
	}
	return terms, today, all, nil
}
