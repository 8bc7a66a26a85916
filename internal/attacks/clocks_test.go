package attacks

import (
	"slices"

	"recette/internal/campaign/milestone"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/verify"
	"recette/reports"
)

// mistimed are records that break what the regime says of decisions and of what delays depend on, and PVs that say it
// happened on another day.
func mistimed() map[string]fabricated {
	of := func(nature string) func(*plan.Manifest) {
		return func(m *plan.Manifest) {
			m.Nature = nature
			m.Sections = &plan.Sections{Regime: regime.Terms{Delays: regime.Usual(recette.CCAGTIC)}}
		}
	}
	noticed := func(w *world) {
		_, err := w.campaigns.Note(w.t.Context(), elise, campaignID, milestone.Milestone{
			What: regime.Notice, Day: "2026-11-20", Reference: "Courrier 12",
		})
		w.must(err)
	}
	happens := func(w *world, x journal.Milestone) {
		w.leaf(elise, journal.KindMilestone, func(l *journal.Leaf, text func(string) string) {
			x.Number, x.Day, x.Reference = "JAL-0009", "2026-11-23", text("Courrier 13")
			l.Milestone = &x
		})
	}
	return map[string]fabricated{
		"postponed beyond the extra period": {plan: of("vsr"), do: func(w *world) {
			w.pronounce(journal.Decision{Decision: "postponed", Again: "2026-12-24"}, "À revoir.")
		}, want: verify.DecisionRules},
		"decided before the outcome of the VA": {plan: of("vsr"), do: func(w *world) {
			noticed(w)
			w.pronounce(journal.Decision{
				Decision: "accepted_with_reserves", Reserves: []string{"RES-0001"},
			}, "Suffisant.")
		}, want: verify.DecisionRules},
		"a decision of VSR notified as the outcome of the VA": {plan: of("vsr"), do: func(w *world) {
			noticed(w)
			happens(w, journal.Milestone{What: "notified", Decision: "DEC-REC-0001"})
		}, want: verify.NoteRules},
		"an outcome of the VA that nobody decided": {plan: of("va"), do: func(w *world) {
			noticed(w)
			happens(w, journal.Milestone{What: "va", Outcome: "va_positive"})
		}, want: verify.NoteRules},
		"a notice of another day": {plan: of("va"), do: noticed, lie: func(pv *reports.PV) {
			said := *pv.Clocks
			said.Milestones = slices.Clone(said.Milestones)
			said.Milestones[0].Day, pv.Clocks = "2026-11-10", &said
		}, want: verify.NoteMismatch, bad: true},
		"a delay that ends later": {plan: of("va"), do: noticed, lie: func(pv *reports.PV) {
			said := *pv.Clocks
			said.Runs = slices.Clone(said.Runs)
			said.Runs[0].Due, pv.Clocks = "2027-12-21", &said
		}, want: verify.NoteMismatch, bad: true},
	}
}
