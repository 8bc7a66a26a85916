package attacks

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// gapped is a life of an anomaly or a reserve that no verb of the product records, and what is said of it.
type gapped struct {
	do   func(w *world)
	part string
	code verify.Code // ANOMALY_RULES when empty
}

// act is a leaf of ANO-0009, which is about SC-1.
type act struct {
	who    recette.Actor
	leaf   journal.Anomaly
	reason string
}

// lived appends leaves of ANO-0009, of one severity.
func lived(severity string, acts ...act) func(*world) {
	return func(w *world) {
		for _, a := range acts {
			if a.leaf.Severity == "" {
				a.leaf.Severity = severity
			}
			w.anomalous(a.who, a.leaf, a.reason)
		}
	}
}

func livesOfGaps() map[string]gapped {
	raised := act{who: yann, leaf: journal.Anomaly{Status: "open"}}
	do := func(who recette.Actor, name, status string, more journal.Anomaly, reason string) act {
		more.Act, more.Status = name, status
		return act{who, more, reason}
	}
	fixed := func(build string) act {
		return do(elise, "fix", "fixed", journal.Anomaly{Fix: &journal.Fix{Build: build, By: "Atelier"}}, "")
	}
	closed := func(id string, attempt int) act {
		return do(elise, "close", "closed", journal.Anomaly{Retest: &journal.Retest{Case: id, Attempt: attempt}}, "")
	}
	twin := func(original string) act {
		return do(elise, "duplicate", "duplicate", journal.Anomaly{Original: original}, "La même.")
	}
	other := func(w *world, severity, status, name string) {
		a := journal.Anomaly{Number: "ANO-0008", Severity: severity, Status: "open", Case: "SC-1"}
		w.anomaly(yann, a, "")
		if a.Status, a.Act = status, name; name == "duplicate" {
			a.Original = "ANO-0001"
		}
		if name != "" {
			w.anomaly(elise, a, "Non.")
		}
	}
	by := func(name string) act {
		return do(elise, "fix", "fixed", journal.Anomaly{Fix: &journal.Fix{Build: "b1", By: name}}, "")
	}
	in := func(role recette.Role, who recette.Actor) recette.Actor {
		who.Role = role
		return who
	}
	shown := func(says, plays, closes recette.Actor) func(*world) { // what a company corrected
		return func(w *world) {
			fix := &journal.Fix{Build: "b1", By: "Atelier"}
			retest := &journal.Retest{Case: "SC-1", Attempt: 2}
			lived("minor", raised, act{says, journal.Anomaly{Act: "fix", Status: "fixed", Fix: fix}, ""})(w)
			w.replayed(plays)
			lived("minor", act{closes, journal.Anomaly{Act: "close", Status: "closed", Retest: retest}, ""})(w)
		}
	}
	return map[string]gapped{
		"announced, replayed and closed by one person": {do: shown(elise, elise, elise), part: "by_fixer"},
		"replayed by the supplier who announced it": {
			do: shown(in(recette.Supplier, yann), yann, elise), part: "by_fixer",
		},
		"closed by the lead who announced it": {do: shown(in(recette.LeadTech, yann), elise, yann), part: "by_fixer"},
		"a reserve announced, replayed and lifted by one person": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			retest, fix := &journal.Retest{Case: "SC-1", Attempt: 2}, &journal.Fix{Build: "b1", By: "Atelier"}
			w.liftedAfter(in(recette.PO, elise), retest, fix, func() { w.replayed(elise) })
		}, part: "by_fixer", code: verify.ReserveRules},
		"closed on the test of who corrected it, under a name with a slip": {do: func(w *world) {
			lived("minor", raised, by("Yann Le Gof"))(w)
			w.replayed(yann)
			lived("minor", closed("SC-1", 2))(w)
		}, part: "fixer_unknown"},
		"corrected by nobody whom the plan names": {do: lived("minor", raised, by("Zorro")), part: "fixer_unknown"},
		"a reserve corrected by nobody whom the plan names": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			w.lifted(marc, &journal.Retest{Case: "SC-1", Attempt: 2}, &journal.Fix{Build: "b1", By: "Zorro"})
		}, part: "fixer_unknown", code: verify.ReserveRules},
		"owned by nobody whom the plan names": {
			do: lived("minor", act{elise, journal.Anomaly{Status: "open", Owner: "Zorro"}, ""}), part: "owner_unknown",
		},
		"owned by nobody whom the plan names, and by somebody since": {do: lived(
			"minor", raised, do(elise, "assign", "open", journal.Anomaly{Owner: "Zorro"}, ""),
			do(elise, "assign", "open", journal.Anomaly{Owner: "Atelier"}, "Mal nommé."),
		), part: "owner_unknown"},
		"a reserve owned by nobody whom the plan names": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{Owner: "Zorro"}, "")
		}, part: "owner_unknown", code: verify.ReserveRules},
		"a deviation to which nobody whom the plan names agreed": {do: func(w *world) {
			w.leaf(elise, journal.KindDeviation, func(l *journal.Leaf, text func(string) string) {
				l.Deviation = &journal.Deviation{
					Number: "ECA-0001", Text: text("Une séance de moins."), Reason: text("x"), Agreed: text("Zorro"),
				}
			})
		}, part: "agreed_unknown", code: verify.NoteRules},
		"a blocking one made the duplicate of a minor one by a PPO": {
			do: lived("blocking", raised, twin("ANO-0001")), part: "right",
		},
		"a blocking one made the duplicate of a rejected one by a PPO": {do: func(w *world) {
			other(w, "minor", "rejected", "reject")
			lived("blocking", raised, twin("ANO-0008"))(w)
		}, part: "right"},
		"a blocking one made the duplicate of a duplicate": {do: func(w *world) {
			other(w, "minor", "duplicate", "duplicate")
			lived("minor", raised, twin("ANO-0008"))(w)
		}, part: "original"},
		"the duplicate of nothing": {do: lived("minor", raised, twin("ANO-0404")), part: "original"},
		"closed by a test of another case": {do: func(w *world) {
			lived("minor", raised, fixed("b1"))(w)
			w.played(yann, "SC-3", 1)
			lived("minor", closed("SC-3", 1))(w)
		}, part: "other_case"},
		"closed by a test of no case": {
			do: lived("minor", raised, fixed("b1"), closed("SC-404", 1)), part: "no_retest",
		},
		"closed by a test of another build": {do: func(w *world) {
			lived("minor", raised, fixed("b2"))(w)
			w.replayed(yann)
			lived("minor", closed("SC-1", 2))(w)
		}, part: "other_build"},
		"closed by a contested test": {do: func(w *world) {
			lived("minor", raised, fixed("b1"))(w)
			w.replayed(yann)
			w.objected(journal.KindContest, "")
			lived("minor", closed("SC-1", 2))(w)
		}, part: "contested"},
		"closed by a failed test that its author made conform": {do: func(w *world) {
			lived("minor", raised, fixed("b1"))(w)
			w.madeConform()
			lived("minor", closed("SC-1", 2))(w)
		}, part: "amended"},
		"a reserve lifted by a failed test that its author made conform": {do: func(w *world) {
			w.reserved(elise, journal.Reserve{}, "")
			fix := &journal.Fix{Build: "b1", By: "Atelier"}
			w.liftedAfter(marc, &journal.Retest{Case: "SC-1", Attempt: 2}, fix, w.madeConform)
		}, part: "amended", code: verify.ReserveRules},
		"closed by a test of before a delivery that asks for it again": {do: func(w *world) {
			lived("minor", raised, fixed("b1"))(w)
			w.replayed(yann)
			w.deliver("b2")
			lived("minor", closed("SC-1", 2))(w)
		}, part: "to_replay"},
		"a blocking one closed in the form of before": {
			do: lived("blocking", raised, act{elise, journal.Anomaly{Status: "closed"}, "Corrigée."}), part: "life",
		},
		"raised as rejected": {
			do: lived("blocking", act{yann, journal.Anomaly{Status: "rejected"}, ""}), part: "life",
		},
		"raised as closed": {
			do: lived("blocking", act{yann, journal.Anomaly{Status: "closed"}, ""}), part: "life",
		},
		"a blocking one lowered on the proposal of a note": {
			do: lived(
				"blocking", raised,
				do(yann, "note", "open", journal.Anomaly{Proposed: "minor", Workaround: "Un détour."}, ""),
				do(marc, "grade", "open", journal.Anomaly{Severity: "minor"}, "Bénigne."),
			), part: "right",
		},
		"retargeted by a note": {
			do: lived(
				"minor", raised, twin("ANO-0001"),
				do(yann, "note", "duplicate", journal.Anomaly{Original: "ANO-0404"}, ""),
			), part: "life",
		},
		"raised by a tester who says who corrects it": {
			do: lived("minor", act{yann, journal.Anomaly{Status: "open", Owner: "Atelier"}, ""}), part: "right",
		},
		"a reserve abandoned by a decision that nobody took": {do: func(w *world) {
			text := ""
			w.reserved(elise, journal.Reserve{}, "")
			kinds := []journal.Kind{journal.KindReserve}
			for rec, err := range w.db.Records(w.t.Context(), journal.Filter{Kinds: kinds}) {
				w.must(err)
				text = rec.Leaf.Reserve.Text
			}
			w.leaf(marc, journal.KindReserve, func(l *journal.Leaf, keep func(string) string) {
				l.Reserve = &journal.Reserve{
					Number: "RES-0009", Class: "minor", Check: "SC-1", Text: text, Act: "abandon", Status: "abandoned",
					Decision: "DEC-404", Reason: keep("Sans objet."),
				}
			})
		}, part: "life", code: verify.ReserveRules},
	}
}

// objected appends an objection to the second attempt of SC-1.
func (w *world) objected(kind journal.Kind, cause string) {
	w.t.Helper()
	w.leaf(elise, kind, func(l *journal.Leaf, text func(string) string) {
		l.Objection = &journal.Objection{Case: "SC-1", Attempt: 2, Cause: cause, Reason: text("Mauvaise version.")}
	})
}

// madeConform appends another attempt of SC-1, that fails, and the correction of it into conform.
func (w *world) madeConform() {
	w.t.Helper()
	w.replayedAs(recette.Failed)
	w.amended(yann, w.lastOf("SC-1"), func(a *journal.Amend) { a.Case, a.Attempt = "SC-1", 2 })
}

// The life of a gap that no verb records is said to be such, for what it breaks.
func TestGapsThatNoVerbMakes(t *testing.T) {
	t.Parallel()
	for name, a := range livesOfGaps() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a.do(w)
			if a.code == "" {
				a.code = verify.AnomalyRules
			}
			var said []string
			for _, f := range w.judge(w.make().file, true).Content {
				if f.Code == a.code {
					said = append(said, f.Args[len(f.Args)-1])
				}
				if f.Status == verify.NotConform {
					t.Errorf("the PV tells the leaves otherwise: %s %v", f.Code, f.Args)
				}
			}
			if !slices.Contains(said, a.part) {
				t.Errorf("%s says %q, want %s", a.code, said, a.part)
			}
		})
	}
}

// A re-test that somebody invalidates shows nothing any more: a PV that goes on saying that the gap is closed lies.
func TestAnInvalidRetestClosesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	by := &journal.Fix{Build: "b1", By: "Atelier"}
	lived(
		"blocking", act{who: yann, leaf: journal.Anomaly{Status: "open"}},
		act{who: elise, leaf: journal.Anomaly{Status: "fixed", Act: "fix", Fix: by}},
	)(w)
	w.reserved(elise, journal.Reserve{}, "")
	w.lifted(marc, &journal.Retest{Case: "SC-1", Attempt: 2}, by)
	lived("blocking", act{who: elise, leaf: journal.Anomaly{
		Status: "closed", Act: "close", Retest: &journal.Retest{Case: "SC-1", Attempt: 2},
	}})(w)
	w.objected(journal.KindInvalidate, "build")
	m := w.make()
	at := slices.IndexFunc(m.pv.Anomalies, func(a reports.Anomaly) bool { return a.Number == "ANO-0009" })
	of := slices.IndexFunc(m.pv.Reserves, func(r reports.Reserve) bool { return r.Number == "RES-0009" })
	a, r := m.pv.Anomalies[at], m.pv.Reserves[of]
	if a.Status != "fixed" || a.Retest != nil || a.Reason == "" || r.Status != "fixed" || r.Retest != nil {
		t.Errorf("anomaly %+v, reserve %+v, want both to be tested again", a, r)
	}
	if !slices.ContainsFunc(m.pv.Warnings, func(x reports.Warning) bool {
		return x.Code == "blocking_open" && slices.Contains(x.Args, "ANO-0009")
	}) {
		t.Errorf("no warning of the open blocking anomaly among %v", m.pv.Warnings)
	}
	if found := codes(w.judge(m.file, true)); found[verify.AnomalyMismatch]+found[verify.Derived]+
		found[verify.ReserveMismatch] != "" {
		t.Errorf("the PV that says so: %v", found)
	}
	m.pv.Anomalies, m.pv.Reserves = slices.Clone(m.pv.Anomalies), slices.Clone(m.pv.Reserves)
	m.pv.Anomalies[at].Status, m.pv.Reserves[of].Status = "closed", "lifted"
	m.pv.Anomalies[at].Retest = &reports.Retest{Case: "SC-1", Attempt: 2}
	m.pv.Reserves[of].Retest = m.pv.Anomalies[at].Retest
	found := codes(w.judge(w.draw(m.pv, m.pv, m, w.texts(), w.contents(m.file)), true))
	if found[verify.AnomalyMismatch] != verify.NotConform || found[verify.ReserveMismatch] != verify.NotConform {
		t.Errorf("the PV that says both are closed: %v", found)
	}
}

// An anomaly of one journey stands on the case of another one through a duplicate: the PV of that one says what it is,
// counts it, measures it and warns of it, and a fact about it overtakes that PV.
func TestADuplicateCarriesItsOriginal(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		m.Journeys[0].Cases = []string{"SC-1"}
		c := &m.Cases[1]
		c.Journeys = []string{"courriel"}
		m.Journeys = append(m.Journeys, plan.Journey{
			Code: "courriel", Title: "Courriel", Cases: []string{c.ID, "SC-3"},
		})
		m.Exit = []plan.Criterion{{Text: "Aucune bloquante", Measure: "blocking_open", Threshold: "0"}}
	})
	number, err := w.campaigns.Note(t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-1", Step: 2, Summary: "Rien ne part.",
	})
	w.must(err)
	_, err = w.campaigns.Note(t.Context(), elise, campaignID, gap.Change{
		Number: "ANO-0001", Act: recette.AnomalyDuplicity, Original: number, Reason: "La même.",
	})
	w.must(err)
	early := w.makeOf("courriel")
	w.rendered(early, early.file)
	_, err = w.campaigns.Note(t.Context(), elise, campaignID, gap.Change{
		Number: number, Act: recette.AnomalyQualify, Severity: recette.Blocking, Reason: "Tout s’arrête.",
	})
	w.must(err)
	doc, err := signoff.Read(t.Context(), early.file)
	w.must(err)
	if err := w.signOff.CheckSign(t.Context(), elise, elise.Role, doc); !errors.Is(err, campaign.ErrOvertaken) {
		t.Errorf("the PPO is told %v of the PV of before", err)
	}
	if found := codes(w.judge(w.forced(early, early.file), false)); found[verify.SignedLate] != verify.Indeterminate {
		t.Errorf("signed since: %v", found)
	}

	m := w.makeOf("courriel")
	is := func(a reports.Anomaly) bool { return a.Number == number }
	at := slices.IndexFunc(m.pv.Anomalies, is)
	if at < 0 || m.pv.Anomalies[at].Severity != "blocking" {
		t.Fatalf("anomalies = %+v, want the original among them", m.pv.Anomalies)
	}
	if c := m.pv.Exit[0]; c.Measured != "1" || c.Met != "no" {
		t.Errorf("criterion = %+v, want 1 and not met", c)
	}
	if c := m.pv.AnomalyCounts[0]; c.Severity != "blocking" || c.Open != 1 {
		t.Errorf("counts = %+v, want one open blocking anomaly", c)
	}
	warned := func(x reports.Warning) bool { return x.Code == "blocking_open" && slices.Contains(x.Args, number) }
	if !slices.ContainsFunc(m.pv.Warnings, warned) {
		t.Errorf("no warning of it among %+v", m.pv.Warnings)
	}
	for code, status := range codes(w.judge(m.file, true)) {
		if status == verify.NotConform && code != verify.SignatureMissing {
			t.Errorf("the PV that says so: %s", code)
		}
	}
	for name, lie := range map[string]struct {
		change func(*reports.PV)
		want   verify.Code
	}{
		"left out": {func(pv *reports.PV) {
			pv.Anomalies = slices.DeleteFunc(pv.Anomalies, is)
		}, verify.AnomalyMismatch},
		"said met": {func(pv *reports.PV) {
			pv.Exit[0].Measured, pv.Exit[0].Met = "0", "yes"
		}, verify.CriterionMismatch},
		"not warned of": {func(pv *reports.PV) {
			pv.Warnings = slices.DeleteFunc(pv.Warnings, warned)
		}, verify.Derived},
		"not counted": {func(pv *reports.PV) {
			pv.AnomalyCounts[0].Open, pv.AnomalyCounts[0].Total = 0, 0
		}, verify.AnomalyMismatch},
	} {
		pv := m.pv
		pv.Anomalies, pv.AnomalyCounts = slices.Clone(pv.Anomalies), slices.Clone(pv.AnomalyCounts)
		pv.Exit, pv.Warnings = slices.Clone(pv.Exit), slices.Clone(pv.Warnings)
		lie.change(&pv)
		found := codes(w.judge(w.draw(pv, pv, m, w.texts(), w.contents(m.file)), true))
		if found[lie.want] != verify.NotConform {
			t.Errorf("%s: %v, want %s", name, found, lie.want)
		}
	}
}
