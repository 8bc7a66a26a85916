package attacks

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// proven gives a plan whose critical journey is SC-1 alone, which nothing proves, though a criterion of exit asks for
// it; it says how strictly that is kept. Of before the rule, it says nothing.
func proven(effect string) func(*plan.Manifest) {
	return func(m *plan.Manifest) {
		m.Journeys[0].Cases = []string{"SC-1"}
		m.Journeys = append(m.Journeys, plan.Journey{Code: "reste", Title: "Reste", Cases: []string{"SC-2", "SC-3"}})
		m.Exit = []plan.Criterion{
			{Text: "Tout est exécuté", Measure: "executed"}, {Text: "Tout est prouvé", Measure: "critical_evidence"},
		}
		if effect != "" {
			m.Sections = &plan.Sections{Policies: []plan.Policy{{Rule: recette.ExitUnmet, Effect: effect}}}
		}
	}
}

// Whoever holds the key of the log, or an older program, accepts a critical journey without reserve, though a criterion
// of exit is measured as not met: nobody is led to sign it, and the PV is conform for nobody. It is where a derogation
// was in force that day, where the plan lets it pass, and where the plan is of before the rule.
func TestAcceptedWithACriterionUnmet(t *testing.T) {
	t.Parallel()
	unreserved := journal.Decision{Journey: "adhesion", Decision: "accepted", Effect: "2026-11-23"}
	accept := func(w *world) { w.pronounce(unreserved, "") }
	about := func(subject, until string) func(w *world) {
		return func(w *world) {
			w.waives(journal.Derogation{Subject: subject, Until: until})
			w.pronounce(unreserved, "")
		}
	}
	for name, tt := range map[string]struct {
		effect string
		do     func(w *world)
		bad    bool
	}{
		"blocked":                           {"block", accept, true},
		"warned of":                         {"warn", accept, false},
		"traced":                            {"trace", accept, false},
		"of a plan of before":               {"", accept, false},
		"under a derogation":                {"block", about("exit/2", "2026-11-23"), false},
		"under one that was over":           {"block", about("exit/2", "2026-11-22"), true},
		"under one about another criterion": {"block", about("exit/1", ""), true},
		"under one that is granted after it": {"block", func(w *world) {
			accept(w)
			w.waives(journal.Derogation{Subject: "exit/2"})
		}, true},
		"under one that is asked for before it, and granted after": {"block", func(w *world) {
			w.derogation(elise, journal.Derogation{Act: recette.AskDerogation, Subject: "exit/2"})
			accept(w)
			w.derogation(marc, journal.Derogation{Act: recette.GrantDerogation})
		}, true},
		"under one that was refused": {"block", func(w *world) {
			w.derogation(elise, journal.Derogation{Act: recette.AskDerogation, Subject: "exit/2"})
			w.derogation(marc, journal.Derogation{Act: recette.RefuseDerogation})
			accept(w)
		}, true},
		"cited, and decided elsewhere": {"block", func(w *world) {
			d := unreserved
			d.Derogation = "DEC-0007"
			w.pronounce(d, "")
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, proven(tt.effect))
			tt.do(w)
			m := w.makeOf("adhesion")
			w.rendered(m, m.file)
			var against []string
			if tt.bad {
				against = []string{"exit_unmet"}
			}
			w.decidedAgainst(m, against)
		})
	}
}

// The product refuses the same decision, says what refuses it, and takes it once the criterion is met.
func TestRefusesACriterionUnmet(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, proven("block"))
	d := campaign.Decide{Campaign: campaignID, Journey: "adhesion", Decision: recette.Accepted}
	var refused *campaign.DecisionError
	if err := w.signOff.CheckDecide(t.Context(), marc, d); !errors.As(err, &refused) || len(refused.Reasons) != 1 {
		t.Fatalf("CheckDecide: %v", err)
	}
	want := recette.Reason{Code: recette.ReasonExitUnmet, Subjects: []string{"exit/2"}}
	if diff := cmp.Diff(want, refused.Reasons[0]); diff != "" {
		t.Errorf("ground (-want +got):\n%s", diff)
	}
	if got := refused.Exit[0].String(); got != "Tout est prouvé (0 / 1)" {
		t.Errorf("the criterion is %q", got)
	}
	if slices.Contains(refused.Allowed, recette.Accepted) || !slices.Contains(refused.Allowed, recette.Postponed) {
		t.Errorf("instead: %v", refused.Allowed)
	}
	picture := bytes.NewReader(screen(0xC0))
	shot, err := w.campaigns.Attach(t.Context(), yann, campaignID, "écran.png", "image/png", picture)
	w.must(err)
	_, err = w.campaigns.Record(t.Context(), yann, campaign.Result{
		Campaign: campaignID, Case: "SC-1", Content: testedContent, Attempt: 2, Pass: 1, Mode: recette.Manual,
		Closed: true, Steps: []campaign.Observation{
			{Mode: recette.Manual, Verdict: recette.Passed},
			{Step: 1, Mode: recette.Manual, Verdict: recette.Passed, Evidence: []campaign.Attachment{shot}},
		},
	})
	w.must(err)
	if err := w.signOff.CheckDecide(t.Context(), marc, d); err != nil {
		t.Errorf("once it is met: %v", err)
	}
}

// A reserve that is issued once a decision is pronounced, without whoever lifts it, is judged as a reserve: what the
// criteria of exit came to when it was pronounced stays.
func TestAReserveAfterTheDecision(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		proven("block")(m)
		m.Exit = []plan.Criterion{{Text: "Tout est tenu", Measure: "reserves_owned"}}
	})
	w.pronounce(journal.Decision{Journey: "adhesion", Decision: "accepted", Effect: "2026-11-23"}, "")
	w.reserved(elise, journal.Reserve{}, "")
	if got := broken(w.judge(w.makeOf("adhesion").file, true)); !slices.Equal(got, []string{"reserves_pending"}) {
		t.Errorf("decision against %v, want the reserve alone", got)
	}
}
