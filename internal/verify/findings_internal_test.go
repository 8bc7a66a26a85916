package verify

import (
	"strconv"
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

// A file may have anything found in it as often as it likes: what is compared with what is known stays short.
func TestFindingsStayFew(t *testing.T) {
	f := findings{budget: budget.New(t.Context(), allowance(0))}
	const n = 200_000
	for i := range n {
		f.add(bad(Forbidden, strconv.Itoa(i)))
		f.add(doubt(CaseText, strconv.Itoa(i)))
	}
	if len(f.all) != 2*shown || f.count[Forbidden] != n {
		t.Errorf("%d are kept, %d of one code are counted", len(f.all), f.count[Forbidden])
	}
}
