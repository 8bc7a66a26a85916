package attacks

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A criterion that somebody else attests than the plan says makes the PV doubtful; in a suspension too.
func TestSomebodyElseAttests(t *testing.T) {
	t.Parallel()
	by := func(who string) []plan.Criterion {
		return []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: who}}}
	}
	entry, deputy := recette.CriterionMet("entry", 1), yann
	deputy.Role = recette.PPO
	gives := func(from, until, journey string) func(*world) { // her role, to a tester
		return func(w *world) {
			w.leaf(marc, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
				l.Delegation = &journal.Delegation{
					Number: "DEL-0001", By: elise.Ref, To: yann.Ref, Role: "ppo", From: from, Until: until,
					Journey: journey, Reference: text("Note 12"), SHA256: strings.Repeat("ab", 32),
				}
			})
		}
	}
	ended := func(w *world) {
		gives("2026-01-01", "2030-01-01", "")(w)
		w.leaf(marc, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
			l.Delegation = &journal.Delegation{Number: "DEL-0001", Ended: true, Reason: text("De retour.")}
		})
	}
	leaves := func(w *world) {
		w.user(elise, journal.User{Act: journal.UserRevoke, Ref: nadia.Ref}, "")
	}
	erases := func(w *world) {
		_, err := w.campaigns.ErasePerson(w.t.Context(), elise, campaign.PersonErasure{
			Name: nadia.Name, Force: true, Reason: "RGPD",
		})
		w.must(err)
	}
	again := func(w *world) {
		erases(w)
		w.user(elise, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"qa"}}, nadia.Name)
	}
	gone := func(who recette.Actor) func(*world) {
		return func(w *world) {
			gives("2026-01-01", "2030-01-01", "")(w)
			_, err := w.campaigns.ErasePerson(w.t.Context(), marc, campaign.PersonErasure{
				Name: who.Name, Force: true, Reason: "RGPD",
			})
			w.must(err)
		}
	}
	for name, tt := range map[string]struct {
		subject recette.Subject
		named   string
		doubt   bool
		do      func(*world)
		who     recette.Actor // Élise when nobody
	}{
		"who acts for them":            {entry, elise.Name, false, gives("2026-01-01", "2030-01-01", ""), deputy},
		"who acted for them":           {entry, elise.Name, true, gives("2026-01-01", "2026-01-02", ""), deputy},
		"who acts no more":             {entry, elise.Name, true, ended, deputy},
		"who acts for them in a part":  {entry, elise.Name, true, gives("2026-01-01", "2030-01-01", "x"), deputy},
		"who acts for somebody else":   {entry, nadia.Name, true, gives("2026-01-01", "2030-01-01", ""), deputy},
		"a PPO, for who left":          {entry, nadia.Name, false, leaves, recette.Actor{}},
		"a PPO, for a role nobody has": {entry, "qa", false, leaves, recette.Actor{}},
		"a PPO, for who was erased":    {entry, nadia.Name, false, erases, recette.Actor{}},
		"a PPO, for an erased role":    {entry, "qa", false, erases, recette.Actor{}},
		"a PPO, for who is back":       {entry, nadia.Name, true, again, recette.Actor{}},
		"as who was erased":            {entry, nadia.Name, true, gone(nadia), nadia},
		"a role, once erased":          {entry, "qa", true, gone(nadia), nadia},
		"for who was erased":           {entry, elise.Name, true, gone(elise), deputy},
		"somebody else":                {recette.CriterionMet("entry", 1), nadia.Name, true, nil, recette.Actor{}},
		"another role":                 {recette.CriterionMet("entry", 1), "qa", true, nil, recette.Actor{}},
		"somebody else, suspension":    {recette.CriterionMet("suspension", 1), nadia.Name, true, nil, recette.Actor{}},
		"who the plan names":           {recette.CriterionMet("entry", 1), elise.Name, false, nil, recette.Actor{}},
		"the role":                     {recette.CriterionMet("resumption", 1), "ppo", false, nil, recette.Actor{}},
		"anybody":                      {recette.CriterionMet("entry", 1), "", false, nil, recette.Actor{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Parties = append(m.Parties, plan.Participant{Ref: nadia.Ref, Name: nadia.Name, Role: "qa"})
				m.Entry = by(tt.named)
				m.Sections = &plan.Sections{Suspension: by(tt.named), Resumption: by(tt.named)}
			})
			if tt.do != nil {
				tt.do(w)
			}
			if tt.who == (recette.Actor{}) {
				tt.who = elise
			}
			w.leaf(tt.who, journal.KindAttest, func(l *journal.Leaf, text func(string) string) {
				l.Attest = &journal.Attest{Subject: string(tt.subject), Text: text("Atteint.")}
			})
			doubt := false
			for _, f := range w.judge(w.make().file, true).Content {
				doubt = doubt || f.Code == verify.NoteRules && f.Args[2] == "attestor"
				if f.Status == verify.NotConform {
					t.Errorf("the PV tells the leaves otherwise: %s %v", f.Code, f.Args)
				}
			}
			if doubt != tt.doubt {
				t.Errorf("doubt %t, want %t", doubt, tt.doubt)
			}
		})
	}
}

// Who attests in the stead of somebody does so for whom the plan names, whatever else was delegated to them: a PV that
// names another, or nobody, is not conform; so is one that has somebody act for another who acts in their own name.
func TestAttested_InWhoseStead(t *testing.T) {
	t.Parallel()
	other, deputy := nadia, yann
	other.Role, deputy.Role = recette.PPO, recette.PPO
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		m.Parties = append(m.Parties, plan.Participant{Ref: other.Ref, Name: other.Name, Role: "ppo"})
		m.Entry = []plan.Criterion{
			{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: elise.Name}},
			{Text: "Textes relus", CriterionDetail: plan.CriterionDetail{Attested: "ppo"}},
			{Text: "Accès ouverts", CriterionDetail: plan.CriterionDetail{Attested: yann.Name}},
			{Text: "Salle prête", CriterionDetail: plan.CriterionDetail{Attested: elise.Name}},
		}
	})
	gives := func(number string, by recette.Actor) {
		w.leaf(marc, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
			l.Delegation = &journal.Delegation{
				Number: number, By: by.Ref, To: yann.Ref, Role: "ppo", From: "2026-01-01", Until: "2030-01-01",
				Reference: text("Note 12"), SHA256: strings.Repeat("ab", 32),
			}
		})
	}
	gives("DEL-0001", elise)
	gives("DEL-0002", other)
	for i, who := range []recette.Actor{deputy, deputy, deputy, elise} {
		w.leaf(who, journal.KindAttest, func(l *journal.Leaf, text func(string) string) {
			l.Attest = &journal.Attest{
				Subject: string(recette.CriterionMet("entry", i+1)), Text: text("Atteint."),
			}
		})
	}
	m := w.make()
	want := []string{"DEL-0001", "DEL-0002", "", ""}
	for i := range want {
		if e, a := m.pv.Entry[i].Delegation, m.pv.Attested[i].Delegation; e != want[i] || a != want[i] {
			t.Errorf("%s: delegation %q, of its attestation %q, want %q", m.pv.Entry[i].Text, e, a, want[i])
		}
	}
	if r := w.judge(m.file, true); codes(r)[verify.CriterionMismatch]+codes(r)[verify.NoteMismatch] != "" {
		t.Fatalf("as it is: %s %v", r.Status, codes(r))
	}
	for name, tt := range map[string]struct {
		at     int
		number string
	}{
		"for another":            {0, "DEL-0002"},
		"for nobody":             {0, ""},
		"for nobody, of a role":  {1, ""},
		"for who did not name":   {2, "DEL-0001"},
		"for somebody, oneself":  {3, "DEL-0001"},
		"by one that is unknown": {0, "DEL-0003"},
	} {
		for where, lie := range map[verify.Code]func(*reports.PV){
			verify.CriterionMismatch: func(pv *reports.PV) {
				pv.Entry = slices.Clone(pv.Entry)
				pv.Entry[tt.at].Delegation = tt.number
			},
			verify.NoteMismatch: func(pv *reports.PV) {
				pv.Attested = slices.Clone(pv.Attested)
				pv.Attested[tt.at].Delegation = tt.number
			},
		} {
			lied := m.pv
			lie(&lied)
			r := w.judge(w.draw(lied, lied, m, w.texts(), w.contents(m.file)), true)
			if codes(r)[where] != verify.NotConform {
				t.Errorf("%s: %s %v, want %s", name, r.Status, codes(r), where)
			}
		}
	}
}
