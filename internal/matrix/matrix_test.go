package matrix_test

import (
	"testing"

	"recette/internal/matrix"
	"recette/internal/standing"
)

func TestByState_SumsToRows(t *testing.T) {
	var b matrix.ByState
	for _, s := range standing.States() {
		b.Add(s)
	}
	if got := b.Sum(); got != len(standing.States()) {
		t.Errorf("states sum to %d, want %d", got, len(standing.States()))
	}
	b.Add("green")
	if b.Uncovered != 2 {
		t.Error("what is no state does not count as uncovered")
	}
}
