package campaign

import (
	"context"
	"fmt"
	"time"

	"recette/internal/journal"
)

// atOnce is how long what is said takes to reach the log, at most, for the instant of the log to be that at which it
// was said.
const atOnce = time.Minute

// Believed gives when something was said, as the device that kept it tells, for Observation.Given: the zero time when
// it is recorded within a minute, and when nobody can believe the device, whose instant is to come or before what is
// tested was in force. Nothing proves what is given, and no rule rests on it: days, sessions and delays are those of
// the log.
func (s *Service) Believed(ctx context.Context, id string, given time.Time) (time.Time, error) {
	c, err := s.present(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	if s.clock().Sub(given) <= atOnce || journal.Instant(given) < s.since(c) {
		return time.Time{}, nil
	}
	return given, nil
}

// checkGiven refuses an instant that Believed does not give.
func (s *Service) checkGiven(ctx context.Context, r *Result) error {
	for i := range r.Steps {
		o := &r.Steps[i]
		if o.Given.IsZero() {
			continue
		}
		refused := fmt.Errorf("step %d: %w", o.Step+1, invalid("given"))
		if s.run(r.Campaign) != nil {
			return refused
		}
		at, err := s.Believed(ctx, r.Campaign, o.Given)
		if err != nil {
			return err
		}
		if at.IsZero() {
			return refused
		}
	}
	return nil
}
