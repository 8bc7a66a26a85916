package verify_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign/advice"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// tangled is a plan of two blocking journeys, in orders of chance, of rows of branches, of examples, and played once.
func tangled(r *rand.Rand) plan.Manifest {
	m := planOf(1, 1)
	m.Antennes, m.Sections.RegressionCases = []string{"Bretagne", "Corse"}, nil
	like := m.Cases[0]
	m.Cases = nil
	ids := []string{
		"SC-0001@bretagne", "SC-0001@corse", "SC-0002", "SC-0003/a", "SC-0003/b", "SC-0004@bretagne", "SC-0005",
	}
	for _, id := range ids {
		c := like
		c.ID, c.Antenne, c.Journeys = id, "", []string{"adhesion", "reste"}
		if _, branch, ok := strings.Cut(id, "@"); ok {
			c.Antenne = map[string]string{"bretagne": "Bretagne", "corse": "Corse"}[branch]
		}
		m.Cases = append(m.Cases, c)
	}
	for i := range m.Journeys {
		j := &m.Journeys[i]
		j.Blocking, j.Cases = true, slices.Clone(ids)
		r.Shuffle(len(ids), func(a, b int) { j.Cases[a], j.Cases[b] = j.Cases[b], j.Cases[a] })
		j.Cases = j.Cases[:4+r.IntN(4)]
		if r.IntN(3) == 0 {
			j.Order = []string{"SC-0001", "SC-0003/b", "SC-0002"}
		}
	}
	return m
}

// TestOrder_AsTheProductSays: of campaigns of chance, what the product says that an order holds back, or that was
// played although it did, is what verification finds, in each PV and in the constat of a branch.
func TestOrder_AsTheProductSays(t *testing.T) {
	t.Parallel()
	seen := map[bool]int{}
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 11))
		m := tangled(r)
		p, attempts := newProject(t, m), map[string]int{}
		for range 10 {
			id := m.Cases[r.IntN(len(m.Cases))].ID
			if r.IntN(6) == 0 {
				p.note(elise, advice.Deviation{Text: "Hors ordre.", Reason: "Séance avancée.", Cases: []string{id}})
			}
			attempts[id]++
			p.auto(id, attempts[id], pass, pass, []recette.Outcome{pass, pass, fail}[r.IntN(3)])
		}
		for _, scope := range []string{"", "adhesion", "reste", "@Bretagne"} {
			doc, manifest := p.buildOf(scope)
			found := p.verify(p.render(clone(t, &doc), manifest, nil))
			if has(found, verify.Derived) || has(found, verify.CaseResult) {
				t.Errorf("seed %d, %q: %s, %v\n%+v", seed, scope, found.Status, all(found), doc.Warnings)
			}
			seen[slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool { return w.Code == "out_of_order" })]++
		}
	}
	if seen[true] == 0 || seen[false] == 0 {
		t.Errorf("out of order: %v, want some PVs that say so and some that do not", seen)
	}
}

// buildOf folds the campaign into a PV, or into the constat of a branch, "@Bretagne".
func (p *project) buildOf(scope string) (reports.PV, []byte) {
	p.t.Helper()
	if branch, ok := strings.CutPrefix(scope, "@"); ok {
		return p.constat(branch)
	}
	return p.build(scope)
}
