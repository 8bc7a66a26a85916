package attacks

import (
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
)

// criteria puts criteria of exit in a plan: the first counts major anomalies, the second does not.
func criteria(m *plan.Manifest) {
	m.Exit = []plan.Criterion{
		{Text: "Aucune majeure sur un parcours critique", Measure: "major_critical_open"},
		{Text: "Tout est exécuté", Measure: "executed"},
	}
}

// major raises a major anomaly on SC-1, of the critical journey, that a reserve carries: ANO-0002.
func (w *world) major() {
	w.t.Helper()
	number, err := w.campaigns.Note(w.t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Major, Case: "SC-1", Step: 2, Summary: "Le courriel part deux fois.",
	})
	w.must(err)
	_, err = w.campaigns.Note(w.t.Context(), elise, campaignID, gap.Reserve{
		Class: recette.Major, Text: "Deux courriels", Anomaly: number, Owner: "Atelier", Due: "2026-12-24",
		Check: "SC-1",
	})
	w.must(err)
}

// derogation appends the leaf of an act on a derogation, DER-0001 unless another number is given.
func (w *world) derogation(who recette.Actor, d journal.Derogation) {
	w.t.Helper()
	w.leaf(who, journal.KindDerogation, func(l *journal.Leaf, text func(string) string) {
		if d.Number == "" {
			d.Number = "DER-0001"
		}
		if d.Act == recette.AskDerogation {
			d.Text = text("Ouvrir malgré tout.")
		}
		l.Derogation = &d
	})
}

// waives asks for a derogation about something, and grants it.
func (w *world) waives(d journal.Derogation) {
	w.t.Helper()
	d.Act = recette.AskDerogation
	w.derogation(elise, d)
	w.derogation(marc, journal.Derogation{Number: d.Number, Act: recette.GrantDerogation})
}

// accept appends the decision to accept with reserves under a derogation.
func (w *world) accept(number string) {
	w.t.Helper()
	w.pronounce(journal.Decision{
		Decision: "accepted_with_reserves", Reserves: []string{"RES-0001", "RES-0002"}, Derogation: number,
		Effect: "2026-11-23",
	}, "Suffisant.")
}

// Whoever holds the key of the log pronounces under a derogation that nobody granted, or that was granted about
// something else: nobody is led to sign it, and the PV is conform for nobody. Nothing is said of one that fits.
func TestDerogationsThatOpenNothing(t *testing.T) {
	t.Parallel()
	const void, apart, major = "derogation_void", "derogation_apart", "major_on_critical"
	about := func(subject string) func(w *world) {
		return func(w *world) {
			w.waives(journal.Derogation{Subject: subject})
			w.accept("DER-0001")
		}
	}
	for name, tt := range map[string]struct {
		do   func(w *world)
		want []string
	}{
		"about the anomaly":             {about("ANO-0002"), nil},
		"about its case":                {about("SC-1"), nil},
		"about the criterion of majors": {about("exit/1"), nil},
		"about another criterion":       {about("exit/2"), []string{major}},
		"about no criterion":            {about("exit/3"), []string{apart, major}},
		"about another case":            {about("SC-3"), []string{apart, major}},
		"about a minor anomaly":         {about("ANO-0001"), []string{major}},
		"about nothing":                 {about(""), []string{apart, major}},
		"never asked for":               {func(w *world) { w.accept("DER-0404") }, []string{void, major}},
		"never asked for, and needed for nothing": {func(w *world) {
			w.pronounce(journal.Decision{Decision: "refused", Derogation: "DER-0404"}, "Non.")
		}, []string{void}},
		"of no number": {func(w *world) { w.accept("sans objet") }, []string{void, major}},
		"refused": {func(w *world) {
			w.derogation(elise, journal.Derogation{Act: recette.AskDerogation, Subject: "ANO-0002"})
			w.derogation(marc, journal.Derogation{Act: recette.RefuseDerogation})
			w.derogation(marc, journal.Derogation{Act: recette.GrantDerogation}) // the first answer stands
			w.accept("DER-0001")
		}, []string{void, major}},
		"without an answer": {func(w *world) {
			w.derogation(elise, journal.Derogation{Act: recette.AskDerogation, Subject: "ANO-0002"})
			w.accept("DER-0001")
		}, []string{void, major}},
		"granted after": {func(w *world) {
			w.derogation(elise, journal.Derogation{Act: recette.AskDerogation, Subject: "ANO-0002"})
			w.accept("DER-0001")
			w.derogation(marc, journal.Derogation{Act: recette.GrantDerogation})
		}, []string{void, major}},
		"expired": {func(w *world) {
			w.waives(journal.Derogation{Subject: "ANO-0002", Until: "2026-11-22"})
			w.accept("DER-0001")
		}, []string{void, major}},
		"about an anomaly that nobody had raised": {func(w *world) {
			w.waives(journal.Derogation{Subject: "ANO-0003"})
			w.accept("DER-0001")
			_, err := w.campaigns.Note(t.Context(), yann, campaignID, gap.Anomaly{
				Severity: recette.Minor, Case: "SC-3", Step: 2, Summary: "Lent.",
			})
			w.must(err)
		}, []string{apart, major}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, criteria)
			w.major()
			tt.do(w)
			m := w.make()
			w.rendered(m, m.file)
			w.decidedAgainst(m, tt.want)
		})
	}
}

// broken lists the rules against which a decision was pronounced, in order.
func broken(r *verify.Report) []string {
	var out []string
	for _, f := range r.Content {
		if f.Code == verify.DecisionRules {
			out = append(out, f.Args[2])
		}
	}
	slices.Sort(out)
	return out
}

// lawful expects a signed PV to be conform.
func (w *world) lawful(signed []byte) {
	w.t.Helper()
	for _, alone := range []bool{true, false} {
		if r := w.judge(signed, alone); r.Status != verify.Conform {
			w.t.Errorf("alone %t: %s %v, want conform", alone, r.Status, codes(r))
		}
	}
}

// Through the product, a granted derogation is of use, and stays so when it is over, or its anomaly closed, before the
// PV is signed.
func TestADerogationThatOpens(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3)
	ctx := t.Context()
	w.major()
	number, err := w.campaigns.Note(ctx, elise, campaignID, advice.Derogation{
		Subject: "ANO-0002", Text: "Ouvrir malgré tout.", Until: "2026-11-23",
	})
	w.must(err)
	_, err = w.campaigns.Note(ctx, marc, campaignID, advice.Ruling{Number: number, Grant: true})
	w.must(err)
	d := campaign.Decide{Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "r", Derogation: number}
	w.must(w.signOff.CheckDecide(ctx, marc, d))
	_, err = w.signOff.Decide(ctx, marc, w.unlock(marc), d)
	w.must(err)
	w.now = w.now.Add(72 * time.Hour)
	_, err = w.campaigns.Note(ctx, elise, campaignID, gap.Change{
		Number: "ANO-0002", Act: recette.AnomalyReject, Reason: "C’était voulu.",
	})
	w.must(err)
	m := w.make()
	w.rendered(m, m.file)
	if m.pv.Decision.Derogation != number || slices.Contains(m.pv.Absent, "6.2") {
		t.Errorf("derogation %q, absent %v", m.pv.Decision.Derogation, m.pv.Absent)
	}
	w.lawful(w.sign(m, m.file))
}

// decidedAgainst holds that a PV whose decision the rules do not allow, for reasons in their order, is led to no
// signature and doubted once it has them; that of a decision that they allow is lawful.
func (w *world) decidedAgainst(m made, reasons []string) {
	w.t.Helper()
	if reasons == nil {
		w.lawful(w.sign(m, m.file))
		return
	}
	doc, err := signoff.Read(w.t.Context(), m.file)
	w.must(err)
	if w.signOff.CheckSign(w.t.Context(), elise, elise.Role, doc) == nil {
		w.t.Error("the PPO is led to sign it")
	}
	signed := w.forced(m, m.file)
	for _, alone := range []bool{true, false} {
		r := w.judge(signed, alone)
		if got := broken(r); r.Status != verify.Indeterminate || !slices.Equal(got, reasons) {
			w.t.Errorf("alone %t: %s, decision against %v, want %v", alone, r.Status, got, reasons)
		}
	}
}

// A derogation about a criterion is about the one of its own list: a PV that gives the text of another one lies, one
// that gives its own does not.
func TestADerogationIsAboutTheCriterionOfItsList(t *testing.T) {
	t.Parallel()
	for _, list := range recette.CriteriaLists() {
		t.Run(list, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, func(m *plan.Manifest) {
				m.Entry, m.Exit = []plan.Criterion{{Text: "entry"}}, []plan.Criterion{{Text: "exit"}}
				m.Sections = &plan.Sections{
					Suspension: []plan.Criterion{{Text: "suspension"}},
					Resumption: []plan.Criterion{{Text: "resumption"}},
				}
			})
			_, err := w.campaigns.Note(t.Context(), elise, campaignID, advice.Derogation{
				Subject: recette.CriterionName(list, 1), Text: "Sans.",
			})
			w.must(err)
			m := w.make()
			if got := m.pv.Derogations[0].Criterion; got != list {
				t.Errorf("the product says that it is about %q", got)
			}
			for _, said := range append(recette.CriteriaLists(), "") {
				pv := m.pv
				pv.Derogations = slices.Clone(pv.Derogations)
				pv.Derogations[0].Criterion = said
				r := w.judge(w.draw(pv, pv, m, m.texts, w.contents(m.file)), true)
				if lied := codes(r)[verify.NoteMismatch] == verify.NotConform; lied != (said != list) {
					t.Errorf("a PV that says that it is about %q: %v", said, codes(r))
				}
			}
		})
	}
}
