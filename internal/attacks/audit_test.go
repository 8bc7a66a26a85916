package attacks

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/plan"
	"recette/internal/verify"
	"recette/reports"
)

// Annex H gives each fact of the journal a line: one that is left out, added, or says something else than its leaf
// makes a PV that is not conform, however well it is signed.
func TestTheAuditAnnexIsTheJournal(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 3, func(m *plan.Manifest) { m.Sections = &plan.Sections{Printed: []string{"H"}} })
	m := w.make()
	if len(m.pv.Audit) == 0 || len(m.pv.Audit) != len(m.pv.Journal.Leaves) {
		t.Fatalf("%d lines, %d leaves", len(m.pv.Audit), len(m.pv.Journal.Leaves))
	}
	at := slices.IndexFunc(m.pv.Audit, func(x reports.AuditLine) bool {
		return x.Kind == "result" && x.Says == "failed"
	})
	if at < 0 {
		t.Fatalf("no failure among %+v", m.pv.Audit)
	}
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for _, alone := range []bool{true, false} {
		if r := w.judge(signed, alone); r.Status != verify.Conform {
			t.Errorf("alone %t: %s %v", alone, r.Status, codes(r))
		}
	}
	text := w.pageTexts(signed)
	for _, must := range []string{
		"Annexe H", "ouverture de la campagne", "anomalie ANO-0001", "décision DEC-REC-0001",
	} {
		if !strings.Contains(text, must) {
			t.Errorf("the pages do not show %q", must)
		}
	}
	for name, tt := range map[string]struct {
		lie  func(*reports.PV)
		want verify.Code
	}{
		"a failure left out": {func(pv *reports.PV) {
			pv.Audit = slices.Delete(pv.Audit, at, at+1)
		}, verify.NoteMismatch},
		"a failure said conform": {func(pv *reports.PV) {
			pv.Audit[at].Says = "passed"
		}, verify.NoteMismatch},
		"of another case": {func(pv *reports.PV) { pv.Audit[at].About = "SC-9" }, verify.NoteMismatch},
		"at another hour": {func(pv *reports.PV) { pv.Audit[at].At = pv.IssuedAt }, verify.NoteMismatch},
		"by another":      {func(pv *reports.PV) { pv.Audit[at].By = "Jean Personne" }, verify.PersonMismatch},
		"in another role": {func(pv *reports.PV) { pv.Audit[at].Role = "po" }, verify.NoteMismatch},
		"twice": {func(pv *reports.PV) {
			pv.Audit = append(pv.Audit, pv.Audit[at])
		}, verify.NoteMismatch},
		"none of them":   {func(pv *reports.PV) { pv.Audit = nil }, verify.NoteMismatch},
		"not asked for":  {func(pv *reports.PV) { pv.Printed = []string{} }, verify.NoteMismatch},
		"another number": {func(pv *reports.PV) { pv.Audit[at].Seq++ }, verify.NoteMismatch},
	} {
		m := w.make()
		lied := m.pv
		lied.Audit = slices.Clone(lied.Audit)
		tt.lie(&lied)
		file := w.draw(lied, lied, m, w.texts(), w.contents(m.file))
		w.rendered(m, file)
		r := w.judge(w.forced(m, file), true)
		if r.Status != verify.NotConform || codes(r)[tt.want] != verify.NotConform {
			t.Errorf("%s: %s %v, want %s", name, r.Status, codes(r), tt.want)
		}
	}
	pages := m.pv
	pages.Audit = slices.Delete(slices.Clone(pages.Audit), at, at+1)
	r := w.judge(w.draw(pages, m.pv, m, w.texts(), w.contents(m.file)), true)
	if r.Status != verify.NotConform {
		t.Errorf("left out on the pages alone: %s %v", r.Status, codes(r))
	}
}
