package regime

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/recette"
)

func ccag(region string) *Terms {
	return &Terms{Vocabulary: recette.CCAGTIC, Region: region, Delays: Usual(recette.CCAGTIC)}
}

// The clocks of 30, 30 and 7 days over holidays, ends of weeks and of years, leap days, and regions: a notice, a
// positive outcome on the last day of its delay, the end of the period by the calendar, then silence. The dates were
// counted by hand on the calendars that the State publishes.
func TestRuns_OverHolidays(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		region            string
		notice            string
		va, vsr, decision string // last days
	}{
		"no holiday in the way":                 {"", "2026-09-01", "2026-10-01", "2026-11-02", "2026-11-09"},
		"a Sunday, then All Saints on a Sunday": {"", "2026-09-04", "2026-10-05", "2026-11-04", "2026-11-12"},
		"Christmas, and a Wednesday in January": {"", "2026-11-25", "2026-12-28", "2027-01-27", "2027-02-03"},
		"New Year's Day, a Friday":              {"", "2026-12-02", "2027-01-04", "2027-02-03", "2027-02-10"},
		"Christmas, a Friday, to a Monday":      {"", "2026-11-24", "2026-12-24", "2027-01-25", "2027-02-01"},
		"the day after Christmas, in Alsace": {
			"alsace-moselle", "2025-11-26", "2025-12-29", "2026-01-28", "2026-02-04",
		},
		"the same on the mainland": {
			"metropole", "2025-11-26", "2025-12-26", "2026-01-26", "2026-02-02",
		},
		"Good Friday, in Alsace": {
			"alsace-moselle", "2026-03-04", "2026-04-07", "2026-05-07", "2026-05-15",
		},
		"Good Friday on the mainland": {"", "2026-03-04", "2026-04-03", "2026-05-04", "2026-05-11"},
		"Ascension, Whit Monday":      {"", "2026-04-14", "2026-05-15", "2026-06-15", "2026-06-22"},
		"the abolition in Martinique": {
			"martinique", "2026-04-22", "2026-05-26", "2026-06-25", "2026-07-02",
		},
		"the abolition in Guadeloupe": {
			"guadeloupe", "2026-04-27", "2026-05-28", "2026-06-29", "2026-07-06",
		},
		"the abolition in Guyane": {
			"guyane", "2026-05-11", "2026-06-11", "2026-07-13", "2026-07-20",
		},
		"the same day on the mainland": {"", "2026-05-11", "2026-06-10", "2026-07-10", "2026-07-17"},
		"the abolition in La Réunion, a Monday": {
			"la-reunion", "2027-11-20", "2027-12-21", "2028-01-20", "2028-01-27",
		},
		"the abolition in Mayotte": {
			"mayotte", "2026-03-28", "2026-04-28", "2026-05-28", "2026-06-04",
		},
		"the abolition in Saint-Barthélemy": {
			"saint-barthelemy", "2026-09-09", "2026-10-12", "2026-11-12", "2026-11-19",
		},
		"the abolition in Saint-Martin": {
			"saint-martin", "2026-04-28", "2026-05-29", "2026-06-29", "2026-07-06",
		},
		"a leap day is the last one":             {"", "2028-01-30", "2028-02-29", "2028-03-30", "2028-04-06"},
		"over a leap day":                        {"", "2028-02-01", "2028-03-02", "2028-04-03", "2028-04-10"},
		"the same days, without one":             {"", "2027-02-01", "2027-03-03", "2027-04-02", "2027-04-09"},
		"seven days to Easter Monday":            {"", "2026-01-29", "2026-03-02", "2026-04-01", "2026-04-08"},
		"seven days to the 14th of July":         {"", "2026-05-06", "2026-06-05", "2026-07-06", "2026-07-13"},
		"seven days to the 1st of May, a Friday": {"", "2026-02-23", "2026-03-25", "2026-04-24", "2026-05-04"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			events := []Event{
				{What: Notice, Day: tt.notice, Ref: "JAL-0001"},
				{What: Passed, Day: tt.va, Ref: "JAL-0002", Outcome: recette.VAPositive},
			}
			got := Runs(ccag(tt.region), events, "2029-01-01")
			want := []Run{
				{
					Clock: VA, From: tt.notice, Start: "JAL-0001", Due: tt.va, Ended: tt.va, End: "JAL-0002",
					Given: recette.VAPositive, Status: Kept,
				},
				{Clock: VSR, From: tt.va, Start: "JAL-0002", Due: tt.vsr, Ended: tt.vsr, Status: Elapsed},
				{Clock: Decision, From: tt.vsr, Due: tt.decision, Status: Tacit, Acquired: tt.decision},
			}
			if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Run{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// What each event starts and ends, and what silence does on the day and on the day after.
func TestRuns(t *testing.T) {
	t.Parallel()
	notice := Event{What: Notice, Day: "2026-09-01", Ref: "N"}
	positive := Event{What: Passed, Day: "2026-09-15", Ref: "P", Outcome: recette.VAPositive}
	over := Event{What: Over, Day: "2026-10-15", Ref: "O"}
	said := func(day string, d recette.Decision) Event {
		return Event{What: Notified, Day: day, Ref: "D", Outcome: d}
	}
	va := Run{Clock: VA, From: "2026-09-01", Start: "N", Due: "2026-10-01"}
	passed := va
	passed.Ended, passed.End, passed.Given, passed.Status = "2026-09-15", "P", recette.VAPositive, Kept
	vsr := Run{
		Clock: VSR, From: "2026-09-15", Start: "P", Due: "2026-10-15", Ended: "2026-10-15", End: "O", Status: Elapsed,
	}
	dec := Run{Clock: Decision, From: "2026-10-15", Start: "O", Due: "2026-10-22"}
	with := func(r Run, change func(*Run)) Run {
		change(&r)
		return r
	}
	for name, tt := range map[string]struct {
		events []Event
		today  string
		want   []Run
	}{
		"nothing began":        {nil, "2026-09-01", nil},
		"an event of tomorrow": {[]Event{notice}, "2026-08-31", nil},
		"on the last day": {
			[]Event{notice}, "2026-10-01", []Run{with(va, func(r *Run) { r.Status = Running })},
		},
		"the day after, no tacit": {
			[]Event{notice}, "2026-10-02", []Run{with(va, func(r *Run) { r.Status = Missed })},
		},
		"the notice counts, not the minutes": {
			[]Event{{What: Ready, Day: "2026-08-20", Ref: "M"}, notice},
			"2026-09-02",
			[]Run{with(va, func(r *Run) { r.Status = Running })},
		},
		"minutes after the notice change nothing": {
			[]Event{notice, {What: Ready, Day: "2026-09-10", Ref: "M"}},
			"2026-09-12",
			[]Run{with(va, func(r *Run) { r.Status = Running })},
		},
		"an outcome that comes late": {
			[]Event{notice, {What: Passed, Day: "2026-10-02", Ref: "P", Outcome: recette.Adjourned}},
			"2026-10-05",
			[]Run{with(va, func(r *Run) {
				r.Ended, r.End, r.Given, r.Status = "2026-10-02", "P", recette.Adjourned, Late
			})},
		},
		"a decision on its last day": {
			[]Event{notice, positive, over, said("2026-10-22", recette.Admitted)},
			"2026-12-01",
			[]Run{passed, vsr, with(dec, func(r *Run) {
				r.Ended, r.End, r.Given, r.Status = "2026-10-22", "D", recette.Admitted, Kept
			})},
		},
		"silence until the last day": {
			[]Event{notice, positive, over},
			"2026-10-22",
			[]Run{passed, vsr, with(dec, func(r *Run) { r.Status = Running })},
		},
		"silence, the day after": {
			[]Event{notice, positive, over},
			"2026-10-23",
			[]Run{passed, vsr, with(dec, func(r *Run) { r.Status, r.Acquired = Tacit, "2026-10-22" })},
		},
		"a decision after the silence": {
			[]Event{notice, positive, over, said("2026-10-23", recette.Rejected)},
			"2026-12-01",
			[]Run{passed, vsr, with(dec, func(r *Run) {
				r.Ended, r.End, r.Given, r.Status, r.Acquired = "2026-10-23", "D", recette.Rejected, Late, "2026-10-22"
			})},
		},
		"an end that is stated too late undoes no silence": {
			[]Event{notice, positive, {What: Over, Day: "2026-10-23", Ref: "O"}},
			"2026-12-01",
			[]Run{passed, with(vsr, func(r *Run) { r.End = "" }), with(dec, func(r *Run) {
				r.Start, r.Status, r.Acquired = "", Tacit, "2026-10-22"
			})},
		},
		"a postponement, and a month more": {
			[]Event{notice, positive, over, said("2026-10-20", recette.Adjourned)},
			"2026-11-21",
			[]Run{passed, vsr, with(dec, func(r *Run) {
				r.Ended, r.End, r.Given, r.Status = "2026-10-20", "D", recette.Adjourned, Kept
			}), {
				Clock: Extra, From: "2026-10-20", Start: "D", Due: "2026-11-20", Ended: "2026-11-20", Status: Elapsed,
			}, {Clock: Decision, From: "2026-11-20", Due: "2026-11-27", Status: Running}},
		},
		"a rejection while the period runs": {
			[]Event{notice, positive, said("2026-09-20", recette.Rejected)},
			"2026-12-01",
			[]Run{passed, with(vsr, func(r *Run) {
				r.Ended, r.End, r.Given = "2026-09-20", "D", recette.Rejected
			})},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Runs(ccag(""), tt.events, tt.today)
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(Run{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A private contract may say a delay, and that silence is an acceptance; common practice says none.
func TestRuns_OfAContract(t *testing.T) {
	t.Parallel()
	terms := &Terms{Delays: []Delay{
		{Clock: Decision, Length: 5, Unit: "working_days", Silence: Admission, Source: OfContract},
	}}
	notice := []Event{{What: Notice, Day: "2026-05-11", Ref: "N"}}
	got := Runs(terms, notice, "2026-05-20")
	want := []Run{{
		Clock: Decision, From: "2026-05-11", Start: "N", Due: "2026-05-19", Status: Tacit, Acquired: "2026-05-19",
	}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Run{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Runs(&Terms{}, notice, "2026-05-20"); len(got) > 0 {
		t.Errorf("common practice has clocks: %v", got)
	}
}
