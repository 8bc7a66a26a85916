package journal_test

import (
	"crypto/rand"
	"errors"
	"testing"

	"recette/internal/journal"
)

// What is signed is the count, the head and the log together: none of them is exchanged for another.
func TestSkipped_HoldsToItsHead(t *testing.T) {
	key := func(project string) *journal.LogKey {
		private, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin(project))
		if err != nil {
			t.Fatal(err)
		}
		k, err := journal.ParseLogKey(private)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	k, other := key("a"), key("a")
	head := func(k *journal.LogKey, size int64) journal.Signed {
		s, err := k.Sign(size, (&journal.Tree{}).Root())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	signed, err := k.SignSkipped(head(k, 3), 12)
	if err != nil {
		t.Fatal(err)
	}
	more, unsigned := signed, signed
	more.Numbers++
	unsigned.Signature = ""
	for name, tt := range map[string]struct {
		of   journal.Skipped
		head journal.Signed
		want error
	}{
		"as it was signed": {signed, head(k, 3), nil},
		"another count":    {more, head(k, 3), journal.ErrSignature},
		"another head":     {signed, head(k, 4), journal.ErrSignature},
		"another key":      {signed, head(other, 3), journal.ErrSignature},
		"none":             {unsigned, head(k, 3), journal.ErrSignature},
	} {
		if err := tt.of.Check(tt.head); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}
