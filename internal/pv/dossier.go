package pv

import (
	"fmt"
	"strconv"
	"strings"

	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports"
)

// dossier fills the anomalies, the reserves and the decision.
func (b *builder) dossier() {
	pv := &b.pv
	pv.Anomalies, pv.Reserves, pv.AnomalyCounts = []reports.Anomaly{}, []reports.Reserve{}, []reports.AnomalyCount{}
	about := map[string]string{}
	counts := map[recette.Severity]*reports.AnomalyCount{}
	for _, s := range recette.Severities() {
		pv.AnomalyCounts = append(pv.AnomalyCounts, reports.AnomalyCount{Severity: string(s)})
	}
	for i := range pv.AnomalyCounts {
		counts[recette.Severity(pv.AnomalyCounts[i].Severity)] = &pv.AnomalyCounts[i]
	}
	for i := range b.state.Anomalies {
		a := &b.state.Anomalies[i]
		about[a.Number] = a.Case
		if !state.InScope(b.scope.in, a.Case) {
			continue
		}
		if n := counts[recette.Severity(a.Severity)]; n != nil {
			n.Total++
			if a.Open() {
				n.Open++
			} else {
				n.Closed++
			}
		}
		pv.Anomalies = append(pv.Anomalies, b.anomaly(a))
	}
	for _, r := range b.state.Reserves {
		if state.InScope(b.scope.in, about[r.Anomaly], r.Check) {
			pv.Reserves = append(pv.Reserves, reports.Reserve{
				Number: r.Number, Class: r.Class, Text: b.text(r.Text), Anomaly: r.Anomaly,
				Workaround: b.text(r.Workaround),
				Owner:      b.text(r.Owner), Due: r.Due, Check: r.Check,
			})
		}
	}
	if d := b.state.Decision(b.in.Journey); d != nil {
		pv.State = "to_sign"
		pv.Decision = reports.Decision{
			Decision: d.Decision.Decision, Reason: b.text(d.Reason), Reserves: d.Reserves, Effect: d.Effect,
			GoLive: d.GoLive,
			By:     b.name(d.By), At: instant(d.At), Number: d.Number, Derogation: d.Derogation,
		}
	}
}

// accepted says which failed cases the decision accepts: none of their verdicts changes for it.
func (b *builder) accepted() {
	pv := &b.pv
	pv.Accepted = []reports.Acceptance{}
	d := &pv.Decision
	if d.Decision != string(recette.Accepted) && d.Decision != string(recette.AcceptedWithReserves) {
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
	}
	if a.Step != nil {
		out.Step = *a.Step + 1
	}
	if at := instant(a.RaisedAt); at != nil {
		out.RaisedAt = *at
	}
	return out
}

// criteria fills the entry criteria as attested and the exit criteria as measured.
func (b *builder) criteria() {
	b.pv.Entry, b.pv.Exit = []reports.Criterion{}, []reports.Criterion{}
	for _, c := range b.m.Entry {
		b.pv.Entry = append(b.pv.Entry, b.criterion(c))
	}
	for _, c := range b.m.Exit {
		b.pv.Exit = append(b.pv.Exit, b.criterion(c))
	}
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

func (b *builder) criterion(c plan.Criterion) reports.Criterion {
	out := reports.Criterion{Text: c.Text, Threshold: c.Threshold, Met: c.Met}
	f := recette.Figures(b.pv.Figures)
	switch c.Measure {
	case plan.MeasureExecuted:
		out.Measured, out.Met = atLeast(f.Execution(), c.Threshold)
	case plan.MeasureConformity:
		out.Measured, out.Met = atLeast(f.Conformity(), c.Threshold)
	case plan.MeasureCriticalExecuted:
		var critical recette.Figures
		for i := range b.pv.Cases {
			if b.pv.Cases[i].Critical {
				critical.Add(recette.Verdict(b.pv.Cases[i].Verdict))
			}
		}
		out.Measured, out.Met = atLeast(critical.Execution(), c.Threshold)
	case plan.MeasureBlockingOpen:
		out.Measured, out.Met = atMost(b.openAnomalies(recette.Blocking, false), c.Threshold)
	case plan.MeasureMajorOpen:
		out.Measured, out.Met = atMost(b.openAnomalies(recette.Major, false), c.Threshold)
	case plan.MeasureMajorCriticalOpen:
		out.Measured, out.Met = atMost(b.openAnomalies(recette.Major, true), c.Threshold)
	}
	// A derogation attested by a person stands beside the measure, and only where the measure fails.
	if out.Met == "no" && c.Met != "" && c.Met != "yes" && c.Met != "no" {
		out.Met = c.Met
	}
	if out.Met == "" {
		out.Met = "unknown"
	}
	return out
}

// openAnomalies counts the open anomalies of a severity; on critical cases only, an anomaly about no case included.
func (b *builder) openAnomalies(s recette.Severity, critical bool) int {
	n := 0
	for _, a := range b.pv.Anomalies {
		if a.Severity == string(s) && a.Status != state.StatusClosed &&
			(!critical || a.Case == "" || b.critical[a.Case]) {
			n++
		}
	}
	return n
}

// atLeast compares a rate with a threshold in percent, 100 when it is not a number. An unknown rate meets nothing.
func atLeast(r recette.Rate, threshold string) (measured, met string) {
	limit := 100
	if n, err := strconv.Atoi(strings.TrimSpace(strings.TrimRight(threshold, "%\u00a0\u202f "))); err == nil {
		limit = n
	}
	measured = fmt.Sprintf("%d / %d", r.Num, r.Den)
	if !r.Known() {
		return measured, "no"
	}
	return measured, yes(r.Num*100 >= limit*r.Den)
}

// atMost compares a count with a threshold, 0 when it is not a number.
func atMost(n int, threshold string) (measured, met string) {
	limit, err := strconv.Atoi(strings.TrimSpace(threshold))
	if err != nil {
		limit = 0
	}
	return strconv.Itoa(n), yes(n <= limit)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
