package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

// extendSees: build sees all that was acknowledged before, and what it gives comes next.
func extendSees(t *testing.T, log Subject) {
	for n := range int64(3) {
		mustAppend(t, log, result("A", fmt.Sprint("SC-", n)))
		var head journal.Head
		rs, err := log.Extend(t.Context(), func(h journal.Head) ([]journal.Entry, error) {
			head = h
			got := collect(t, log, journal.Filter{From: 2 * n})
			if len(got) != 1 || got[0].Leaf.Result.Case != fmt.Sprint("SC-", n) {
				t.Errorf("build sees %d records from position %d", len(got), 2*n)
			}
			return []journal.Entry{result("A", "SC-next")}, nil
		})
		if err != nil || len(rs) != 1 || rs[0].Leaf.Seq != 2*n+1 {
			t.Fatalf("Extend() = %+v, %v", rs, err)
		}
		if head.Size != 2*n+1 || head.Others != 0 {
			t.Errorf("head %+v, want size %d and nothing of others", head, 2*n+1)
		}
	}
}

// extendRefuses: the error of build comes back, an entry that is refused too, and nothing was recorded; calls beside it
// are.
func extendRefuses(t *testing.T, log Subject) {
	no := errors.New("no")
	var wg sync.WaitGroup
	for c := range 8 {
		wg.Go(func() {
			for i := range 10 {
				_, err := log.Extend(t.Context(), func(journal.Head) ([]journal.Entry, error) {
					e := result("A", fmt.Sprintf("SC-%d-%d", c, i))
					switch (c + i) % 3 {
					case 1:
						return []journal.Entry{e}, no
					case 2:
						e.Leaf.Kind = ""
					}
					return []journal.Entry{e}, nil
				})
				if ok := (c+i)%3 == 0; ok != (err == nil) || errors.Is(err, no) != ((c+i)%3 == 1) {
					t.Errorf("caller %d, call %d: %v", c, i, err)
				}
			}
		})
	}
	wg.Wait()
	if got := collect(t, log, journal.Filter{}); len(got) != 27 {
		t.Errorf("%d records, want 27", len(got))
	}
}

// again opens the log n times in all.
func again(t *testing.T, log Subject, n int) []store.Store {
	t.Helper()
	logs := []store.Store{log}
	for len(logs) < n {
		logs = append(logs, log.Again(t))
	}
	return logs
}

// severalWriters: what one writer was told is durable is seen by all, once, and positions have no hole.
func severalWriters(t *testing.T, log Subject) {
	logs := again(t, log, 3)
	const callers, calls = 2, 20
	var mu sync.Mutex
	acked := map[int64]string{}
	var wg sync.WaitGroup
	for w, l := range logs {
		for c := range callers {
			wg.Go(func() {
				for i := range calls {
					id := fmt.Sprintf("SC-%d-%d-%d", w, c, i)
					rs, err := l.Append(t.Context(), result("A", id))
					if err != nil {
						t.Errorf("writer %d: %v", w, err)
						return
					}
					mu.Lock()
					acked[rs[0].Leaf.Seq] = id
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	for w, l := range logs {
		got := collect(t, l, journal.Filter{})
		if want := len(logs) * callers * calls; len(got) != want || len(acked) != want {
			t.Fatalf("writer %d sees %d records, %d were acknowledged, want %d", w, len(got), len(acked), want)
		}
		for i, r := range got {
			if r.Leaf.Seq != int64(i) || acked[r.Leaf.Seq] != r.Leaf.Result.Case {
				t.Errorf("position %d holds %s, acknowledged as %s", i, r.Leaf.Result.Case, acked[r.Leaf.Seq])
			}
		}
	}
}

// severalWritersNumber: numbers that build counts from what it sees are unique, whoever writes; and it is told when
// there is something of others to read.
func severalWritersNumber(t *testing.T, log Subject) {
	logs := again(t, log, 3)
	const calls = 15
	var wg sync.WaitGroup
	for w, l := range logs {
		wg.Go(func() {
			next := int64(0) // position from which this writer did not read yet
			known := 0
			for range calls {
				rs, err := l.Extend(t.Context(), func(h journal.Head) ([]journal.Entry, error) {
					if h.Others > next {
						for _, err := range l.Records(t.Context(), journal.Filter{From: next}) {
							if err != nil {
								return nil, err
							}
							known++
						}
						next = h.Size
					}
					if int64(known) != h.Size {
						t.Errorf("writer %d knows %d entries of %d", w, known, h.Size)
					}
					return []journal.Entry{result("A", fmt.Sprintf("N-%04d", known))}, nil
				})
				if err != nil {
					t.Errorf("writer %d: %v", w, err)
					return
				}
				known, next = known+1, rs[0].Leaf.Seq+1
			}
		})
	}
	wg.Wait()
	var numbers []string
	for _, r := range collect(t, log, journal.Filter{}) {
		numbers = append(numbers, r.Leaf.Result.Case)
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(numbers)))); n != len(logs)*calls {
		t.Errorf("%d numbers for %d entries", n, len(logs)*calls)
	}
}

// severalWritersCheckpoint: each writer signs the head of all, and the same head once.
func severalWritersCheckpoint(t *testing.T, log Subject) {
	logs := again(t, log, 2)
	for i := range 6 {
		mustAppend(t, logs[i%2], result("A", fmt.Sprint("SC-", i)))
		one, err := logs[0].Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		two, err := logs[1].Checkpoint(t.Context())
		if err != nil || one != two || one.Size != int64(i+1) {
			t.Errorf("checkpoints of %d entries: %+v and %+v, %v", i+1, one, two, err)
		}
	}
	tree, err := journal.Rebuild(log.Records(t.Context(), journal.Filter{}))
	if err != nil || tree.Size() != 6 {
		t.Errorf("%d leaves, %v", tree.Size(), err)
	}
}
