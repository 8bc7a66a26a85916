package state

import (
	"slices"
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
)

// Draft is the draft of an anomaly: a step that a person found not conform. It waits until an anomaly accounts for it
// or somebody drops it with a reason.
type Draft struct {
	Case     string
	Attempt  int
	Step     int // 0-based
	At       string
	By       journal.Actor
	Observed string // commitment
	Seq      int64
	Settled  DraftEnd
	Number   string        // of the anomaly that accounts for it
	Reason   string        // commitment: why it was dropped
	EndedBy  journal.Actor // who dropped it
}

// ID names a draft as people do: case, attempt and step, both from 1.
func (d *Draft) ID() string {
	return d.Case + "#" + strconv.Itoa(d.Attempt) + "." + strconv.Itoa(d.Step+1)
}

// DraftEnd says what became of a draft.
type DraftEnd string

// What becomes of a draft.
const (
	DraftWaits   DraftEnd = ""
	draftKnown   DraftEnd = "known"   // an open anomaly accounted for it already
	draftRaised  DraftEnd = "raised"  // an anomaly was raised on it
	draftLinked  DraftEnd = "linked"  // somebody said which anomaly accounts for it
	draftDropped DraftEnd = "dropped" // with a reason
	draftRedone  DraftEnd = "redone"  // the step was judged again in the same attempt
)

// draft opens the draft of what a person found not conform, and takes back that of a step that had failed and is judged
// again.
func (s *State) draft(
	l *journal.Leaf, id string, attempt int, failed bool, now *journal.Observation, who journal.Actor,
) {
	if failed {
		if old := s.Draft(id, attempt, now.Step); old != nil && old.Settled == DraftWaits {
			old.Settled = draftRedone
		}
	}
	if !failure(now) {
		return
	}
	d := Draft{Case: id, Attempt: attempt, Step: now.Step, At: l.At, By: who, Observed: now.Observed, Seq: l.Seq}
	for _, i := range s.about[d.Case] {
		if a := &s.Anomalies[i]; s.weighs(a) && accounts(&a.Anomaly, &d) {
			d.Settled, d.Number = draftKnown, a.Number
		}
	}
	s.drafts[d.Case] = append(s.drafts[d.Case], len(s.Drafts))
	s.Drafts = append(s.Drafts, d)
}

// Unexplained tells whether a row stands failed by what no person judged, and no anomaly that weighs is about it. Such
// a failure opens no draft: one cause makes hundreds of them.
func (s *State) Unexplained(c *Case) bool {
	if c.Last == nil || s.Counted(c) != recette.Failed {
		return false
	}
	for _, i := range s.drafts[c.ID] {
		if s.Drafts[i].Attempt == c.Last.Number {
			return false
		}
	}
	return !slices.ContainsFunc(s.about[c.ID], func(i int) bool { return s.weighs(&s.Anomalies[i]) })
}

// failure tells whether a person found a step not conform.
func failure(o *journal.Observation) bool {
	return recette.Mode(o.Mode) == recette.Manual && recette.Verdict(o.Verdict) == recette.Failed
}

// accounts tells whether an anomaly is about what a draft is about: the same step, or its whole case.
func accounts(a *journal.Anomaly, d *Draft) bool {
	return a.Case == d.Case && (a.Step == nil || *a.Step == d.Step)
}

// account settles the drafts that a leaf of an anomaly accounts for.
func (s *State) account(l *journal.Leaf, raised bool) {
	a := l.Anomaly
	settle := func(id string, end DraftEnd, meant func(*Draft) bool) {
		for _, i := range s.drafts[id] {
			if d := &s.Drafts[i]; d.Settled == DraftWaits && meant(d) {
				d.Settled, d.Number = end, a.Number
			}
		}
	}
	if f := a.Found; f != nil {
		settle(f.Case, draftLinked, func(d *Draft) bool { return f.Attempt == d.Attempt && f.Step == d.Step })
	}
	if raised {
		settle(a.Case, draftRaised, func(d *Draft) bool { return accounts(a, d) })
	}
}

func (s *State) applyDrop(l *journal.Leaf, who journal.Actor) {
	if l.Drop == nil {
		return
	}
	s.LastNote = l.Seq
	if d := s.Draft(l.Drop.Case, l.Drop.Attempt, l.Drop.Step); d != nil && d.Settled == DraftWaits {
		d.Settled, d.Reason, d.EndedBy = draftDropped, l.Drop.Reason, who
	}
}

// Draft gives the last draft of a step of an attempt, or nil.
func (s *State) Draft(id string, attempt, step int) *Draft {
	for _, i := range slices.Backward(s.drafts[id]) {
		if d := &s.Drafts[i]; d.Attempt == attempt && d.Step == step {
			return d
		}
	}
	return nil
}

// Waiting gives the drafts that wait, in order.
func (s *State) Waiting() []Draft {
	var out []Draft
	for i := range s.Drafts {
		if s.Drafts[i].Settled == DraftWaits {
			out = append(out, s.Drafts[i])
		}
	}
	return out
}
