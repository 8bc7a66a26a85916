package verify_test

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/verify"
)

// A PV of 1,000 cases: everything is checked, from bytes to recount.
func BenchmarkVerify1000Cases(b *testing.B) {
	const cases = 1000
	m := planOf(cases, 0)
	p := newProject(b, m)
	for i := range cases {
		p.auto(m.Cases[i].ID, 1, pass, pass, pass)
	}
	_, err := p.s.Decide(
		b.Context(), marc, campaign.Decide{Campaign: campaignID, Decision: recette.Refused, Reason: "mesure"},
	)
	check(b, err)
	s := p.issuePV("")
	b.ReportMetric(float64(len(s.po.PDF)), "bytes")
	b.ReportAllocs()
	for b.Loop() {
		r, err := verify.PDF(b.Context(), s.po.PDF, verify.Options{Anchors: p.anchors()})
		if err != nil || r.Status != verify.Conform {
			b.Fatalf("%v %v", err, all(r))
		}
	}
}
