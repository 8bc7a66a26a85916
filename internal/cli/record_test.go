package cli

import (
	"testing"

	"recette/internal/campaign"
)

// Records that one invocation opens one after the other read a frozen plan once.
func TestRecordsOfAnInvocationShareTheFrozenPlan(t *testing.T) {
	t.Parallel()
	a := &app{words: printers(t)[0], outlines: &campaign.Outlines{}}
	if first, second := a.application().Outlines, a.application().Outlines; first == nil || first != second {
		t.Errorf("two records keep their plans in %p and %p", first, second)
	}
}
