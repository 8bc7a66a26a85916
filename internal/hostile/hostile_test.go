package hostile_test

import (
	"testing"

	"recette/internal/hostile"
)

func TestFilesFit(t *testing.T) {
	for _, f := range hostile.Files() {
		if n := len(f.Make()); n == 0 || n > 64*hostile.MiB {
			t.Errorf("%s: %d bytes", f.Name, n)
		}
	}
}
