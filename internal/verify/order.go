package verify

import (
	"math/big"
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// order is a journey of the scope whose order blocks: what is not conform there holds back what comes after it.
type order struct {
	at     map[string]int      // the place of each row
	queues map[string]*waiting // by branch, "" of what is played once in all
	held   map[string]int      // of the rows that hold back, the place in the queue of their branch
}

// waiting are the rows of a branch that may hold back, in order.
type waiting struct {
	rows []string
	next []int   // of each row: the first one after it that is of another scenario
	open big.Int // a bit for each row: whether it holds back, as things stand
}

// ordersOf reads the orders of the journeys of a scope.
func ordersOf(m *manifest, s *scope) (orders []order) {
	antennes := map[string]string{}
	for i := range m.Cases {
		antennes[m.Cases[i].ID] = m.Cases[i].Antenne
	}
	for _, i := range s.rows {
		j := &m.Journeys[i]
		if !j.Blocking {
			continue
		}
		o := order{at: map[string]int{}, queues: map[string]*waiting{}, held: map[string]int{}}
		said := map[string]bool{}
		for _, name := range j.Order {
			said[name] = true
		}
		for k, id := range j.Cases {
			o.at[id] = k
			listed := slices.ContainsFunc(namesOf(id), func(n string) bool { return said[n] })
			if s.in[id] && (len(j.Order) == 0 || listed) {
				o.enqueue(antennes[id], id)
			}
		}
		for _, q := range o.queues {
			q.link()
		}
		orders = append(orders, o)
	}
	return orders
}

// enqueue adds a row to those of its branch that hold back.
func (o *order) enqueue(antenne, id string) {
	q := o.queues[antenne]
	if q == nil {
		q = &waiting{}
		o.queues[antenne] = q
	}
	o.held[id] = len(q.rows)
	q.rows = append(q.rows, id)
}

// link finds for each row the next one of another scenario.
func (q *waiting) link() {
	q.next = make([]int, len(q.rows))
	for k := range slices.Backward(q.rows) {
		q.next[k] = k + 1
		if k+1 < len(q.rows) && baseOf(q.rows[k]) == baseOf(q.rows[k+1]) {
			q.next[k] = q.next[k+1]
		}
	}
}

// namesOf gives what a plan may list as a scenario to mean a row: itself, its case in each branch, or its scenario, in
// each branch or in its own.
func namesOf(row string) []string {
	own, branch, branched := strings.Cut(row, "@")
	base, _, _ := strings.Cut(own, "/")
	names := []string{row, own, base}
	if branched {
		names = append(names, base+"@"+branch)
	}
	return names
}

// waits tells whether a row of the scope that is not run is held back, and by which one; nil when nothing does.
func (f *fold) waits(t *tally) *tally {
	if recette.Counts(t.verdict(), f.held(t)) != recette.NotRun {
		return nil
	}
	for i := range f.orders {
		if b := f.before(&f.orders[i], t); b != nil {
			return b
		}
	}
	return nil
}

// before gives the first row of an order that holds another one back.
func (f *fold) before(o *order, t *tally) (first *tally) {
	at, ok := o.at[t.frozen.ID]
	if !ok || f.freed[t.frozen.ID] == f.iteration() {
		return nil
	}
	for _, antenne := range []string{"", t.frozen.Antenne} {
		if b := f.head(o, antenne, t.frozen.ID, at); b != nil {
			first, at = b, o.at[b.frozen.ID]
		}
	}
	return first
}

// head gives the first row of a branch that comes before a place and holds back the row that is there.
func (f *fold) head(o *order, antenne, id string, at int) *tally {
	q := o.queues[antenne]
	if q == nil {
		return nil
	}
	const word = 64 // bits
	for k := int(q.open.TrailingZeroBits()); k < q.open.BitLen() && o.at[q.rows[k]] < at; {
		switch {
		case !f.affords(each + k/word): // all that is before it was looked at
			return nil
		case baseOf(q.rows[k]) == baseOf(id):
			k = q.next[k]
		case q.open.Bit(k) == 1:
			return f.cases[q.rows[k]]
		default:
			k++
		}
	}
	return nil
}

// recounted has the orders look again at a row of which something was recorded.
func (f *fold) recounted(id string) {
	if t := f.cases[id]; t == nil || !f.affords(each*(len(f.orders)+len(t.steps))) {
		return
	}
	for i := range f.orders {
		o := &f.orders[i]
		if k, ok := o.held[id]; ok {
			o.queues[f.cases[id].frozen.Antenne].note(k, f.holdsBack(f.cases[id]))
		}
	}
}

// recountedAll does so for all rows: an iteration asks for some results again.
func (f *fold) recountedAll() {
	met := map[string]bool{}
	for i := range f.orders {
		for id := range f.orders[i].held {
			if !met[id] {
				f.recounted(id)
			}
			met[id] = true
		}
	}
}

// note keeps whether a row of the queue holds back.
func (q *waiting) note(k int, holds bool) {
	bit := uint(0)
	if holds {
		bit = 1
	}
	q.open.SetBit(&q.open, k, bit)
}

// holdsBack tells whether a row is not conform, nor set aside.
func (f *fold) holdsBack(t *tally) bool {
	v := recette.Counts(t.verdict(), f.held(t))
	return !v.Conform() && v != recette.NotApplicable
}

// early gives the orders, by place, that hold back a row of which a result comes, when it begins an attempt. A row that
// has a result stays out of its order only where it was, as long as something holds it back there. Which order an
// iteration before had, nobody knows.
func (f *fold) early(t *tally, r *journal.Result) (in []int) {
	switch {
	case r.Attempt == t.now.Number:
		return t.early
	case f.iteration() <= len(f.plan.Before):
		return nil
	}
	if !f.affords(each*len(f.orders) + len(t.steps)) {
		return nil
	}
	unplayed := recette.Counts(t.verdict(), f.held(t)) == recette.NotRun
	for i := range f.orders {
		if (unplayed || slices.Contains(t.early, i)) && f.before(&f.orders[i], t) != nil {
			in = append(in, i)
		}
	}
	return in
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
