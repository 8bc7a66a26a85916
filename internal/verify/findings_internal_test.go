package verify

import (
	"testing"

	"recette/internal/budget"
)

// The same said twice is said once, with the worst that it was said to be.
func TestTheWorstOfAFindingIsKept(t *testing.T) {
	f := findings{budget: budget.New(t.Context(), allowance(0))}
	f.add(info(TextMismatch, "a"))
	f.add(bad(TextMismatch, "a"))
	f.add(doubt(TextMismatch, "a"))
	if all := f.list(); len(all) != 1 || all[0].Status != NotConform || f.worst[TextMismatch] != NotConform {
		t.Errorf("%v, worst %v", all, f.worst)
	}
}
