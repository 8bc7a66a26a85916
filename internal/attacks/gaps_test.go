package attacks

import (
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
)

// anomalous appends leaves of one anomaly of SC-1, as whoever holds the key of the log writes them.
func (w *world) anomalous(who recette.Actor, a journal.Anomaly, reason string) {
	w.t.Helper()
	a.Number, a.Case = "ANO-0009", "SC-1"
	w.anomaly(who, a, reason)
}

// anomaly appends a leaf of an anomaly. A workaround, an owner and the corrector are given in words.
func (w *world) anomaly(who recette.Actor, a journal.Anomaly, reason string) {
	w.t.Helper()
	w.leaf(who, journal.KindAnomaly, func(l *journal.Leaf, text func(string) string) {
		a.Summary = text("Bloque.")
		for _, at := range []*string{&a.Workaround, &a.Owner} {
			if *at != "" {
				*at = text(*at)
			}
		}
		if reason != "" {
			a.Reason = text(reason)
		}
		if a.Fix != nil {
			fix := *a.Fix
			fix.By, a.Fix = text(fix.By), &fix
		}
		l.Anomaly = &a
	})
}

// reserved appends a leaf of one reserve that SC-1 verifies.
func (w *world) reserved(who recette.Actor, r journal.Reserve, text string) {
	w.t.Helper()
	w.leaf(who, journal.KindReserve, func(l *journal.Leaf, keep func(string) string) {
		r.Number, r.Class, r.Text = "RES-0009", "minor", text
		if r.Anomaly == "" {
			r.Check = "SC-1"
		}
		if text == "" {
			r.Text = keep("À revoir.")
		}
		for _, at := range []*string{&r.Reason, &r.Owner} {
			if *at != "" {
				*at = keep(*at)
			}
		}
		if r.Fix != nil {
			fix := *r.Fix
			fix.By, r.Fix = keep(fix.By), &fix
		}
		l.Reserve = &r
	})
}

// replayed appends another attempt of SC-1, conform, by somebody.
func (w *world) replayed(who recette.Actor) { w.played(who, "SC-1", 2) }

// played appends a conform attempt of a case.
func (w *world) played(who recette.Actor, id string, attempt int) {
	w.t.Helper()
	w.leaf(who, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
		l.Result = &journal.Result{
			Case: id, Content: testedContent, Attempt: attempt, Pass: 1, Closed: true, Verdict: "passed",
			Mode: "manual", Steps: []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)},
		}
	})
}

// gaps are lies about anomalies and reserves that no verb of the product records.
func gaps() map[string]fabricated {
	by := func(who recette.Actor) *journal.Fix { return &journal.Fix{Build: "b1", By: who.Name, Ref: who.Ref} }
	retest := &journal.Retest{Case: "SC-1", Attempt: 2}
	return map[string]fabricated{
		"closed by a test of who corrected": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "minor", Status: "open"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "fixed", Act: "fix", Fix: by(yann)}, "")
			w.replayed(yann)
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "closed", Act: "close", Retest: retest}, "")
		}, want: verify.AnomalyRules},
		"closed by a test of who corrected, under the name alone": {do: func(w *world) {
			fix := by(yann)
			fix.Ref = ""
			w.anomalous(yann, journal.Anomaly{Severity: "minor", Status: "open"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "fixed", Act: "fix", Fix: fix}, "")
			w.replayed(yann)
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "closed", Act: "close", Retest: retest}, "")
		}, want: verify.AnomalyRules},
		"closed without a test": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "minor", Status: "open"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "fixed", Act: "fix", Fix: by(marc)}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "closed", Act: "close"}, "")
		}, want: verify.AnomalyRules},
		"closed on a test of before the correction": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "minor", Status: "open"}, "")
			w.replayed(yann)
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "fixed", Act: "fix", Fix: by(marc)}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "closed", Act: "close", Retest: retest}, "")
		}, want: verify.AnomalyRules},
		"closed in the form of before, beside changes of now": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "minor", Status: "open"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "fixing", Act: "qualify"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "minor", Status: "closed"}, "Corrigée.")
		}, want: verify.AnomalyRules},
		"a blocking anomaly lowered by a PO alone": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "blocking", Status: "open"}, "")
			w.anomalous(marc, journal.Anomaly{Severity: "minor", Status: "open", Act: "grade"}, "Bénigne.")
		}, want: verify.AnomalyRules},
		"a blocking anomaly rejected by a PPO": {do: func(w *world) {
			w.anomalous(yann, journal.Anomaly{Severity: "blocking", Status: "open"}, "")
			w.anomalous(elise, journal.Anomaly{Severity: "blocking", Status: "rejected", Act: "reject"}, "Non.")
		}, want: verify.AnomalyRules},
		"a reserve corrected by a tester": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.reserved(yann, journal.Reserve{Act: "update", Status: "issued", Reason: "Mal dit."}, "")
		}, want: verify.ReserveRules},
		"a reserve corrected without a reason": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.reserved(elise, journal.Reserve{Act: "update", Status: "issued"}, "")
		}, want: verify.ReserveRules},
		"a reserve corrected once a decision cites it": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{Owner: "Titulaire", Due: "2099-12-31"}, "")
			w.pronounce(journal.Decision{
				Decision: "accepted_with_reserves", Reserves: []string{"RES-0001", "RES-0009"},
			}, "À lever.")
			w.reserved(elise, journal.Reserve{Act: "update", Status: "issued", Reason: "Mal dit."}, "")
		}, want: verify.ReserveRules},
		"a reserve lifted without a verification": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.lifted(marc, nil, by(elise))
		}, want: verify.ReserveRules},
		"a reserve lifted by a PPO": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.replayed(yann)
			w.lifted(elise, retest, by(marc))
		}, want: verify.ReserveRules},
		"a reserve of an anomaly lifted by a case where nobody found it": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{Anomaly: "ANO-0001"}, "")
			w.lifted(marc, retest, by(elise))
		}, want: verify.ReserveRules},
		"a reserve lifted by a test of who corrected": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.lifted(marc, retest, by(yann))
		}, want: verify.ReserveRules},
	}
}

// lifted announces the correction of the reserve, has SC-1 replayed by the tester, and lifts it.
func (w *world) lifted(who recette.Actor, retest *journal.Retest, fix *journal.Fix) {
	w.t.Helper()
	w.liftedAfter(who, retest, fix, func() {
		if retest != nil && who.Role == recette.PO {
			w.replayed(yann)
		}
	})
}

// liftedAfter is the same, of what somebody plays once it is corrected.
func (w *world) liftedAfter(who recette.Actor, retest *journal.Retest, fix *journal.Fix, play func()) {
	w.t.Helper()
	text, about := "", ""
	for rec, err := range w.db.Records(w.t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindReserve}}) {
		w.must(err)
		text, about = rec.Leaf.Reserve.Text, rec.Leaf.Reserve.Anomaly
	}
	w.reserved(elise, journal.Reserve{Act: "fix", Status: "fixed", Fix: fix, Anomaly: about}, text)
	play()
	w.reserved(who, journal.Reserve{Act: "lift", Status: "lifted", Retest: retest, Anomaly: about}, text)
}
