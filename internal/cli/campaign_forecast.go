package cli

import (
	"context"

	"recette/internal/pace"
	"recette/internal/recette"
)

// forecast gives when a campaign would end at its pace.
func (w *openRecord) forecast(ctx context.Context, id string) (pace.Forecast, error) {
	p, err := w.project()
	if err != nil {
		return pace.Forecast{}, err
	}
	return w.Service.Forecast(ctx, reader(), id, func(tags []string) bool {
		return p.Tags.Mode(tags) == recette.Automated
	})
}

// printForecast says when, from what, and why not when nobody can say.
func (w *openRecord) printForecast(f *pace.Forecast) {
	t, out := w.words.T, w.env.Stdout
	switch f.Why {
	case pace.Over:
		return
	case pace.Told:
		say(out, t("forecast.end", w.day(f.End), w.words.N("count.rows", f.Left), w.words.N("count.rows", f.Played),
			f.Days, w.day(f.From)))
	case pace.Done, pace.Suspended, pace.Nothing, pace.OneDay, pace.TooFar:
		say(out, t("forecast.untold", t("forecast.why."+string(f.Why))))
	default:
		say(out, t("forecast.untold", string(f.Why)))
	}
	if f.Machine > 0 {
		say(out, t("forecast.machine", w.words.N("count.rows", f.Machine)))
	}
}
