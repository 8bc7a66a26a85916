package hostile_test

import (
	"testing"

	"recette/internal/hostile"
)

func TestFilesFit(t *testing.T) {
	for _, f := range hostile.Files() {
		if testing.Short() && !f.Small {
			continue
		}
		n, most := len(f.Make()), 64*hostile.MiB
		if f.Small {
			most = 64 << 10
		}
		if n == 0 || n > most {
			t.Errorf("%s: %d bytes, at most %d", f.Name, n, most)
		}
	}
}
