package campaign_test

import (
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
)

// The plan proposes by when a gap is corrected, in working days, to whoever may say it and said nothing.
func TestProposedDue(t *testing.T) {
	b := newBench(t, campaign.Policies{}) // on Monday 2026-11-23
	m := manifest()
	m.V, m.Sections = plan.ManifestVersion, &plan.Sections{Anomalies: plan.AnomalyRules{
		Severities: []plan.SeverityRule{
			{Severity: "blocking", Correction: 2}, {Severity: "major", Correction: 5}, {Severity: "minor"},
		},
	}}
	must(t, b.s.Open(t.Context(), elise, m))
	bare := b.noted(yann, gap.Anomaly{Severity: recette.Major, Summary: "x"})
	dated := b.noted(elise, gap.Anomaly{Severity: recette.Major, Summary: "y", Due: "2026-12-01"})
	qualify := func(number string, s recette.Severity) gap.Change {
		return gap.Change{Number: number, Act: recette.AnomalyQualify, Severity: s, Reason: "vu"}
	}
	for name, tt := range map[string]struct {
		who  recette.Actor
		gap  fact.Dated
		want string
	}{
		"two days":              {elise, gap.Anomaly{Severity: recette.Blocking, Summary: "z"}, "2026-11-25"},
		"five, over a week":     {elise, gap.Anomaly{Severity: recette.Major, Summary: "z"}, "2026-11-30"},
		"none in the plan":      {elise, gap.Anomaly{Severity: recette.Minor, Summary: "z"}, ""},
		"of no such severity":   {elise, gap.Anomaly{Severity: recette.Inconsequential, Summary: "z"}, ""},
		"said":                  {elise, gap.Anomaly{Severity: recette.Major, Summary: "z", Due: "2026-12-24"}, ""},
		"by who may not say it": {yann, gap.Anomaly{Severity: recette.Major, Summary: "z"}, ""},
		"qualified":             {elise, qualify(bare, recette.Blocking), "2026-11-25"},
		"qualified as it was":   {elise, qualify(bare, ""), "2026-11-30"},
		"qualified by a tester": {yann, qualify(bare, recette.Blocking), ""},
		"dated before":          {elise, qualify(dated, recette.Blocking), ""},
		"another act": {
			elise, gap.Change{Number: bare, Act: recette.AnomalyNote, Workaround: "w"}, "",
		},
		"unknown":       {elise, qualify("ANO-0404", recette.Blocking), ""},
		"reserve":       {elise, gap.Reserve{Class: recette.Major, Text: "r"}, "2026-11-30"},
		"dated reserve": {elise, gap.Reserve{Class: recette.Major, Text: "r", Due: "2026-12-24"}, ""},
		"a minor one":   {elise, gap.Reserve{Class: recette.Minor, Text: "r"}, ""},
	} {
		if got, err := b.s.ProposedDue(t.Context(), tt.who, "v1", tt.gap); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt.want)
		}
	}
}
