package attacks

import (
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// amends corrects the failure of SC-2 into conform, as the product lets its author.
func (w *world) amends() {
	w.t.Helper()
	_, err := w.campaigns.Amend(w.t.Context(), yann, campaign.Amend{
		Campaign: campaignID, Case: "SC-2", Reason: "J’ai lu la ligne du dessous.",
		Steps: []campaign.Judgement{{Step: 1, Verdict: recette.Passed}},
	})
	w.must(err)
}

// amended appends a correction of SC-2 that no verb makes: conform at its last step, unless it is changed.
func (w *world) amended(who recette.Actor, leaf int64, change func(a *journal.Amend)) {
	w.t.Helper()
	w.leaf(who, journal.KindAmend, func(l *journal.Leaf, text func(string) string) {
		l.Amend = &journal.Amend{
			Case: "SC-2", Attempt: 1, Leaf: leaf, Verdict: "passed", Reason: text("mal lu"),
			Steps: []journal.Correction{{Step: 1, Verdict: "passed"}},
		}
		change(l.Amend)
	})
}

// What an author amends is one attempt, and the PV tells both verdicts: one that tells less is not believed.
func TestAmendmentsAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.make()
	w.amends()
	m := w.make()
	row := m.pv.Cases[1]
	if row.Verdict != "passed" || row.Attempts != 1 || !row.EndedAt.Equal(*before.pv.Cases[1].EndedAt) ||
		len(row.Steps[1].Evidence) != 1 {
		t.Fatalf("SC-2 is %s after %d attempts, its last step %+v", row.Verdict, row.Attempts, row.Steps[1])
	}
	if m.pv.RunMicros != before.pv.RunMicros || len(m.pv.Sessions) != len(before.pv.Sessions) {
		t.Errorf("it took %d µs, want %d: nobody played", m.pv.RunMicros, before.pv.RunMicros)
	}
	if a := m.pv.Amendments; len(a) != 1 || a[0].Was != "failed" || a[0].Steps[0].Was.Observed != "rien ne vient" {
		t.Fatalf("amendments %+v", a)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform || f.Code == verify.NoteRules {
			t.Errorf("an honest PV: %s %v", f.Code, f.Args)
		}
	}
	change := func(pv *reports.PV, change func(*reports.Amendment)) {
		pv.Amendments = slices.Clone(pv.Amendments)
		a := &pv.Amendments[0]
		a.Steps = slices.Clone(a.Steps)
		change(a)
	}
	for name, lie := range map[string]func(pv *reports.PV){
		"hides it":           func(pv *reports.PV) { pv.Amendments = nil },
		"hides it in a list": func(pv *reports.PV) { pv.Amendments = []reports.Amendment{} },
		"hides it with its leaf": func(pv *reports.PV) {
			pv.Amendments = nil
			n := len(pv.Journal.Leaves)
			pv.Journal.Leaves = slices.Clone(pv.Journal.Leaves)[:n-1]
		},
		"says that it was conform": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.Was, a.Steps[0].Was.Verdict = "passed", "passed" })
		},
		"hides what was seen first": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.Steps[0].Was.Observed = "" })
		},
		"says that something else was": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.Steps[0].Was.Observed = "tout va bien" })
		},
		"hides the step": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.Steps = nil })
		},
		"gives another reason": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.Reason = "rejoué" })
		},
		"gives another author": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.By = elise.Name })
		},
		"gives another instant": func(pv *reports.PV) {
			change(pv, func(a *reports.Amendment) { a.At = a.At.Add(-time.Minute) })
		},
		"drops the evidence": func(pv *reports.PV) {
			pv.Cases = slices.Clone(pv.Cases)
			pv.Cases[1].Steps = slices.Clone(pv.Cases[1].Steps)
			pv.Cases[1].Steps[1].Evidence = nil
		},
		"says that it was played again": func(pv *reports.PV) {
			pv.Cases = slices.Clone(pv.Cases)
			pv.Cases[1].Attempt, pv.Cases[1].Attempts = 2, 2
		},
		"does not warn of it": func(pv *reports.PV) {
			pv.Warnings = slices.DeleteFunc(slices.Clone(pv.Warnings), func(x reports.Warning) bool {
				return x.Code == "amended"
			})
		},
	} {
		pv := m.pv
		lie(&pv)
		if r := w.judge(w.draw(pv, pv, m, m.texts, w.contents(m.file)), true); r.Status != verify.NotConform {
			t.Errorf("a PV that %s: %s", name, r.Status)
		}
	}
}

// A correction that no verb of the product records is said to be such, and changes no verdict.
func TestAmendmentsThatNoVerbMakes(t *testing.T) {
	t.Parallel()
	none := func(*journal.Amend) {}
	sits := func(l *journal.Leaf, _ func(string) string) {
		l.Session = &journal.Session{
			Number: "SES-0001", Present: []journal.Presence{{Ref: elise.Ref, Animates: true}, {Ref: yann.Ref}},
		}
	}
	rises := func(l *journal.Leaf, _ func(string) string) { l.Session = &journal.Session{Number: "SES-0001"} }
	for name, a := range map[string]struct {
		do   func(w *world, leaf int64)
		part string
	}{
		"by a supplier": {func(w *world, leaf int64) {
			w.amended(recette.Actor{Ref: "p-sup", Name: "Atelier", Role: recette.Supplier}, leaf, none)
		}, "right"},
		"by the PO":           {func(w *world, leaf int64) { w.amended(marc, leaf, none) }, "right"},
		"by another":          {func(w *world, leaf int64) { w.amended(elise, leaf, none) }, "foreign"},
		"by nobody":           {func(w *world, leaf int64) { w.amended(recette.Actor{}, leaf, none) }, "foreign"},
		"of a leaf of before": {func(w *world, leaf int64) { w.amended(yann, leaf-1, none) }, "attempt"},
		"of another attempt": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) { a.Attempt = 2 })
		}, "attempt"},
		"the day after": {func(w *world, leaf int64) {
			w.now = w.now.Add(24 * time.Hour)
			w.amended(yann, leaf, none)
		}, "sitting"},
		"days after, by a clock that is set back": {func(w *world, leaf int64) {
			then := w.now
			w.now = w.now.Add(72 * time.Hour)
			w.leaf(elise, journal.KindSuspend, func(l *journal.Leaf, text func(string) string) {
				l.Pause = &journal.Pause{Reason: text("panne")}
			})
			w.leaf(elise, journal.KindResume, func(l *journal.Leaf, text func(string) string) {
				l.Pause = &journal.Pause{Reason: text("réparé")}
			})
			w.now = then
			w.amended(yann, leaf, none)
		}, "sitting"},
		"once the session is closed": {func(w *world, _ int64) {
			w.leaf(elise, journal.KindSessionOpen, sits)
			w.replayedFailed()
			last := w.make().pv.Cases[1].Leaves
			w.leaf(elise, journal.KindSessionClose, rises)
			w.amended(yann, last[len(last)-1], func(a *journal.Amend) { a.Attempt = 2 })
		}, "sitting"},
		"once the campaign is closed": {func(w *world, leaf int64) {
			w.leaf(elise, journal.KindCampaignClose, func(*journal.Leaf, func(string) string) {})
			w.amended(yann, leaf, none)
		}, "closed"},
		"while it is suspended": {func(w *world, leaf int64) {
			w.leaf(elise, journal.KindSuspend, func(l *journal.Leaf, text func(string) string) {
				l.Pause = &journal.Pause{Reason: text("panne")}
			})
			w.amended(yann, leaf, none)
		}, "life"},
		"of what is contested": {func(w *world, leaf int64) {
			w.leaf(elise, journal.KindContest, func(l *journal.Leaf, text func(string) string) {
				l.Objection = &journal.Objection{Case: "SC-2", Attempt: 1, Reason: text("non")}
			})
			w.amended(yann, leaf, none)
		}, "contested_result"},
		"of what was taken from a cahier": {func(w *world, _ int64) {
			w.onPaper(elise.Ref, "2026-11-23")
			w.amended(yann, w.lastOf("SC-3"), func(a *journal.Amend) {
				a.Case, a.Verdict, a.Steps[0].Verdict, a.Steps[0].Cause = "SC-3", "blocked", "blocked", "data"
			})
		}, "taken"},
		"of a result of before a delivery": {func(w *world, leaf int64) {
			w.deliver("b2")
			w.amended(yann, leaf, none)
		}, "due_result"},
		"of what a reader sent back": {func(w *world, leaf int64) {
			w.leaf(elise, journal.KindReview, func(l *journal.Leaf, text func(string) string) {
				l.Review = &journal.Review{
					Case: "SC-2", Attempt: 1, Leaf: leaf, Reading: string(recette.Return), Reason: text("illisible"),
				}
			})
			w.amended(yann, leaf, none)
		}, "due_result"},
		"of what something else than its steps ended": {func(w *world, _ int64) {
			w.leaf(yann, journal.KindResult, func(l *journal.Leaf, _ func(string) string) {
				l.Result = &journal.Result{
					Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "blocked",
					Mode:  "manual",
					Steps: []journal.Observation{manual(0, recette.Passed), manual(1, recette.PassedWithRemark)},
				}
			})
			w.amended(yann, w.lastOf("SC-3"), func(a *journal.Amend) { a.Case = "SC-3" })
		}, "ended"},
		"of a step that is none": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) { a.Steps[0].Step = 7 })
		}, "by_hand"},
		"that changes nothing": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) { a.Verdict, a.Steps[0].Step = "failed", 0 })
		}, "same"},
		"failed, and nothing seen": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) {
				a.Verdict, a.Steps[0].Step, a.Steps[0].Verdict = "failed", 0, "failed"
			})
		}, "observed"},
		"blocked by the weather": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) {
				a.Verdict, a.Steps[0].Verdict, a.Steps[0].Cause = "blocked", "blocked", "rain"
			})
		}, "cause"},
		"with a verdict that its steps do not give": {func(w *world, leaf int64) {
			w.amended(yann, leaf, func(a *journal.Amend) { a.Steps[0].Verdict, a.Steps[0].Cause = "blocked", "data" })
		}, "verdict"},
	} {
		w := newWorld(t)
		last := w.make().pv.Cases[1].Leaves
		a.do(w, last[len(last)-1])
		m := w.make()
		var said []string
		for _, f := range w.judge(m.file, true).Content {
			if f.Code == verify.NoteRules {
				said = append(said, f.Args[2])
			}
		}
		if !slices.Contains(said, a.part) || len(m.pv.Amendments) != 0 && a.part != "verdict" && a.part != "cause" &&
			a.part != "observed" && a.part != "same" && a.part != "ended" {
			t.Errorf("%s: breaks %v, want %s; amendments %+v", name, said, a.part, m.pv.Amendments)
		}
	}
}

// replayedFailed appends another attempt of SC-2, that fails.
func (w *world) replayedFailed() {
	w.t.Helper()
	w.leaf(yann, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
		last := manual(1, recette.Failed)
		last.Observed = text("rien ne vient")
		l.Result = &journal.Result{
			Case: "SC-2", Content: testedContent, Attempt: 2, Pass: 1, Closed: true, Verdict: "failed",
			Mode: "manual", Steps: []journal.Observation{manual(0, recette.Passed), last},
		}
	})
}

// A step that automation judged stays as it judged it.
func TestAmendmentsChangeNoAutomatedStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.attempt(yann, func(func(string) string) []journal.Observation {
		first, last := manual(0, recette.Passed), manual(1, recette.Failed)
		last.Mode, last.Outcome = string(recette.Automated), "failed"
		return []journal.Observation{first, last}
	})
	last := w.make().pv.Cases[2].Leaves
	w.amended(yann, last[len(last)-1], func(a *journal.Amend) { a.Case = "SC-3" })
	m := w.make()
	r := w.judge(m.file, true)
	if !slices.ContainsFunc(r.Content, func(f verify.Finding) bool {
		return f.Code == verify.NoteRules && f.Args[2] == "by_hand"
	}) {
		t.Errorf("findings %+v", r.Content)
	}
	if m.pv.Cases[2].Verdict != "failed" || len(m.pv.Amendments) != 0 {
		t.Errorf("SC-3 is %s, amendments %+v", m.pv.Cases[2].Verdict, m.pv.Amendments)
	}
}

// apart has SC-2 be of another journey than the other cases.
func apart(m *plan.Manifest) {
	m.Journeys = m.Journeys[:1]
	m.Journeys[0].Cases = []string{"SC-1", "SC-3"}
	m.Cases[1].Journeys = []string{"courriel"}
	m.Journeys = append(m.Journeys, plan.Journey{Code: "courriel", Title: "Courriel", Cases: []string{"SC-2"}})
}

// liftedApart has a reserve on the anomaly of SC-2 be lifted by SC-1, played again, and gives its number.
func (w *world) liftedApart() string {
	w.t.Helper()
	ctx := w.t.Context()
	number, err := w.campaigns.Note(ctx, elise, campaignID, gap.Reserve{
		Class: recette.Minor, Text: "Adhésion à rejouer", Anomaly: "ANO-0001", Owner: "Atelier", Due: "2026-12-24",
		Check: "SC-1",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, elise, campaignID, gap.Move{
		Number: number, Act: recette.ReserveFix, Build: "b1", FixedBy: "Atelier",
	})
	w.must(err)
	_, err = w.campaigns.Record(ctx, yann, campaign.Result{
		Campaign: campaignID, Case: "SC-1", Content: testedContent, Attempt: 2, Pass: 1, Mode: recette.Manual,
		Closed: true, Steps: []campaign.Observation{
			{Mode: recette.Manual, Verdict: recette.Passed}, {Step: 1, Mode: recette.Manual, Verdict: recette.Passed},
		},
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, marc, campaignID, gap.Move{
		Number: number, Act: recette.ReserveLift, Reason: "Vu.", Retest: gap.Retest{Case: "SC-1"},
	})
	w.must(err)
	return number
}

// statusIn gives what a PV says of a reserve, to be changed; nil when it says nothing.
func statusIn(m made, number string) *string {
	for i := range m.pv.Reserves {
		if m.pv.Reserves[i].Number == number {
			return &m.pv.Reserves[i].Status
		}
	}
	return nil
}

// A reserve is lifted by a case that the PV of another journey does not show: once its author corrects what it came to,
// the reserve is to be verified again there too.
func TestAmendmentOutOfScope(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, apart)
	number := w.liftedApart()
	if got := *statusIn(w.makeOf("courriel"), number); got != "lifted" {
		t.Fatalf("the reserve is %s", got)
	}
	_, err := w.campaigns.Amend(t.Context(), yann, campaign.Amend{
		Campaign: campaignID, Case: "SC-1", Reason: "Mal lu.", Steps: []campaign.Judgement{
			{Step: 1, Verdict: recette.Failed, Observed: "rien ne vient"},
		},
	})
	w.must(err)
	w.liftedNoMore(number)
}

// What was seen of a step that the PV of a journey does not show, no leaf of it proves: it is not told there either.
func TestTheFailureOfAnotherJourneyIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, apart)
	number, err := w.campaigns.Note(t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-1", Summary: "La confirmation manque.",
	})
	w.must(err)
	_, err = w.campaigns.Note(t.Context(), elise, campaignID, gap.Change{
		Number: number, Act: recette.AnomalyDuplicity, Original: "ANO-0001", Reason: "La même.",
	})
	w.must(err)
	for journey, want := range map[string]string{"adhesion": "", "courriel": "rien ne vient"} {
		m := w.makeOf(journey)
		if a := m.pv.Anomalies[0]; a.Number != "ANO-0001" || a.Observed != want {
			t.Errorf("journey %s tells of %s that %q was seen, want %q", journey, a.Number, a.Observed, want)
		}
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform {
				t.Errorf("journey %s: an honest PV: %s %v", journey, f.Code, f.Args)
			}
		}
	}
}

// A reading that sends back what had lifted a reserve takes the lifting back, in the PV that does not show the reading
// too.
func TestAReadingOutOfScope(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, apart, func(m *plan.Manifest) {
		m.Parties = append(m.Parties, plan.Participant{Ref: samira.Ref, Name: samira.Name, Role: string(samira.Role)})
	})
	number := w.liftedApart()
	w.reads(samira, 2, w.lastOf("SC-1"), recette.Return)
	w.liftedNoMore(number)
}

// What is said against the result that had lifted a reserve takes the lifting back, in the PV that does not show the
// result too.
func TestAnObjectionOutOfScope(t *testing.T) {
	t.Parallel()
	for kind, who := range map[journal.Kind]recette.Actor{
		journal.KindContest: marc, journal.KindInvalidate: samira,
	} {
		w := newWorldOf(t, 3, apart, func(m *plan.Manifest) {
			m.Parties = append(m.Parties, plan.Participant{
				Ref: samira.Ref, Name: samira.Name, Role: string(samira.Role),
			})
		})
		number := w.liftedApart()
		if got := *statusIn(w.makeOf("courriel"), number); got != "lifted" {
			t.Fatalf("%s: the reserve is %s before it", kind, got)
		}
		w.leaf(who, kind, func(l *journal.Leaf, text func(string) string) {
			l.Objection = &journal.Objection{Case: "SC-1", Attempt: 2, Reason: text("mal lu")}
			if kind == journal.KindInvalidate {
				l.Objection.Cause = "data"
			}
		})
		w.liftedNoMore(number)
	}
}

// liftedNoMore holds that the PV of a journey, which does not show the re-test of a reserve, says that it is to be
// verified again, and is not believed when it still says that it is lifted.
func (w *world) liftedNoMore(number string) {
	w.t.Helper()
	m := w.makeOf("courriel")
	if got := *statusIn(m, number); got != "fixed" {
		w.t.Errorf("once its re-test is taken back, the reserve is %s", got)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform {
			w.t.Errorf("an honest PV: %s %v", f.Code, f.Args)
		}
	}
	m.pv.Reserves = slices.Clone(m.pv.Reserves)
	*statusIn(m, number) = "lifted"
	if r := w.judge(w.draw(m.pv, m.pv, m, m.texts, w.contents(m.file)), true); codes(r)[verify.ReserveMismatch] == "" {
		w.t.Errorf("a PV that still says it lifted: %s %v", r.Status, codes(r))
	}
}
