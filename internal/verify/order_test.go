package verify_test

import (
	"slices"
	"testing"

	"recette/internal/campaign/advice"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// conductOrder plays the second row of a blocking journey from a cahier, although the first failed, and the third by a
// deviation; the fourth waits.
func conductOrder(t *testing.T) *project {
	t.Helper()
	m := planOf(4, 1)
	m.Journeys[0].Blocking = true
	p := newProject(t, m)
	p.manual("SC-0001", recette.Passed, recette.Passed, recette.Failed)
	p.onPaper(elise, samira, "SC-0002", 0, "2026-11-23")
	p.note(elise, advice.Deviation{Text: "Hors ordre.", Reason: "Séance avancée.", Cases: []string{"SC-0003"}})
	p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
	return p
}

// TestOrder_IsCountedAgain: a PV says what an order holds back, and what was played although it did; one that does not,
// or says it of others, is caught.
func TestOrder_IsCountedAgain(t *testing.T) {
	t.Parallel()
	p := conductOrder(t)
	doc, manifest := p.build("")
	early := func(w reports.Warning) bool { return w.Code == "out_of_order" }
	at := slices.IndexFunc(doc.Warnings, early)
	if at < 0 || !slices.Equal(doc.Warnings[at].Args, []string{"1", "SC-0002"}) {
		t.Errorf("warnings = %+v, want SC-0002 out of order", doc.Warnings)
	}
	const why = "retenu par l’ordre bloquant du parcours\u00a0: SC-0001 non conforme"
	if got := caseOf(&doc, "SC-0004").Reason; got != why {
		t.Errorf("reason of SC-0004 = %q, want %q", got, why)
	}
	if got := caseOf(&doc, "SC-0005").Reason; got != "jamais joué" {
		t.Errorf("reason of SC-0005 = %q", got)
	}
	for name, tt := range map[string]struct {
		change func(*reports.PV)
		want   verify.Code // none: conform
	}{
		"as it is": {change: func(*reports.PV) {}},
		"the warning hidden": {func(d *reports.PV) {
			d.Warnings = slices.DeleteFunc(d.Warnings, early)
		}, verify.Derived},
		"of another row": {func(d *reports.PV) {
			w := &d.Warnings[slices.IndexFunc(d.Warnings, early)]
			w.Args = []string{"1", "SC-0003"}
		}, verify.Derived},
		"held back by another row": {func(d *reports.PV) {
			caseOf(d, "SC-0004").Reason = "retenu par l’ordre bloquant du parcours\u00a0: SC-0002 non conforme"
		}, verify.CaseResult},
		"never run, and nothing else": {func(d *reports.PV) {
			caseOf(d, "SC-0004").Reason = "jamais joué"
		}, verify.CaseResult},
		"held back, where nothing is": {func(d *reports.PV) {
			caseOf(d, "SC-0005").Reason = why
		}, verify.CaseResult},
		"the rows of the deviation hidden": {func(d *reports.PV) {
			d.Deviations[0].Cases = nil
		}, verify.NoteMismatch},
	} {
		lied := clone(t, &doc)
		tt.change(&lied)
		file := p.drawn(lied).attach(lied, manifest)
		r := judge(t, file, verify.Options{Anchors: p.anchors(), Now: p.now})
		if tt.want == "" && r.Status != verify.Conform ||
			tt.want != "" && (r.Status == verify.Conform || !has(r, tt.want)) {
			t.Errorf("%s: %s, %v, want %q", name, r.Status, all(r), tt.want)
		}
	}
}

// TestOrder_OfAnAttemptInOrder: a row that was played out of its order, and again in it, is not out of order any more.
func TestOrder_OfAnAttemptInOrder(t *testing.T) {
	t.Parallel()
	early := func(w reports.Warning) bool { return w.Code == "out_of_order" }
	for name, mended := range map[string]bool{"in order": true, "still out of it": false} {
		m := planOf(3, 1)
		m.Journeys[0].Blocking = true
		p := newProject(t, m)
		p.manual("SC-0001", recette.Passed, recette.Passed, recette.Failed)
		p.onPaper(elise, samira, "SC-0002", 0, "2026-11-23")
		if mended {
			p.manual("SC-0001", recette.Passed, recette.Passed, recette.Passed)
		}
		p.onPaper(elise, samira, "SC-0002", 1, "2026-11-23")
		doc, manifest := p.build("")
		if got := slices.ContainsFunc(doc.Warnings, early); got == mended {
			t.Errorf("%s: warnings = %+v", name, doc.Warnings)
		}
		file := p.drawn(doc).attach(doc, manifest)
		if r := judge(t, file, verify.Options{Anchors: p.anchors(), Now: p.now}); r.Status != verify.Conform {
			t.Errorf("%s: %s, %v", name, r.Status, all(r))
		}
		lied := clone(t, &doc)
		if lied.Warnings = slices.DeleteFunc(lied.Warnings, early); mended {
			lied.Warnings = append(lied.Warnings, reports.Warning{Code: "out_of_order", Args: []string{"1", "SC-0002"}})
		}
		file = p.drawn(lied).attach(lied, manifest)
		if r := judge(t, file, verify.Options{Anchors: p.anchors(), Now: p.now}); !has(r, verify.Derived) {
			t.Errorf("%s, a lie: %s, %v, want %q", name, r.Status, all(r), verify.Derived)
		}
	}
}
