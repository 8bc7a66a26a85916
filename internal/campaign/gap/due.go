package gap

import (
	"cmp"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/recette"
)

var (
	_ fact.Dated = Anomaly{}
	_ fact.Dated = Change{}
	_ fact.Dated = Reserve{}
)

// By is counted from the day on which the anomaly is raised.
func (a Anomaly) By(v fact.View) string {
	if a.Due != "" || v.Allow(access.AssignAnomaly) != nil {
		return ""
	}
	return v.Plan.CorrectBy(a.Severity, v.Today)
}

// By is counted from the day of the qualification, of an anomaly that has no day yet; nothing of another act.
func (c Change) By(v fact.View) string {
	a := v.State.Anomaly(c.Number)
	if c.Act != recette.AnomalyQualify || c.Due != "" || a == nil || a.Due != "" ||
		v.Allow(access.AssignAnomaly) != nil {
		return ""
	}
	return v.Plan.CorrectBy(cmp.Or(c.Severity, recette.Severity(a.Severity)), v.Today)
}

// By is counted from the day on which the reserve is made.
func (r Reserve) By(v fact.View) string {
	if r.Due != "" {
		return ""
	}
	return v.Plan.CorrectBy(r.Class, v.Today)
}
