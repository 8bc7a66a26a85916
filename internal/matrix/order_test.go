package matrix

import (
	"cmp"
	"testing"
)

func TestNatural(t *testing.T) {
	order := []string{
		"CA-1.1", "CA-1.2", "CA-1.9", "CA-1.10", "CA-2.1", "CA-10.1", "US-01", "US-1", "US-1a", "US-2", "Éa", "",
	}
	for i, a := range order {
		for j, b := range order {
			if got, want := natural(a, b), i-j; cmp.Compare(got, 0) != cmp.Compare(want, 0) {
				t.Errorf("natural(%q, %q) = %d, want the sign of %d", a, b, got, want)
			}
		}
	}
}
