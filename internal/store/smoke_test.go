package store_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/store"
)

var _ campaign.Log = (*store.DB)(nil)

func options(t testing.TB, dir string) store.Options {
	t.Helper()
	key, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin("test"))
	if err != nil {
		t.Fatal(err)
	}
	return store.Options{Path: filepath.Join(dir, ".recette", "recette.db"), Now: time.Now, Rand: rand.Reader, LogKey: key}
}

func create(t testing.TB) *store.DB {
	t.Helper()
	db, err := store.Create(t.Context(), options(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func auto(i int) journal.Entry {
	steps := make([]journal.Observation, 10)
	for j := range steps {
		steps[j] = journal.Observation{Step: j, Mode: "go", Verdict: "passed", Outcome: "passed", Micros: int64(100 + j)}
	}
	return journal.Entry{Leaf: journal.Leaf{
		V: 1, At: "2026-11-23T14:00:00.000Z", Kind: journal.KindResult, Campaign: "C1",
		Result: &journal.Result{
			Case: fmt.Sprintf("SC-%04d", i%5000), Content: "3f5a0c1e9d8b7a6f5e4d3c2b1a0918273645546372819a0b1c2d3e4f5a6b7c8d",
			Attempt: 1, Pass: 1, Mode: "go", Steps: steps, Closed: true, Verdict: "passed", Outcome: "passed",
		},
	}}
}

func TestSmoke(t *testing.T) {
	db := create(t)
	ctx := context.Background()
	rs, err := db.Append(ctx, auto(0), auto(1), auto(2))
	if err != nil {
		t.Fatal(err)
	}
	t.Log(string(rs[1].Raw))
	n := 0
	for r, err := range db.Records(ctx, journal.Filter{Campaign: "C1"}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Leaf.Seq != int64(n) {
			t.Fatal(r.Leaf.Seq)
		}
		n++
	}
	cp, err := db.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ps, err := db.Proof(ctx, cp.Size, []int64{0, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range ps {
		if err := journal.VerifyInclusion(cp.Size, cp.Root, int64(i), rs[i].Raw, p); err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for _, workers := range []int{1, 2, 8, 64} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			db := create(b)
			ctx := context.Background()
			b.ReportAllocs()
			b.SetParallelism(workers)
			b.ResetTimer()
			ch := make(chan int)
			done := make(chan error)
			for range workers {
				go func() {
					for i := range ch {
						if _, err := db.Append(ctx, auto(i)); err != nil {
							done <- err
							return
						}
					}
					done <- nil
				}()
			}
			for i := range b.N {
				ch <- i
			}
			close(ch)
			for range workers {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
		})
	}
}
