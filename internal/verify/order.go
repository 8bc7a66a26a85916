package verify

import (
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// order is a journey of the scope whose order blocks: what is not conform there holds back what comes after it.
type order struct {
	at    map[string]int // the place of each row
	holds []string       // the rows that hold back, in order
}

// ordersOf reads the orders of the journeys of a scope.
func ordersOf(m *manifest, s *scope) (orders []order) {
	for _, i := range s.rows {
		j := &m.Journeys[i]
		if !j.Blocking {
			continue
		}
		o := order{at: map[string]int{}}
		for k, id := range j.Cases {
			o.at[id] = k
			if len(j.Order) == 0 || slices.ContainsFunc(j.Order, func(said string) bool { return names(said, id) }) {
				o.holds = append(o.holds, id)
			}
		}
		orders = append(orders, o)
	}
	return orders
}

// names tells whether what a plan lists as a scenario means a row: itself, its case in each branch, or its scenario,
// in each branch or in its own.
func names(said, row string) bool {
	own, branch, branched := strings.Cut(row, "@")
	base, _, _ := strings.Cut(own, "/")
	return said == row || said == own || said == base || branched && said == base+"@"+branch
}

// waits gives the first row of the scope that holds back one that is not run; nil when nothing does.
func (f *fold) waits(t *tally) *tally {
	id := t.frozen.ID
	if recette.Counts(t.verdict(), f.held(t)) != recette.NotRun || f.freed[id] == f.iteration() {
		return nil
	}
	for i := range f.orders {
		o := &f.orders[i]
		at, ok := o.at[id]
		for k := 0; ok && k < len(o.holds) && o.at[o.holds[k]] < at; k++ {
			if b := f.cases[o.holds[k]]; b != nil && baseOf(o.holds[k]) != baseOf(id) && f.holdsBack(b, t) {
				return b
			}
		}
	}
	return nil
}

// holdsBack tells whether a row is not conform, and is played where another one is or once in all.
func (f *fold) holdsBack(b, t *tally) bool {
	v := recette.Counts(b.verdict(), f.held(b))
	return (b.frozen.Antenne == "" || b.frozen.Antenne == t.frozen.Antenne) && !v.Conform() &&
		v != recette.NotApplicable
}

// early tells whether a result that comes begins a row that an order holds back. A row that has a result stays what it
// was; which order an iteration before had, nobody knows.
func (f *fold) early(t *tally, r *journal.Result) bool {
	switch {
	case r.Attempt == t.now.Number:
		return t.early
	case f.iteration() <= len(f.plan.Before):
		return false
	case recette.Counts(t.verdict(), f.held(t)) != recette.NotRun:
		return t.early
	}
	return f.waits(t) != nil
}

// departs folds in the rows that a deviation lets be played out of their order, in this iteration.
func (f *fold) departs(d *journal.Deviation) {
	for _, id := range d.Cases {
		f.freed[id] = f.iteration()
	}
}

// baseOf gives the id of the scenario that a row comes from: rows of its examples do not wait for each other.
func baseOf(row string) string {
	id, _, _ := strings.Cut(scenarioOf(row), "/")
	return id
}
