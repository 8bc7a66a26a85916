package attacks

import (
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// A criterion that somebody else attests than the plan says makes the PV doubtful; in a suspension too.
func TestSomebodyElseAttests(t *testing.T) {
	t.Parallel()
	by := func(who string) []plan.Criterion {
		return []plan.Criterion{{Text: "Comptes remis", CriterionDetail: plan.CriterionDetail{Attested: who}}}
	}
	for name, tt := range map[string]struct {
		subject recette.Subject
		named   string
		doubt   bool
	}{
		"somebody else":             {recette.CriterionMet("entry", 1), nadia.Name, true},
		"another role":              {recette.CriterionMet("entry", 1), "qa", true},
		"somebody else, suspension": {recette.CriterionMet("suspension", 1), nadia.Name, true},
		"who the plan names":        {recette.CriterionMet("entry", 1), elise.Name, false},
		"the role":                  {recette.CriterionMet("resumption", 1), "ppo", false},
		"anybody":                   {recette.CriterionMet("entry", 1), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Parties = append(m.Parties, plan.Participant{Ref: nadia.Ref, Name: nadia.Name, Role: "qa"})
				m.Entry = by(tt.named)
				m.Sections = &plan.Sections{Suspension: by(tt.named), Resumption: by(tt.named)}
			})
			w.leaf(elise, journal.KindAttest, func(l *journal.Leaf, text func(string) string) {
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
