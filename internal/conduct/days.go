package conduct

import (
	"time"

	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/pace"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/reports/bilan"
)

// furthest is how many days the days of a bilan span at most, the latest ones. A session that somebody dated ten years
// too early or too late is drawn within a year of what is known: neither an endless page, nor a page without the facts.
const (
	furthest = 1500
	reach    = 366
)

// days gives where the campaign stood at the end of each day, from the first to the last that something is known of.
// What a result was worth in an iteration is judged by the plan of that iteration.
func (b *builder) days() []bilan.Day {
	stood, moved := map[string]bilan.Day{}, map[string]int{}
	plans := append(append([]*plan.Outline{}, b.in.Before...), b.m.Outline())
	for i, o := range plans {
		b.sample(o, i+1, i+1 == len(plans), stood, moved)
	}
	planned := b.planned()
	first, last := b.today(), b.today()
	if b.st.ClosedAt != "" {
		last = b.day(b.st.ClosedAt)
	}
	for day := range stood {
		first, last = min(first, day), max(last, day)
	}
	for day := range moved {
		first = min(first, day)
	}
	known := last
	early, late := shifted(first, -reach), shifted(known, reach)
	for day := range planned {
		day = min(max(day, early), late)
		first, last = min(first, day), max(last, day)
	}
	first = max(first, shifted(last, 1-furthest))
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return []bilan.Day{}
	}
	days, was, sum, ahead := []bilan.Day{}, bilan.Day{Scope: len(b.m.Cases)}, 0, 0
	for day, n := range planned {
		if day < first {
			sum += n
		}
	}
	for day, n := range moved {
		if day < first {
			ahead += n
		}
	}
	for day := from; day.Format(time.DateOnly) <= last; day = day.AddDate(0, 0, 1) {
		iso := day.Format(time.DateOnly)
		if end, ok := stood[iso]; ok {
			was = end
		}
		sum += planned[iso]
		ahead += moved[iso]
		now := was
		now.Date, now.Known, now.Planned, now.Done = iso, iso <= known, sum, was.Done+ahead
		days = append(days, now)
	}
	return days
}

// shifted gives the day that is so many days after another; one that no calendar knows stays as it is.
func shifted(day string, by int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, by).Format(time.DateOnly)
}

// sample folds the campaign by the plan of an iteration, and notes where it stood at the end of each day of it. moved
// counts, on the day on which they were played, the rows that a cahier brings later: as many less on the day on which
// it
// was taken in, when they begin to count by themselves.
func (b *builder) sample(o *plan.Outline, number int, last bool, to map[string]bilan.Day, moved map[string]int) {
	st, day := state.New(o, false), ""
	for i := range b.in.Records {
		l := &b.in.Records[i].Leaf
		if !last && l.Kind == journal.KindCampaignIterate && st.Iteration == number {
			break
		}
		if now := b.day(l.At); now != day {
			if st.Iteration == number && day != "" {
				to[day] = standing(st)
			}
			day = now
		}
		left := left(st, l)
		st.Apply(&b.in.Records[i])
		if left != nil && st.Iteration == number && st.Progress(left) == pace.Played {
			moved[state.PlayedOn(l.Result.Origin, day)]++
			moved[day]--
		}
	}
	if st.Iteration == number && day != "" {
		to[day] = standing(st)
	}
}

// left gives the row that a leaf takes a result of from a cahier, when it had none that holds until then.
func left(st *state.State, l *journal.Leaf) *state.Case {
	if l.Result == nil || l.Result.Origin == nil {
		return nil
	}
	c := st.Case(l.Result.Case)
	if c == nil || st.Progress(c) == pace.Played {
		return nil
	}
	return c
}

func standing(st *state.State) bilan.Day {
	d := bilan.Day{Raised: len(st.Anomalies)}
	for i := range st.Cases {
		switch st.Progress(&st.Cases[i]) {
		case pace.Played:
			d.Scope++
			d.Done++
		case pace.Left:
			d.Scope++
		case pace.Aside:
		}
	}
	for i := range st.Anomalies {
		if a := &st.Anomalies[i]; a.Open() {
			count(&d.Open, a.Severity)
		}
	}
	return d
}

func count(s *bilan.BySeverity, severity string) {
	switch recette.Severity(severity) {
	case recette.Blocking:
		s.Blocking++
	case recette.Major:
		s.Major++
	case recette.Minor:
		s.Minor++
	case recette.Inconsequential:
		s.Observation++
	default:
		s.Blocking++ // the severe reading
	}
}

// planned gives how many rows each day’s sessions of the plan play, each row on the first day alone.
func (b *builder) planned() map[string]int {
	if b.m.Sections == nil {
		return nil
	}
	first := map[string]string{}
	for i := range b.m.Sections.Sessions {
		s := &b.m.Sections.Sessions[i]
		if _, err := time.Parse(time.DateOnly, s.Date); err != nil {
			continue
		}
		for _, id := range b.plays(s) {
			if day, ok := first[id]; !ok || s.Date < day {
				first[id] = s.Date
			}
		}
	}
	out := map[string]int{}
	for _, day := range first {
		out[day]++
	}
	return out
}
