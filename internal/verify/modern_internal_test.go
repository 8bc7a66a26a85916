package verify

import (
	"math"
	"slices"
	"testing"

	"recette/internal/journal"
)

// What was recorded before acts had a name is of its time; from the first leaf, or plan, of a product that names them
// on, an anomaly that changes without one is doubted. None was ever raised as rejected.
func TestAnomalies_InTheFormOfBefore(t *testing.T) {
	t.Parallel()
	anomaly := func(v int, status string) journal.Leaf {
		return journal.Leaf{V: v, Kind: journal.KindAnomaly, Anomaly: &journal.Anomaly{
			Number: "ANO-1", Severity: "blocking", Status: status,
		}}
	}
	other := journal.Leaf{V: lives, Kind: journal.KindAttest, Attest: &journal.Attest{}}
	for name, tt := range map[string]struct {
		began  int64
		leaves []journal.Leaf
		want   []string
	}{
		"of before":               {math.MaxInt64, []journal.Leaf{anomaly(1, "open"), anomaly(1, "closed")}, nil},
		"raised closed, before":   {math.MaxInt64, []journal.Leaf{anomaly(1, "closed")}, nil},
		"raised rejected, before": {math.MaxInt64, []journal.Leaf{anomaly(1, "rejected")}, []string{"life"}},
		"raised closed, now":      {0, []journal.Leaf{anomaly(1, "closed")}, []string{"life"}},
		"of a plan of now":        {0, []journal.Leaf{anomaly(1, "open"), anomaly(1, "closed")}, []string{"life"}},
		"after a leaf of now": {
			math.MaxInt64, []journal.Leaf{anomaly(1, "open"), other, anomaly(1, "closed")}, []string{"life"},
		},
		"before a leaf of now": {math.MaxInt64, []journal.Leaf{anomaly(1, "open"), anomaly(1, "closed"), other}, nil},
		"after the project":    {1, []journal.Leaf{anomaly(1, "open"), anomaly(1, "closed")}, []string{"life"}},
	} {
		var all []proven
		for i, l := range tt.leaves {
			l.Seq = int64(i)
			all = append(all, proven{leaf: l})
		}
		f := count(&manifest{V: 1}, scope{}, all, tt.began, nil)
		if got := f.anomalies[0].flaws; !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	frozen := &manifest{V: livesPlan}
	c := &check{frozen: frozen}
	c.custody.began = -1
	if got := c.began(); got != 0 {
		t.Errorf("a plan of now began at %d, want 0", got)
	}
	frozen.Before = []before{{}}
	if got := c.began(); got != math.MaxInt64 {
		t.Errorf("a plan that goes on began at %d, want never: it may be of before", got)
	}
	if c.custody.began = 12; c.began() != 12 {
		t.Errorf("a project of now began at %d, want 12", c.began())
	}
}
