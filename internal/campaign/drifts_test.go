package campaign_test

import (
	"context"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/plan"
	"recette/internal/recette"
)

// TestDrifts_AreParted: the texts are compared with the whole plan, and each reads of their own cases alone.
func TestDrifts_AreParted(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	who := branched(b, recette.QA, []string{"Ajaccio"})
	for name, tt := range map[string]struct {
		as   recette.Actor
		want []string
	}{
		"in Ajaccio": {who, []string{"SC-1"}},
		"everywhere": {elise, []string{"SC-1", "SC-2", "SC-3", "SC-4", "SC-9"}},
	} {
		var compared int
		compare := func(_ context.Context, o *plan.Outline) ([]plan.Drift, error) {
			compared = len(o.Cases)
			return []plan.Drift{{ID: "SC-1"}, {ID: "SC-2"}, {ID: "SC-3"}, {ID: "SC-4"}, {ID: "SC-9"}}, nil
		}
		list, err := b.s.Drifts(t.Context(), tt.as, "v1", compare)
		var got []string
		for i := range list {
			got = append(got, list[i].ID)
		}
		if err != nil || compared != len(manifest().Cases) || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q of %d cases, %v; want %q", name, got, compared, err, tt.want)
		}
	}
}
