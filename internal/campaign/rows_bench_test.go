package campaign_test

import (
	"fmt"
	"testing"

	"recette/internal/campaign"
	"recette/internal/plan"
)

// rowsOf is a plan of n rows: a tenth as many scenarios, each in ten branches.
func rowsOf(n int) plan.Manifest {
	m := manifest()
	m.V = plan.ManifestVersion
	one := m.Cases[0]
	m.Cases, m.Journeys = nil, m.Journeys[:1]
	m.Journeys[0].Cases = nil
	for i := range 10 {
		m.Antennes = append(m.Antennes, fmt.Sprintf("Antenne %d", i))
	}
	for i := range n {
		c := one
		c.ID, c.Antenne = fmt.Sprintf("SC-%05d@antenne-%d", i/10, i%10), m.Antennes[i%10]
		m.Cases = append(m.Cases, c)
		m.Journeys[0].Cases = append(m.Journeys[0].Cases, c.ID)
	}
	return m
}

// BenchmarkRows opens a campaign of rows, goes on with another build, and asks for its status.
func BenchmarkRows(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newBench(b, campaign.Policies{})
			m := rowsOf(n)
			for i := 0; b.Loop(); i++ {
				m.Campaign = fmt.Sprintf("v%d", i)
				if err := w.s.Open(b.Context(), elise, m); err != nil {
					b.Fatal(err)
				}
				it := delivery("b2")
				it.Campaign = m.Campaign
				if _, err := w.s.Iterate(b.Context(), elise, it); err != nil {
					b.Fatal(err)
				}
				if _, err := w.s.Status(b.Context(), elise, m.Campaign); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
