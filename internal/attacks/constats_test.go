package attacks

import (
	"strings"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// twoBranches adds to a plan a scenario that is played in two branches, the référent of each, and a référent who is
// limited to the second.
func twoBranches(m *plan.Manifest) {
	m.Antennes = []string{"Bretagne", "Corse"}
	for _, antenne := range m.Antennes {
		row := m.Cases[0]
		row.Antenne, row.ID = antenne, "SC-5@"+strings.ToLower(antenne)
		m.Cases, m.Journeys[0].Cases = append(m.Cases, row), append(m.Journeys[0].Cases, row.ID)
	}
	for _, p := range []plan.Participant{
		{Ref: "p-rozenn", Name: "Rozenn Le Goff", Entity: "Bretagne"},
		{Ref: "p-ange", Name: "Ange Paoli", Entity: "Corse"},
		{Ref: "p-moved", Name: "Maël Kerneis", Entity: "Bretagne", Perimeter: []string{"Corse"}},
	} {
		p.Role = string(recette.Referent)
		m.Parties = append(m.Parties, p)
	}
}

// constats are signatures of the constat of a branch that no verb records: the PV of all shows it as that of the
// branch.
func constats() map[string]fabricated {
	seat := strings.Repeat("5e", 32)
	signed := func(ref string, role recette.Role, certificate string) fabricated {
		return fabricated{plan: twoBranches, do: func(w *world) {
			_, err := w.campaigns.AddKeys(w.t.Context(), elise, []campaign.SignerKey{
				{Role: campaign.Seat("Bretagne"), SHA256: seat, Level: "demo", Holder: "Rozenn Le Goff"},
			}, "")
			w.must(err)
			pv := journal.PV{
				Number: "PV-2026-090-v1", SHA256: strings.Repeat("5a", 32), Checkpoint: 3, Antenne: "Bretagne",
			}
			w.leaf(elise, journal.KindPVRendered, func(l *journal.Leaf, _ func(string) string) { l.PV = &pv })
			w.leaf(recette.Actor{Ref: ref, Name: ref, Role: role}, journal.KindPVSigned,
				func(l *journal.Leaf, _ func(string) string) {
					l.PV = &journal.PV{
						Number: pv.Number, SHA256: strings.Repeat("5b", 32), Role: string(role),
						Signature: strings.Repeat("5c", 32), Certificate: certificate,
					}
				})
		}, want: verify.NoteRules}
	}
	return map[string]fabricated{
		"a constat signed by the référent of another branch": signed("p-ange", recette.Referent, seat),
		"a constat signed by a référent who is limited":      signed("p-moved", recette.Referent, seat),
		"a constat signed by a PPO":                          signed(elise.Ref, recette.PPO, seat),
		"a constat signed with a certificate of nobody": signed(
			"p-rozenn", recette.Referent, strings.Repeat("5d", 32)),
	}
}
