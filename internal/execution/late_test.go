package execution

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// holding is a record in which an order holds back all cases but SC-1. The session ends as the first of them is asked
// about again.
type holding struct {
	*world
	asked map[string]int
	leave context.CancelFunc
}

func (h *holding) Begin(ctx context.Context, b campaign.Begin) (campaign.Attempt, error) {
	if b.Case == "SC-1" {
		return h.world.Begin(ctx, b)
	}
	if h.asked[b.Case]++; h.asked[b.Case] == 2 {
		h.leave()
	}
	return campaign.Attempt{}, &campaign.OrderError{
		HeldBack: state.HeldBack{Case: b.Case, Journey: "j", For: "SC-0", Verdict: recette.Failed},
	}
}

// A session that ends while the cases that were put off are tried again tells of all of them.
func TestSessionLeftAmongThoseHeldBack(t *testing.T) {
	w := newWorld()
	e := newEngine(t, w, 1)
	ctx, leave := context.WithCancel(t.Context())
	e.opts.Recorder = &holding{w, map[string]int{}, leave}
	sum, err := sitDown(
		ctx, t, w, e, &people{w: w}, kase("SC-1", "outcome je vois"), kase("SC-2", "outcome je vois"),
		kase("SC-3", "outcome je vois"), kase("SC-4", "outcome je vois"),
	)
	want := []HeldBack{{"SC-0", recette.Failed, "j", 3, []string{"SC-2", "SC-3", "SC-4"}}}
	if diff := cmp.Diff(want, sum.HeldBack); diff != "" || ctx.Err() == nil {
		t.Errorf("Test: %v, held back (-want +got):\n%s", err, diff)
	}
}
