package sqlite_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// BenchmarkAppend records automated attempts of ten steps, one a call, from several callers at once.
func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 2, 8, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db, _ := create(b)
			ctx := context.Background()
			b.ReportAllocs()
			b.ResetTimer()
			var next atomic.Int64
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
						if _, err := db.Append(ctx, auto(int(i))); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
		})
	}
}

// BenchmarkPipeline is a conductor that goes on while its last results are being committed: two goroutines, each with
// up to 32 calls in flight.
func BenchmarkPipeline(b *testing.B) {
	db, _ := create(b)
	ctx := context.Background()
	b.ReportAllocs()
	b.ResetTimer()
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			inFlight := make(chan struct{}, 32)
			var calls sync.WaitGroup
			for i := w; i < b.N; i += 2 {
				inFlight <- struct{}{}
				calls.Go(func() {
					if _, err := db.Append(ctx, auto(i)); err != nil {
						b.Error(err)
					}
					<-inFlight
				})
			}
			calls.Wait()
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
}

func filledStore(b *testing.B, leaves int) *sqlite.DB {
	b.Helper()
	db, _ := create(b)
	for i := 0; i < leaves; i += 1000 {
		entries := make([]journal.Entry, min(1000, leaves-i))
		for j := range entries {
			entries[j] = auto(i + j)
		}
		mustAppend(b, db, entries...)
	}
	return db
}

func BenchmarkVerify(b *testing.B) {
	const leaves = 100_000
	db := filledStore(b, leaves)
	b.ReportAllocs()
	for b.Loop() {
		r, err := db.Verify(b.Context(), store.VerifyOptions{})
		if err != nil || !r.OK() || r.Leaves != leaves {
			b.Fatalf("%+v, %v", r, err)
		}
	}
	b.ReportMetric(leaves*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}

func BenchmarkRecords(b *testing.B) {
	const leaves = 100_000
	db := filledStore(b, leaves)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range db.Records(b.Context(), journal.Filter{Campaign: "2026-T4"}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != leaves {
			b.Fatal(n)
		}
	}
}

func BenchmarkProof(b *testing.B) {
	db := filledStore(b, 20_000)
	seqs := make([]int64, 1000)
	for i := range seqs {
		seqs[i] = int64(i * 20)
	}
	for b.Loop() {
		if _, err := db.Proof(b.Context(), 20_000, seqs); err != nil {
			b.Fatal(err)
		}
	}
}
