package attacks

import (
	"crypto/rand"
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// A plan that shows other steps under the hash of the features would pass for them: « identical texts ».
func TestPlansThatLie(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*plan.Manifest){
		"a weaker step":      func(m *plan.Manifest) { m.Cases[0].Steps[1].Text = "elle reçoit un mot" },
		"no expected result": func(m *plan.Manifest) { m.Cases[0].Steps[0].Type = "unknown" },
		"a table added":      func(m *plan.Manifest) { m.Cases[0].Steps[0].Table = [][]string{{"siret"}, {"1"}} },
		"a hash of no rule":  func(m *plan.Manifest) { m.Cases[2].Content = "texte" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, 3, change)
			m := w.make()
			w.rendered(m, m.file)
			if len(w.refused(m.file)) == 0 {
				t.Error("nothing says why it may not be signed")
			}
			signed := w.sign(m, m.file)
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				if found := codes(r); r.Status != verify.NotConform || found[verify.CaseText] != verify.NotConform {
					t.Errorf("alone %t: %s %v", alone, r.Status, found)
				}
			}
		})
	}
}

// What happened before the PV and was left out of it shows beside the journal. The file alone proves that nothing was
// left out only when it holds every leaf below its head: it says so otherwise.
func TestOmissions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	honest := w.make()
	number, err := w.campaigns.Note(t.Context(), yann, campaignID, gap.Anomaly{
		Severity: recette.Minor, Case: "SC-1", Step: 2, Summary: "Deux courriels partent.",
	})
	w.must(err)
	m := w.make()
	if len(m.pv.Anomalies) != 2 || m.pv.Anomalies[1].Number != number {
		t.Fatalf("anomalies %v, want the second one to be %s", m.pv.Anomalies, number)
	}
	pv, late := honest.pv, honest.pv.Journal.Size
	pv.Number, pv.IssuedAt, pv.Journal = m.pv.Number, m.pv.IssuedAt, m.pv.Journal
	pv.Journal.Leaves = slices.DeleteFunc(slices.Clone(pv.Journal.Leaves), func(l reports.Leaf) bool {
		return l.Seq >= late
	})
	files := w.contents(m.file)
	lying := w.draw(pv, pv, m, w.texts(), files)
	m.pv = pv
	w.rendered(m, lying)
	signed := w.sign(m, lying)
	alone, near := w.judge(signed, true), w.judge(signed, false)
	if alone.Status != verify.Conform || !slices.Contains(alone.Affirmed, verify.ClaimLeaves) {
		t.Errorf("alone: %s %v, affirmed %v", alone.Status, codes(alone), alone.Affirmed)
	}
	if found := codes(near); near.Status != verify.NotConform || found[verify.LeafOmitted] != verify.NotConform {
		t.Errorf("beside the journal: %s %v", near.Status, found)
	}
	w = newWorld(t)
	m = w.make()
	w.rendered(m, m.file)
	if r := w.judge(w.sign(m, m.file), true); slices.Contains(r.Affirmed, verify.ClaimLeaves) {
		t.Error("a PV that holds every leaf is said not to prove it")
	}
}

// Whoever steals the key of a signer makes signatures that the file alone cannot tell from theirs. The journal knows
// that it recorded none.
func TestAStolenKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	certified := w.signAs(elise, m, m.file)
	at := w.clock()
	r, err := sign.Sign(certified, sign.Request{
		Field: "PO", Name: marc.Name, At: at, Identity: w.unlock(marc).Identity, Rand: rand.Reader,
		Appearance: w.box(certified, marc, m, at),
		Reason:     reports.SignatureReason(m.texts.Text, "po", m.pv.Decision.Decision),
	})
	w.must(err)
	if alone := w.judge(r.PDF, true); alone.Status != verify.Conform {
		t.Errorf("alone: %s %v", alone.Status, codes(alone))
	}
	near := w.judge(r.PDF, false)
	if found := codes(near); near.Status != verify.NotConform || found[verify.SigningUnknown] != verify.NotConform {
		t.Errorf("beside the journal: %s %v", near.Status, found)
	}
}

// What nothing shows, and docs/auditeur.md says so: a PV of a journal that lied from the start is conform.
func TestWhatNothingShows(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lie    func(*world)
		number string
	}{
		"a verdict that nobody saw, in the name of somebody else": {func(w *world) {
			w.record("SC-3", recette.Passed, nil)
		}, "PV-2026-001-v1"},
		"another campaign that failed": {func(w *world) { // its PV has the number before
			frozen, err := w.campaigns.Manifest(w.t.Context(), elise, campaignID)
			w.must(err)
			frozen.Campaign = "v0"
			w.must(w.campaigns.Open(w.t.Context(), elise, frozen))
			number, err := w.campaigns.NextPV(w.t.Context(), elise, "v0", "")
			w.must(err)
			w.must(w.campaigns.RecordPVRendered(w.t.Context(), elise, "v0", campaign.Rendered{
				Number: number, SHA256: verify.Digest([]byte("un échec")), Checkpoint: 1,
			}))
		}, "PV-2026-002-v1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.lie(w)
			m := w.make()
			w.rendered(m, m.file)
			r := w.judge(w.sign(m, m.file), false)
			if r.Status != verify.Conform || r.Data.Number != tt.number {
				t.Errorf("%s %s %v, want %s", r.Data.Number, r.Status, codes(r), tt.number)
			}
		})
	}
}

// A PV that gives up what later forms added is looked at as one of then: nothing in the file proves its texts, and the
// journal misses the leaves that it dropped.
func TestAnOlderForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	pv := m.pv
	pv.Derivation, pv.Openings, pv.Journal.Project, pv.Accepted = 0, nil, nil, nil
	pv.Decision.Reason = "Tout est conforme."
	m.file = w.draw(pv, pv, m, w.texts(), w.contents(m.file))
	m.pv = pv
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	if alone := w.judge(signed, true); alone.Status != verify.Indeterminate {
		t.Errorf("alone: %s %v", alone.Status, codes(alone))
	}
	near := w.judge(signed, false)
	found := codes(near)
	if near.Status != verify.NotConform || found[verify.LeafOmitted] != verify.NotConform ||
		found[verify.TextMismatch] != verify.NotConform {
		t.Errorf("beside the journal: %s %v", near.Status, found)
	}
}
