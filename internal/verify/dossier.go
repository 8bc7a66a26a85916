package verify

import (
	"reflect"
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/route"
)

// dossier compares anomalies, reserves, decision and criteria with their leaves.
func (c *check) dossier(f *fold, s scope) {
	c.anomalies(f)
	c.severities(f)
	c.reserves(f)
	c.decision(f, s, f.decision(s.journey))
	c.accepted(f, s)
	c.criteria("entry", c.pv.Entry, c.frozen.Entry, f)
	c.criteria("exit", c.pv.Exit, c.frozen.Exit, f)
}

func (c *check) anomalies(f *fold) {
	var want []*anomaly
	n := &notes{fold: f}
	for _, a := range f.anomalies {
		if f.bears.anomaly(a) {
			want = append(want, a)
		}
	}
	for i := range max(len(want), len(c.pv.Anomalies)) {
		switch {
		case i >= len(want):
			c.contents.add(bad(AnomalyMismatch, c.pv.Anomalies[i].Number, "number"))
			continue
		case i >= len(c.pv.Anomalies):
			c.contents.add(bad(AnomalyMismatch, want[i].Number, "number"))
			continue
		}
		row, a, at := &c.pv.Anomalies[i], want[i], 0
		build, observed := c.found(a, row, n)
		if a.Step != nil {
			at = *a.Step + 1
		}
		for _, x := range differs(
			field{"number", row.Number, a.Number}, field{"severity", row.Severity, a.Severity},
			field{"status", row.Status, a.Status},
			field{"case", row.Case, a.Case}, field{"step", row.Step, at},
			field{"raised_at", instant(&row.RaisedAt), a.raised.At},
			field{"summary", row.Summary != "", a.Summary != ""},
			field{"workaround", row.Workaround != "", a.Workaround != ""},
			field{"raised_by", row.RaisedBy != "", a.raised.Actor != nil},
			field{"priority", row.Priority, a.Priority}, field{"owner", row.Owner != "", a.Owner != ""},
			field{"due", row.Due, a.Due}, field{"tracker", row.Tracker, a.Tracker}, field{"url", row.URL, a.URL},
			field{"original", row.Original, a.Original}, field{"reason", row.Reason != "", a.why != ""},
			field{"build", row.Build, fixBuild(a.Fix)}, field{"fixed_by", row.FixedBy != "", a.Fix != nil},
			field{"retest", row.Retest, retestOf(a.Retest)},
			field{"evidence", piecesOf(row.Evidence), refsOf(a.Evidence)},
			field{"found_on", row.FoundOn, build}, field{"observed", row.Observed, observed},
			field{"life", row.Life, c.life(a, row, n)},
		) {
			c.contents.add(bad(AnomalyMismatch, a.Number, x))
		}
	}
	for i, severity := range recette.Severities() {
		if c.pv.Derivation > 0 && (i >= len(c.pv.AnomalyCounts) || c.pv.AnomalyCounts[i].Severity != string(severity)) {
			c.contents.add(bad(AnomalyMismatch, string(severity), "anomaly_counts"))
		}
		shown, n := anomalyCount{}, anomalyCount{Severity: string(severity)}
		for _, row := range c.pv.AnomalyCounts {
			if row.Severity == string(severity) {
				shown = row
			}
		}
		for _, a := range want {
			if a.Severity != string(severity) {
				continue
			}
			n.Total++
			switch status := recette.AnomalyStatus(a.Status); {
			case status.Aside():
				n.Aside++
			case status.Outstanding():
				n.Open++
			default:
				n.Closed++
				if a.Retest != nil {
					n.Retested++
				}
			}
		}
		if shown != n && (shown != anomalyCount{} || n.Total > 0) {
			c.contents.add(bad(AnomalyMismatch, string(severity), "anomaly_counts"))
		}
	}
}

func (c *check) reserves(f *fold) {
	var want []*reserve
	for _, r := range f.reserves {
		// A PV of before is silent about what is of its cases and of others too.
		if f.bears.reserve(r) && (c.pv.Derivation > 0 || f.scope.bears(f.caseOf(r.Anomaly)) && f.scope.bears(r.Check)) {
			want = append(want, r)
		}
	}
	for i := range max(len(want), len(c.pv.Reserves)) {
		switch {
		case i >= len(want):
			c.contents.add(bad(ReserveMismatch, c.pv.Reserves[i].Number, "number"))
			continue
		case i >= len(c.pv.Reserves):
			c.contents.add(bad(ReserveMismatch, want[i].Number, "number"))
			continue
		}
		row, r := &c.pv.Reserves[i], want[i]
		for _, n := range differs(
			field{"number", row.Number, r.Number}, field{"class", row.Class, r.Class},
			field{"anomaly", row.Anomaly, r.Anomaly},
			field{"due", row.Due, r.Due}, field{"check", row.Check, r.Check},
			field{"text", row.Text != "", r.Text != ""},
			field{"owner", row.Owner != "", r.Owner != ""},
			field{"workaround", row.Workaround != "", r.Workaround != ""},
			field{"status", row.Status, shownStatus(r)}, field{"effect", row.Effect != "", r.Effect != ""},
			field{"verification", row.Verification != "", r.Verification != ""},
			field{"build", row.Build, fixBuild(r.Fix)}, field{"fixed_by", row.FixedBy != "", r.Fix != nil},
			field{"retest", row.Retest, retestOf(r.Retest)}, field{"into", row.Into, r.Into},
			field{"reason", row.Reason != "", r.why != ""},
			field{"decision", row.Decision, r.Decision}, field{"lifted_in", row.LiftedIn, f.liftedIn(r)},
		) {
			c.contents.add(bad(ReserveMismatch, r.Number, n))
		}
	}
}

// severities compares the changes of severity: each with its author and its reason, none left out. A PV of before says
// nothing of them.
func (c *check) severities(f *fold) {
	if c.pv.Severities == nil && !c.canon.lives {
		return
	}
	at := 0
	for _, a := range f.anomalies {
		if !f.bears.anomaly(a) {
			continue
		}
		for _, g := range a.graded {
			if at >= len(c.pv.Severities) {
				c.contents.add(bad(SeverityMismatch, a.Number, "number"))
				return
			}
			row := &c.pv.Severities[at]
			for _, n := range differs(
				field{"number", row.Number, a.Number}, field{"from", row.From, g.from}, field{"to", row.To, g.to},
				field{"at", instant(&row.At), g.leaf.At}, field{"by", row.By != "", g.leaf.Actor != nil},
				field{"reason", row.Reason != "", g.leaf.Anomaly.Reason != ""},
			) {
				c.contents.add(bad(SeverityMismatch, a.Number, n))
			}
			at++
		}
	}
	if at < len(c.pv.Severities) {
		c.contents.add(bad(SeverityMismatch, c.pv.Severities[at].Number, "number"))
	}
}

func fixBuild(f *journal.Fix) string {
	if f == nil {
		return ""
	}
	return f.Build
}

func retestOf(r *journal.Retest) *retest {
	if r == nil {
		return nil
	}
	return &retest{r.Case, r.Attempt}
}

// shownStatus is how a PV says the status of a reserve: nothing of one whose life has not begun.
func shownStatus(r *reserve) string {
	if r.leaf == r.last {
		return ""
	}
	return string(r.standing())
}

// piecesOf gives what identifies pieces of evidence that are shown, refsOf of those of a leaf.
func piecesOf(shown []evidenceRow) (out []string) {
	for _, e := range shown {
		out = append(out, e.SHA256+" "+strconv.FormatInt(e.Size, 10)+" "+e.MIME+" "+strconv.FormatBool(e.Name != ""))
	}
	return out
}

func refsOf(held []journal.EvidenceRef) (out []string) {
	for _, e := range held {
		out = append(out, e.SHA256+" "+strconv.FormatInt(e.Size, 10)+" "+e.MIME+" "+strconv.FormatBool(e.Name != ""))
	}
	return out
}

// decision compares what was pronounced with its leaf. A PV without a decision is a draft, or on the route, and one
// that shows a decision that no leaf holds is a forgery.
func (c *check) decision(f *fold, s scope, l *journal.Leaf) {
	row := &c.pv.Decision
	state := string(recette.PVToSign)
	if l == nil && c.pv.Lifting == nil && c.pv.Antenne == "" {
		state = string(c.undecided(f, s))
	}
	if l == nil {
		if !reflect.DeepEqual(*row, decisionRow{}) || c.pv.State != state {
			c.contents.add(bad(DecisionMismatch, "decision"))
		}
		return
	}
	d := l.Decision
	for _, n := range differs(
		field{"decision", row.Decision, d.Decision}, field{"number", row.Number, d.Number},
		field{"reserves", row.Reserves, d.Reserves}, field{"derogation", row.Derogation, d.Derogation},
		field{"effect", row.Effect, d.Effect}, field{"golive", row.GoLive, d.GoLive},
		field{"at", instant(row.At), l.At},
		field{"triggers", row.Triggers, d.Triggers}, field{"lift_by", row.LiftBy, d.LiftBy},
		field{"again", row.Again, d.Again}, field{"rate", int64(row.Rate), d.Rate},
		field{"fallback", row.Fallback != "", d.Fallback != ""},
		field{"place", d.Place != "" && c.pv.Place == "", false},
		field{"reason", row.Reason != "", d.Reason != ""},
		field{"by", row.By != "", l.Actor != nil && l.Actor.Role == string(recette.PO)},
		field{"delegation", row.Delegation, c.delegated(f, l)},
		field{"state", c.pv.State, state},
	) {
		c.contents.add(bad(DecisionMismatch, n))
	}
}

// undecided gives where a PV of nothing that was decided was on its way when it was made.
func (c *check) undecided(f *fold, s scope) recette.PVState {
	switch way := c.routeOf(f, s, f.routed(s.journey)); {
	case way.ToDecide():
		return recette.PVToDecide
	case way.Phase == route.Circulating:
		return recette.PVCirculating
	}
	return recette.PVDraft
}

// accepted recounts the failed cases that the decision accepts: all of them, under its number, by whoever took it and
// for the reason that it gives. A PV that lacks the list claims nothing.
func (c *check) accepted(f *fold, s scope) {
	if c.pv.Accepted == nil {
		return
	}
	want := []acceptance{}
	if l := f.decision(s.journey); l != nil && accepting(l.Decision.Decision) {
		a := acceptance{Decision: l.Decision.Number, By: c.pv.Decision.By, Reason: c.pv.Decision.Reason}
		for _, id := range s.ids {
			if f.cases[id].verdict() == recette.Failed {
				a.Cases = append(a.Cases, id)
			}
		}
		if len(a.Cases) > 0 {
			want = append(want, a)
		}
	}
	if len(differs(field{"accepted", c.pv.Accepted, want})) > 0 {
		c.contents.add(bad(DecisionMismatch, "accepted"))
	}
}
