package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/iteration"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Stood gives where the rows of a campaign stood at the end of one of its iterations, by the plan of that iteration;
// 0 is the present one. It returns ErrUnknown for an iteration that there is not.
func (s *Service) Stood(
	ctx context.Context, actor recette.Actor, id string, number int,
) ([]iteration.Stood, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadAttempts)
	if err != nil {
		return nil, err
	}
	last := c.outline.Number()
	if number == 0 {
		number = last
	}
	if number < 1 || number > last {
		return nil, fmt.Errorf("campaign %q, iteration %d: %w", id, number, ErrUnknown)
	}
	digest := c.digest
	if number < last {
		digest = c.outline.Before[number-1].Manifest
	}
	o, err := ReadOutline(ctx, s.log, id, digest)
	if err != nil {
		return nil, err
	}
	st := state.New(o, false)
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: id}) {
		if err != nil {
			return nil, fmt.Errorf("read campaign %s: %w", id, err)
		}
		if rec.Leaf.Kind == journal.KindCampaignIterate && st.Iteration == number {
			break
		}
		st.Apply(&rec)
	}
	c.mu.Lock()
	seen := c.sight(actor)
	c.mu.Unlock()
	seen.state = st
	out := make([]iteration.Stood, 0, len(st.Cases))
	for i := range st.Cases {
		if k := &st.Cases[i]; seen.row(k.ID) {
			out = append(out, iteration.Stood{ID: k.ID, Verdict: k.Verdict(), Hold: st.Hold(k)})
		}
	}
	return out, nil
}
