package state

import (
	"slices"
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Anomaly is an anomaly after all the leaves of its number.
type Anomaly struct {
	journal.Anomaly               // as it stands; its texts are commitments
	RaisedAt        string        // as in the leaf
	RaisedBy        journal.Actor //
	ReopenedSeq     int64         // position of the last reopening of one that weighed no more, 0 when never
	FixedSeq        int64         // position of the last correction, 0 when never
	TurnedSeq       int64         // position of the last change of status after which its case is to be tested again
	Proposal        *Proposal     // that the PO has not answered
	Changes         []AnomalyChange
	Leaves          []int64
}

// Proposal is what a PPO or a QA proposes to the PO: a lesser severity, or to set an anomaly aside.
type Proposal struct {
	What string // a severity, or an act
	By   journal.Actor
	Seq  int64
}

// AnomalyChange is one change of an anomaly, with its author and reason.
type AnomalyChange struct {
	Act      string // empty before acts were named
	Field    string // "severity", "status", "owner"…
	From, To string // of a text, commitments
	By       journal.Actor
	At       string // as in the leaf
	Reason   string // commitment
	Seq      int64
}

// Open reports whether the anomaly weighs on a decision. An unknown status does: the severe reading.
func (a *Anomaly) Open() bool { return recette.AnomalyStatus(a.Status).Outstanding() }

// The fields whose changes a PV shows.
const (
	FieldSeverity = "severity"
	FieldStatus   = "status"
)

// The statuses of an anomaly that those of before the acts had.
const (
	StatusOpen   = string(recette.AnomalyOpen)
	StatusClosed = string(recette.AnomalyClosed)
)

func (s *State) applyAnomaly(l *journal.Leaf, who journal.Actor) {
	a := l.Anomaly
	if a == nil {
		return
	}
	old := s.Anomaly(a.Number)
	if old == nil {
		s.about[a.Case] = append(s.about[a.Case], len(s.Anomalies))
		s.Anomalies = append(s.Anomalies, Anomaly{
			Anomaly: *a, RaisedAt: l.At, RaisedBy: who, Leaves: []int64{l.Seq},
		})
	} else {
		old.apply(l, who)
	}
	s.account(l, old == nil)
}

// apply folds a later leaf in.
func (a *Anomaly) apply(l *journal.Leaf, who journal.Actor) {
	next, weighed := l.Anomaly, a.Open()
	change := func(field, from, to string) {
		if to != from {
			a.Changes = append(a.Changes, AnomalyChange{
				Act: next.Act, Field: field, From: from, To: to, By: who, At: l.At, Reason: next.Reason, Seq: l.Seq,
			})
		}
	}
	set := func(field string, at *string, to string) {
		if to != "" {
			change(field, *at, to)
			*at = to
		}
	}
	change(FieldSeverity, a.Severity, next.Severity)
	change(FieldStatus, a.Status, next.Status)
	again := []recette.AnomalyAct{"", recette.AnomalyFix, recette.AnomalyReopen}
	if a.Status != next.Status && slices.Contains(again, recette.AnomalyAct(next.Act)) {
		a.TurnedSeq = l.Seq // a closing rests on what was tested: nothing is to be tested again for it
	}
	a.Severity, a.Status = next.Severity, next.Status
	set("priority", &a.Priority, next.Priority)
	set("owner", &a.Owner, next.Owner)
	set("due", &a.Due, next.Due)
	set("workaround", &a.Workaround, next.Workaround)
	set("original", &a.Original, next.Original)
	set("tracker", &a.Tracker, next.Tracker)
	if next.Tracker != "" {
		a.URL = next.URL
	}
	if next.Proposed != "" {
		change("proposed", "", next.Proposed)
		a.Proposal = &Proposal{What: next.Proposed, By: who, Seq: l.Seq}
	} else if a.Proposal != nil && (a.Proposal.What == next.Severity || a.Proposal.What == next.Act) {
		a.Proposal = nil // answered
	}
	if next.Fix != nil {
		change("build", a.build(), next.Fix.Build)
		a.Fix, a.FixedSeq, a.Retest = next.Fix, l.Seq, nil
	}
	if next.Retest != nil {
		a.Retest = next.Retest
		change("retest", "", next.Retest.Case+"#"+strconv.Itoa(next.Retest.Attempt))
	}
	if n := len(next.Evidence); n > 0 {
		change("evidence", strconv.Itoa(len(a.Evidence)), strconv.Itoa(len(a.Evidence)+n))
		a.Evidence = append(slices.Clip(a.Evidence), next.Evidence...)
	}
	if next.Found != nil {
		change("found", "", next.Found.Case+"#"+strconv.Itoa(next.Found.Attempt)+"."+strconv.Itoa(next.Found.Step+1))
	}
	if !weighed && a.Open() {
		a.ReopenedSeq = l.Seq
	}
	a.Leaves = append(a.Leaves, l.Seq)
}

func (a *Anomaly) build() string {
	if a.Fix == nil {
		return ""
	}
	return a.Fix.Build
}

// Anomaly gives an anomaly by number, or nil.
func (s *State) Anomaly(number string) *Anomaly {
	for i := range s.Anomalies {
		if s.Anomalies[i].Number == number {
			return &s.Anomalies[i]
		}
	}
	return nil
}

// original gives the anomaly that a duplicate repeats in the end; nil when it is no duplicate, or repeats nothing that
// is there.
func (s *State) original(a *Anomaly) *Anomaly {
	at := a
	for range s.Anomalies {
		if recette.AnomalyStatus(at.Status) != recette.AnomalyDuplicate {
			break
		}
		next := s.Anomaly(at.Original)
		if next == nil {
			return nil
		}
		at = next
	}
	if at == a || recette.AnomalyStatus(at.Status) == recette.AnomalyDuplicate {
		return nil
	}
	return at
}

// Weighs gives the anomaly that weighs on the case of another one: itself while it is open, its original when it is a
// duplicate of an open one; nil when none does.
func (s *State) Weighs(a *Anomaly) *Anomaly {
	if a.Open() {
		return a
	}
	if o := s.original(a); o != nil && o.Open() {
		return o
	}
	return nil
}
