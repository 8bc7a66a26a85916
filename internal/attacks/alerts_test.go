package attacks

import (
	"slices"
	"strings"

	"recette/internal/campaign/milestone"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/regime"
	"recette/internal/verify"
	"recette/reports"
)

// unsaid takes a warning away from a PV.
func unsaid(code string) func(pv *reports.PV) {
	return func(pv *reports.PV) {
		pv.Warnings = slices.DeleteFunc(slices.Clone(pv.Warnings), func(x reports.Warning) bool {
			return x.Code == code
		})
	}
}

// alerts are PVs that are silent of what is computed before signature.
func alerts() map[string]fabricated {
	weeks := func(m *plan.Manifest) {
		m.Sections = &plan.Sections{Calendar: plan.Calendar{From: "2026-11-23", To: "2026-12-11"}}
	}
	draft := func(m *plan.Manifest) { m.Sections = &plan.Sections{Status: "draft"} }
	ends := func(m *plan.Manifest) {
		m.Exit = []plan.Criterion{
			{Text: "Tout est exécuté", Threshold: "100 %", Measure: "executed"}, {Text: "Formation faite"},
		}
	}
	measured := func(m *plan.Manifest) {
		m.Entry = []plan.Criterion{{Text: "Non-régression jouée", Threshold: "100 %", Measure: "regression_executed"}}
	}
	begins := func(m *plan.Manifest) {
		m.Entry = []plan.Criterion{{Text: "Comptes remis"}, {Text: "Environnement sûr"}}
	}
	excuse := func(w *world) { w.waives(journal.Derogation{Subject: "entry/2"}) }
	silent := func(m *plan.Manifest) {
		m.Sections = &plan.Sections{Regime: regime.Terms{Delays: []regime.Delay{{
			Clock: regime.Decision, Length: 7, Unit: "days", Silence: regime.Admission, Source: regime.OfContract,
			Clause: "art. 9",
		}}}}
	}
	noticed := func(w *world) {
		_, err := w.campaigns.Note(w.t.Context(), elise, campaignID, milestone.Milestone{
			What: regime.Notice, Day: "2026-10-01", Reference: "Courrier 12",
		})
		w.must(err)
	}
	return map[string]fabricated{
		"a decision after a tacit admission, unsaid": {
			plan: silent, do: noticed, lie: unsaid("tacit_admission"), want: verify.Derived, bad: true,
		},
		"a decision after a silence, said of another day": {plan: silent, do: noticed, lie: func(pv *reports.PV) {
			pv.Warnings = slices.Clone(pv.Warnings)
			x := &pv.Warnings[slices.IndexFunc(pv.Warnings, func(x reports.Warning) bool {
				return x.Code == "tacit_admission"
			})]
			x.Text = strings.ReplaceAll(x.Text, x.Args[1], "20/11/2026")
			x.Args = []string{x.Args[0], "20/11/2026"}
		}, want: verify.Derived, bad: true},
		"a plan that nobody approved, unsaid": {
			plan: draft, lie: unsaid("plan_unapproved"), want: verify.Derived, bad: true,
		},
		"a plan that nobody approved, said to be": {plan: draft, lie: func(pv *reports.PV) {
			pv.Reference.PlanStatus = "approved"
		}, want: verify.HeaderMismatch, bad: true},
		"a criterion that is not met, unsaid": {
			plan: ends, lie: unsaid("exit_unmet"), want: verify.Derived, bad: true,
		},
		"a criterion of no attestation, unsaid": {
			plan: ends, lie: unsaid("exit_unknown"), want: verify.Derived, bad: true,
		},
		"a criterion of entry that is not met, unsaid": {
			plan: measured, lie: unsaid("entry_unmet"), want: verify.Derived, bad: true,
		},
		"a criterion of entry of no attestation, unsaid": {
			plan: begins, lie: unsaid("entry_unknown"), want: verify.Derived, bad: true,
		},
		"a criterion of entry that is not met, said met": {plan: measured, lie: func(pv *reports.PV) {
			unsaid("entry_unmet")(pv)
			pv.Entry = slices.Clone(pv.Entry)
			pv.Entry[0].Met = "yes"
		}, want: verify.CriterionMismatch, bad: true},
		"a criterion of entry of no attestation, said excused": {plan: begins, do: excuse, lie: func(pv *reports.PV) {
			unsaid("entry_unknown")(pv)
			pv.Entry = slices.Clone(pv.Entry)
			pv.Entry[0].Met = pv.Entry[1].Met
		}, want: verify.CriterionMismatch, bad: true},
		"a criterion of entry that is excused, said of nobody": {plan: begins, do: excuse, lie: func(pv *reports.PV) {
			pv.Warnings = slices.Clone(pv.Warnings)
			x := &pv.Warnings[slices.IndexFunc(pv.Warnings, func(x reports.Warning) bool {
				return x.Code == "entry_unknown"
			})]
			x.Args, x.Text = []string{"2", "Comptes remis, Environnement sûr"}, "2 critères d’entrée ne sont ni "+
				"mesurés ni attestés alors que des résultats sont enregistrés\u00a0: Comptes remis, Environnement sûr."
		}, want: verify.Derived, bad: true},
		"a criterion that is not met, by less": {plan: ends, lie: func(pv *reports.PV) {
			pv.Warnings = slices.Clone(pv.Warnings)
			for i := range pv.Warnings {
				if x := &pv.Warnings[i]; x.Code == "exit_unmet" {
					x.Args = []string{"1", "Tout est exécuté (2 / 3, 60 %)"}
					x.Text = strings.Replace(x.Text, "100 %", "60 %", 1)
				}
			}
		}, want: verify.Derived, bad: true},
		"a criterion that is not met, said met": {plan: ends, lie: func(pv *reports.PV) {
			unsaid("exit_unmet")(pv)
			pv.Exit = slices.Clone(pv.Exit)
			pv.Exit[0].Met = "yes"
		}, want: verify.CriterionMismatch, bad: true},
		"one day of three weeks, unsaid": {plan: weeks, lie: unsaid("short_period"), want: verify.Derived, bad: true},
		"one day of three weeks, said of two days": {plan: weeks, lie: func(pv *reports.PV) {
			pv.Warnings = slices.Clone(pv.Warnings)
			for i := range pv.Warnings {
				if x := &pv.Warnings[i]; x.Code == "short_period" {
					x.Args = slices.Clone(x.Args)
					x.Args[3], x.Text = "24/11/2026", "La période jouée, du 23/11/2026 au 23/11/2026, "+
						"est plus courte que celle que le plan prévoit, du 23/11/2026 au 24/11/2026."
				}
			}
		}, want: verify.Derived, bad: true},
		"three weeks, said of a plan of one day": {plan: func(m *plan.Manifest) {
			m.Sections = &plan.Sections{Sessions: []plan.Session{{Date: "2026-11-23", Journeys: []string{"adhesion"}}}}
		}, lie: func(pv *reports.PV) {
			at := slices.IndexFunc(pv.Warnings, func(x reports.Warning) bool { return x.Code == "one_day" })
			pv.Warnings = slices.Insert(slices.Clone(pv.Warnings), at+1, reports.Warning{
				Code: "short_period", Args: []string{"23/11/2026", "23/11/2026", "23/11/2026", "11/12/2026"},
				Text: "La période jouée, du 23/11/2026 au 23/11/2026, " +
					"est plus courte que celle que le plan prévoit, du 23/11/2026 au 11/12/2026.",
			})
		}, want: verify.Derived, bad: true},
	}
}
