package state

import (
	"slices"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Broken is a rule of the separation of duties that a fact broke, and what the fact is about.
type Broken struct {
	journal.Broken
	About   string // number of an anomaly, a reserve, a decision or a derogation; a data set; a row
	Case    string // that it is about; empty when it is about none
	Decides bool   // it is a decision
	Mark
}

// Derogation is a derogation after the leaves of its number.
type Derogation struct {
	journal.Derogation // as it was asked for
	Asked              Mark
	Granted, Refused   bool
	Answered           Mark   // zero while nobody answered
	Reason             string // commitment: of the answer
}

// Delegation is a delegation after the leaves of its number.
type Delegation struct {
	journal.Delegation
	Given  Mark
	Over   Mark   // zero until somebody ended it
	Ending string // commitment: why it was ended
}

// In tells whether it is in force on a day, YYYY-MM-DD: from its first day to its last, unless it was ended.
func (d *Delegation) In(day string) bool { return d.Over.At == "" && d.From <= day && day <= d.Until }

// covers tells whether what bears on a journey, empty for the whole campaign, is done under it.
func (d *Delegation) covers(journey string) bool { return d.Journey == "" || d.Journey == journey }

// Derogation gives a derogation by number, or nil.
func (n *Notes) Derogation(number string) *Derogation {
	for i := range n.Derogations {
		if n.Derogations[i].Number == number {
			return &n.Derogations[i]
		}
	}
	return nil
}

// Elsewhere tells whether a criterion that came to something (Criterion.Met) is excused by a decision out of the
// journal: of that one the journal knows the number only.
func (n *Notes) Elsewhere(met string) bool {
	return excused(met) && met != "unknown" && n.Derogation(met) == nil
}

// Delegation gives a delegation by number, or nil.
func (n *Notes) Delegation(number string) *Delegation {
	for i := range n.Delegations {
		if n.Delegations[i].Number == number {
			return &n.Delegations[i]
		}
	}
	return nil
}

// Lost tells whether a role was taken from somebody between two positions of the log.
type Lost func(ref, role string, from, until int64) bool

// Delegated gives the delegation under which somebody acts in a role, on a journey or on the whole campaign, at a
// position of the log, on a day: the last one that was in force then, nil when none was. That of somebody who lost the
// role since they gave it is in force no more, whatever they were given later.
func (n *Notes) Delegated(ref, role, journey, day string, seq int64, lost Lost) *Delegation {
	return n.DelegatedBy(nil, ref, role, journey, day, seq, lost)
}

// DelegatedBy is Delegated for what is to be done by people, of these references: the last delegation that one of them
// gave comes before any other.
func (n *Notes) DelegatedBy(by []string, ref, role, journey, day string, seq int64, lost Lost) (last *Delegation) {
	for i := range n.Delegations {
		d := &n.Delegations[i]
		if d.To == ref && d.Role == role && d.covers(journey) && d.Given.Seq < seq && d.From <= day && day <= d.Until &&
			(d.Over.At == "" || seq < d.Over.Seq) && !lost(d.By, role, d.Given.Seq, seq) &&
			(last == nil || slices.Contains(by, d.By) || !slices.Contains(by, last.By)) {
			last = d
		}
	}
	return last
}

func (n *Notes) derogate(l *journal.Leaf, at Mark) {
	d := l.Derogation
	old := n.Derogation(d.Number)
	switch {
	case d.Act == recette.AskDerogation && old == nil:
		n.Derogations = append(n.Derogations, Derogation{Derogation: *d, Asked: at})
	case d.Act != recette.AskDerogation && old != nil && old.Answered.At == "":
		old.Granted, old.Refused = d.Act == recette.GrantDerogation, d.Act != recette.GrantDerogation
		old.Answered, old.Reason = at, d.Reason
	}
}

func (n *Notes) delegate(l *journal.Leaf, at Mark) {
	d := l.Delegation
	old := n.Delegation(d.Number)
	switch {
	case !d.Ended && old == nil:
		n.Delegations = append(n.Delegations, Delegation{Delegation: *d, Given: at})
	case d.Ended && old != nil && old.Over.At == "":
		old.Over, old.Ending = at, d.Reason
	}
}

// breaks folds in the rules that a fact breaks.
func (s *State) breaks(l *journal.Leaf, who journal.Actor) {
	for _, b := range l.Broken {
		at := Broken{Broken: b, Mark: Mark{At: l.At, By: who, Seq: l.Seq}}
		at.About, at.Case = about(l)
		at.Decides = l.Decision != nil
		if r := l.Reserve; r != nil && s.Anomaly(r.Anomaly) != nil {
			at.Case = s.Anomaly(r.Anomaly).Case
		}
		s.Broken = append(s.Broken, at)
	}
}

// About gives what a leaf is about, in one word: the number of what it records or changes, a case, a data set.
func About(l *journal.Leaf) string {
	number, _ := about(l)
	return number
}

// about gives what a leaf is about, in one word, and the case of it.
func about(l *journal.Leaf) (number, id string) {
	switch {
	case l.Anomaly != nil:
		return l.Anomaly.Number, l.Anomaly.Case
	case l.Reserve != nil:
		return l.Reserve.Number, l.Reserve.Check
	case l.Decision != nil:
		return l.Decision.Number, ""
	case l.Derogation != nil:
		return l.Derogation.Number, ""
	case l.Delegation != nil:
		return l.Delegation.Number, ""
	case l.Data != nil:
		return l.Data.Set, ""
	case l.Result != nil:
		return l.Result.Case, l.Result.Case
	case l.PV != nil:
		return l.PV.Number, ""
	}
	return "", ""
}
