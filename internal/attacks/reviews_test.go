package attacks

import (
	"slices"
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

var (
	samira = recette.Actor{Ref: "p-samira", Name: "Samira Haddad", Role: recette.QA}
	corse  = recette.Actor{Ref: "p-corse", Name: "Ange Luciani", Role: recette.Referent}
)

// readOver has a plan ask that SC-1, which Bretagne plays, is read over.
func readOver(m *plan.Manifest) {
	m.Antennes = []string{"Bretagne", "Corse"}
	m.Cases[0].Antenne = "Bretagne"
	m.Parties = append(m.Parties,
		plan.Participant{Ref: samira.Ref, Name: samira.Name, Role: string(samira.Role)},
		plan.Participant{
			Ref: corse.Ref, Name: corse.Name, Role: string(corse.Role), Entity: "Corse", Perimeter: []string{"Corse"},
		})
	m.Sections = &plan.Sections{Review: plan.Review{Cases: []string{"SC-1"}, Named: []string{"SC-1"}}}
}

// lastOf gives the position of the last leaf of the results of a case.
func (w *world) lastOf(id string) (seq int64) {
	w.t.Helper()
	for rec, err := range w.db.Records(w.t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindResult}}) {
		w.must(err)
		if rec.Leaf.Result.Case == id {
			seq = rec.Leaf.Seq
		}
	}
	return seq
}

// reads appends what somebody says of an attempt of SC-1, whose last leaf is told.
func (w *world) reads(who recette.Actor, attempt int, leaf int64, what recette.Reading) {
	w.t.Helper()
	w.leaf(who, journal.KindReview, func(l *journal.Leaf, text func(string) string) {
		l.Review = &journal.Review{
			Case: "SC-1", Attempt: attempt, Leaf: leaf, Reading: string(what), Reason: text("Preuve illisible."),
		}
	})
}

// A reading that no verb of the product records is said to be such, for what it breaks, and nothing counts for it.
func TestReadingsThatNoVerbMakes(t *testing.T) {
	t.Parallel()
	posing := recette.Actor{Ref: yann.Ref, Name: yann.Name, Role: recette.QA}
	for name, a := range map[string]struct {
		do   func(w *world)
		part string
		held string // what the PV says of SC-1
	}{
		"accepted by its tester": {
			func(w *world) { w.reads(yann, 1, w.lastOf("SC-1"), recette.Accept) }, "right", "unread",
		},
		"accepted by its tester under another role": {
			func(w *world) { w.reads(posing, 1, w.lastOf("SC-1"), recette.Accept) }, "self", "unread",
		},
		"acceptance of an older attempt": {func(w *world) {
			old := w.lastOf("SC-1")
			w.played(yann, "SC-1", 2)
			w.reads(samira, 1, old, recette.Accept)
		}, "attempt", "unread"},
		"acceptance of what the attempt was before": {
			func(w *world) { w.reads(samira, 1, w.lastOf("SC-1")-1, recette.Accept) }, "attempt", "unread",
		},
		"accepted by somebody of another branch": {
			func(w *world) { w.reads(corse, 1, w.lastOf("SC-1"), recette.Accept) }, "perimeter", "",
		},
		"accepted once it was returned": {func(w *world) {
			w.reads(samira, 1, w.lastOf("SC-1"), recette.Return)
			w.reads(elise, 1, w.lastOf("SC-1"), recette.Accept)
		}, "life", "returned"},
		"accepted once the campaign is closed": {func(w *world) {
			w.leaf(elise, journal.KindCampaignClose, func(*journal.Leaf, func(string) string) {})
			w.reads(samira, 1, w.lastOf("SC-1"), recette.Accept)
		}, "closed", "unread"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, readOver)
			a.do(w)
			m := w.make()
			if m.pv.Cases[0].Hold != a.held {
				t.Errorf("SC-1 is held by %q, want %q", m.pv.Cases[0].Hold, a.held)
			}
			var said []string
			for _, f := range w.judge(m.file, true).Content {
				if f.Code == verify.NoteRules {
					said = append(said, f.Args[2])
				}
				if f.Status == verify.NotConform {
					t.Errorf("the PV tells the leaves otherwise: %s %v", f.Code, f.Args)
				}
			}
			if !slices.Contains(said, a.part) {
				t.Errorf("breaks %v, want %s", said, a.part)
			}
		})
	}
}

// What is read over by somebody who may counts, and a PV that leaves a return out, or says of a result that somebody
// read it over, is not conform.
func TestReadingsAreToldAsTheyWere(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, readOver)
	before := w.make()
	if f := before.pv.Figures; f.Unread != 1 || f.Executed != 1 {
		t.Errorf("before any reading: %+v", f)
	}
	w.reads(samira, 1, w.lastOf("SC-1"), recette.Accept)
	m := w.make()
	if f := m.pv.Figures; f.Unread != 0 || f.Executed != 2 || m.pv.Cases[0].Hold != "" {
		t.Errorf("once it is accepted: %+v", f)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform || f.Code == verify.NoteRules {
			t.Errorf("an honest reading: %s %v", f.Code, f.Args)
		}
	}
	w.played(yann, "SC-1", 2)
	if m = w.make(); m.pv.Cases[0].Hold != "unread" {
		t.Errorf("another attempt is held by %q", m.pv.Cases[0].Hold)
	}
	w.reads(samira, 2, w.lastOf("SC-1"), recette.Return)
	m = w.make()
	if m.pv.Cases[0].Hold != "returned" || m.pv.Figures.Returned != 1 {
		t.Errorf("once it is returned: %q, %+v", m.pv.Cases[0].Hold, m.pv.Figures)
	}
	drop := func(pv *reports.PV) {
		pv.Readings = pv.Readings[:len(pv.Readings)-1]
		pv.Cases = slices.Clone(pv.Cases)
		pv.Cases[0].Hold = ""
		pv.Figures.Returned, pv.Figures.NotRun = 0, pv.Figures.NotRun-1
		pv.Figures.Executed, pv.Figures.Passed = pv.Figures.Executed+1, pv.Figures.Passed+1
	}
	for name, lie := range map[string]func(pv *reports.PV){
		"a return that is left out": drop,
		"a return that is left out with its leaf": func(pv *reports.PV) {
			drop(pv)
			last := w.lastOf("SC-1") + 1
			pv.Journal.Leaves = slices.DeleteFunc(slices.Clone(pv.Journal.Leaves), func(l reports.Leaf) bool {
				return l.Seq == last
			})
		},
		"a return told as an acceptance": func(pv *reports.PV) {
			pv.Readings = slices.Clone(pv.Readings)
			pv.Readings[len(pv.Readings)-1].Reading = "accepted"
		},
	} {
		pv := m.pv
		lie(&pv)
		if r := w.judge(w.draw(pv, pv, m, m.texts, w.contents(m.file)), true); r.Status != verify.NotConform {
			t.Errorf("%s: %s", name, r.Status)
		}
	}
}

// A failure that the plan asks to read over does not count unread for its author made it conform.
func TestReadingsOfWhatIsAmended(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, readOver, func(m *plan.Manifest) { m.Sections.Review.Verdicts = []string{"failed"} })
	w.replayedAs(recette.Failed)
	w.amended(yann, w.lastOf("SC-1"), func(a *journal.Amend) { a.Case, a.Attempt = "SC-1", 2 })
	honest := func(held string) made {
		m := w.make()
		if got := m.pv.Cases[0].Hold; got != held {
			t.Errorf("SC-1 is held by %q, want %q", got, held)
		}
		for _, f := range w.judge(m.file, true).Content {
			if f.Status == verify.NotConform || f.Code == verify.NoteRules {
				t.Errorf("an honest PV, held by %q: %s %v", held, f.Code, f.Args)
			}
		}
		return m
	}
	m := honest("unread")
	pv := m.pv
	pv.Cases = slices.Clone(pv.Cases)
	pv.Cases[0].Hold = ""
	pv.Figures.Unread, pv.Figures.Executed, pv.Figures.Passed = 0, pv.Figures.Executed+1, pv.Figures.Passed+1
	if r := w.judge(w.draw(pv, pv, m, m.texts, w.contents(m.file)), true); r.Status != verify.NotConform {
		t.Errorf("a PV that counts it: %s", r.Status)
	}
	w.leaf(samira, journal.KindReview, func(l *journal.Leaf, text func(string) string) {
		l.Review = &journal.Review{
			Case: "SC-1", Attempt: 2, Leaf: m.pv.Cases[0].Leaves[len(m.pv.Cases[0].Leaves)-1],
			Reading: string(recette.Accept), Reason: text("Vu."),
		}
	})
	honest("")
}
