package storetest

import (
	"crypto/rand"
	"fmt"
	"sync"
	"testing"

	"recette/internal/journal"
)

// noted is an entry with a text beside it, and its commitment.
func noted(t testing.TB, id string) (journal.Entry, string) {
	t.Helper()
	text, err := journal.NewText(rand.Reader, "vu "+id)
	if err != nil {
		t.Fatal(err)
	}
	e := result("A", id)
	e.Leaf.Note, e.Texts = text.Commitment, []journal.Text{text}
	return e, text.Commitment
}

func erasing(t testing.TB, commitment string) journal.Entry {
	t.Helper()
	reason, err := journal.NewText(rand.Reader, "demande")
	if err != nil {
		t.Fatal(err)
	}
	return journal.Entry{Texts: []journal.Text{reason}, Leaf: journal.Leaf{
		At: "2026-10-15T10:00:00.000Z", Kind: journal.KindPersonalErase, Campaign: "A",
		Erase: &journal.Erase{Commitments: []string{commitment}, Reason: reason.Commitment},
	}}
}

// erasesWithItsLeaf: the text goes with the leaf, all or none, and stays away.
func erasesWithItsLeaf(t *testing.T, log Subject) {
	there := func(commitment string) bool {
		t.Helper()
		texts, err := log.Texts(t.Context(), []string{commitment})
		if err != nil {
			t.Fatal(err)
		}
		return len(texts) == 1
	}
	e, text := noted(t, "SC-1")
	other, kept := noted(t, "SC-2")
	mustAppend(t, log, e, other)
	bad := result("A", "SC-3")
	bad.Leaf.At = "hier"
	if _, err := log.Append(t.Context(), erasing(t, text), bad); err == nil || !there(text) {
		t.Errorf("a refused append erased: %v", err)
	}
	mustAppend(t, log, erasing(t, text))
	if err := log.Scrub(t.Context()); err != nil {
		t.Errorf("Scrub() = %v", err)
	}
	if there(text) || !there(kept) {
		t.Errorf("after the leaf: erased %t, other %t; want false, true", there(text), there(kept))
	}
	mustAppend(t, log, e) // whoever carries it again does not bring it back
	if there(text) {
		t.Error("what was erased came back")
	}
}

// severalErase: writers that record and erase side by side lose nothing of each other's.
func severalErase(t *testing.T, log Subject) {
	const writers, each = 3, 12
	var all sync.WaitGroup
	kept, erased := make([][]string, writers), make([][]string, writers)
	for w := range writers {
		mine := log.Again(t)
		all.Go(func() {
			for i := range each {
				e, text := noted(t, fmt.Sprintf("SC-%d-%d", w, i))
				if _, err := mine.Append(t.Context(), e); err != nil {
					t.Error(err)
					return
				}
				if i%3 != 0 {
					kept[w] = append(kept[w], text)
					continue
				}
				if _, err := mine.Append(t.Context(), erasing(t, text)); err != nil {
					t.Error(err)
					return
				}
				erased[w] = append(erased[w], text)
			}
		})
	}
	all.Wait()
	for w := range writers {
		there, err := log.Texts(t.Context(), kept[w])
		gone, err2 := log.Texts(t.Context(), erased[w])
		if err != nil || err2 != nil || len(there) != len(kept[w]) || len(gone) != 0 {
			t.Errorf(
				"writer %d: %d of %d kept, %d of %d left: %v, %v", w, len(there), len(kept[w]), len(gone),
				len(erased[w]), err, err2,
			)
		}
	}
}
