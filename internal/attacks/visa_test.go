package attacks

import (
	"strings"
	"testing"

	"recette/internal/campaign/visa"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/verify"
)

// An owner who holds the keys writes visas that the product refuses: on the constat of a branch, on the PV of before,
// two of one person.
func TestVisasThatNobodyCouldGive(t *testing.T) {
	qa := recette.Actor{Ref: "p-qa", Name: "Samira Haddad", Role: recette.QA}
	rendered := func(w *world, number, sha, antenne string) {
		w.leaf(elise, journal.KindPVRendered, func(l *journal.Leaf, _ func(string) string) {
			l.PV = &journal.PV{Number: number, SHA256: strings.Repeat(sha, 32), Checkpoint: 3, Antenne: antenne}
		})
	}
	acts := func(w *world, who recette.Actor, act route.What, number, sha string) {
		w.leaf(who, journal.KindVisa, func(l *journal.Leaf, _ func(string) string) {
			l.Visa = &journal.Visa{Act: string(act), Number: number, SHA256: strings.Repeat(sha, 32)}
		})
	}
	for name, tt := range map[string]struct {
		lie  func(w *world)
		want verify.Status
	}{
		"none": {func(w *world) {
			rendered(w, "PV-2026-090-v1", "5a", "")
			acts(w, elise, route.Submit, "PV-2026-090-v1", "5a")
			acts(w, qa, route.Give, "PV-2026-090-v1", "5a")
		}, verify.Conform},
		"on a constat": {func(w *world) {
			rendered(w, "PV-2026-090-v1", "5a", "Bretagne")
			acts(w, elise, route.Submit, "PV-2026-090-v1", "5a")
			acts(w, qa, route.Give, "PV-2026-090-v1", "5a")
		}, verify.Indeterminate},
		"on the PV of before": {func(w *world) {
			rendered(w, "PV-2026-090-v1", "5a", "")
			rendered(w, "PV-2026-090-v2", "5b", "")
			acts(w, elise, route.Submit, "PV-2026-090-v2", "5b")
			acts(w, qa, route.Give, "PV-2026-090-v1", "5a")
		}, verify.Indeterminate},
		"two of one person": {func(w *world) {
			rendered(w, "PV-2026-090-v1", "5a", "")
			acts(w, elise, route.Submit, "PV-2026-090-v1", "5a")
			acts(w, qa, route.Give, "PV-2026-090-v1", "5a")
			acts(w, qa, route.Give, "PV-2026-090-v1", "5a")
		}, verify.Indeterminate},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Antennes = []string{"Bretagne", "Corse"}
				m.Parties = append(m.Parties, plan.Participant{Ref: qa.Ref, Name: qa.Name, Role: string(qa.Role)})
				m.Sections = &plan.Sections{Signoff: route.Policy{
					Effect: "warn", Visas: []route.Visa{{Role: "qa"}, {Role: "qa"}},
				}}
			})
			tt.lie(w)
			m := w.make()
			w.rendered(m, m.file)
			if r := w.judge(w.forced(m, m.file), true); r.Status != tt.want {
				t.Errorf("%s, want %s: %v", r.Status, tt.want, r.Content)
			}
		})
	}
}

// What is found in one branch overtakes the visas as its own constat tells, and not as that of another branch does,
// which holds nothing of it: both are honest.
func TestRouteOfAConstat(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, inBranches, func(m *plan.Manifest) {
		m.Sections = &plan.Sections{Signoff: route.Policy{Effect: "warn", Visas: []route.Visa{{Role: "ppo"}}}}
	})
	m := w.make()
	w.rendered(m, m.file)
	_, err := w.campaigns.Note(t.Context(), elise, campaignID, visa.Submission{Number: m.draft.Number})
	w.must(err)
	w.played(yann, "SC-1@corse", 2)
	for branch, want := range map[string]string{"Corse": "overtaken", "Bretagne": "circulating"} {
		m := w.drafted(branch)
		if got := m.pv.Signoff.Phase; got != want {
			t.Errorf("%s: phase %s, want %s", branch, got, want)
		}
		found := codes(w.judge(m.file, true))
		delete(found, verify.SignatureMissing)
		if len(found) > 0 {
			t.Errorf("%s: %v, want nothing but the signatures that are awaited", branch, found)
		}
	}
}

// TestRouteOfAPlanOfOneJourney: what a plan of one journey lets be decided on everything is about the campaign, or
// about the journey: its PV is sound either way, whatever was submitted.
func TestRouteOfAPlanOfOneJourney(t *testing.T) {
	t.Parallel()
	for _, decided := range []string{"", "adhesion"} {
		for _, submitted := range []string{"nothing", "", "adhesion"} {
			t.Run(decided+"/"+submitted, func(t *testing.T) {
				t.Parallel()
				w := newWorldOf(t, 3, func(m *plan.Manifest) {
					m.Sections = &plan.Sections{
						Signoff: route.Policy{Effect: "warn", Visas: []route.Visa{{Role: "ppo"}}},
					}
				})
				if submitted != "nothing" {
					m := w.makeOf(submitted)
					w.rendered(m, m.file)
					_, err := w.campaigns.Note(t.Context(), elise, campaignID, visa.Submission{Number: m.draft.Number})
					w.must(err)
				}
				w.pronounce(journal.Decision{Journey: decided, Decision: "refused"}, "non")
				for _, journey := range []string{"", "adhesion"} {
					m := w.makeOf(journey)
					found := codes(w.judge(m.file, true))
					for code := range found {
						// A decision that no service let be, and one on a journey after one on everything, are doubted.
						if code != verify.SignatureMissing && code != verify.NoteRules && code != verify.DecidedApart {
							t.Errorf("the PV of %q, routed as %q: %v", journey, m.pv.Signoff.Journey, found)
						}
					}
				}
			})
		}
	}
}
