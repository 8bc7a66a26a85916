package campaign

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"recette/internal/journal"
)

// TestErasableOf_LeavesNothingOut: whatever a leaf of any kind commits to, and each attachment, can be erased.
func TestErasableOf_LeavesNothingOut(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "journal", "testdata", "vectors", "v*", "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d vectors, %v", len(paths), err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := journal.Decode(raw)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Collect(l.Commitments())
		for e := range l.EvidenceRefs() {
			want = append(want, e.SHA256)
		}
		if l.Actor != nil {
			want = append(want, l.Actor.C)
		}
		found := erasableOf(&l)
		for _, id := range want {
			if !slices.ContainsFunc(found, func(e Erasable) bool { return e.ID == id }) {
				t.Errorf("%s: %.12s cannot be erased", filepath.Base(path), id)
			}
		}
	}
}
