package state

import (
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

// order is a journey whose order blocks, with its rows in that order. It never changes.
type order struct {
	journey string
	rows    []ordered
	holders []int          // places of those that hold back what comes after them
	at      map[string]int // places among rows
}

type ordered struct{ id, scenario string }

func ordersOf(m *plan.Outline) (orders []order) {
	for i := range m.Journeys {
		j := &m.Journeys[i]
		if !j.Blocking {
			continue
		}
		said, scenarios := map[string]bool{}, plan.ScenariosOf(j.Cases)
		for _, name := range j.Order {
			for _, id := range scenarios.Rows(name) {
				said[id] = true
			}
		}
		o := order{journey: j.Code, at: make(map[string]int, len(j.Cases))}
		for _, id := range j.Cases {
			if len(j.Order) == 0 || said[id] {
				o.holders = append(o.holders, len(o.rows))
			}
			o.at[id] = len(o.rows)
			o.rows = append(o.rows, ordered{id, scenarioOf(id)})
		}
		orders = append(orders, o)
	}
	return orders
}

// HeldBack gives the rows that are not run, that nobody is at, and that a blocking order holds back, by journey and in
// its order. The scenarios that the plan orders hold back all that comes after them in the journey, each in its branch,
// those that are played once in all; all scenarios do when the plan lists none. Rows of one scenario do not wait for
// each other. A deviation from the plan that names a row lets it be played.
func (s *State) HeldBack() (held []HeldBack) {
	for i := range s.orders {
		o := &s.orders[i]
		first := slices.IndexFunc(o.holders, func(at int) bool { // nothing before it holds anything back
			b := s.Case(o.rows[at].id)
			return b != nil && holdsBack(s.Counted(b))
		})
		if first < 0 {
			continue
		}
		for at := o.holders[first] + 1; at < len(o.rows); at++ {
			c := s.Case(o.rows[at].id)
			if c == nil || s.Counted(c) != recette.NotRun || c.Now.Phase == recette.AttemptOpen || s.departs(c.ID) {
				continue
			}
			if by := s.holder(o, first, at, nil); by != nil {
				held = append(held, HeldBack{c.ID, o.journey, by.ID, s.Counted(by)})
			}
		}
	}
	return held
}

// Awaits gives what holds a row back that is not run, by journey and in its order; none when it may be played. in tells
// which rows are looked at, nil for all.
func (s *State) Awaits(c *Case, in func(*Case) bool) (held []HeldBack) {
	if len(s.orders) == 0 || s.Counted(c) != recette.NotRun || s.departs(c.ID) {
		return nil
	}
	for i := range s.orders {
		o := &s.orders[i]
		if at, ok := o.at[c.ID]; ok {
			if by := s.holder(o, 0, at, in); by != nil {
				held = append(held, HeldBack{c.ID, o.journey, by.ID, s.Counted(by)})
			}
		}
	}
	return held
}

// early notes what holds a row back of which an attempt begins. A row that has a result stays what it was; which order
// an iteration before had, nobody knows.
func (s *State) early(c *Case) {
	switch {
	case s.Iteration < s.frozen.Number():
		c.Early = nil
	case s.Counted(c) == recette.NotRun:
		c.Early = s.Awaits(c, nil)
		if c.Antenne != "" { // a constat knows nothing of what is played once for all
			c.Early = append(c.Early, s.Awaits(c, func(b *Case) bool { return b.Antenne == c.Antenne })...)
		}
	}
}

// holder gives the first row that holds back the one at a place, from one of the holders on.
func (s *State) holder(o *order, from, at int, in func(*Case) bool) *Case {
	c := s.Case(o.rows[at].id)
	for _, i := range o.holders[from:] {
		if i >= at {
			break
		}
		b := s.Case(o.rows[i].id)
		if b != nil && o.rows[i].scenario != o.rows[at].scenario && (b.Antenne == "" || b.Antenne == c.Antenne) &&
			(in == nil || in(b)) && holdsBack(s.Counted(b)) {
			return b
		}
	}
	return nil
}

// departs tells whether a deviation from the plan, of the present iteration, lets a row be played out of its order.
func (s *State) departs(row string) bool {
	return slices.ContainsFunc(s.Deviations, func(d Deviation) bool {
		return s.Current(d.Mark) && slices.Contains(d.Cases, row)
	})
}

// holdsBack tells whether a row that counts so holds back those after it.
func holdsBack(v recette.Verdict) bool { return !v.Conform() && v != recette.NotApplicable }

// scenarioOf gives the id of the scenario of a row.
func scenarioOf(row string) string {
	id, _, _ := strings.Cut(plan.CaseID(row), "/")
	return id
}
