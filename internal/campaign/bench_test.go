package campaign_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// sink takes entries as a store does, and keeps nothing: what is left is the cost of the service itself.
type sink struct {
	campaign.Journal
	seq atomic.Int64
}

func (s *sink) Append(_ context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	recs := make([]journal.Record, len(entries))
	for i, e := range entries {
		e.Leaf.Seq = s.seq.Add(1) - 1
		recs[i].Leaf = e.Leaf
	}
	return recs, nil
}

func (s *sink) Records(context.Context, journal.Filter) iter.Seq2[journal.Record, error] {
	return func(func(journal.Record, error) bool) {}
}

func tenSteps(id string) campaign.Result {
	outcomes := make([]recette.Outcome, 10)
	for i := range outcomes {
		outcomes[i] = pass
	}
	return auto(id, outcomes...)
}

func free(tb testing.TB) (*campaign.Service, string) {
	tb.Helper()
	s, err := campaign.New(campaign.Deps{Journal: &sink{}, Clock: time.Now, Rand: rand.Reader})
	if err != nil {
		tb.Fatal(err)
	}
	id, err := s.OpenRun(tb.Context(), samira, campaign.FreeRun{})
	if err != nil {
		tb.Fatal(err)
	}
	return s, id
}

// BenchmarkRecord is what Record adds over Journal.Append for a case of ten automated steps outside any campaign.
func BenchmarkRecord(b *testing.B) {
	s, id := free(b)
	r := tenSteps("SC-1")
	r.Campaign = id
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Record(b.Context(), samira, r); err != nil {
			b.Fatal(err)
		}
	}
}

// A run outside campaigns keeps figures only: what it holds at its end does not depend on its length.
func TestRun_MemoryIsFlat(t *testing.T) {
	held := func(cases int) int64 {
		s, id := free(t)
		for i := range cases {
			r := tenSteps(fmt.Sprintf("SC-%d", i))
			r.Campaign = id
			if _, err := s.Record(t.Context(), samira, r); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		runtime.KeepAlive(s)
		return int64(m.HeapAlloc)
	}
	held(100) // what the first use allocates once
	short, long := held(1_000), held(50_000)
	if grown := long - short; grown > 1<<20 {
		t.Errorf("50,000 cases hold %d KiB more than 1,000, want under 1 MiB", grown>>10)
	}
}
