package pace

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// played gives rows that people played on days, one a day given, and so many left.
func played(left int, days ...string) []Row {
	var rows []Row
	for _, d := range days {
		rows = append(rows, Row{State: Played, Day: d})
	}
	for range left {
		rows = append(rows, Row{})
	}
	return rows
}

func TestOf(t *testing.T) {
	// 2026-11-23 is a Monday.
	tests := map[string]struct {
		rows []Row
		at   Situation
		want Forecast
	}{
		"four rows in two days, three left": {
			played(3, "2026-11-23", "2026-11-23", "2026-11-24", "2026-11-24"),
			Situation{Today: "2026-11-24"},
			Forecast{
				Played: 4, Left: 3, From: "2026-11-23", To: "2026-11-24", Days: 2, Needed: 2, End: "2026-11-26",
			},
		},
		"over the end of a week": {
			played(4, "2026-11-26", "2026-11-27"),
			Situation{Today: "2026-11-27"},
			Forecast{
				Played: 2, Left: 4, From: "2026-11-26", To: "2026-11-27", Days: 2, Needed: 4, End: "2026-12-03",
			},
		},
		"days without a result slow the pace": {
			played(1, "2026-11-23", "2026-11-24"),
			Situation{Today: "2026-11-27"},
			Forecast{
				Played: 2, Left: 1, From: "2026-11-23", To: "2026-11-27", Days: 5, Needed: 3, End: "2026-12-02",
			},
		},
		"a Sunday on which somebody played counts": {
			played(1, "2026-11-22", "2026-11-23"),
			Situation{Today: "2026-11-23"},
			Forecast{
				Played: 2, Left: 1, From: "2026-11-22", To: "2026-11-23", Days: 2, Needed: 1, End: "2026-11-24",
			},
		},
		"over the abolition of slavery, in Guadeloupe": {
			played(2, "2027-05-25", "2027-05-26"),
			Situation{Today: "2027-05-26", Region: "guadeloupe"},
			Forecast{
				Played: 2, Left: 2, From: "2027-05-25", To: "2027-05-26", Days: 2, Needed: 2, End: "2027-05-31",
			},
		},
		"suspended from Monday to Friday": {
			played(2, "2026-11-23", "2026-11-27"),
			Situation{Today: "2026-11-27", Pauses: []Span{{"2026-11-23", "2026-11-27"}}},
			Forecast{
				Played: 2, Left: 2, From: "2026-11-23", To: "2026-11-27", Days: 2, Needed: 2, End: "2026-12-01",
			},
		},
		"what machines play takes no day": {
			append(played(1, "2026-11-23", "2026-11-24"), Row{Machine: true, State: Played, Day: "2026-11-01"},
				Row{Machine: true}, Row{State: Aside}),
			Situation{Today: "2026-11-24"},
			Forecast{
				Played: 2, Left: 1, Machine: 1, From: "2026-11-23", To: "2026-11-24", Days: 2, Needed: 1,
				End: "2026-11-25",
			},
		},
		"nothing": {played(2), Situation{Today: "2026-11-24"}, Forecast{Left: 2, To: "2026-11-24", Why: Nothing}},
		"one day": {
			played(2, "2026-11-24", "2026-11-24"),
			Situation{Today: "2026-11-24"},
			Forecast{Played: 2, Left: 2, From: "2026-11-24", To: "2026-11-24", Days: 1, Why: OneDay},
		},
		"done": {
			played(0, "2026-11-24"),
			Situation{Today: "2026-11-24"},
			Forecast{Played: 1, From: "2026-11-24", To: "2026-11-24", Days: 1, Why: Done},
		},
		"closed": {
			played(2, "2026-11-23"),
			Situation{Today: "2026-11-24", Closed: true},
			Forecast{Played: 1, Left: 2, From: "2026-11-23", To: "2026-11-24", Days: 2, Why: Over},
		},
		"suspended": {
			played(2, "2026-11-23"),
			Situation{Today: "2026-11-24", Pauses: []Span{{From: "2026-11-23"}}},
			Forecast{Played: 1, Left: 2, From: "2026-11-23", To: "2026-11-24", Days: 1, Why: Suspended},
		},
		"too far": {
			played(2000, "2026-11-23"),
			Situation{Today: "2026-11-24"},
			Forecast{
				Played: 1, Left: 2000, From: "2026-11-23", To: "2026-11-24", Days: 2, Needed: 4000, Why: TooFar,
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Of(tt.rows, tt.at)); diff != "" {
				t.Errorf("forecast (-want +got):\n%s", diff)
			}
		})
	}
}
