package conduct

import (
	"testing"
	"time"

	"recette/internal/calendar"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
)

// Anomalies as they were told day by day: of each, what became of it, and what it adds to the figures.
func TestTreated(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	type told struct{ day, act, status string }
	const thursday, friday, monday, tuesday = "2026-05-07", "2026-05-08", "2026-05-11", "2026-05-12"
	tests := []struct {
		name, severity string
		leaves         []told
		want           treatment
	}{
		{
			"nobody touched it", "blocking",
			[]told{{thursday, "", "open"}},
			treatment{age: 5, blocking: 1, oldest: 5},
		},
		{"a minor one has no age", "minor", []told{{thursday, "", "open"}}, treatment{}},
		{
			"an unknown severity is the gravest", "grave",
			[]told{{monday, "", "open"}},
			treatment{age: 1, blocking: 1, oldest: 1},
		},
		{
			"a holiday and a weekend are not worked", "major",
			[]told{{thursday, "", "open"}, {monday, "fix", "fixed"}},
			treatment{settled: 1, days: 1, corrected: 1},
		},
		{
			"corrected on its day, then closed", "blocking",
			[]told{{friday, "", "open"}, {friday, "fix", "fixed"}, {tuesday, "close", "closed"}},
			treatment{settled: 1, corrected: 1},
		},
		{
			"a correction that was taken back is none", "blocking",
			[]told{{thursday, "", "open"}, {friday, "fix", "fixed"}, {monday, "reopen", "reopened"}},
			treatment{settled: 1, reopened: 1, age: 5, blocking: 1, oldest: 5},
		},
		{
			"it came back twice, and counts once", "minor",
			[]told{
				{thursday, "", "open"},
				{friday, "fix", "fixed"},
				{friday, "reopen", "reopened"},
				{monday, "fix", "fixed"},
				{monday, "reopen", "reopened"},
				{tuesday, "fix", "fixed"},
			},
			treatment{settled: 1, reopened: 1, days: 2, corrected: 1},
		},
		{
			"set aside", "minor",
			[]told{{thursday, "", "open"}, {friday, "reject", "rejected"}},
			treatment{settled: 1},
		},
		{
			"closed before acts had names", "minor",
			[]told{{thursday, "", "open"}, {tuesday, "", "closed"}},
			treatment{settled: 1, days: 2, corrected: 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := state.New((&plan.Manifest{V: plan.ManifestVersion, Campaign: "v1"}).Outline(), false)
			for i, x := range tt.leaves {
				st.Apply(&journal.Record{Leaf: journal.Leaf{
					V: 6, Seq: int64(i), Campaign: "v1", Kind: journal.KindAnomaly, At: x.day + "T10:00:00.000Z",
					Actor: &journal.Actor{Ref: "p-1"}, Anomaly: &journal.Anomaly{
						Number: "ANO-0001", Severity: tt.severity, Status: x.status, Act: x.act,
					},
				}})
			}
			got := treated(st, calendar.Region(""), time.Date(2026, 5, 12, 0, 30, 0, 0, paris))
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}
