package attacks

import (
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
)

// notes are statements that no verb of the product records.
func notes() map[string]fabricated {
	attests := func(subject string) func(l *journal.Leaf, text func(string) string) {
		return func(l *journal.Leaf, text func(string) string) {
			l.Attest = &journal.Attest{Subject: subject, Text: text("Rien à dire.")}
		}
	}
	departs := func(l *journal.Leaf, text func(string) string) {
		l.Deviation = &journal.Deviation{Number: "ECA-0001", Text: text("Une session de moins."), Reason: text("x")}
	}
	thinks := func(what string) func(l *journal.Leaf, text func(string) string) {
		return func(l *journal.Leaf, text func(string) string) {
			l.Opinion = &journal.Opinion{Opinion: what, Text: text("Parfait.")}
		}
	}
	visas := func(l *journal.Leaf, _ func(string) string) {
		l.Visa = &journal.Visa{Act: "give", Number: "PV-2026-001-v1", SHA256: strings.Repeat("5a", 32)}
	}
	pauses := func(l *journal.Leaf, text func(string) string) { l.Pause = &journal.Pause{Reason: text("panne")} }
	objects := func(cause string) func(l *journal.Leaf, text func(string) string) {
		return func(l *journal.Leaf, text func(string) string) {
			l.Objection = &journal.Objection{Case: "SC-2", Attempt: 1, Cause: cause, Reason: text("mauvais jeu")}
		}
	}
	one := func(do func(w *world)) fabricated { return fabricated{do: do, want: verify.NoteRules} }
	derogates := func(act string) func(l *journal.Leaf, text func(string) string) {
		return func(l *journal.Leaf, text func(string) string) {
			l.Derogation = &journal.Derogation{Number: "DER-0001", Act: act}
			if act == recette.AskDerogation {
				l.Derogation.Text, l.Derogation.Subject = text("Ouvrir malgré tout."), "ANO-0001"
			}
		}
	}
	return map[string]fabricated{
		"a derogation granted by a PPO": one(func(w *world) {
			w.leaf(marc, journal.KindDerogation, derogates(recette.AskDerogation))
			w.leaf(elise, journal.KindDerogation, derogates(recette.GrantDerogation))
		}),
		"a derogation that a tester asks for": one(func(w *world) {
			w.leaf(yann, journal.KindDerogation, derogates(recette.AskDerogation))
		}),
		"a reserve issued by a tester": one(func(w *world) {
			w.leaf(yann, journal.KindReserve, func(l *journal.Leaf, text func(string) string) {
				l.Reserve = &journal.Reserve{
					Number: "RES-0002", Class: "minor", Text: text("z"), Owner: text("y"), Due: "2026-12-24",
					Check: "SC-1",
				}
			})
		}),
		"a failure invalidated by its tester": one(func(w *world) {
			w.leaf(yann, journal.KindInvalidate, objects("data"))
		}),
		"a failure invalidated by a PPO, for no known cause": one(func(w *world) {
			w.leaf(elise, journal.KindInvalidate, objects("humeur"))
		}),
		"no deviation, attested by a tester": one(func(w *world) {
			w.leaf(yann, journal.KindAttest, attests("no-deviation"))
		}),
		"no deviation, beside one": one(func(w *world) {
			w.leaf(elise, journal.KindDeviation, departs)
			w.leaf(elise, journal.KindAttest, attests("no-deviation"))
		}),
		"an attestation of nothing known": one(func(w *world) {
			w.leaf(elise, journal.KindAttest, attests("all-is-well"))
		}),
		"a deviation by a tester": one(func(w *world) { w.leaf(yann, journal.KindDeviation, departs) }),
		"an opinion of no vocabulary": one(func(w *world) {
			w.leaf(elise, journal.KindOpinion, thinks("triomphal"))
		}),
		"a visa that no plan asks for": one(func(w *world) { w.leaf(elise, journal.KindVisa, visas) }),
		"a visa by a tester":           one(func(w *world) { w.leaf(yann, journal.KindVisa, visas) }),
		"an opinion by a tester":       one(func(w *world) { w.leaf(yann, journal.KindOpinion, thinks("favourable")) }),
		"a suspension by a tester, and a failure that it hides": one(func(w *world) {
			w.leaf(yann, journal.KindSuspend, pauses)
			w.replayedAs(recette.Failed)
		}),
		"a resumption of what goes on": one(func(w *world) { w.leaf(elise, journal.KindResume, pauses) }),
		"a session by a tester": one(func(w *world) {
			w.leaf(yann, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
				l.Session = &journal.Session{
					Number: "SES-0001", Present: []journal.Presence{{Ref: yann.Ref, Animates: true}},
				}
			})
		}),
		"a session of no plan": one(func(w *world) {
			w.leaf(elise, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
				l.Session = &journal.Session{
					Number: "SES-0001", Planned: "Paul, malade",
					Present: []journal.Presence{{Ref: elise.Ref, Animates: true}},
				}
			})
		}),
		"an answer to no warning": one(func(w *world) {
			w.leaf(marc, journal.KindAnswer, func(l *journal.Leaf, text func(string) string) {
				l.Answer = &journal.Answer{Code: "meteo", Text: text("Il fait beau.")}
			})
		}),
		"an iteration by a tester": one(func(w *world) {
			w.forgeIterationBy(yann)
		}),
		"an invalidation after the end": one(func(w *world) {
			w.leaf(elise, journal.KindCampaignClose, func(*journal.Leaf, func(string) string) {})
			w.leaf(elise, journal.KindInvalidate, objects("data"))
		}),
	}
}

// replayedAs appends an attempt of SC-1 that ends in a verdict.
func (w *world) replayedAs(v recette.Verdict) {
	w.t.Helper()
	w.leaf(yann, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
		last := manual(1, v)
		last.Observed = text("rien ne vient")
		l.Result = &journal.Result{
			Case: "SC-1", Content: testedContent, Attempt: 2, Pass: 1, Closed: true, Verdict: string(v),
			Mode: "manual", Steps: []journal.Observation{manual(0, recette.Passed), last},
		}
	})
}
