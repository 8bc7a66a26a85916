package conduct

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/recette"
	"recette/reports/bilan"
)

// Indicators gives the indicators of a campaign, as its bilan says them.
func Indicators(in Input) []bilan.Indicator { return build(in).indicators() }

// indicators gives the indicators of a recette, in the order in which they are printed. One that cannot be computed
// says why instead.
func (b *builder) indicators() []bilan.Indicator {
	critical, forbidden, conform, journeys := recette.Figures{}, recette.Figures{}, 0, 0
	seen := map[string]bool{}
	for i := range b.m.Journeys {
		j := &b.m.Journeys[i]
		if !j.Critical {
			continue
		}
		var verdicts []recette.Verdict
		for _, id := range j.Cases {
			c := b.st.Case(id)
			if c == nil {
				continue
			}
			verdicts = append(verdicts, b.st.Counted(c))
			if !seen[id] { // a row of two journeys is one row
				critical.AddResult(c.Verdict(), b.st.Hold(c))
			}
			seen[id] = true
		}
		journeys++
		if v := recette.RollUp(verdicts); v == recette.Passed || v == recette.PassedWithRemark {
			conform++
		}
	}
	for i := range b.m.Cases {
		if c := b.st.Case(b.m.Cases[i].ID); c != nil && slices.Contains(b.m.Cases[i].Tags, b.in.Tags.Rights) {
			forbidden.AddResult(c.Verdict(), b.st.Hold(c))
		}
	}
	t := treated(b.st, calendar.Region(b.m.Terms().Region), b.in.Now)
	return []bilan.Indicator{
		indicator("critical_executed", critical.Executed, critical.Planned, "no_critical"),
		indicator("critical_conform", critical.Conform(), critical.Planned, "no_critical"),
		indicator("critical_journeys", conform, journeys, "no_critical"),
		b.rules(),
		indicator("forbidden", forbidden.Executed, forbidden.Planned, "no_forbidden"),
		indicator("reopened", t.reopened, t.settled, "none_settled"),
		indicator("blocking_age", t.age, t.blocking, "no_blocking"),
		indicator("blocking_oldest", t.oldest, t.blocking, "no_blocking"),
		indicator("correction", t.days, t.corrected, "none_corrected"),
		{Key: "escaped", Why: "production"},
	}
}

func indicator(key string, n, of int, none string) bilan.Indicator {
	if of == 0 {
		return bilan.Indicator{Key: key, Why: none}
	}
	return bilan.Indicator{Key: key, N: n, Of: of}
}

// rules counts the business rules that a row of the plan names, of those that the scenarios of its stories name today:
// a rule found since the opening makes the coverage go down.
func (b *builder) rules() bilan.Indicator {
	if b.in.Matrix == nil {
		return bilan.Indicator{Key: "rules", Why: "unseen"}
	}
	planned, known := map[string]bool{}, map[string]bool{}
	for i := range b.m.Cases {
		for _, rule := range b.m.Cases[i].Rules {
			planned[rule], known[rule] = true, true
		}
	}
	for i := range b.in.Matrix.Rows {
		for _, rule := range b.in.Matrix.Rows[i].Rules {
			known[rule] = true
		}
	}
	for i := range b.in.Matrix.Scenarios {
		for _, rule := range b.in.Matrix.Scenarios[i].Rules {
			known[rule] = true
		}
	}
	return indicator("rules", len(planned), len(known), "no_rule")
}
