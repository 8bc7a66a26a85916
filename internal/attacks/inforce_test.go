package attacks

import (
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// papers are PVs of one scope that stand beside each other: signed where no verb signs, or with no word of it.
func papers() map[string]fabricated {
	filed := func(w *world, number, digit string) *journal.PV {
		pv := &journal.PV{Number: number, SHA256: strings.Repeat(digit, 64), Checkpoint: 3}
		w.leaf(elise, journal.KindPVRendered, func(l *journal.Leaf, _ func(string) string) { l.PV = pv })
		return pv
	}
	signed := func(w *world, pv *journal.PV) {
		for _, who := range []recette.Actor{elise, marc} {
			w.leaf(who, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
				l.PV = &journal.PV{
					Number: pv.Number, SHA256: pv.SHA256, Role: string(who.Role),
					Signature: pv.SHA256, Certificate: pv.SHA256,
				}
			})
		}
	}
	return map[string]fabricated{
		"two PVs, each made before the other was signed": {do: func(w *world) {
			one, two := filed(w, "PV-2026-091-v1", "a"), filed(w, "PV-2026-091-v2", "b")
			signed(w, one)
			signed(w, two)
		}, want: verify.PVRules},
		"a password that was given for another file": {do: func(w *world) {
			pv := filed(w, "PV-2026-091-v1", "a")
			w.leaf(elise, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
				l.PV = &journal.PV{
					Number: pv.Number, SHA256: strings.Repeat("c", 64), Role: string(recette.PPO),
					Signature: pv.SHA256, Certificate: pv.SHA256,
					Confirmed: &journal.Confirmed{How: "password", Of: strings.Repeat("b", 64)},
				}
			})
		}, want: verify.PVRules},
		"no word of a PV that is in force": {do: func(w *world) {
			signed(w, filed(w, "PV-2026-091-v1", "a"))
		}, lie: func(pv *reports.PV) {
			kept := []reports.Warning{}
			for _, x := range pv.Warnings {
				if x.Code != "in_force" {
					kept = append(kept, x)
				}
			}
			pv.Warnings = kept
		}, want: verify.Derived, bad: true},
	}
}
