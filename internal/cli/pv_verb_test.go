package cli

import (
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/plan"
	"recette/internal/recette"
)

// What a plan only traces is left to the PV; of what nobody knows, whoever accepts is told all the same.
func TestTellUnmet(t *testing.T) {
	exit := []state.Criterion{
		{Criterion: &plan.Criterion{Text: "Joué", Threshold: "100 %"}, Measured: "1 / 2", Met: "no"},
		{Criterion: &plan.Criterion{Text: "Formé"}, Met: "unknown"},
	}
	for _, p := range printers(t) {
		for effect, told := range map[string]bool{"": true, "block": true, "warn": true, "trace": false} {
			var out strings.Builder
			a := &app{words: p, env: Env{Stderr: &out}}
			m := &campaign.Outline{Manifest: plan.Manifest{Sections: &plan.Sections{
				Policies: []plan.Policy{{Rule: recette.ExitUnmet, Effect: effect}},
			}}}
			a.tellUnmet(m, &campaign.Decide{Campaign: "demo"}, exit)
			got := out.String()
			if strings.Contains(got, "Joué (1 / 2, 100 %)") != told || !strings.Contains(got, "Formé") {
				t.Errorf("%s, %q: %q", p.Lang(), effect, got)
			}
		}
	}
}
