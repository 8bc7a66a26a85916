package hostile_test

import (
	"runtime"
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

// Whoever lists the files has no room for all of them at once.
func TestNothingIsMadeBeforeItIsAskedFor(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	files := hostile.Files()
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > hostile.MiB {
		t.Errorf("%d KiB for a list of %d files", n>>10, len(files))
	}
}
