package verify

import (
	"reflect"

	"recette/internal/journal"
	"recette/internal/recette"
)

// dossier compares anomalies, reserves, decision and criteria with their leaves.
func (c *check) dossier(f *fold, s scope) {
	c.anomalies(f)
	c.reserves(f)
	c.decision(f.decision(s.journey))
	c.accepted(f, s)
	c.criteria("entry", c.pv.Entry, c.frozen.Entry, f)
	c.criteria("exit", c.pv.Exit, c.frozen.Exit, f)
}

func (c *check) anomalies(f *fold) {
	var want []*anomaly
	for _, a := range f.anomalies {
		if f.scope.bears(a.Case) {
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
		if a.Step != nil {
			at = *a.Step + 1
		}
		for _, n := range differs(
			field{"number", row.Number, a.Number}, field{"severity", row.Severity, a.Severity},
			field{"status", row.Status, a.Status},
			field{"case", row.Case, a.Case}, field{"step", row.Step, at},
			field{"raised_at", instant(&row.RaisedAt), a.raised.At},
			field{"summary", row.Summary != "", a.Summary != ""},
			field{"workaround", row.Workaround != "", a.Workaround != ""},
			field{"raised_by", row.RaisedBy != "", a.raised.Actor != nil},
		) {
			c.contents.add(bad(AnomalyMismatch, a.Number, n))
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
			if n.Total++; a.Status == closedStatus {
				n.Closed++
			} else {
				n.Open++
			}
		}
		if shown != n && (shown != anomalyCount{} || n.Total > 0) {
			c.contents.add(bad(AnomalyMismatch, string(severity), "anomaly_counts"))
		}
	}
}

func (c *check) reserves(f *fold) {
	about := map[string]string{}
	for _, a := range f.anomalies {
		about[a.Number] = a.Case
	}
	var want []*journal.Reserve
	for i := range f.reserves {
		r := f.reserves[i].Reserve
		anomaly, check := about[r.Anomaly], r.Check
		if !f.scope.bears(anomaly, check) {
			continue
		}
		// A PV of before is silent about what is of its cases and of others too.
		if c.pv.Derivation > 0 || f.scope.bears(anomaly) && f.scope.bears(check) {
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
		) {
			c.contents.add(bad(ReserveMismatch, r.Number, n))
		}
	}
}

// decision compares what was pronounced with its leaf. A PV without a decision is a draft, and one that shows a
// decision that no leaf holds is a forgery.
func (c *check) decision(l *journal.Leaf) {
	row := &c.pv.Decision
	if l == nil {
		if !reflect.DeepEqual(*row, decisionRow{}) || c.pv.State != "draft" {
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
		field{"again", row.Again, d.Again}, field{"fallback", row.Fallback != "", d.Fallback != ""},
		field{"place", d.Place != "" && c.pv.Place == "", false},
		field{"reason", row.Reason != "", d.Reason != ""},
		field{"by", row.By != "", l.Actor != nil && l.Actor.Role == string(recette.PO)},
		field{"state", c.pv.State, "to_sign"},
	) {
		c.contents.add(bad(DecisionMismatch, n))
	}
}

// accepted recounts the failed cases that the decision accepts: all of them, under its number, by whoever took it and
// for the reason that it gives. A PV that lacks the list claims nothing.
func (c *check) accepted(f *fold, s scope) {
	if c.pv.Accepted == nil {
		return
	}
	want := []acceptance{}
	if l := f.decision(s.journey); l != nil &&
		(l.Decision.Decision == string(recette.Accepted) || l.Decision.Decision == string(
			recette.AcceptedWithReserves,
		)) {
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
