package verify_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/milestone"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/verify"
)

// timed is a campaign under the CCAG-TIC: a notice that was corrected, a positive outcome, the end of the period, then
// a cut of the price that is not notified.
func timed(t *testing.T) *project {
	t.Helper()
	m := planOf(2, 1)
	m.Nature = "vsr"
	m.Sections.Regime = regime.Terms{
		Vocabulary: recette.CCAGTIC, Region: "guadeloupe", Delays: regime.Usual(recette.CCAGTIC),
	}
	m.Sections.Regime.Delays[0].Source, m.Sections.Regime.Delays[0].Clause = regime.OfContract, "CCAP, art. 9"
	p := newProject(t, m)
	for _, id := range []string{"SC-0001", "SC-0002", "SC-0003", "SC-9999"} {
		p.auto(id, 1, pass, pass, pass)
	}
	p.note(yann, gap.Anomaly{Severity: recette.Minor, Summary: "Un libellé est tronqué."})
	sum := strings.Repeat("de", 32)
	p.note(
		elise, milestone.Milestone{What: regime.Notice, Day: "2026-08-24", Reference: "Courrier 11", SHA256: sum},
		milestone.Milestone{
			What: regime.Notice, Day: "2026-08-25", Reference: "Courrier 12", Replaces: "JAL-0001", Reason: "Erreur.",
		},
		milestone.Milestone{
			What: regime.Passed, Day: "2026-09-24", Outcome: recette.VAPositive, Reference: "PV de VA 3",
		},
		milestone.Milestone{What: regime.Over, Day: "2026-10-23", Reference: "PV de VSR 4"},
	)
	_, err := p.s.Decide(t.Context(), marc, campaign.Decide{
		Campaign: campaignID, Decision: recette.Reduced, Reason: "Un libellé est tronqué.", Rate: 250,
	})
	check(t, err)
	return p
}

// A PV of the CCAG-TIC is conform, shows what silence did, and any change of what it says of delays shows.
func TestClocks_ALieShows(t *testing.T) {
	t.Parallel()
	p := timed(t)
	doc, manifest := p.build("")
	if doc.Clocks == nil || len(doc.Clocks.Runs) != 3 || doc.Clocks.Runs[2].Status != string(regime.Tacit) ||
		doc.Clocks.Runs[2].Acquired != "2026-10-30" {
		t.Fatalf("clocks: %+v", doc.Clocks)
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s, %v", r.Status, all(r))
	}
	lies := 0
	for _, l := range everyLie(&doc) {
		if !strings.HasPrefix(l.path, "clocks.") && l.path != "decision.rate" {
			continue
		}
		lies++
		changed := clone(t, &doc)
		l.change(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s %s: %s", l.path, l.how, r.Status)
		}
	}
	if lies < 30 {
		t.Errorf("%d lies were told", lies)
	}
}

// What is decided after a vérification de service régulier is notified as such: it is no outcome of the vérification
// d’aptitude, even once the milestone that said one is taken back.
func TestClocks_ANotificationAnswersItsDelay(t *testing.T) {
	t.Parallel()
	p := timed(t)
	doc, _ := p.build("")
	x := milestone.Milestone{
		What: regime.Notified, Day: doc.Decision.At.Format(time.DateOnly), Decision: "DEC-REC-0001",
		Reference: "Courrier 14",
	}
	instead := x
	instead.Replaces, instead.Reason = "JAL-0003", "Erreur."
	_, err := p.s.Note(t.Context(), elise, campaignID, instead)
	if !errors.Is(err, milestone.ErrNature) {
		t.Errorf("in the place of the outcome of the VA: %v", err)
	}
	if _, err := p.s.Note(t.Context(), elise, campaignID, x); err != nil {
		t.Errorf("after the VSR: %v", err)
	}
}
