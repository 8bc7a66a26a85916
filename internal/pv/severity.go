package pv

import (
	"cmp"

	"recette/internal/recette"
	"recette/reports"
)

// severities says what the plan makes of severities, where it makes them heavier than they usually are.
func (b *builder) severities() {
	scale := b.m.Scale()
	for _, s := range recette.Severities() {
		if x := scale.Of(s); x.Weight != s.Usual() || x.AtMost > 0 {
			b.pv.SeverityRules = append(b.pv.SeverityRules, reports.SeverityRule{
				Severity: string(s), Decision: string(x.Weight), AtMost: x.AtMost,
			})
		}
	}
}

// barred gives the open anomalies and the pending reserves that forbid to accept by what the plan makes of severities
// alone.
func (b *builder) barred() []string {
	sit := recette.Situation{Scale: b.m.Scale()}
	if sit.Scale == nil {
		return nil
	}
	bearing, i, weighs := b.state.Bearing(b.scope.in), 0, map[string]string{}
	for stand := range b.state.Stands() {
		a := stand.Weighs
		if weighs[stand.Raised.Number] = a.Number; bearing.Anomaly(i) {
			sit.Anomalies = append(sit.Anomalies, recette.AnomalyFact{
				Number: a.Number, Severity: recette.Severity(a.Severity), Open: stand.Open,
			})
		}
		i++
	}
	for i := range b.state.Reserves {
		if r := &b.state.Reserves[i]; r.Standing().Pending() && bearing.Reserve(r) {
			sit.Reserves = append(sit.Reserves, recette.ReserveFact{
				Number: r.Number, Class: recette.Severity(r.Class), Anomaly: cmp.Or(weighs[r.Anomaly], r.Anomaly),
			})
		}
	}
	return sit.Barred()
}
