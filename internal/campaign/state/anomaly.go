package state

import (
	"maps"
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
	FixedBy         journal.Actor // who announced it
	TurnedSeq       int64         // position of the last change of status after which its case is to be tested again
	TakenSeq        int64         // position of the last leaf that was taken from a table, 0 when never
	Proposal        *Proposal     // that the PO has not answered
	Changes         []AnomalyChange
	Leaves          []int64
	RaisedIn        int    // iteration in which it was raised
	Observed        string // commitment: of its step, as it stood then; empty where details are not kept

	failures []string // cases of the other failures of it that people named
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
		at := len(s.Anomalies)
		s.about[a.Case], s.numbered[a.Number] = append(s.about[a.Case], at), at
		s.Anomalies = append(s.Anomalies, Anomaly{
			Anomaly: *a, RaisedAt: l.At, RaisedBy: who, Leaves: []int64{l.Seq}, RaisedIn: s.Iteration,
			Observed: s.seen(a),
		})
		s.Anomalies[at].taken(l)
		s.Anomalies[at].found(a.Found)
	} else {
		old.apply(l, who)
		old.taken(l)
	}
	s.account(l, old == nil)
}

// seen gives what was observed of the step that an anomaly is about, as it stands.
func (s *State) seen(a *journal.Anomaly) string {
	i, known := s.index[a.Case]
	if !known || a.Step == nil || s.Cases[i].Last == nil {
		return ""
	}
	if steps := s.Cases[i].Last.Steps; *a.Step >= 0 && *a.Step < len(steps) && steps[*a.Step].Seen {
		return steps[*a.Step].Record.Observed
	}
	return ""
}

// Supposing gives the state as a leaf about an anomaly would make it. The state itself stays as it is; nothing else is
// to be folded into the other one, which is to be looked at while this one stands still.
func (s *State) Supposing(l *journal.Leaf) *State {
	if l.Anomaly == nil {
		return s
	}
	next := *s
	next.Anomalies, next.Drafts = slices.Clone(s.Anomalies), slices.Clone(s.Drafts)
	for i := range next.Anomalies {
		a := &next.Anomalies[i]
		a.Changes, a.Leaves, a.failures = slices.Clip(a.Changes), slices.Clip(a.Leaves), slices.Clip(a.failures)
	}
	next.about, next.numbered = maps.Clone(s.about), maps.Clone(s.numbered)
	next.about[l.Anomaly.Case] = slices.Clip(next.about[l.Anomaly.Case])
	var who journal.Actor
	if l.Actor != nil {
		who = *l.Actor
	}
	next.applyAnomaly(l, who)
	return &next
}

// apply folds a later leaf in.
func (a *Anomaly) apply(l *journal.Leaf, who journal.Actor) {
	next, weighed, act := l.Anomaly, a.Open(), recette.AnomalyAct(l.Anomaly.Act)
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
	if a.Status != next.Status && slices.Contains(again, act) {
		a.TurnedSeq = l.Seq // a closing rests on what was tested: nothing is to be tested again for it
	}
	a.Severity, a.Status = next.Severity, next.Status
	set("priority", &a.Priority, next.Priority)
	set("owner", &a.Owner, next.Owner)
	set("due", &a.Due, next.Due)
	set("workaround", &a.Workaround, next.Workaround)
	set("tracker", &a.Tracker, next.Tracker)
	if next.Tracker != "" {
		a.URL = next.URL
	}
	if act.Takes(recette.FieldOriginal) {
		set("original", &a.Original, next.Original)
	}
	if next.Proposed != "" && act.Takes(recette.FieldProposed) {
		change("proposed", "", next.Proposed)
		a.Proposal = &Proposal{What: next.Proposed, By: who, Seq: l.Seq}
	} else if a.Proposal != nil && (a.Proposal.What == next.Severity || !a.Open()) {
		a.Proposal = nil // answered
	}
	if act == recette.AnomalyReopen || !weighed && a.Open() {
		a.reopen()
	}
	if next.Fix != nil && act.Takes(recette.FieldFix) {
		change("build", a.build(), next.Fix.Build)
		a.Fix, a.FixedSeq, a.FixedBy, a.Retest = next.Fix, l.Seq, who, nil
	}
	if next.Retest != nil && act.Takes(recette.FieldRetest) {
		a.Retest = next.Retest
		change("retest", "", next.Retest.Case+"#"+strconv.Itoa(next.Retest.Attempt))
	}
	if n := len(next.Evidence); n > 0 {
		change("evidence", strconv.Itoa(len(a.Evidence)), strconv.Itoa(len(a.Evidence)+n))
		a.Evidence = append(slices.Clip(a.Evidence), next.Evidence...)
	}
	if next.Found != nil {
		change("found", "", next.Found.Case+"#"+strconv.Itoa(next.Found.Attempt)+"."+strconv.Itoa(next.Found.Step+1))
		a.found(next.Found)
	}
	if !weighed && a.Open() {
		a.ReopenedSeq = l.Seq
	}
	a.Leaves = append(a.Leaves, l.Seq)
}

// taken keeps when an anomaly was last brought in line with a table.
func (a *Anomaly) taken(l *journal.Leaf) {
	if l.Anomaly.Origin != nil {
		a.TakenSeq = l.Seq
	}
}

// found keeps where a failure of an anomaly is.
func (a *Anomaly) found(f *journal.Found) {
	if f != nil && !slices.Contains(a.failures, f.Case) {
		a.failures = append(slices.Clip(a.failures), f.Case)
	}
}

func (a *Anomaly) build() string {
	if a.Fix == nil {
		return ""
	}
	return a.Fix.Build
}

// reopen forgets what a reopening takes back: what it repeated, what was said to correct it, and what showed that.
func (a *Anomaly) reopen() {
	a.Original, a.Fix, a.FixedSeq, a.FixedBy, a.Retest = "", nil, 0, journal.Actor{}, nil
}

// Anomaly gives an anomaly by number, or nil.
func (s *State) Anomaly(number string) *Anomaly {
	if at, ok := s.numbered[number]; ok {
		return &s.Anomalies[at]
	}
	return nil
}

// Verifies reports whether a test of a case may show that an anomaly is corrected: it was found there. What was found
// on no case of the plan may be shown by any.
func (s *State) Verifies(a *Anomaly, id string) bool {
	anywhere := true
	for _, c := range append([]string{a.Case}, a.failures...) {
		if c == id {
			return true
		}
		_, known := s.index[c]
		anywhere = anywhere && !known
	}
	return anywhere
}

// unshown takes back what a re-test showed, once somebody objects to it or sends it back: what it closed is to be
// tested again.
func (s *State) unshown(l *journal.Leaf, of journal.Retest, reason string, at Mark) {
	for i := range s.Anomalies {
		a := &s.Anomalies[i]
		to := string(recette.AnomalyStatus(a.Status).Unshown())
		if a.Retest == nil || *a.Retest != of || to == a.Status {
			continue
		}
		a.Changes = append(a.Changes, AnomalyChange{
			Act: string(l.Kind), Field: FieldStatus, From: a.Status, To: to, By: at.By, At: l.At,
			Reason: reason, Seq: l.Seq,
		})
		a.Status, a.Retest, a.TurnedSeq, a.ReopenedSeq = to, nil, l.Seq, l.Seq
		a.Leaves = append(a.Leaves, l.Seq)
	}
	for i := range s.Reserves {
		r := &s.Reserves[i]
		to := string(r.Standing().Unshown())
		if r.Retest == nil || *r.Retest != of || to == string(r.Standing()) {
			continue
		}
		r.Status, r.Retest, r.Shown = to, nil, nil
		r.Changes = append(r.Changes, ReserveChange{
			Act: string(l.Kind), Status: to, By: at.By, At: l.At, Reason: reason, Seq: l.Seq,
		})
		r.Leaves = append(r.Leaves, l.Seq)
	}
}
