package pv

import "recette/reports"

// iterations says what was tested in each iteration of a campaign that has several, from when on, and why it began.
func (b *builder) iterations() {
	n := b.m.Number()
	if n == 1 {
		return
	}
	ref := &b.pv.Reference
	ref.Iteration = n
	for i := 1; i <= n; i++ {
		then := b.m.At(i)
		it := reports.Iteration{Version: then.Version, Build: then.Build, At: instant(b.state.OpenedAt)}
		if k := i - 2; k >= 0 && k < len(b.state.Iterations) {
			it.At, it.Reason = instant(b.state.Iterations[k].At), b.text(b.state.Iterations[k].Reason)
		}
		ref.Iterations = append(ref.Iterations, it)
	}
}

// warnIterations says which results of an iteration before hold, and which rows are in the plan no more.
func (b *builder) warnIterations() {
	n := b.m.Number()
	var kept, gone []string
	for i := range b.pv.Cases {
		if c := &b.pv.Cases[i]; c.Iteration > 0 && c.Iteration < n && !b.state.Due(b.state.Case(c.ID)) {
			kept = append(kept, c.ID)
		}
	}
	for _, g := range b.m.Gone {
		gone = append(gone, g.ID)
	}
	if len(kept) > 0 {
		b.warnCount(keptResults, len(kept), b.ids(kept))
	}
	if len(gone) > 0 {
		b.warnCount(goneRows, len(gone), b.ids(gone))
	}
}
