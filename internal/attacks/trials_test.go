package attacks

import (
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// rehearses plays SC-3, which nobody ran, out of the figures.
func (w *world) rehearses(who recette.Actor, kind recette.Trial, v recette.Verdict) {
	w.t.Helper()
	a, err := w.campaigns.BeginAttempt(w.t.Context(), who, campaign.Begin{
		Campaign: campaignID, Case: "SC-3", Content: testedContent, Mode: recette.Manual, Trial: kind,
	})
	w.must(err)
	last := campaign.Observation{Step: 1, Mode: recette.Manual, Verdict: v}
	if v == recette.Failed {
		last.Observed = "rien ne vient"
	}
	_, err = w.campaigns.Record(w.t.Context(), who, campaign.Result{
		Campaign: campaignID, Case: "SC-3", Content: testedContent, Attempt: a.Number, Pass: a.Pass, Closed: true,
		Mode: recette.Manual, Trial: kind,
		Steps: []campaign.Observation{{Mode: recette.Manual, Verdict: recette.Passed}, last},
	})
	w.must(err)
}

// tries appends a trial of SC-3 that no verb makes, conform.
func (w *world) tries(who recette.Actor) {
	w.t.Helper()
	w.leaf(who, journal.KindTrial, func(l *journal.Leaf, _ func(string) string) {
		l.Result = &journal.Result{
			Case: "SC-3", Content: testedContent, Attempt: 1, Pass: 1, Closed: true, Verdict: "passed",
			Mode: "manual", Steps: []journal.Observation{manual(0, recette.Passed), manual(1, recette.Passed)},
			Trial: "rehearsal",
		}
	})
}

// What is played out of the figures is in none of them, opens no draft, and makes nobody a tester: a PV with it says
// what one without it says, but how many there were.
func TestTrialsCountNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.make()
	w.rehearses(elise, recette.Rehearsal, recette.Passed)
	w.rehearses(elise, recette.Rehearsal, recette.Failed)
	w.rehearses(marc, recette.Exploratory, recette.Failed)
	m := w.make()
	if got, want := m.pv.Trials, (reports.Trials{Rehearsal: 2, Exploratory: 1}); got == nil || *got != want {
		t.Fatalf("trials %+v, want %+v", got, want)
	}
	if m.pv.Figures != before.pv.Figures || m.pv.Manual != before.pv.Manual {
		t.Errorf("figures %+v, want %+v", m.pv.Figures, before.pv.Figures)
	}
	if len(m.pv.Warnings) != len(before.pv.Warnings) || len(m.pv.Sessions) != len(before.pv.Sessions) {
		t.Errorf("warnings %v, sessions %v, want those of before", m.pv.Warnings, m.pv.Sessions)
	}
	if c := m.pv.Cases[2]; c.Verdict != string(recette.NotRun) || c.Attempts != 0 || len(c.Leaves) != 0 {
		t.Errorf("SC-3: %s, %d attempts, leaves %v", c.Verdict, c.Attempts, c.Leaves)
	}
	for _, f := range w.judge(m.file, true).Content {
		if f.Status == verify.NotConform || f.Code == verify.NoteRules {
			t.Errorf("an honest PV: %s %v", f.Code, f.Args)
		}
	}
	for name, lie := range map[string]func(pv *reports.PV){
		"hides them":            func(pv *reports.PV) { pv.Trials = nil },
		"hides one":             func(pv *reports.PV) { pv.Trials = &reports.Trials{Rehearsal: 1, Exploratory: 1} },
		"makes one up":          func(pv *reports.PV) { pv.Trials = &reports.Trials{Rehearsal: 3, Exploratory: 1} },
		"calls one exploratory": func(pv *reports.PV) { pv.Trials = &reports.Trials{Rehearsal: 1, Exploratory: 2} },
		"counts one as a result": func(pv *reports.PV) {
			pv.Cases = slices.Clone(pv.Cases)
			c := &pv.Cases[2]
			c.Verdict, c.Attempt, c.Attempts = "passed", 1, 1
			pv.Figures.NotRun, pv.Figures.Executed, pv.Figures.Passed = 0, pv.Figures.Executed+1, pv.Figures.Passed+1
		},
		"hides them with their leaves": func(pv *reports.PV) {
			pv.Trials = nil
			n := len(pv.Journal.Leaves)
			pv.Journal.Leaves = slices.Clone(pv.Journal.Leaves)[:n-3]
		},
	} {
		pv := m.pv
		lie(&pv)
		if r := w.judge(w.draw(pv, pv, m, m.texts, w.contents(m.file)), true); r.Status != verify.NotConform {
			t.Errorf("a PV that %s: %s", name, r.Status)
		}
	}
}

// A trial that no verb of the product records is said to be such.
func TestTrialsThatNoVerbMakes(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]struct {
		do   func(w *world)
		part string
	}{
		"by a supplier": {
			func(w *world) { w.tries(recette.Actor{Ref: "p-sup", Name: "Atelier", Role: recette.Supplier}) }, "right",
		},
		"once the campaign is closed": {func(w *world) {
			w.leaf(elise, journal.KindCampaignClose, func(*journal.Leaf, func(string) string) {})
			w.tries(yann)
		}, "closed"},
	} {
		w := newWorld(t)
		a.do(w)
		m := w.make()
		var said []string
		for _, f := range w.judge(m.file, true).Content {
			if f.Code == verify.NoteRules {
				said = append(said, f.Args[2])
			}
		}
		if !slices.Contains(said, a.part) || m.pv.Figures.Executed != 2 {
			t.Errorf("%s: breaks %v, want %s; figures %+v", name, said, a.part, m.pv.Figures)
		}
	}
}

// A PV that is out already is not overtaken by what counts nowhere.
func TestTrialsOvertakeNoPV(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	since := func() (n int) {
		for _, f := range w.judge(m.file, false).Journal {
			if f.Code == verify.FactsSince || f.Code == verify.LeafOmitted {
				n++
			}
		}
		return n
	}
	w.rehearses(elise, recette.Rehearsal, recette.Failed)
	if n := since(); n != 0 {
		t.Errorf("%d findings once somebody rehearsed, want none", n)
	}
	w.played(yann, "SC-3", 1)
	if n := since(); n != 1 {
		t.Errorf("%d findings once somebody played, want that facts came since", n)
	}
}
