package journal_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
)

// TestBinding_Follow: a log says once which one it is, and changes its key from the one that held.
func TestBinding_Follow(t *testing.T) {
	v4 := func(name string) journal.Leaf {
		l, err := journal.Decode(vectors(t, "v4")[name])
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	opened, rotated := v4("log.open"), v4("log.rotate")
	foreign := rotated
	foreign.Log = &journal.Bound{Origin: "recette/autre", Verifier: rotated.Log.Verifier, Former: rotated.Log.Former}
	for name, tt := range map[string]struct {
		leaves  []journal.Leaf
		refused bool
		want    string // verifier
	}{
		"nothing":                    {[]journal.Leaf{v4("key.add")}, false, ""},
		"opened":                     {[]journal.Leaf{opened}, false, opened.Log.Verifier},
		"rotated":                    {[]journal.Leaf{opened, rotated}, false, rotated.Log.Verifier},
		"opened twice":               {[]journal.Leaf{opened, opened}, true, opened.Log.Verifier},
		"rotated before it opened":   {[]journal.Leaf{rotated}, true, ""},
		"rotated twice from one key": {[]journal.Leaf{opened, rotated, rotated}, true, rotated.Log.Verifier},
		"rotated to another log":     {[]journal.Leaf{opened, foreign}, true, opened.Log.Verifier},
	} {
		b := journal.Unbound()
		var err error
		for i := range tt.leaves {
			err = errors.Join(err, b.Follow(&tt.leaves[i]))
		}
		if errors.Is(err, journal.ErrBinding) != tt.refused || b.Verifier != tt.want {
			t.Errorf("%s: verifier %q, error %v, want %q, refused %t", name, b.Verifier, err, tt.want, tt.refused)
		}
	}
}

// TestLeaf_OfProject: the texts that a leaf of the project commits to are needed as any other.
func TestLeaf_OfProject(t *testing.T) {
	for name, want := range map[string]string{
		"log.rotate": "e8", "log.restore": "e7", "key.add-replaces": "f9 e6", "key.add": "f8", "log.open": "",
	} {
		l, err := journal.Decode(vectors(t, "v4")[name])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for c := range l.Commitments() {
			got = append(got, c[:2])
		}
		if strings.Join(got, " ") != want || !slices.Contains(journal.ProjectKinds(), l.Kind) {
			t.Errorf("%s, of the project, commits to %q, want %q", name, got, want)
		}
	}
}

// TestRestored_Skipped: a leaf of before says by its two heads how many numbers are left out after it.
func TestRestored_Skipped(t *testing.T) {
	for name, tt := range map[string]struct {
		leaf *journal.Restored
		want int64
	}{
		"no restoration":       {nil, 0},
		"told":                 {&journal.Restored{Size: 7, Known: 12, Origin: "recette/essai", Skip: 30}, 30},
		"of before":            {&journal.Restored{Size: 7, Known: 12, Origin: "recette/essai"}, 5},
		"of before, no loss":   {&journal.Restored{Size: 12, Known: 7, Origin: "recette/essai"}, 0},
		"of before, no memory": {&journal.Restored{Size: 7}, journal.UnknownSkip},
	} {
		if got := tt.leaf.Skipped(); got != tt.want {
			t.Errorf("%s: %d numbers, want %d", name, got, tt.want)
		}
	}
}
