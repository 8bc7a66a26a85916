package state

import (
	"cmp"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Reserve is a reserve after all the leaves of its number.
type Reserve struct {
	journal.Reserve
	At       string // of its first leaf
	By       journal.Actor
	Seq      int64
	FixedSeq int64         // position of the last correction, 0 when never
	FixedBy  journal.Actor // who announced it
	Shown    *Shown
	Changes  []ReserveChange
	Leaves   []int64
}

// ReserveChange is one step in the life of a reserve.
type ReserveChange struct {
	Act, Status string // what was done, and the status after it
	By          journal.Actor
	At          string // as in the leaf
	Reason      string // commitment
	Seq         int64
	Turned      []Turn // what it says otherwise since
}

// Turn is a value of a reserve that a change replaced; texts are commitments.
type Turn struct{ Field, From, To string }

// Standing gives the status of a reserve.
func (r *Reserve) Standing() recette.ReserveStatus {
	return recette.ReserveStatus(cmp.Or(r.Status, string(recette.ReserveIssued)))
}

func (s *State) applyReserve(l *journal.Leaf, who journal.Actor) {
	if l.Reserve == nil {
		return
	}
	old := s.Reserve(l.Reserve.Number)
	if old == nil {
		s.kept[l.Reserve.Number] = len(s.Reserves)
		s.Reserves = append(s.Reserves, Reserve{
			Reserve: *l.Reserve, At: l.At, By: who, Seq: l.Seq, Leaves: []int64{l.Seq},
		})
		return
	}
	next := l.Reserve
	var turned []Turn
	set := func(field string, at *string, to string) {
		if to != "" && to != *at {
			if field != "" {
				turned = append(turned, Turn{field, *at, to})
			}
			*at = to
		}
	}
	if next.Act == string(recette.ReserveUpdate) {
		set("class", &old.Class, next.Class)
		set("text", &old.Text, next.Text)
	}
	set("owner", &old.Owner, next.Owner)
	set("due", &old.Due, next.Due)
	set("check", &old.Check, next.Check)
	set("workaround", &old.Workaround, next.Workaround)
	set("effect", &old.Effect, next.Effect)
	set("verification", &old.Verification, next.Verification)
	set("", &old.Into, next.Into)
	set("", &old.Decision, next.Decision)
	set("", &old.Status, next.Status)
	if next.Fix != nil {
		old.Fix, old.FixedSeq, old.FixedBy, old.Retest, old.Shown = next.Fix, l.Seq, who, nil, nil
	}
	if next.Retest != nil {
		old.Retest, old.Shown = next.Retest, s.shown(next.Retest)
	}
	old.Changes = append(old.Changes, ReserveChange{
		Act: next.Act, Status: string(old.Standing()), By: who, At: l.At, Reason: next.Reason, Seq: l.Seq,
		Turned: turned,
	})
	old.Leaves = append(old.Leaves, l.Seq)
}

// Lifts reports whether a test of a case may show that a reserve is corrected: the case that it names or, when it names
// none, one that may show it of its anomaly. A reserve with neither may be shown by any.
func (s *State) Lifts(r *Reserve, id string) bool {
	if r.Check != "" {
		return r.Check == id
	}
	a := s.Anomaly(r.Anomaly)
	return a == nil || s.Verifies(a, id)
}

// Reserve gives a reserve by number, or nil.
func (s *State) Reserve(number string) *Reserve {
	if at, ok := s.kept[number]; ok {
		return &s.Reserves[at]
	}
	return nil
}
