package signoff_test

import (
	"errors"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/signoff"
)

// A PV is never dated before its last fact.
func TestMake_RefusesAClockThatIsBehind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	d.decide("v1")
	d.s.Clock = func() time.Time { return clock().Add(-time.Hour) }
	_, err := d.s.Make(t.Context(), elise, signoff.Request{Campaign: "v1", Number: "PV-2026-001-v1"})
	if !errors.Is(err, campaign.ErrClock) {
		t.Errorf("Make() = %v, want the clock to be refused", err)
	}
}
