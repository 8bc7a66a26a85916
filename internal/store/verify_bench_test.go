package store_test

import (
	"context"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

func BenchmarkVerify(b *testing.B) {
	db := create(b)
	ctx := context.Background()
	const leaves = 100_000
	for i := 0; i < leaves; i += 1000 {
		es := make([]journal.Entry, 1000)
		for j := range es {
			es[j] = auto(i + j)
		}
		if _, err := db.Append(ctx, es...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := db.Verify(ctx, store.VerifyOptions{})
		if err != nil || !r.OK() || r.Leaves != leaves {
			b.Fatal(r, err)
		}
	}
	b.ReportMetric(leaves*float64(b.N)/b.Elapsed().Seconds(), "leaves/s")
}
