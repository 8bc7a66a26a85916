package campaign

import (
	"context"
	"time"

	"recette/internal/access"
	"recette/internal/calendar"
	"recette/internal/campaign/state"
	"recette/internal/pace"
	"recette/internal/recette"
)

// Forecast gives when a campaign, as far as the actor sees it, would end at the pace at which people play it. machine
// tells, by the tags of a row, whether a machine plays it. It returns ErrUnknown, and refusals under access.ErrDenied.
func (s *Service) Forecast(
	ctx context.Context, actor recette.Actor, id string, machine func(tags []string) bool,
) (pace.Forecast, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return pace.Forecast{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	return ForecastOf(
		c.state, s.clock().In(s.zone), func(i int) bool { return machine(c.outline.Cases[i].Tags) }, seen.row,
	), nil
}

// ForecastOf is Forecast for whoever folded the state, of the rows that are counted. now is in the time zone in which
// the project counts its days.
func ForecastOf(
	st *state.State, now time.Time, machine func(i int) bool, counted func(id string) bool,
) pace.Forecast {
	day := func(at string) string { return calendar.DayOf(at, now.Location()) }
	rows := make([]pace.Row, 0, len(st.Cases))
	for i := range st.Cases {
		k := &st.Cases[i]
		if !counted(k.ID) {
			continue
		}
		row := pace.Row{Machine: machine(i), State: st.Progress(k)}
		if row.State == pace.Played {
			row.Day = state.PlayedOn(k.Last.Origin, day(k.Last.EndedAt))
		}
		rows = append(rows, row)
	}
	at := pace.Situation{Today: now.Format(time.DateOnly), Closed: st.ClosedAt != ""}
	for i := range st.Pauses {
		at.Pauses = append(at.Pauses, pace.Span{From: day(st.Pauses[i].From.At), To: day(st.Pauses[i].To.At)})
	}
	return pace.Of(rows, at)
}
