package calendar

import "time"

// Unit is in what a delay is counted.
type Unit string

// The units. The empty one is days.
const (
	days        Unit = "days"         // of the calendar; a last day on which nobody works is put off
	WorkingDays Unit = "working_days" // Monday to Friday, but for public holidays
	// Months are counted from a day to that of the same number, and end as days of the calendar do.
	Months Unit = "months"
)

// Units lists the units.
func Units() []string { return []string{string(days), string(WorkingDays)} }

// Due gives the last day of a delay that an event of a day starts, both YYYY-MM-DD; empty when day is none. The day of
// the event is not counted. A delay in days of the calendar that would end on a Saturday, a Sunday or a public holiday
// ends on the first working day that follows, and one in months ends on the same day of the month, or on its last one
// when it has none such, as in the CCAG (art. 3.2) and the code de procédure civile (art. 642).
func (r Region) Due(day string, n int, unit Unit) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	if unit != WorkingDays {
		if unit == Months {
			at = later(at, n)
		} else {
			at = at.AddDate(0, 0, n)
		}
		for !r.Working(at) {
			at = at.AddDate(0, 0, 1)
		}
		return at.Format(time.DateOnly)
	}
	for n > 0 {
		if at = at.AddDate(0, 0, 1); r.Working(at) {
			n--
		}
	}
	return at.Format(time.DateOnly)
}

// later gives the day of the same number some months later, or the last one of a month that has none such.
func later(at time.Time, months int) time.Time {
	last := time.Date(at.Year(), at.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, min(at.Day(), last.Day())-last.Day())
}

// DayOf gives the day, YYYY-MM-DD, of an instant of RFC 3339 where days are counted; empty when it is none.
func DayOf(at string, zone *time.Location) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}

// Lasted gives how long, in milliseconds, it was from an instant of RFC 3339 to another one; nothing when one of them
// is none, or when the clock was set back in between.
func Lasted(from, to string) int64 {
	one, err1 := time.Parse(time.RFC3339, from)
	two, err2 := time.Parse(time.RFC3339, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return max(0, two.Sub(one).Milliseconds())
}

// Later gives the day that comes so many days after a day, YYYY-MM-DD; empty when the day is none.
func Later(day string, n int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, n).Format(time.DateOnly)
}
