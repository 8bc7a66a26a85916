package pv_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/pv"
)

// BenchmarkBuild is linear in the number of cases: compare the time per case.
func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in := large(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := pv.Build(in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "us/case")
		})
	}
}

func large(b *testing.B, n int) pv.Input {
	b.Helper()
	m := plan.Manifest{V: 1, Campaign: "c", Title: "T", Journeys: []plan.Journey{{Code: "j", Critical: true}}}
	in := pv.Input{
		Number: "PV-1", IssuedAt: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Words: words(b, i18n.French),
		Extract: campaign.Extract{Checkpoint: journal.Signed{Size: int64(n + 1)}}, Proofs: map[int64][]string{},
	}
	add := func(l journal.Leaf) {
		l.V, l.Seq, l.Campaign, l.At = 1, int64(len(in.Records)), "c", "2026-11-23T09:00:00.000Z"
		l.Actor = &journal.Actor{Ref: "p", Role: "qa", C: strings.Repeat("0", 64)}
		in.Proofs[l.Seq] = nil
		in.Records = append(in.Records, journal.Record{Leaf: l})
	}
	add(journal.Leaf{Kind: journal.KindCampaignOpen})
	for i := range n {
		id := fmt.Sprintf("SC-%05d", i)
		m.Cases = append(
			m.Cases, plan.FrozenCase{Case: catalogue.Case{ID: id, Content: id, Steps: make([]catalogue.Step, 10)}},
		)
		m.Journeys[0].Cases = append(m.Journeys[0].Cases, id)
		steps := make([]journal.Observation, 10)
		for s := range steps {
			steps[s] = journal.Observation{Step: s, Mode: "auto", Verdict: "passed", Outcome: "passed"}
		}
		add(journal.Leaf{Kind: journal.KindResult, Result: &journal.Result{
			Case: id, Content: id, Attempt: 1, Pass: 1, Mode: "auto", Closed: true, Verdict: "passed",
			Outcome: "passed", Steps: steps,
		}})
	}
	data, err := m.Bytes()
	if err != nil {
		b.Fatal(err)
	}
	in.Manifest = data
	in.Records[0].Leaf.Open = &journal.Open{Manifest: plan.Digest(data)}
	return in
}
