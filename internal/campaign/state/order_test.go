package state

import (
	"fmt"
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
		o := blocking(tt.rows...)
		o.Journeys[0].Order, o.Journeys[0].Blocking = tt.order, !tt.free
		s := New(o, true)
		for id, v := range tt.found {
			s.Apply(played(id, 1, v))
		}
		var got []string
		held := map[string]HeldBack{}
		for _, h := range s.HeldBack() {
			got = append(got, h.Case+" < "+h.For+" "+string(h.Verdict))
			held[h.Case] = h
		}
		for i := range s.Cases {
			var want []HeldBack
			if h, ok := held[s.Cases[i].ID]; ok {
				want = append(want, h)
			}
			if diff := cmp.Diff(want, s.Awaits(&s.Cases[i], false)); diff != "" {
				t.Errorf("%s: what %s awaits (-held back +got):\n%s", name, s.Cases[i].ID, diff)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// blocking gives the outline of one journey whose order blocks.
func blocking(rows ...string) *plan.Outline {
	o := &plan.Outline{Manifest: plan.Manifest{Campaign: "v1", Journeys: []plan.Journey{{
		Code: "j", Cases: rows, JourneyDetail: plan.JourneyDetail{Blocking: true},
	}}}}
	for _, id := range rows {
		_, branch, _ := strings.Cut(id, "@")
		o.Cases = append(o.Cases, plan.OutlineCase{ID: id, Antenne: branch, Content: "c", Verifies: []bool{true}})
	}
	return o
}

// played gives the record of a closed attempt of a row.
func played(id string, attempt int, v recette.Verdict) *journal.Record {
	return &journal.Record{Leaf: journal.Leaf{
		Kind: journal.KindResult, Campaign: "v1", Result: &journal.Result{
			Case: id, Content: "c", Attempt: attempt, Pass: 1, Closed: true, Verdict: string(v),
			Steps: []journal.Observation{{Verdict: string(v)}},
		},
	}}
}

// TestEarly_IsOfTheResultThatStands: a row that was played out of its order is so until it is obtained again when
// nothing holds it back any more.
func TestEarly_IsOfTheResultThatStands(t *testing.T) {
	t.Parallel()
	type result struct {
		id string
		v  recette.Verdict
	}
	const f, p = recette.Failed, recette.Passed
	for name, tt := range map[string]struct {
		results    []result
		want, here []string // of B@x, among all rows, and among those of its branch
	}{
		"in order":            {[]result{{"A", p}, {"A@x", p}, {"B@x", f}}, nil, nil},
		"early":               {[]result{{"A", f}, {"A@x", p}, {"B@x", f}}, []string{"A"}, nil},
		"again, still held":   {[]result{{"A", f}, {"A@x", p}, {"B@x", f}, {"B@x", p}}, []string{"A"}, nil},
		"again, in order":     {[]result{{"A", f}, {"A@x", p}, {"B@x", f}, {"A", p}, {"B@x", p}}, nil, nil},
		"in its branch":       {[]result{{"A", p}, {"A@x", f}, {"B@x", f}}, []string{"A@x"}, []string{"A@x"}},
		"in both":             {[]result{{"A", f}, {"A@x", f}, {"B@x", f}}, []string{"A"}, []string{"A@x"}},
		"in its branch again": {[]result{{"A", f}, {"A@x", f}, {"B@x", f}, {"A@x", p}, {"B@x", p}}, []string{"A"}, nil},
		"first in order, then not": {
			[]result{{"A", p}, {"A@x", p}, {"B@x", f}, {"A", f}, {"B@x", p}}, nil, nil,
		},
	} {
		s, attempts := New(blocking("A", "A@x", "B@x"), true), map[string]int{}
		for _, r := range tt.results {
			attempts[r.id]++
			s.Apply(played(r.id, attempts[r.id], r.v))
		}
		ids := func(held []HeldBack) (out []string) {
			for _, h := range held {
				out = append(out, h.For)
			}
			return out
		}
		b := s.Case("B@x")
		if diff := cmp.Diff([][]string{tt.want, tt.here}, [][]string{ids(b.Early), ids(b.EarlyHere)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// BenchmarkOrder folds a blocking journey that is played in its order, twice, and asks what it holds back: the time of
// a row is the same in a journey of any size.
func BenchmarkOrder(b *testing.B) {
	for _, size := range []int{1000, 8000} {
		rows := make([]string, size)
		for i := range rows {
			rows[i] = fmt.Sprintf("SC-%05d@%d", i, i%4)
		}
		o := blocking(rows...)
		for name, first := range map[string]recette.Verdict{
			"in order": recette.Passed, "first failed": recette.Failed,
		} {
			records := make([]*journal.Record, 0, 2*size)
			for attempt := range 2 {
				for i, id := range rows {
					v := recette.Passed
					if i < 4 {
						v = first
					}
					records = append(records, played(id, attempt+1, v))
				}
			}
			b.Run(fmt.Sprintf("%s, %d rows", name, size), func(b *testing.B) {
				for b.Loop() {
					s := New(o, false)
					for _, r := range records {
						s.Apply(r)
					}
					s.HeldBack()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(records)), "ns/result")
			})
		}
	}
}
