package attacks

import (
	"strings"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
)

// people are facts by those whose role did not allow them at that moment, and changes of people that no verb makes.
func people() map[string]fabricated {
	one := func(do func(w *world)) fabricated { return fabricated{do: do, want: verify.NoteRules} }
	departs := func(l *journal.Leaf, text func(string) string) {
		l.Deviation = &journal.Deviation{Number: "ECA-0001", Text: text("Une session de moins."), Reason: text("x")}
	}
	nadia := recette.Actor{Ref: "p-nadia", Name: "Nadia Roux", Role: recette.QA}
	loic := recette.Actor{Ref: "p-loic", Name: "Loïc Kerneis", Role: recette.Referent}
	ana := recette.Actor{Ref: "p-ana", Name: "Ana Costa", Role: recette.Admin}
	return map[string]fabricated{
		"a decision by the deputy of who is PO no more": one(func(w *world) {
			w.delegates(marc.Ref, yann.Ref)
			w.user(elise, journal.User{Act: journal.UserRole, Ref: marc.Ref, Roles: []string{"tester"}}, "")
			w.user(elise, journal.User{Act: journal.UserRole, Ref: marc.Ref, Roles: []string{"po"}}, "")
			w.leaf(recette.Actor{Ref: yann.Ref, Name: yann.Name, Role: recette.PO}, journal.KindDecision,
				func(l *journal.Leaf, text func(string) string) {
					l.Decision = &journal.Decision{Number: "DEC-REC-0002", Decision: "refused", Reason: text("non")}
				})
		}),
		"a delegation by who is no PO": one(func(w *world) { w.delegates(yann.Ref, elise.Ref) }),
		"a delegation to an administrator": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: ana.Ref, Roles: []string{"admin"}}, ana.Name)
			w.delegates(marc.Ref, ana.Ref)
		}),
		"a delegation to an auditor": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"auditor"}}, nadia.Name)
			w.delegates(marc.Ref, nadia.Ref)
		}),
		"a deviation by nobody of the plan": one(func(w *world) { w.leaf(nadia, journal.KindDeviation, departs) }),
		"a deviation by a tester under another role": one(func(w *world) {
			w.leaf(recette.Actor{Ref: yann.Ref, Name: yann.Name, Role: recette.QA}, journal.KindDeviation, departs)
		}),
		"a deviation by who was dismissed": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"qa"}}, nadia.Name)
			w.user(elise, journal.User{Act: journal.UserRevoke, Ref: nadia.Ref}, "")
			w.leaf(nadia, journal.KindDeviation, departs)
		}),
		"a deviation under a role that was taken": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"qa"}}, nadia.Name)
			w.user(elise, journal.User{Act: journal.UserRole, Ref: nadia.Ref, Roles: []string{"tester"}}, "")
			w.leaf(nadia, journal.KindDeviation, departs)
		}),
		"a session of a branch that is not played": one(func(w *world) { w.session(elise, "Ajaccio") }),
		"a verdict by who attends no open session": one(func(w *world) {
			w.session(elise, "")
			w.plays(yann)
		}),
		"a session of another branch": {
			plan: func(m *plan.Manifest) {
				m.Antennes = []string{"Ajaccio", "Brest"}
				m.Parties = append(m.Parties, plan.Participant{
					Ref: loic.Ref, Name: loic.Name, Role: "referent", Entity: "Brest",
				})
			},
			do: func(w *world) { w.session(loic, "Ajaccio") }, want: verify.NoteRules,
		},
		"a PPO who makes herself PO": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserRole, Ref: elise.Ref, Roles: []string{"po", "ppo"}}, "")
		}),
		"an administrator whom nobody named": one(func(w *world) {
			w.user(ana, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"qa"}}, nadia.Name)
		}),
		"a PPO, once somebody administers": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: ana.Ref, Roles: []string{"admin"}}, ana.Name)
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: nadia.Ref, Roles: []string{"qa"}}, nadia.Name)
		}),
		"the last administrator, dismissed by nobody": one(func(w *world) {
			w.user(elise, journal.User{Act: journal.UserAdd, Ref: ana.Ref, Roles: []string{"admin"}}, ana.Name)
			w.user(ana, journal.User{Act: journal.UserRevoke, Ref: ana.Ref}, "")
		}),
	}
}

// session appends the opening of a session by somebody, who animates it, of a branch.
func (w *world) session(who recette.Actor, antenne string) {
	w.t.Helper()
	w.leaf(who, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
		l.Session = &journal.Session{
			Number: "SES-0001", Antenne: antenne, Present: []journal.Presence{{Ref: who.Ref, Animates: true}},
		}
	})
}

// user appends a leaf about somebody, of the whole project.
func (w *world) user(who recette.Actor, u journal.User, name string) {
	w.t.Helper()
	w.leaf(who, journal.KindUser, func(l *journal.Leaf, text func(string) string) {
		if name != "" {
			u.Name = text(name)
		}
		u.Reason = text("sans raison")
		l.Campaign, l.User = "", &u
	})
}

// delegates appends a delegation of the role of PO, that a PPO records.
func (w *world) delegates(by, to string) {
	w.t.Helper()
	w.leaf(elise, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
		l.Delegation = &journal.Delegation{
			Number: "DEL-0001", By: by, To: to, Role: "po", From: "2026-01-01", Until: "2030-01-01",
			Reference: text("note de service"), SHA256: strings.Repeat("ab", 32),
		}
	})
}
