package calendar

import (
	"testing"
	"time"
)

// The holidays that the State publishes (calendriers officiels), year by year, weekends included.
func TestHoliday_IsThePublishedOne(t *testing.T) {
	mainlandDays := map[string][]string{
		"2024": {"01-01", "04-01", "05-01", "05-08", "05-09", "05-20", "07-14", "08-15", "11-01", "11-11", "12-25"},
		"2025": {"01-01", "04-21", "05-01", "05-08", "05-29", "06-09", "07-14", "08-15", "11-01", "11-11", "12-25"},
		"2026": {"01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"},
		"2027": {"01-01", "03-29", "05-01", "05-08", "05-06", "05-17", "07-14", "08-15", "11-01", "11-11", "12-25"},
		"2028": {"01-01", "04-17", "05-01", "05-08", "05-25", "06-05", "07-14", "08-15", "11-01", "11-11", "12-25"},
	}
	more := map[Region]map[string][]string{
		"": {}, mainland: {},
		alsaceMoselle: {
			"2024": {"03-29", "12-26"}, "2025": {"04-18", "12-26"}, "2026": {"04-03", "12-26"},
			"2027": {"03-26", "12-26"}, "2028": {"04-14", "12-26"},
		},
		guadeloupe: every("05-27"), martinique: every("05-22"), guyane: every("06-10"), reunion: every("12-20"),
		mayotte: every("04-27"), saintBarthelemy: every("10-09"), saintMartin: every("05-28"),
	}
	if got, want := len(more), len(Regions())+1; got != want {
		t.Errorf("%d regions are tested, want %d", got, want)
	}
	for region, extra := range more {
		for year, days := range mainlandDays {
			want := map[string]bool{}
			for _, d := range append(append([]string{}, days...), extra[year]...) {
				want[year+"-"+d] = true
			}
			first, err := time.Parse(time.DateOnly, year+"-01-01")
			if err != nil {
				t.Fatal(err)
			}
			for day := first; day.Format("2006") == year; day = day.AddDate(0, 0, 1) {
				iso := day.Format(time.DateOnly)
				if got := region.holiday(day); got != want[iso] {
					t.Errorf("%q.holiday(%s) = %t, want %t", region, iso, got, want[iso])
				}
				weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
				if got := region.Working(day); got != (!weekend && !want[iso]) {
					t.Errorf("%q.Working(%s %s) = %t", region, day.Weekday(), iso, got)
				}
			}
		}
	}
}

func every(day string) map[string][]string {
	out := map[string][]string{}
	for _, year := range []string{"2024", "2025", "2026", "2027", "2028"} {
		out[year] = []string{day}
	}
	return out
}

// Easter Sunday at the ends of what it may be, and of years that people published long before.
func TestEaster(t *testing.T) {
	for year, want := range map[int]string{
		1818: "1818-03-22", 1943: "1943-04-25", 1961: "1961-04-02", 2000: "2000-04-23", 2008: "2008-03-23",
		2011: "2011-04-24", 2024: "2024-03-31", 2026: "2026-04-05", 2038: "2038-04-25", 2049: "2049-04-18",
	} {
		if got := easter(year).Format(time.DateOnly); got != want {
			t.Errorf("easter(%d) = %s, want %s", year, got, want)
		}
	}
}

func TestDue(t *testing.T) {
	tests := map[string]struct {
		region Region
		from   string
		n      int
		unit   Unit
		want   string
	}{
		"thirty days, on a working day":             {"", "2026-11-02", 30, days, "2026-12-02"},
		"thirty days, put off by a Sunday":          {"", "2026-11-06", 30, days, "2026-12-07"},
		"thirty days, put off by Christmas":         {"", "2026-11-25", 30, "", "2026-12-28"},
		"seven days over the New Year":              {"", "2026-12-25", 7, days, "2027-01-04"},
		"seven days, put off by Whit Monday":        {"", "2026-05-18", 7, days, "2026-05-26"},
		"five working days over a week":             {"", "2026-11-27", 5, WorkingDays, "2026-12-04"},
		"five working days over Ascension":          {"", "2026-05-11", 5, WorkingDays, "2026-05-19"},
		"working days over Good Friday":             {"", "2026-04-01", 2, WorkingDays, "2026-04-03"},
		"the same in Alsace":                        {alsaceMoselle, "2026-04-01", 2, WorkingDays, "2026-04-07"},
		"three working days in May in Guadeloupe":   {guadeloupe, "2026-05-25", 3, WorkingDays, "2026-05-29"},
		"three working days in May on the mainland": {"", "2026-05-25", 3, WorkingDays, "2026-05-28"},
		"from a Saturday":                           {"", "2026-11-28", 1, WorkingDays, "2026-11-30"},
		"a leap day":                                {"", "2028-01-30", 30, days, "2028-02-29"},
		"a month, to the same day":                  {"", "2026-09-15", 1, Months, "2026-10-15"},
		"a month, put off by a Sunday":              {"", "2026-10-22", 1, Months, "2026-11-23"},
		"a month that has no such day":              {"", "2026-08-31", 1, Months, "2026-09-30"},
		"a month to the end of February":            {"", "2027-01-31", 1, Months, "2027-03-01"},
		"the same in a leap year":                   {"", "2028-01-31", 1, Months, "2028-02-29"},
		"two months over the end of a year":         {"", "2026-12-31", 2, Months, "2027-03-01"},
		"no day":                                    {"", "30/11/2026", 30, days, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.region.Due(tt.from, tt.n, tt.unit); got != tt.want {
				t.Errorf("Due(%s, %d, %q) = %s, want %s", tt.from, tt.n, tt.unit, got, tt.want)
			}
		})
	}
}

func TestLasted(t *testing.T) {
	const at = "2026-11-23T09:00:00.500Z"
	for name, tt := range map[string]struct {
		from, to string
		want     int64
	}{
		"a second":        {at, "2026-11-23T09:00:01.500Z", 1000},
		"of another zone": {at, "2026-11-23T11:00:00+01:00", 3_599_500},
		"set back":        {at, "2026-11-23T08:00:00Z", 0},
		"no instant":      {"", at, 0},
		"no end":          {at, "", 0},
	} {
		if got := Lasted(tt.from, tt.to); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}
