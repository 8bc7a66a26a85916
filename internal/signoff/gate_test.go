package signoff_test

import (
	"testing"
	"time"

	"recette/internal/campaign/advice"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/signoff"
)

// A gate is judged at the instant at which somebody asks: a derogation that is over excuses nothing, though no fact was
// recorded since.
func TestMeasure_AtTheInstant(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.campaign("v1", func(m *plan.Manifest) {
		m.V, m.Exit = plan.ManifestVersion, []plan.Criterion{{Text: "TNR", Measure: measure.RegressionExecuted}}
	})
	number, err := d.campaigns.Note(t.Context(), elise, "v1", advice.Derogation{
		Subject: "exit/1", Text: "sans la TNR", Until: "2026-11-25",
	})
	d.must(err)
	_, err = d.campaigns.Note(t.Context(), marc, "v1", advice.Ruling{Number: number, Grant: true})
	d.must(err)
	for day, want := range map[int]string{0: number, 2: number, 3: "no"} {
		g, err := signoff.Measure(
			t.Context(), d.campaigns, samira, "v1", clock().AddDate(0, 0, day).Add(time.Hour),
		)
		d.must(err)
		if got := g.Exit[0].Met; got != want {
			t.Errorf("%d days on, the gate says %q, want %q", day, got, want)
		}
	}
}
