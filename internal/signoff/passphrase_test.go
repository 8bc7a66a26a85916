package signoff_test

import (
	"strings"
	"testing"

	"recette/internal/signoff"
)

// A key that is worth something is not kept under a passphrase that is soon guessed; one of a demonstration may be.
func TestCheckPassphrase(t *testing.T) {
	for name, tt := range map[string]struct {
		size    int
		demo    bool
		refused bool
	}{
		"none":                      {0, false, true},
		"one byte less":             {signoff.MinPassphrase - 1, false, true},
		"long enough":               {signoff.MinPassphrase, false, false},
		"short, of a demonstration": {1, true, false},
	} {
		err := signoff.CheckPassphrase([]byte(strings.Repeat("x", tt.size)), tt.demo)
		if (err != nil) != tt.refused {
			t.Errorf("%s: CheckPassphrase = %v, want a refusal %t", name, err, tt.refused)
		}
	}
}
