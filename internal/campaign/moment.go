package campaign

import (
	"fmt"
	"time"

	"recette/internal/journal"
)

// ClockError says that the clock of this machine is behind what was recorded. It wraps ErrClock.
type ClockError struct {
	Now  time.Time
	Last string // as in the leaf that is later
}

func (e *ClockError) Error() string {
	return fmt.Sprintf("%v: it is %s, the last fact is of %s", ErrClock, journal.Instant(e.Now), e.Last)
}

// Unwrap gives ErrClock.
func (e *ClockError) Unwrap() error { return ErrClock }

// After refuses an act that would be dated before what it is about: whoever reads it could not believe the order of
// either. The instants are as in leaves; an empty one is that of nothing. It returns a *ClockError.
func After(now time.Time, instants ...string) error {
	for _, at := range instants {
		if at > journal.Instant(now) { // one layout, in UTC: the order of texts is that of time
			return &ClockError{Now: now, Last: at}
		}
	}
	return nil
}

// judged gives when the attempts that count ended, of cases.
func (c *loaded) judged(ids []string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ends []string
	for _, id := range ids {
		if k := c.state.Case(id); k != nil && k.Last != nil {
			ends = append(ends, k.Last.EndedAt)
		}
	}
	return ends
}
