package verify

import (
	"testing"

	"recette/internal/journal"
)

// A restoration is named for the heads that it left, and for no other: neither those that it went on from, nor those of
// another branch, nor those that came after what was known.
func TestLeft(t *testing.T) {
	restored := func(r *journal.Restored) *journal.Leaf { return &journal.Leaf{Seq: 5, Restore: r} }
	known := &journal.Restored{Size: 5, Root: "a", Known: 9, KnownRoot: "b"}
	for name, tt := range map[string]struct {
		leaf *journal.Leaf
		size int64
		root string
		want bool
	}{
		"in what was lost":         {restored(known), 7, "x", true},
		"the head that was known":  {restored(known), 9, "b", true},
		"another one of that size": {restored(known), 9, "c", false},
		"after what was known":     {restored(known), 10, "x", false},
		"where it goes on from":    {restored(known), 5, "a", false},
		"nothing was known":        {restored(&journal.Restored{Size: 5, Root: "a"}), 70, "x", true},
		"no restoration":           {&journal.Leaf{Seq: 5}, 7, "x", false},
	} {
		if got := left(tt.leaf, tt.size, tt.root); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}
