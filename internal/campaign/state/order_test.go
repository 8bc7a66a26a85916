package state

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// TestHeldBack: what comes before a row and is not conform holds it back, in its branch, when the order blocks.
func TestHeldBack(t *testing.T) {
	t.Parallel()
	type found map[string]recette.Verdict
	const f, b, p = recette.Failed, recette.Blocked, recette.Passed
	for name, tt := range map[string]struct {
		rows  []string // "id" or "id@branch"
		order []string
		free  bool
		found found
		want  []string // "row < what it waits for, which is"
	}{
		"nothing run":    {[]string{"A", "B", "C"}, nil, false, nil, []string{"B < A not_run", "C < A not_run"}},
		"the first":      {[]string{"A", "B"}, nil, false, found{"A": p}, nil},
		"failed":         {[]string{"A", "B"}, nil, false, found{"A": f}, []string{"B < A failed"}},
		"blocked":        {[]string{"A", "B"}, nil, false, found{"A": b}, []string{"B < A blocked"}},
		"set aside":      {[]string{"A", "B"}, nil, false, found{"A": recette.NotApplicable}, nil},
		"an observation": {[]string{"A", "B"}, nil, false, found{"A": recette.PassedWithRemark}, nil},
		"free order":     {[]string{"A", "B"}, nil, true, found{"A": f}, nil},
		"played already": {[]string{"A", "B"}, nil, false, found{"A": f, "B": p}, nil},
		"the second":     {[]string{"A", "B", "C"}, nil, false, found{"A": p}, []string{"C < B not_run"}},
		"listed first":   {[]string{"A", "B", "C"}, []string{"A"}, false, found{"A": p}, nil},
		"listed, failed": {[]string{"A", "B"}, []string{"A"}, false, found{"A": f}, []string{"B < A failed"}},
		"one scenario":   {[]string{"A/a", "A/b"}, nil, false, found{"A/a": f}, nil},
		"after its rows": {
			[]string{"A/a", "A/b", "B"},
			nil, false,
			found{"A/a": p, "A/b": f},
			[]string{"B < A/b failed"},
		},
		"another branch": {
			[]string{"A@x", "A@y", "B@x", "B@y"},
			nil, false,
			found{"A@x": f, "A@y": p},
			[]string{"B@x < A@x failed"},
		},
		"played for all": {[]string{"A", "B@x"}, nil, false, found{"A": f}, []string{"B@x < A failed"}},
		"of branches":    {[]string{"A@x", "B"}, nil, false, found{"A@x": f}, nil},
		"none at all":    {nil, nil, false, nil, nil},
	} {
		o := &plan.Outline{Manifest: plan.Manifest{Campaign: "v1", Journeys: []plan.Journey{{
			Code: "j", Cases: tt.rows, JourneyDetail: plan.JourneyDetail{Order: tt.order, Blocking: !tt.free},
		}}}}
		for _, id := range tt.rows {
			_, branch, _ := strings.Cut(id, "@")
			o.Cases = append(o.Cases, plan.OutlineCase{ID: id, Antenne: branch, Content: "c", Verifies: []bool{true}})
		}
		s := New(o, true)
		for id, v := range tt.found {
			s.Apply(&journal.Record{Leaf: journal.Leaf{
				Kind: journal.KindResult, Campaign: "v1", Result: &journal.Result{
					Case: id, Content: "c", Attempt: 1, Pass: 1, Closed: true, Verdict: string(v),
					Steps: []journal.Observation{{Verdict: string(v)}},
				},
			}})
		}
		var got []string
		for _, h := range s.HeldBack() {
			got = append(got, h.Case+" < "+h.For+" "+string(h.Verdict))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
