package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Shown is the attempt that shows a correction, as it stood when it was named.
type Shown struct {
	journal.Retest
	Iteration int // in which it was made
	Verdict   recette.Verdict
	By        journal.Actor // who began it
	EndedAt   string        // as in the leaf
}

// shown takes in the attempt that a re-test names: the last one of its case, else nothing shows it.
func (s *State) shown(r *journal.Retest) *Shown {
	c := s.Case(r.Case)
	if c == nil || c.Last == nil || c.Last.Number != r.Attempt {
		return nil
	}
	return &Shown{
		Retest: *r, Iteration: c.Last.Iteration, Verdict: c.Verdict(), By: c.Last.Actor, EndedAt: c.Last.EndedAt,
	}
}

// Lifting is what becomes of the reserves that a PV carries.
type Lifting struct {
	Parent   *PV
	Decision *Decision // that the parent shows
	Rows     []LiftedRow
}

// LiftedRow is one reserve of the parent.
type LiftedRow struct {
	*Reserve
	Says recette.Lifting
	In   string // of one that was lifted before: the PV that says so
}

// Here gives the numbers of the reserves that a PV of lifting made now would lift.
func (x *Lifting) Here() (numbers []string) {
	for _, r := range x.Rows {
		if r.Says == recette.LiftedHere {
			numbers = append(numbers, r.Number)
		}
	}
	return numbers
}

// Act gives the last act on a reserve of a kind; nil when there was none.
func (r *Reserve) Act(act recette.ReserveAct) *ReserveChange {
	for i := range slices.Backward(r.Changes) {
		if r.Changes[i].Act == string(act) {
			return &r.Changes[i]
		}
	}
	return nil
}

// Lifting says what a PV of lifting of another, whose cases are given, would say now, or what keeps it from being made.
// The PV of lifting that is looked at itself is left out of those that lifted before: it may be signed already.
func (s *State) Lifting(parent string, ids []string, itself string) (x Lifting, flaw recette.LiftFlaw) {
	if x.Parent = s.PV(parent); x.Parent == nil {
		return x, recette.LiftUnknown
	}
	if x.Parent.Lifts != nil {
		return x, recette.LiftOfLifting
	}
	if flaw = x.Parent.Standing().Lifts(); flaw != recette.LiftSound {
		return x, flaw
	}
	x.Decision = s.Shown(x.Parent)
	in := map[string]bool{}
	for _, id := range ids {
		in[id] = true
	}
	bearing := s.Bearing(in)
	if x.Decision != nil && x.Decision.Decision.Decision == string(recette.AcceptedWithReserves) {
		for _, number := range x.Decision.Reserves {
			if r := s.Reserve(number); r != nil && bearing.Reserve(r) {
				row := LiftedRow{Reserve: r, In: s.borne(parent, r, itself)}
				row.Says = recette.LiftingOf(r.Standing(), row.In != "")
				x.Rows = append(x.Rows, row)
			}
		}
	}
	switch {
	case len(x.Rows) == 0:
		return x, recette.LiftNoReserve
	case len(x.Here()) == 0:
		return x, recette.LiftNothing
	}
	return x, recette.LiftSound
}

// borne gives the PV of lifting in force that bears the act by which a reserve is lifted, empty when none does. One
// that was lifted, then found not to be, then lifted again is borne by the PV of its last lifting alone.
func (s *State) borne(parent string, r *Reserve, itself string) string {
	lifted := r.Act(recette.ReserveLift)
	if lifted == nil || r.Standing() != recette.ReserveLifted {
		return ""
	}
	for i := range s.PVs {
		p := &s.PVs[i]
		if p.Lifts != nil && p.Lifts.Number == parent && p.Number != itself && p.Standing() == recette.PVInForce &&
			p.Covers(lifted.Seq) && slices.Contains(p.Lifts.Reserves, r.Number) {
			return p.Number
		}
	}
	return ""
}

// Carried gives the PV in force whose decision carries a reserve, the last one that was signed, and the PV of lifting
// in force that bears its lifting; nil and empty when there is none. A PV is none of lifting.
func (s *State) Carried(number string) (parent *PV, lifting string) {
	r := s.Reserve(number)
	for i := range slices.Backward(s.PVs) {
		p := &s.PVs[i]
		if p.Lifts != nil || p.Standing() != recette.PVInForce {
			continue
		}
		if d := s.Shown(p); r != nil && d != nil && slices.Contains(d.Reserves, number) {
			return p, s.borne(p.Number, r, "")
		}
	}
	return nil, ""
}

// Series tells whether two PVs are renderings of one: of the same journey or of the same branch, and of the same parent
// when they lift reserves. One of a series alone may take the place of another.
func (p *PV) Series(other *PV) bool {
	return p.Journey == other.Journey && p.Antenne == other.Antenne && p.LiftsOf() == other.LiftsOf()
}

// LiftsOf gives the number of the parent of a PV of lifting, empty for another PV.
func (p *PV) LiftsOf() string {
	if p.Lifts == nil {
		return ""
	}
	return p.Lifts.Number
}

// Succeeds tells whether a PV may take the place of another: it was rendered since, and is of the same journey, of the
// same branch, and of the same parent when it lifts reserves.
func (s *State) Succeeds(number, other string) bool {
	a, b := s.PV(number), s.PV(other)
	return a != nil && b != nil && a.succeeds(b)
}

func (p *PV) succeeds(former *PV) bool { return p.Seq > former.Seq && p.Series(former) }

// Decided gives the last act that lifted a reserve here: who made it decided.
func (x *Lifting) Decided() *Decision {
	var last *ReserveChange
	for _, r := range x.Rows {
		if r.Says != recette.LiftedHere {
			continue
		}
		if ch := r.Act(recette.ReserveLift); ch != nil && (last == nil || ch.Seq > last.Seq) {
			last = ch
		}
	}
	if last == nil {
		return nil
	}
	return &Decision{At: last.At, By: last.By, Seq: last.Seq}
}
