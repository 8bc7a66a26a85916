package verify

import (
	"slices"
	"time"
)

// planned is a session that the plan foresees.
type planned struct {
	Code     string   `json:"code"`
	Date     string   `json:"date"`
	Journeys []string `json:"journeys"`
}

// foreseen is when the recette was to stand.
type foreseen struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// period expects a warning when cases were played over less time than the plan gave them: by its calendar, else by its
// sessions; for some of the journeys, by the sessions that name them first. The rules of before said nothing of it.
func (w *warnings) period(s scope) {
	if s.antenne != "" || !w.canon.lives || w.pv.FirstRunAt == nil || w.pv.LastRunAt == nil {
		return
	}
	var days []string
	for _, x := range w.frozen.Sections.Sessions {
		named := slices.ContainsFunc(s.rows, func(at int) bool {
			return slices.Contains(x.Journeys, w.frozen.Journeys[at].Code)
		})
		if named && x.Date != "" {
			days = append(days, x.Date)
		}
	}
	slices.Sort(days)
	if c := w.frozen.Sections.Calendar; c.From != "" && c.To != "" &&
		(len(days) == 0 || len(s.rows) == len(w.frozen.Journeys)) {
		days = []string{c.From, c.To}
	}
	if len(days) == 0 {
		return
	}
	first, last := w.pv.FirstDay, w.pv.LastDay
	if first == "" {
		first = w.pv.FirstRunAt.In(w.zone()).Format(time.DateOnly)
		last = w.pv.LastRunAt.In(w.zone()).Format(time.DateOnly)
	}
	from, to := days[0], days[len(days)-1]
	if played, whole := lasts(first, last), lasts(from, to); played < whole {
		w.say("short_period", w.date(first), w.date(last), w.date(from), w.date(to))
	}
}

// lasts counts the days from one to another, when both are days.
func lasts(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
