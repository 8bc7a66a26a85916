package pv

import (
	"slices"
	"time"

	"recette/internal/plan"
)

// warnPeriod says that cases were played over less time than the plan foresees for them. What nobody played, or the
// plan gives no days for, is not compared; a constat is of one branch, whose days the calendar does not say.
func (b *builder) warnPeriod() {
	from, to := b.planDays()
	if b.in.Antenne != "" || b.pv.FirstRunAt == nil || from == "" {
		return
	}
	first, last := b.pv.FirstDay, b.pv.LastDay
	if first == "" {
		first = b.pv.FirstRunAt.In(b.m.Zone()).Format(time.DateOnly)
		last = b.pv.LastRunAt.In(b.m.Zone()).Format(time.DateOnly)
	}
	if span(first, last) < span(from, to) {
		b.warn(shortPeriod, b.date(first), b.date(last), b.date(from), b.date(to))
	}
}

// planDays gives the first and the last day that the plan foresees, YYYY-MM-DD: its calendar or, when it has none, the
// days of its sessions. Of a part of the journeys the days of the sessions that name one of them come first. Empty when
// the plan says neither.
func (b *builder) planDays() (from, to string) {
	s := b.m.Sections
	if s == nil {
		return "", ""
	}
	first, last := "", ""
	for i := range s.Sessions {
		x := &s.Sessions[i]
		here := slices.ContainsFunc(b.scope.journeys, func(j plan.Journey) bool {
			return slices.Contains(x.Journeys, j.Code)
		})
		if x.Date == "" || !here {
			continue
		}
		if first == "" || x.Date < first {
			first = x.Date
		}
		last = max(last, x.Date)
	}
	whole := len(b.scope.journeys) == len(b.m.Journeys)
	if c := s.Calendar; c.From != "" && c.To != "" && (whole || first == "") {
		return c.From, c.To
	}
	return first, last
}

// span is the time between two days, YYYY-MM-DD; nothing when one of them is no day.
func span(from, to string) time.Duration {
	start, err1 := time.Parse(time.DateOnly, from)
	end, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil {
		return 0
	}
	return end.Sub(start)
}
