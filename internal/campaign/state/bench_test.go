package state

import (
	"fmt"
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
)

// crowd is a campaign of n cases, all of them run, with an anomaly on one of five: half of them repeat the one before,
// and each has a reserve.
func crowd(n int) *State {
	var m plan.Outline
	for i := range n {
		m.Cases = append(m.Cases, plan.OutlineCase{ID: fmt.Sprint("SC-", i), Content: "c", Verifies: []bool{true}})
	}
	s, seq := New(&m, false), int64(0)
	apply := func(l journal.Leaf) {
		seq++
		l.Seq, l.At, l.Actor = seq, "2026-11-23T08:00:00.000Z", &journal.Actor{Ref: "p-1"}
		s.Apply(&journal.Record{Leaf: l})
	}
	for i := range n {
		apply(journal.Leaf{Kind: journal.KindResult, Result: &journal.Result{
			Case: fmt.Sprint("SC-", i), Content: "c", Attempt: 1, Pass: 1, Closed: true, Verdict: "passed",
		}})
	}
	for i := range n / 5 {
		number := fmt.Sprint("ANO-", i)
		a := journal.Anomaly{Number: number, Severity: "minor", Status: "open", Case: fmt.Sprint("SC-", i*5)}
		apply(journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &a})
		if b := a; i%2 == 1 {
			b.Status, b.Act, b.Original = "duplicate", "duplicate", fmt.Sprint("ANO-", i-1)
			apply(journal.Leaf{Kind: journal.KindAnomaly, Anomaly: &b})
		}
		apply(journal.Leaf{Kind: journal.KindReserve, Reserve: &journal.Reserve{
			Number: fmt.Sprint("RES-", i), Class: "minor", Anomaly: number,
		}})
	}
	return s
}

// BenchmarkGaps folds a campaign with its anomalies and reserves, and asks all that is asked of each case: ten times
// the cases take about ten times the time (11 at most).
func BenchmarkGaps(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s := crowd(n)
				ids := make([]string, 0, n)
				for i := range s.Cases {
					c := &s.Cases[i]
					ids = append(ids, c.ID)
					s.Turned(c)
					s.Freshness(c, nil)
				}
				if got := len(s.situation(ids, nil).Anomalies); got != n/5 {
					b.Fatalf("%d anomalies, want %d", got, n/5)
				}
				s.LastFact(ids)
			}
		})
	}
}
