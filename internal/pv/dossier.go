package pv

import (
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/reports"
)

// dossier fills the anomalies, the reserves and the decision.
func (b *builder) dossier() {
	pv := &b.pv
	pv.SeverityChanges = []reports.SeverityChange{}
	pv.Anomalies, pv.Reserves, pv.AnomalyCounts = []reports.Anomaly{}, []reports.Reserve{}, []reports.AnomalyCount{}
	counts := map[recette.Severity]*reports.AnomalyCount{}
	for _, s := range recette.Severities() {
		pv.AnomalyCounts = append(pv.AnomalyCounts, reports.AnomalyCount{Severity: string(s)})
	}
	for i := range pv.AnomalyCounts {
		counts[recette.Severity(pv.AnomalyCounts[i].Severity)] = &pv.AnomalyCounts[i]
	}
	bearing := b.state.Bearing(b.scope.in)
	for i := range b.state.Anomalies {
		a := &b.state.Anomalies[i]
		if !bearing.Anomaly(i) {
			continue
		}
		if n := counts[recette.Severity(a.Severity)]; n != nil {
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
		pv.Anomalies = append(pv.Anomalies, b.anomaly(a))
		b.graded(a)
	}
	for i := range b.state.Reserves {
		if r := &b.state.Reserves[i]; bearing.Reserve(r) {
			pv.Reserves = append(pv.Reserves, b.reserve(r))
		}
	}
	b.severities()
	b.signable()
	if d := b.decision(); d != nil {
		pv.State = "to_sign"
		pv.Decision = reports.Decision{
			Decision: d.Decision.Decision, Reason: b.text(d.Reason), Reserves: d.Reserves, Effect: d.Effect,
			GoLive: d.GoLive,
			By:     b.name(d.By), At: instant(d.At), Number: d.Number, Derogation: d.Derogation,
			Triggers: d.Triggers, LiftBy: d.LiftBy, Fallback: b.text(d.Fallback), Again: d.Again,
			Rate:       int(d.Rate),
			Delegation: b.delegated(d.By, d.Journey, d.At, d.Seq),
		}
		if d.Place != "" {
			pv.Place = b.text(d.Place)
		}
	}
}

// accepted says which failed cases the decision accepts: none of their verdicts changes for it.
func (b *builder) accepted() {
	pv := &b.pv
	pv.Accepted = []reports.Acceptance{}
	d := &pv.Decision
	if !recette.Decision(d.Decision).Accepts() {
		return
	}
	failed := []string{}
	for i := range pv.Cases {
		if pv.Cases[i].Verdict == string(recette.Failed) {
			failed = append(failed, pv.Cases[i].ID)
		}
	}
	if len(failed) > 0 {
		pv.Accepted = append(
			pv.Accepted, reports.Acceptance{Decision: d.Number, By: d.By, Reason: d.Reason, Cases: failed},
		)
	}
}

func (b *builder) anomaly(a *state.Anomaly) reports.Anomaly {
	out := reports.Anomaly{
		Number: a.Number, Severity: a.Severity, Status: a.Status, Summary: b.text(a.Summary), Case: a.Case,
		Workaround: b.text(a.Workaround), RaisedBy: b.name(a.RaisedBy),
		Priority: a.Priority, Owner: b.text(a.Owner), Due: a.Due, Tracker: a.Tracker, URL: a.URL, Original: a.Original,
		Retest: retest(a.Retest), FoundOn: b.m.At(a.RaisedIn).Build, Life: b.life(a),
	}
	if b.scope.in[a.Case] { // else the PV carries no leaf of what was observed
		out.Observed = b.text(a.Observed)
	}
	if a.Fix != nil {
		out.Build, out.FixedBy = a.Fix.Build, b.text(a.Fix.By)
	}
	why := ""
	for i := range a.Changes {
		if ch := &a.Changes[i]; ch.Field == state.FieldStatus && ch.Act != "" {
			why = ch.Reason
		}
	}
	out.Reason = b.text(why)
	for _, e := range a.Evidence {
		out.Evidence = append(out.Evidence, reports.Evidence{
			SHA256: e.SHA256, Name: b.text(e.Name), MIME: e.MIME, Size: e.Size,
		})
	}
	if a.Step != nil {
		out.Step = *a.Step + 1
	}
	if at := instant(a.RaisedAt); at != nil {
		out.RaisedAt = *at
	}
	return out
}

// graded adds the changes of severity of an anomaly.
func (b *builder) graded(a *state.Anomaly) {
	for i := range a.Changes {
		ch := &a.Changes[i]
		if ch.Field != state.FieldSeverity {
			continue
		}
		out := reports.SeverityChange{
			Number: a.Number, From: ch.From, To: ch.To, By: b.name(ch.By), Reason: b.text(ch.Reason),
		}
		if at := instant(ch.At); at != nil {
			out.At = *at
		}
		b.pv.SeverityChanges = append(b.pv.SeverityChanges, out)
	}
}

func (b *builder) reserve(r *state.Reserve) reports.Reserve {
	out := reports.Reserve{
		Number: r.Number, Class: r.Class, Text: b.text(r.Text), Anomaly: r.Anomaly, Workaround: b.text(r.Workaround),
		Owner: b.text(r.Owner), Due: r.Due, Check: r.Check, Status: r.Status, Effect: b.text(r.Effect),
		Verification: b.text(r.Verification), Retest: retest(r.Retest), Into: r.Into, Decision: r.Decision,
	}
	if n := len(r.Changes); n > 0 {
		out.Reason = b.text(r.Changes[n-1].Reason)
	}
	if r.Fix != nil {
		out.Build, out.FixedBy = r.Fix.Build, b.text(r.Fix.By)
	}
	_, out.LiftedIn = b.state.Carried(r.Number)
	return out
}

func retest(r *journal.Retest) *reports.Retest {
	if r == nil {
		return nil
	}
	return &reports.Retest{Case: r.Case, Attempt: r.Attempt}
}

// waivers keeps the rules that were set aside in the files of the cases in scope.
func (b *builder) waivers() {
	here := map[string]bool{}
	for i := range b.pv.Cases {
		here[b.pv.Cases[i].Path] = true
	}
	for _, w := range b.m.Waivers {
		if here[w.Path] {
			b.pv.Waivers = append(b.pv.Waivers, reports.Waiver(w))
		}
	}
}
