package state

import (
	"math/bits"
	"slices"
	"strings"

	"recette/internal/plan"
	"recette/internal/recette"
)

// HeldBack is a row that the blocking order of a journey holds back: one that comes before it is not conform yet.
type HeldBack struct {
	Case    string
	Journey string
	For     string          // the first row that it waits for
	Verdict recette.Verdict // under which that one counts: failed, blocked, not run
}

// order is a journey whose order blocks, with its rows in that order.
type order struct {
	journey string
	rows    []ordered
	lanes   map[string]*lane // by branch, "" of what is played once for all
	at      map[string]int   // places among rows
}

// ordered is a row of an order, and where it stands among those that hold back in its branch: -1 when it does not.
type ordered struct {
	id, scenario string
	lane         int
}

// lane are the rows of an order that may hold back what comes after them in one branch.
type lane struct {
	rows  []int    // places in the order
	past  []int    // for each of them, where those that follow it without a break and are of its scenario end
	holds []uint64 // which of them hold back, as things stand: a bit for each
}

func (s *State) ordersOf(m *plan.Outline) (orders []order) {
	for i := range m.Journeys {
		j := &m.Journeys[i]
		if !j.Blocking {
			continue
		}
		holding := j.Holding()
		o := order{journey: j.Code, at: make(map[string]int, len(j.Cases)), lanes: map[string]*lane{}}
		for _, id := range j.Cases {
			row := ordered{id, scenarioOf(id), -1}
			if c := s.Case(id); c != nil && holding[id] {
				row.lane = o.lane(c.Antenne).add(len(o.rows))
			}
			o.at[id] = len(o.rows)
			o.rows = append(o.rows, row)
		}
		for _, l := range o.lanes {
			l.runs(o.rows)
		}
		orders = append(orders, o)
	}
	return orders
}

// lane gives that of a branch.
func (o *order) lane(antenne string) *lane {
	if o.lanes[antenne] == nil {
		o.lanes[antenne] = &lane{}
	}
	return o.lanes[antenne]
}

func (l *lane) add(place int) int {
	l.rows = append(l.rows, place)
	return len(l.rows) - 1
}

// runs notes where the rows of one scenario end, once all are there.
func (l *lane) runs(rows []ordered) {
	l.past, l.holds = make([]int, len(l.rows)), make([]uint64, (len(l.rows)+63)/64)
	for k := len(l.rows) - 1; k >= 0; k-- {
		l.past[k] = k + 1
		if k+1 < len(l.rows) && rows[l.rows[k]].scenario == rows[l.rows[k+1]].scenario {
			l.past[k] = l.past[k+1]
		}
	}
}

// moved has each order look again at a row that something was recorded of.
func (s *State) moved(id string) {
	for i := range s.orders {
		o := &s.orders[i]
		if at, ok := o.at[id]; ok && o.rows[at].lane >= 0 {
			c := s.Case(id)
			o.lanes[c.Antenne].set(o.rows[at].lane, holdsBack(s.Counted(c)))
		}
	}
}

// movedAll has them look again at all rows: an iteration asks for some results again.
func (s *State) movedAll() {
	for i := range s.orders {
		o := &s.orders[i]
		for _, l := range o.lanes {
			for k, at := range l.rows {
				l.set(k, holdsBack(s.Counted(s.Case(o.rows[at].id))))
			}
		}
	}
}

// set notes whether a row of the lane holds back.
func (l *lane) set(k int, holds bool) {
	l.holds[k/64] &^= 1 << (k % 64)
	if holds {
		l.holds[k/64] |= 1 << (k % 64)
	}
}

// from gives the first row of the lane that holds back, from one of them on; their number when none does.
func (l *lane) from(k int) int {
	for w := k / 64; w < len(l.holds); w++ {
		word := l.holds[w]
		if w == k/64 {
			word &= ^uint64(0) << (k % 64)
		}
		if word != 0 {
			return w*64 + bits.TrailingZeros64(word)
		}
	}
	return len(l.rows)
}

// HeldBack gives the rows that are not run, that nobody is at, and that a blocking order holds back, by journey and in
// its order. The scenarios that the plan orders hold back all that comes after them in the journey, each in its branch,
// those that are played once in all; all scenarios do when the plan lists none. Rows of one scenario do not wait for
// each other. A deviation from the plan that names a row lets it be played.
func (s *State) HeldBack() (held []HeldBack) {
	for i := range s.orders {
		o := &s.orders[i]
		for at := range o.rows {
			c := s.Case(o.rows[at].id)
			if c == nil || s.Counted(c) != recette.NotRun || c.Now.Phase == recette.AttemptOpen || s.departs(c.ID) {
				continue
			}
			if by := s.holder(o, c, false); by != nil {
				held = append(held, HeldBack{c.ID, o.journey, by.ID, s.Counted(by)})
			}
		}
	}
	return held
}

// Awaits gives what holds a row back that is not run, by journey and in its order; none when it may be played. own
// looks at nothing but the rows of its branch: the constat of one knows nothing of what is played once for all.
func (s *State) Awaits(c *Case, own bool) []HeldBack {
	if len(s.orders) == 0 || s.Counted(c) != recette.NotRun {
		return nil
	}
	return s.before(c, own)
}

// before does so whatever the result of the row.
func (s *State) before(c *Case, own bool) (held []HeldBack) {
	if s.departs(c.ID) {
		return nil
	}
	for i := range s.orders {
		if by := s.holder(&s.orders[i], c, own); by != nil {
			held = append(held, HeldBack{c.ID, s.orders[i].journey, by.ID, s.Counted(by)})
		}
	}
	return held
}

// early notes what holds a row back of which an attempt begins. One that has a result was waited for already: it stays
// out of its order only where it was, as long as something holds it back there. Which order an iteration before had,
// nobody knows.
func (s *State) early(c *Case) {
	if len(s.orders) == 0 {
		return
	}
	if s.Iteration < s.frozen.Number() {
		c.Early, c.EarlyHere = nil, nil
		return
	}
	all, here := s.before(c, false), []HeldBack(nil)
	if c.Antenne != "" {
		here = s.before(c, true)
	}
	if s.Counted(c) != recette.NotRun {
		all, here = still(c.Early, all), still(c.EarlyHere, here)
	}
	c.Early, c.EarlyHere = all, here
}

// still keeps of what holds back that of the journeys where something did before.
func still(before, now []HeldBack) []HeldBack {
	return slices.DeleteFunc(now, func(h HeldBack) bool {
		return !slices.ContainsFunc(before, func(b HeldBack) bool { return b.Journey == h.Journey })
	})
}

// holder gives the first row of an order that holds another one back, nil when none does.
func (s *State) holder(o *order, c *Case, own bool) *Case {
	at, ok := o.at[c.ID]
	if !ok {
		return nil
	}
	first := s.first(o, o.lanes[c.Antenne], at)
	if c.Antenne != "" && !own {
		first = min(first, s.first(o, o.lanes[""], at))
	}
	if first >= at {
		return nil
	}
	return s.Case(o.rows[first].id)
}

// first gives the place in a lane of what holds back the row at a place, that place when nothing does. Rows of its own
// scenario are passed over.
func (s *State) first(o *order, l *lane, at int) int {
	if l == nil {
		return at
	}
	for k := l.from(0); k < len(l.rows) && l.rows[k] < at; k = l.from(l.past[k]) {
		if o.rows[l.rows[k]].scenario != o.rows[at].scenario {
			return l.rows[k]
		}
	}
	return at
}

// departs tells whether a deviation from the plan, of the present iteration, lets a row be played out of its order.
func (s *State) departs(row string) bool { return s.freed[row] == s.Iteration }

// holdsBack tells whether a row that counts so holds back those after it.
func holdsBack(v recette.Verdict) bool { return !v.Conform() && v != recette.NotApplicable }

// scenarioOf gives the id of the scenario of a row.
func scenarioOf(row string) string {
	id, _, _ := strings.Cut(plan.CaseID(row), "/")
	return id
}
