package verify

import (
	"cmp"
	"time"

	"recette/internal/journal"
)

// anomalyEvent is one thing that was recorded of an anomaly, as the PV shows it.
type anomalyEvent struct {
	Seq      int64     `json:"seq"`
	Act      string    `json:"act"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Severity string    `json:"severity"`
	Status   string    `json:"status"`
	Reason   string    `json:"reason"`
	Build    string    `json:"build"`
	Retest   *retest   `json:"retest"`
	Proposed string    `json:"proposed"`
	Original string    `json:"original"`
	Owner    string    `json:"owner"`
	Due      string    `json:"due"`
	Priority string    `json:"priority"`
}

// telling is a leaf that says something of an anomaly, and what the anomaly was after it.
type telling struct {
	leaf             *journal.Leaf
	severity, status string
	why              string // commitment: the reason that the leaf gives
}

// tell notes a leaf of an anomaly: one of its own, or one that takes back what showed its correction.
func (a *anomaly) tell(l *journal.Leaf) {
	why := a.why
	if l.Anomaly != nil {
		why = l.Anomaly.Reason
	}
	a.told = append(a.told, telling{l, a.Severity, a.Status, why})
}

// observedOn gives what was observed of the step that an anomaly is about, as it stands.
func (f *fold) observedOn(n *journal.Anomaly) string {
	t := f.cases[n.Case]
	if t == nil || n.Step == nil || *n.Step < 0 || *n.Step >= len(t.steps) || !t.steps[*n.Step].seen() {
		return ""
	}
	return t.steps[*n.Step].o.words().Observed
}

// life gives what a sheet must say of an anomaly: all that was recorded of it, in order, none left out.
func (c *check) life(a *anomaly, row *anomalyRow, n *notes) (out []anomalyEvent) {
	if !c.tells(len(row.Life) > 0) {
		return nil
	}
	for i, x := range a.told {
		shown := at(row.Life, i)
		e := anomalyEvent{
			Seq: x.leaf.Seq, Act: string(x.leaf.Kind), By: n.by(x.leaf, shown.By), At: n.at(x.leaf),
			Severity: x.severity, Status: x.status, Reason: n.text(x.why, shown.Reason),
		}
		if l := x.leaf.Anomaly; l != nil {
			e.Act, e.Build, e.Retest = cmp.Or(l.Act, "change"), fixBuild(l.Fix), retestOf(l.Retest)
			e.Proposed, e.Original, e.Owner = l.Proposed, l.Original, n.text(l.Owner, shown.Owner)
			e.Due, e.Priority = l.Due, l.Priority
		}
		if i == 0 {
			e.Act = "raise"
		}
		out = append(out, e)
	}
	return out
}

// found gives on which build an anomaly was raised, and what had been observed then.
func (c *check) found(a *anomaly, row *anomalyRow, n *notes) (build, observed string) {
	if c.tells(row.FoundOn != "") {
		build = c.frozen.builtIn(a.in)
	}
	if c.tells(row.Observed != "") {
		observed = n.text(a.seen, row.Observed)
	}
	return build, observed
}

// tells tells whether the PV must say a thing of a sheet: one of before says nothing of it, or what its leaves do.
func (c *check) tells(shown bool) bool { return c.canon.told || c.pv.Derivation == 0 && shown }
