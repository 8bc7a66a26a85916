package pv

import (
	"cmp"
	"slices"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/reports"
)

// Acts of what was recorded of an anomaly that no act of the product names.
const (
	actRaise  = "raise"
	actChange = "change" // of before acts were named
)

// life gives all that was recorded of an anomaly, in order: its own leaves, and what took its re-test back.
func (b *builder) life(a *state.Anomaly) []reports.AnomalyEvent {
	out := make([]reports.AnomalyEvent, 0, len(a.Leaves))
	severity := ""
	for _, seq := range a.Leaves {
		l := b.leafAt(seq)
		if l == nil {
			continue
		}
		e := reports.AnomalyEvent{Seq: seq, Act: string(l.Kind), Severity: severity}
		if at := instant(l.At); at != nil {
			e.At = *at
		}
		if l.Actor != nil {
			e.By = b.name(*l.Actor)
		}
		if n := l.Anomaly; n != nil {
			b.said(&e, n)
			if len(out) == 0 {
				e.Act = actRaise
			}
			severity = n.Severity
		}
		for i := range a.Changes { // of what took the re-test back the leaf says no status
			if ch := &a.Changes[i]; l.Anomaly == nil && ch.Seq == seq {
				e.Status, e.Reason = ch.To, b.text(ch.Reason)
			}
		}
		out = append(out, e)
	}
	return out
}

// said fills what a leaf says of an anomaly.
func (b *builder) said(e *reports.AnomalyEvent, n *journal.Anomaly) {
	e.Act, e.Severity, e.Status, e.Reason = cmp.Or(n.Act, actChange), n.Severity, n.Status, b.text(n.Reason)
	e.Retest, e.Proposed, e.Original, e.Owner = retest(n.Retest), n.Proposed, n.Original, b.text(n.Owner)
	e.Due, e.Priority = n.Due, n.Priority
	if n.Fix != nil {
		e.Build = n.Fix.Build
	}
}

// leafAt gives the leaf at a position, nil when none of the campaign is there.
func (b *builder) leafAt(seq int64) *journal.Leaf {
	i, found := slices.BinarySearchFunc(b.in.Records, seq, func(r journal.Record, seq int64) int {
		return cmp.Compare(r.Leaf.Seq, seq)
	})
	if !found {
		return nil
	}
	return &b.in.Records[i].Leaf
}
