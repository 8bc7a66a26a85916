package conduct

import (
	"time"

	"recette/internal/calendar"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// treatment is how the anomalies of a campaign were dealt with. Each figure is two terms, and the second says of how
// many it is: 0 when there is nothing to say a mean or a rate of.
type treatment struct {
	reopened, settled int // of the anomalies said corrected, closed or set aside, those that came back
	age, blocking     int // days since the blocking ones that stand were raised, together, and how many they are
	oldest            int // days since the first of them was
	days, corrected   int // working days from raising to the correction that stands, together, and of how many
}

// treated counts up to an instant, by the days of its time zone. A correction made on the day of the raising took no
// day; one that was taken back is none.
func treated(st *state.State, region calendar.Region, now time.Time) (t treatment) {
	zone := now.Location()
	today := calendar.DayOf(now.Format(time.RFC3339), zone)
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		settled, back := turns(a)
		if settled {
			t.settled++
		}
		if back {
			t.reopened++
		}
		raised := calendar.DayOf(a.RaisedAt, zone)
		if severity := recette.Severity(a.Severity); a.Open() && (severity == recette.Blocking || !severity.Valid()) {
			days := between(raised, today, func(time.Time) bool { return true })
			t.blocking, t.age, t.oldest = t.blocking+1, t.age+days, max(t.oldest, days)
		}
		if fixed := corrected(a); fixed != "" {
			t.corrected++
			t.days += between(raised, calendar.DayOf(fixed, zone), region.Working)
		}
	}
	return t
}

// turns says whether an anomaly was ever held for settled, and whether it came back after that.
func turns(a *state.Anomaly) (settled, back bool) {
	done := func(status string) bool {
		s := recette.AnomalyStatus(status)
		return s == recette.AnomalyFixed || !s.Outstanding()
	}
	settled = done(a.Status)
	for i := range a.Changes {
		c := &a.Changes[i]
		if c.Field != state.FieldStatus {
			continue
		}
		from, to := recette.AnomalyStatus(c.From), recette.AnomalyStatus(c.To)
		settled = settled || done(c.From)
		back = back || done(c.From) && !done(c.To) || !from.Outstanding() && to.Outstanding()
	}
	return settled, back
}

// corrected gives the instant of the correction that stands; empty when there is none. Journals of before the acts had
// names say no more than that an anomaly is closed.
func corrected(a *state.Anomaly) (at string) {
	if s := recette.AnomalyStatus(a.Status); s != recette.AnomalyFixed && s != recette.AnomalyClosed {
		return ""
	}
	for i := range a.Changes {
		c := &a.Changes[i]
		from, to := recette.AnomalyStatus(c.From), recette.AnomalyStatus(c.To)
		switch {
		case c.Field != state.FieldStatus:
		case to == recette.AnomalyFixed && from != recette.AnomalyClosed, // else a re-test was taken back
			to == recette.AnomalyClosed && from != recette.AnomalyFixed:
			at = c.At
		}
	}
	return at
}

// between counts the days after one up to another that are asked for.
func between(from, to string, counts func(time.Time) bool) (n int) {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0
	}
	for day = day.AddDate(0, 0, 1); day.Format(time.DateOnly) <= to; day = day.AddDate(0, 0, 1) {
		if counts(day) {
			n++
		}
	}
	return n
}
