package attacks

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// weighed gives a plan without critical journey that says what severities do to the decision.
func weighed(rules ...plan.SeverityRule) func(*plan.Manifest) {
	return func(m *plan.Manifest) {
		m.Journeys[0].Critical = false
		m.Sections = &plan.Sections{Anomalies: plan.AnomalyRules{Severities: rules}}
	}
}

// flawed records anomalies of SC-1, of a severity.
func flawed(severity recette.Severity, n int) func(w *world) {
	return func(w *world) {
		for range n {
			_, err := w.campaigns.Note(w.t.Context(), yann, campaignID, gap.Anomaly{
				Severity: severity, Case: "SC-1", Summary: "Libellé tronqué.",
			})
			w.must(err)
		}
	}
}

// Whoever holds the key of the log accepts what the plan of the campaign forbids to accept: nobody is led to sign it,
// and the PV is conform for nobody. What the plan takes is lawful, and a plan that would make a severity lighter than
// it is has said nothing.
func TestAcceptedAgainstTheSeveritiesOfThePlan(t *testing.T) {
	t.Parallel()
	forbid := plan.SeverityRule{Severity: "major", Decision: "forbid"}
	reserve := plan.SeverityRule{Severity: "minor", Decision: "reserve"}
	few := plan.SeverityRule{Severity: "minor", AtMost: 1}
	accept := func(w *world) {
		w.pronounce(journal.Decision{Decision: "accepted_with_reserves", Effect: "2026-11-23"}, "Sous réserves.")
	}
	carried := func(w *world) {
		_, err := w.campaigns.Note(w.t.Context(), elise, campaignID, gap.Reserve{
			Class: recette.Minor, Text: "Libellé tronqué.", Anomaly: "ANO-0002", Owner: "Atelier", Due: "2026-12-24",
			Check: "SC-1",
		})
		w.must(err)
		accept(w)
	}
	// The campaign holds a minor anomaly already, and a reserve of its class that carries it.
	for name, tt := range map[string]struct {
		rules   []plan.SeverityRule
		do      []func(w *world)
		against []string
	}{
		"minor, of which the plan says nothing": {nil, []func(*world){flawed(recette.Minor, 2), accept}, nil},
		"major with its reserve":                {nil, []func(*world){flawed(recette.Major, 1), carried}, nil},
		"major that the plan forbids": {
			[]plan.SeverityRule{forbid},
			[]func(*world){flawed(recette.Major, 1), carried},
			[]string{"severity_forbids"},
		},
		"minor that asks a reserve, without": {
			[]plan.SeverityRule{reserve},
			[]func(*world){flawed(recette.Minor, 1), accept},
			[]string{"severity_no_reserve"},
		},
		"minor that asks a reserve, with it": {
			[]plan.SeverityRule{reserve}, []func(*world){flawed(recette.Minor, 1), carried}, nil,
		},
		"as many minor ones as the plan takes": {[]plan.SeverityRule{few}, []func(*world){accept}, nil},
		"one minor too many": {
			[]plan.SeverityRule{few}, []func(*world){flawed(recette.Minor, 1), carried}, []string{"severity_many"},
		},
		"blocking, that the plan would let pass": {
			[]plan.SeverityRule{{Severity: "blocking", Decision: "free"}},
			[]func(*world){flawed(recette.Blocking, 1), carried},
			[]string{"blocking_anomaly"},
		},
		"major, that the plan would let pass": {
			[]plan.SeverityRule{{Severity: "major", Decision: "free"}},
			[]func(*world){flawed(recette.Major, 1), accept},
			[]string{"major_no_reserve"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, weighed(tt.rules...))
			for _, do := range tt.do {
				do(w)
			}
			m := w.make()
			w.rendered(m, m.file)
			w.decidedAgainst(m, tt.against)
		})
	}
}

// A decision against the plan, or against the rules of all plans, is not laundered by what is recorded after it: the
// anomaly that forbade it is rejected, the failed case is played again. What was done before it is lawful.
func TestADecisionIsNotLaunderedAfterwards(t *testing.T) {
	t.Parallel()
	accept := func(w *world) {
		w.pronounce(journal.Decision{Decision: "accepted_with_reserves", Effect: "2026-11-23"}, "Sous réserves.")
	}
	raise := func(severity string) func(w *world) {
		return func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: severity, Status: "open"}, "")
		}
	}
	reject := func(severity string) func(w *world) {
		return func(w *world) {
			w.anomalous(elise, journal.Anomaly{Severity: severity, Status: "rejected", Act: "reject"}, "Attendu.")
		}
	}
	lower := func(w *world) {
		w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "open", Act: "grade"}, "Moins grave.")
	}
	fail := func(w *world) {
		w.leaf(yann, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
			failed := manual(1, recette.Failed)
			failed.Observed = text("Rien.")
			l.Result = &journal.Result{
				Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "failed",
				Mode: "manual", Steps: []journal.Observation{manual(0, recette.Passed), failed},
			}
		})
	}
	again := func(w *world) { w.played(yann, "SC-3", 2) }
	few := weighed(plan.SeverityRule{Severity: "minor", AtMost: 1})
	for name, tt := range map[string]struct {
		plan    func(*plan.Manifest)
		do      []func(w *world)
		against []string
	}{
		"one minor too many, rejected after": {
			few, []func(*world){raise("minor"), accept, reject("minor")}, []string{"severity_many"},
		},
		"one minor too many, rejected before": {few, []func(*world){raise("minor"), reject("minor"), accept}, nil},
		"a major without reserve, rejected after": {
			weighed(), []func(*world){raise("major"), accept, reject("major")}, []string{"major_no_reserve"},
		},
		"a major without reserve, lowered after": {
			weighed(), []func(*world){raise("major"), accept, lower}, []string{"major_no_reserve"},
		},
		"a major without reserve, lowered before": {
			weighed(), []func(*world){raise("major"), lower, accept}, nil,
		},
		"a failure that nothing covers, played again after": {
			weighed(), []func(*world){fail, accept, again}, []string{"failed_uncovered"},
		},
		"a failure that nothing covers, played again before": {weighed(), []func(*world){fail, again, accept}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, tt.plan)
			for _, do := range tt.do {
				do(w)
			}
			m := w.make()
			w.rendered(m, m.file)
			w.decidedAgainst(m, tt.against)
		})
	}
}

// exclusions are PVs that say of what is out of scope that a decision which nothing verifies is more, or that somebody
// is one.
func exclusions() map[string]fabricated {
	out := func(by string) func(*plan.Manifest) {
		return func(m *plan.Manifest) {
			m.OutOfScope = []plan.Exclusion{{What: "l’export", Reason: "tard", AgreedBy: by}}
		}
	}
	lie := func(pv *reports.PV) {
		pv.OutOfScope = slices.Clone(pv.OutOfScope)
		pv.OutOfScope[0].Elsewhere = !pv.OutOfScope[0].Elsewhere
	}
	return map[string]fabricated{
		"an exclusion by a decision that nothing verifies, unsaid": {
			plan: out("DEC-0007"), lie: lie, want: verify.HeaderMismatch, bad: true,
		},
		"an exclusion by somebody, said to be by a decision": {
			plan: out(marc.Name), lie: lie, want: verify.HeaderMismatch, bad: true,
		},
	}
}

// severities are PVs that say something else of the severities of their plan, or are silent of what they forbid.
func severities() map[string]fabricated {
	few := weighed(
		plan.SeverityRule{Severity: "major", Decision: "forbid"}, plan.SeverityRule{Severity: "minor", AtMost: 1},
	)
	return map[string]fabricated{
		"severities that forbid, unsaid": {plan: few, lie: func(pv *reports.PV) {
			pv.SeverityRules = nil
		}, want: verify.HeaderMismatch, bad: true},
		"severities of no plan": {lie: func(pv *reports.PV) {
			pv.SeverityRules = []reports.SeverityRule{{Severity: "minor", Decision: "free", AtMost: 9}}
		}, want: verify.HeaderMismatch, bad: true},
		"a limit, said to be more": {plan: few, lie: func(pv *reports.PV) {
			pv.SeverityRules = slices.Clone(pv.SeverityRules)
			pv.SeverityRules[1].AtMost = 2
		}, want: verify.HeaderMismatch, bad: true},
		"more than the limit, unsaid": {
			plan: few, do: flawed(recette.Minor, 2), lie: unsaid("severity_barred"), want: verify.Derived, bad: true,
		},
		"what forbids, unsaid": {
			plan: few, do: flawed(recette.Major, 1), lie: unsaid("severity_barred"), want: verify.Derived, bad: true,
		},
	}
}

// The product refuses the same decision, and says what refuses it.
func TestRefusesWhatThePlanForbids(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, weighed(plan.SeverityRule{Severity: "minor", AtMost: 1}))
	d := campaign.Decide{Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Sous réserves."}
	w.must(w.signOff.CheckDecide(t.Context(), marc, d))
	flawed(recette.Minor, 1)(w)
	var refused *campaign.DecisionError
	if err := w.signOff.CheckDecide(t.Context(), marc, d); !errors.As(err, &refused) || len(refused.Reasons) != 1 ||
		refused.Reasons[0].Code != "severity_many" || len(refused.Reasons[0].Subjects) != 2 {
		t.Fatalf("CheckDecide: %v", err)
	}
	if slices.Contains(refused.Allowed, d.Decision) || !slices.Contains(refused.Allowed, recette.Postponed) {
		t.Errorf("instead: %v", refused.Allowed)
	}
}
