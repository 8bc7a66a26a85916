package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

// requested is the entry of an attempt that a client may ask to record again.
func requested(t testing.TB, n int) journal.Entry {
	t.Helper()
	digest, err := journal.NewText(strings.NewReader(strings.Repeat("s", 16)), fmt.Sprintf("%064x", n))
	if err != nil {
		t.Fatal(err)
	}
	e := result("A", fmt.Sprint("SC-", n))
	e.Leaf.Request = &journal.Request{Key: key(n), C: digest.Commitment}
	e.Texts = []journal.Text{digest}
	return e
}

func key(n int) string { return fmt.Sprintf("5f0c1b0e-7a64-4f7e-9d2b-%012x", n) }

// requestIsOnce: of the entries that answer one request, whoever appends them and when, one is recorded. The refusal of
// another hurts nobody, and whoever asks finds the one that is there.
func requestIsOnce(t *testing.T, log Subject) {
	if _, ok, err := log.Requested(t.Context(), key(0)); ok || err != nil {
		t.Fatalf("Requested() of nothing = %v, %v", ok, err)
	}
	mustAppend(t, log, requested(t, 0))
	other := log.Again(t)
	const requests = 8
	var mu sync.Mutex
	recorded := map[string]int{}
	var wg sync.WaitGroup
	for n := range requests {
		for k := range 4 {
			wg.Go(func() {
				to := []store.Store{log, other}[k%2]
				_, err := to.Append(t.Context(), requested(t, n), result("B", "SC-0"))
				switch {
				case err == nil:
					mu.Lock()
					recorded[key(n)]++
					mu.Unlock()
				case !errors.Is(err, store.ErrConflict):
					t.Errorf("request %d: %v, want ErrConflict", n, err)
				}
			})
			wg.Go(func() {
				if _, err := log.Append(t.Context(), result("C", "SC-0")); err != nil {
					t.Errorf("beside a request: %v", err)
				}
			})
		}
	}
	wg.Wait()
	for n := range requests {
		want := 1
		if n == 0 {
			want = 0 // it was there
		}
		if recorded[key(n)] != want {
			t.Errorf("request %d was recorded %d times, want %d", n, recorded[key(n)], want)
		}
	}
	if got := len(collect(t, log, journal.Filter{Campaign: "B"})); got != requests-1 {
		t.Errorf("%d entries came with a request, want %d", got, requests-1)
	}
	if got := len(collect(t, log, journal.Filter{Campaign: "C"})); got != requests*4 {
		t.Errorf("%d entries were appended beside, want %d", got, requests*4)
	}
	if _, err := log.Append(t.Context(), requested(t, 20), requested(t, 20)); !errors.Is(err, store.ErrConflict) {
		t.Errorf("twice in one call: %v, want ErrConflict", err)
	}
	again := log.Reopen(t)
	for n := range requests {
		rec, ok, err := again.Requested(t.Context(), key(n))
		if err != nil || !ok || rec.Leaf.Result.Case != fmt.Sprint("SC-", n) {
			t.Errorf("Requested(%d) = %+v, %v, %v", n, rec.Leaf, ok, err)
		}
	}
	statement := `INSERT OR REPLACE INTO journal SELECT (SELECT max(seq) FROM journal) + 1, at, kind, campaign, case_id,
		leaf, request FROM journal WHERE request = '` + key(1) + `'`
	if err := again.Exec(t.Context(), statement); err == nil {
		t.Error("a request took the place of the first")
	}
	report, err := again.Verify(t.Context(), store.VerifyOptions{})
	if err != nil || !report.OK() {
		t.Errorf("Verify() = %+v, %v", report, err)
	}
}
