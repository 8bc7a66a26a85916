package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"recette/internal/journal"
)

// withSeesEverything: callers who each count what is there and append the next number give each number once, while
// others append beside them.
func withSeesEverything(t *testing.T, log Subject) {
	const callers, calls = 6, 25
	next := func(ctx context.Context) ([]journal.Entry, error) {
		n := 0
		for _, err := range log.Records(ctx, journal.Filter{Campaign: "A"}) {
			if err != nil {
				return nil, err
			}
			n++
		}
		return []journal.Entry{result("A", fmt.Sprint("SC-", n))}, nil
	}
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for range calls {
				if _, err := log.AppendWith(t.Context(), next); err != nil {
					t.Error(err)
					return
				}
			}
		})
		wg.Go(func() {
			for range calls {
				if _, err := log.Append(t.Context(), result("B", "SC-1")); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	got := collect(t, log, journal.Filter{Campaign: "A"})
	if len(got) != callers*calls {
		t.Fatalf("%d records, want %d", len(got), callers*calls)
	}
	for i, r := range got {
		if want := fmt.Sprint("SC-", i); r.Leaf.Result.Case != want {
			t.Errorf("record %d is numbered %s, want %s", i, r.Leaf.Result.Case, want)
		}
	}
}

// withRefuses: what is refused leaves no trace and stops nobody, and its error comes back as it is.
func withRefuses(t *testing.T, log Subject) {
	refused := errors.New("not now")
	for name, build := range map[string]func(context.Context) ([]journal.Entry, error){
		"an error": func(context.Context) ([]journal.Entry, error) { return nil, refused },
		"an error too": func(context.Context) ([]journal.Entry, error) {
			return []journal.Entry{result("A", "SC-1")}, refused
		},
	} {
		if rs, err := log.AppendWith(t.Context(), build); !errors.Is(err, refused) || len(rs) != 0 {
			t.Errorf("%s: %d records, error %v, want the refusal", name, len(rs), err)
		}
	}
	bad := result("A", "SC-1")
	bad.Leaf.At = "hier"
	if _, err := log.AppendWith(t.Context(), func(context.Context) ([]journal.Entry, error) {
		return []journal.Entry{result("A", "SC-1"), bad}, nil
	}); err == nil {
		t.Error("a bad entry was appended")
	}
	rs, err := log.AppendWith(t.Context(), func(context.Context) ([]journal.Entry, error) { return nil, nil })
	if err != nil || len(rs) != 0 {
		t.Errorf("nothing to append gave %d records, %v", len(rs), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = log.AppendWith(ctx, func(ctx context.Context) ([]journal.Entry, error) {
		cancel()
		return nil, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a call that ends meanwhile: error %v, want canceled", err)
	}
	if rs := mustAppend(t, log, result("A", "SC-2")); rs[0].Leaf.Seq != 0 {
		t.Errorf("the next position is %d, want 0", rs[0].Leaf.Seq)
	}
}
