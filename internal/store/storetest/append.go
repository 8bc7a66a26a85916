package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

func appendIsOrdered(t *testing.T, log Subject) {
	for i := range 5 {
		rs := mustAppend(t, log, result("A", fmt.Sprint("SC-", 2*i)), result("A", fmt.Sprint("SC-", 2*i+1)))
		for j, r := range rs {
			if r.Leaf.Seq != int64(2*i+j) {
				t.Fatalf("position %d, want %d", r.Leaf.Seq, 2*i+j)
			}
			l, err := journal.Decode(r.Raw)
			if err != nil || l.Seq != r.Leaf.Seq || l.Result.Case != fmt.Sprint("SC-", 2*i+j) {
				t.Fatalf("bytes of position %d say %+v, %v", r.Leaf.Seq, l, err)
			}
		}
	}
	got := collect(t, log, journal.Filter{})
	if len(got) != 10 {
		t.Fatalf("%d records, want 10", len(got))
	}
	for i, r := range got {
		if r.Leaf.Seq != int64(i) || r.Leaf.Result.Case != fmt.Sprint("SC-", i) {
			t.Errorf("record %d is %+v", i, r.Leaf)
		}
	}
}

func appendOfNothing(t *testing.T, log Subject) {
	if rs := mustAppend(t, log); len(rs) != 0 {
		t.Errorf("records %v", rs)
	}
	if got := collect(t, log, journal.Filter{}); len(got) != 0 {
		t.Errorf("%d records in an empty log", len(got))
	}
}

func appendIsAtomic(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"))
	bad := result("A", "SC-3")
	bad.Leaf.At = "hier"
	text, err := journal.NewText(rand.Reader, "avec le refus")
	if err != nil {
		t.Fatal(err)
	}
	good := result("A", "SC-2")
	good.Texts = []journal.Text{text}
	if rs, err := log.Append(t.Context(), good, bad); err == nil {
		t.Fatalf("Append of a bad entry gave %v", rs)
	}
	if got := collect(t, log, journal.Filter{}); len(got) != 1 {
		t.Errorf("%d records after a refusal, want 1", len(got))
	}
	texts, err := log.Texts(t.Context(), []string{text.Commitment})
	if err != nil || len(texts) != 0 {
		t.Errorf("texts of a refused call: %v, %v", texts, err)
	}
	if rs := mustAppend(t, log, result("A", "SC-4")); rs[0].Leaf.Seq != 1 {
		t.Errorf("the next position is %d, want 1: a refusal left a hole", rs[0].Leaf.Seq)
	}
}

func appendConcurrently(t *testing.T, log Subject) {
	const callers, calls = 8, 50
	var mu sync.Mutex
	acked := map[int64]string{}
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			last := int64(-1)
			for i := range calls {
				id := fmt.Sprintf("SC-%d-%d", c, i)
				rs, err := log.Append(t.Context(), result("A", id))
				if err != nil {
					t.Errorf("caller %d, call %d: %v", c, i, err)
					return
				}
				if rs[0].Leaf.Seq <= last {
					t.Errorf("caller %d: position %d after %d", c, rs[0].Leaf.Seq, last)
				}
				last = rs[0].Leaf.Seq
				mu.Lock()
				acked[last] = id
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	got := collect(t, log, journal.Filter{})
	if len(got) != callers*calls || len(acked) != callers*calls {
		t.Fatalf("%d records, %d positions acknowledged, want %d", len(got), len(acked), callers*calls)
	}
	for i, r := range got {
		if r.Leaf.Seq != int64(i) || acked[r.Leaf.Seq] != r.Leaf.Result.Case {
			t.Errorf("position %d holds %s, acknowledged as %s", i, r.Leaf.Result.Case, acked[r.Leaf.Seq])
		}
	}
}

func refusalHurtsNobodyElse(t *testing.T, log Subject) {
	var wg sync.WaitGroup
	for c := range 8 {
		wg.Go(func() {
			for i := range 20 {
				e := result("A", fmt.Sprintf("SC-%d-%d", c, i))
				bad := (c+i)%4 == 0
				if bad {
					e.Leaf.Kind = ""
				}
				if _, err := log.Append(t.Context(), e); (err != nil) != bad {
					t.Errorf("caller %d, call %d: %v, bad is %v", c, i, err, bad)
				}
			}
		})
	}
	wg.Wait()
	if got := collect(t, log, journal.Filter{}); len(got) != 120 {
		t.Errorf("%d records, want 120", len(got))
	}
}

// appendStops: after an error of the context nothing was recorded, whenever it came.
func appendStops(t *testing.T, log Subject) {
	done, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := log.Append(done, result("A", "SC-never")); !errors.Is(err, context.Canceled) {
		t.Errorf("Append() = %v, want canceled", err)
	}
	refused := map[string]bool{"SC-never": true}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for c := range 50 {
		wg.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			id := fmt.Sprint("SC-", c)
			go cancel()
			_, err := log.Append(ctx, result("A", id))
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			mu.Lock()
			refused[id] = err != nil
			mu.Unlock()
		})
	}
	wg.Wait()
	mustAppend(t, log, result("A", "SC-last"))
	found := map[string]bool{}
	for _, r := range collect(t, log, journal.Filter{}) {
		found[r.Leaf.Result.Case] = true
	}
	for id, no := range refused {
		if found[id] == no {
			t.Errorf("%s: refused %v, recorded %v", id, no, found[id])
		}
	}
}

func appendBigLeaf(t *testing.T, log Subject) {
	e := result("A", "SC-1")
	for i := range 20_000 {
		e.Leaf.Result.Steps = append(e.Leaf.Result.Steps, journal.Observation{Step: i, Mode: "auto", Verdict: "passed"})
	}
	raw := mustAppend(t, log, e)[0].Raw
	mustAppend(t, log, result("A", "SC-2"))
	got := collect(t, log, journal.Filter{})
	if len(got) != 2 || len(got[0].Leaf.Result.Steps) != 20_000 || string(got[0].Raw) != string(raw) {
		t.Errorf("a leaf of %d bytes came back as %d records", len(raw), len(got))
	}
	e.Leaf.Campaign = strings.Repeat("x", journal.MaxLeaf)
	if _, err := log.Append(t.Context(), e); err == nil {
		t.Error("a leaf over the limit was recorded")
	}
}

func refusesWhatIsNotText(t *testing.T, log Subject) {
	notUTF8 := result("A", "SC-\xff")
	salt := []byte("0123456789abcdef")
	text := result("A", "SC-1")
	text.Texts = []journal.Text{{Commitment: journal.Commitment(salt, "\xff"), Salt: salt, Value: "\xff"}}
	lie := result("A", "SC-1")
	lie.Texts = []journal.Text{{Commitment: journal.Commitment(salt, "a"), Salt: salt, Value: "b"}}
	unsalted := result("A", "SC-1")
	unsalted.Texts = []journal.Text{{Commitment: journal.Commitment(nil, "a"), Value: "a"}}
	person := result("A", "SC-1")
	person.Persons = []journal.Person{
		{Ref: "u", Salt: salt, Name: "n", Role: "po", Commitment: strings.Repeat("0", 64)},
	}
	blob := result("A", "SC-1")
	blob.Blobs = []journal.Blob{{SHA256: strings.Repeat("0", 64), Data: []byte("x")}}
	for name, e := range map[string]journal.Entry{
		"leaf not UTF-8": notUTF8, "text not UTF-8": text, "text that is not the committed one": lie,
		"text without salt":                   unsalted,
		"person who is not the committed one": person, "document of another address": blob,
	} {
		if _, err := log.Append(t.Context(), e); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if got := collect(t, log, journal.Filter{}); len(got) != 0 {
		t.Errorf("%d records", len(got))
	}
}
