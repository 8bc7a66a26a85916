package attacks

import (
	"slices"
	"testing"

	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A reserve on an anomaly of one journey that a case of another one checks is of both: the PV of neither may be silent
// about it, and the PV of a third one is not concerned.
func TestAReserveAcrossJourneysIsOfBoth(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		m.Journeys = m.Journeys[:1]
		m.Journeys[0].Cases = []string{"SC-1"}
		for i, code := range []string{"courriel", "bilan"} {
			c := &m.Cases[i+1]
			c.Journeys = []string{code}
			m.Journeys = append(m.Journeys, plan.Journey{Code: code, Title: code, Cases: []string{c.ID}})
		}
	})
	number, err := w.campaigns.Note(t.Context(), elise, campaignID, gap.Reserve{
		Class: recette.Minor, Text: "Adhésion à rejouer", Anomaly: "ANO-0001", Owner: "Atelier", Due: "2026-12-24",
		Check: "SC-1",
	})
	w.must(err)
	w.pronounce(journal.Decision{
		Decision: "accepted_with_reserves", Reserves: []string{"RES-0001", number},
	}, "Suffisant.")
	for journey, want := range map[string]bool{"adhesion": true, "courriel": true, "bilan": false, "": true} {
		m := w.makeOf(journey)
		has := func(r reports.Reserve) bool { return r.Number == number }
		if got := slices.ContainsFunc(m.pv.Reserves, has); got != want {
			t.Errorf("journey %q shows the reserve: %t, want %t", journey, got, want)
		}
		w.rendered(m, m.file)
		signed := w.sign(m, m.file)
		for _, alone := range []bool{true, false} {
			if r := w.judge(signed, alone); r.Status != verify.Conform {
				t.Errorf("journey %q, alone %t: %s %v", journey, alone, r.Status, codes(r))
			}
		}
		if !want {
			continue
		}
		before := m
		before.pv.Derivation, before.pv.Openings, before.pv.Journal.Project, before.pv.Accepted = 0, nil, nil, nil
		before.pv.Journal.Leaves, before.pv.Documents = withoutPapers(before.pv.Journal.Leaves), nil
		before.pv.Identities = nil
		m.pv.Reserves = slices.DeleteFunc(slices.Clone(m.pv.Reserves), has)
		m.file = w.draw(m.pv, m.pv, m, w.texts(), w.contents(m.file))
		if r := w.judge(m.file, true); codes(r)[verify.ReserveMismatch] != verify.NotConform {
			t.Errorf("journey %q without it: %s %v", journey, r.Status, codes(r))
		}
		if journey == "" {
			continue
		}
		before.pv.Reserves = m.pv.Reserves
		before.file = w.draw(before.pv, before.pv, before, w.texts(), w.contents(m.file))
		for code, status := range codes(w.judge(before.file, true)) {
			if status == verify.NotConform && code != verify.SignatureMissing {
				t.Errorf("journey %q of before, without it: %s", journey, code)
			}
		}
	}
}
