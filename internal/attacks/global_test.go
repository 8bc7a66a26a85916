package attacks

import (
	"slices"
	"testing"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// inLots makes a campaign of three journeys whose plan wants a PV of all of them: one was refused, and both signed that
// PV before everything was decided.
func inLots(t *testing.T) *world {
	t.Helper()
	w := newWorldOf(t, 3, func(m *plan.Manifest) {
		m.Nature = "global"
		m.Journeys[0].Cases = []string{"SC-1"}
		for i, code := range []string{"courriel", "bilan"} {
			c := &m.Cases[i+1]
			c.Journeys = []string{code}
			m.Journeys = append(m.Journeys, plan.Journey{Code: code, Title: "Lot " + code, Cases: []string{c.ID}})
		}
	})
	w.pronounce(journal.Decision{Journey: "courriel", Decision: "refused"}, "Rien n’arrive.")
	m := w.makeOf("courriel")
	w.rendered(m, m.file)
	w.sign(m, m.file)
	_, err := w.signOff.Decide(t.Context(), marc, w.unlock(marc), campaign.Decide{
		Campaign: campaignID, Decision: recette.AcceptedWithReserves, Reason: "Le lot courriel est à reprendre.",
	})
	w.must(err)
	return w
}

// A PV of a campaign lists those of its journeys: one that was refused is not hidden, nor said to decide or to be
// signed otherwise than the journal says.
func TestAGlobalPVListsThoseOfItsJourneys(t *testing.T) {
	t.Parallel()
	w := inLots(t)
	m := w.make()
	if len(m.pv.Documents) != 1 || m.pv.Documents[0].Decision == nil {
		t.Fatalf("documents: %+v", m.pv.Documents)
	}
	x := m.pv.Documents[0]
	if x.Journey != "courriel" || x.Decision.Decision != "refused" || x.Decision.Number != "DEC-REC-0002" {
		t.Errorf("row: %+v, decision %+v", x, *x.Decision)
	}
	var signers []string
	for _, s := range x.Signed {
		signers = append(signers, s.Role+" "+s.By)
	}
	if want := []string{"ppo " + elise.Name, "po " + marc.Name}; !slices.Equal(signers, want) {
		t.Errorf("signed by %q, want %q", signers, want)
	}
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for _, alone := range []bool{true, false} {
		if r := w.judge(signed, alone); r.Status != verify.Conform {
			t.Errorf("alone %t: %s %v", alone, r.Status, codes(r))
		}
	}
	for name, tt := range map[string]struct {
		lie  func(*reports.PV)
		want verify.Code
	}{
		"hidden": {func(pv *reports.PV) { pv.Documents = nil }, verify.NoteMismatch},
		"hidden with its leaves": {func(pv *reports.PV) {
			pv.Documents, pv.Journal.Leaves = nil, withoutPapers(pv.Journal.Leaves)
		}, verify.LeafOmitted},
		"another decision": {func(pv *reports.PV) {
			pv.Documents[0].Decision.Decision = string(recette.Accepted)
		}, verify.NoteMismatch},
		"the decision on everything": {func(pv *reports.PV) {
			pv.Documents[0].Decision = &reports.DocumentDecision{
				Number: "DEC-REC-0001", Decision: "accepted_with_reserves", At: pv.Documents[0].Decision.At,
			}
		}, verify.NoteMismatch},
		"no decision":    {func(pv *reports.PV) { pv.Documents[0].Decision = nil }, verify.NoteMismatch},
		"later":          {func(pv *reports.PV) { pv.Documents[0].Decision.At = pv.IssuedAt }, verify.NoteMismatch},
		"of another one": {func(pv *reports.PV) { pv.Documents[0].Journey = "bilan" }, verify.NoteMismatch},
		"signed by one": {func(pv *reports.PV) {
			pv.Documents[0].Signed = pv.Documents[0].Signed[:1]
		}, verify.NoteMismatch},
		"signed by another": {func(pv *reports.PV) { pv.Documents[0].Signed[1].By = yann.Name }, verify.PersonMismatch},
	} {
		lied := m.pv
		lied.Documents = slices.Clone(lied.Documents)
		row := &lied.Documents[0]
		said := *row.Decision
		row.Decision, row.Signed = &said, slices.Clone(row.Signed)
		tt.lie(&lied)
		r := w.judge(w.draw(lied, lied, m, w.texts(), w.contents(m.file)), false)
		if r.Status != verify.NotConform || codes(r)[tt.want] != verify.NotConform {
			t.Errorf("%s: %s %v, want %s", name, r.Status, codes(r), tt.want)
		}
	}
	pages := m.pv
	pages.Documents = nil
	r := w.judge(w.draw(pages, m.pv, m, w.texts(), w.contents(m.file)), true)
	if r.Status != verify.NotConform {
		t.Errorf("hidden on the pages alone: %s %v", r.Status, codes(r))
	}
}

// A journey that was refused by a decision whose PV nobody signed is not said to be without one: the PV of everything
// shows who refused it, when, and that it is not signed.
func TestAGlobalPVShowsADecisionThatNobodySigned(t *testing.T) {
	t.Parallel()
	w := inLots(t)
	w.pronounce(journal.Decision{Journey: "bilan", Decision: "refused"}, "Faux.")
	drawn := w.makeOf("bilan")
	w.rendered(drawn, drawn.file)
	w.pronounce(journal.Decision{
		Decision: "accepted_with_reserves", Reserves: []string{"RES-0001"},
	}, "Le lot bilan est à reprendre.")
	m := w.make()
	if len(m.pv.Documents) != 1 || len(m.pv.Unsigned) != 1 {
		t.Fatalf("documents %+v, unsigned %+v", m.pv.Documents, m.pv.Unsigned)
	}
	got := m.pv.Unsigned[0]
	want := reports.Unsigned{
		Journey: "bilan", By: marc.Name, Role: "po", PV: drawn.pv.Number,
		Decision: reports.DocumentDecision{
			Number: got.Decision.Number, Decision: "refused", At: got.Decision.At,
		},
	}
	if got != want || got.Decision.Number == "" || got.Decision.At.IsZero() {
		t.Errorf("row %+v, want %+v", got, want)
	}
	w.rendered(m, m.file)
	if r := w.judge(w.sign(m, m.file), true); r.Status != verify.Conform {
		t.Errorf("honest: %s %v", r.Status, codes(r))
	}
	for name, tt := range map[string]struct {
		lie  func(*reports.PV)
		want verify.Code
	}{
		"hidden":         {func(pv *reports.PV) { pv.Unsigned = nil }, verify.NoteMismatch},
		"accepted":       {func(pv *reports.PV) { pv.Unsigned[0].Decision.Decision = "accepted" }, verify.NoteMismatch},
		"of another one": {func(pv *reports.PV) { pv.Unsigned[0].Journey = "adhesion" }, verify.NoteMismatch},
		"by another":     {func(pv *reports.PV) { pv.Unsigned[0].By = yann.Name }, verify.PersonMismatch},
		"in another role": {func(pv *reports.PV) {
			pv.Unsigned[0].Role = "ppo"
		}, verify.NoteMismatch},
		"later":      {func(pv *reports.PV) { pv.Unsigned[0].Decision.At = pv.IssuedAt }, verify.NoteMismatch},
		"without PV": {func(pv *reports.PV) { pv.Unsigned[0].PV = "" }, verify.NoteMismatch},
		"said signed": {func(pv *reports.PV) {
			pv.Documents = append(pv.Documents, reports.Document{
				Number: pv.Unsigned[0].PV, Journey: "bilan", SHA256: pv.Documents[0].SHA256, Standing: "in_force",
				Decision: &reports.DocumentDecision{Number: "DEC-REC-0003", Decision: "refused", At: pv.IssuedAt},
			})
			pv.Unsigned = nil
		}, verify.NoteMismatch},
	} {
		lied := m.pv
		lied.Unsigned = slices.Clone(lied.Unsigned)
		tt.lie(&lied)
		r := w.judge(w.draw(lied, lied, m, w.texts(), w.contents(m.file)), false)
		if r.Status != verify.NotConform || codes(r)[tt.want] != verify.NotConform {
			t.Errorf("%s: %s %v, want %s", name, r.Status, codes(r), tt.want)
		}
	}
	pages := m.pv
	pages.Unsigned = nil
	r := w.judge(w.draw(pages, m.pv, m, w.texts(), w.contents(m.file)), true)
	if r.Status != verify.NotConform {
		t.Errorf("hidden on the pages alone: %s %v", r.Status, codes(r))
	}
}
