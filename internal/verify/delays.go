package verify

import (
	"sort"
	"time"
)

// happened is something on which delays depend.
type happened struct{ what, day, number, outcome string }

// elapsed tells, of each delay of the regime that began, from when to when it ran and what came of it, as things stand
// on a day. It is the story of the contract told day after day: who wrote the record computed it another way.
func (r *frozenRegime) elapsed(facts []happened, today string) []ran {
	sort.SliceStable(facts, func(i, k int) bool { return facts[i].day < facts[k].day })
	var runs []ran
	open, noticed := -1, false
	begin := func(clock, day, number string) bool {
		d := r.delay(clock)
		if d == nil {
			return false
		}
		runs = append(runs, ran{Clock: clock, From: day, Start: number, Due: r.last(day, d)})
		open = len(runs) - 1
		return true
	}
	finish := func(day, number, given string) {
		if open >= 0 {
			runs[open].Ended, runs[open].End, runs[open].Given = day, number, given
			open = -1
		}
	}
	lapse := func(day string) { // a period ends by itself: the delay of the decision then runs
		if open >= 0 && observes(runs[open].Clock) && runs[open].Due < day {
			due := runs[open].Due
			finish(due, "", "")
			begin("decision", due, "")
		}
	}
	present := func(x happened) {
		for _, clock := range []string{"va", "vsr", "decision"} {
			if begin(clock, x.day, x.number) {
				return
			}
		}
	}
	for _, x := range facts {
		if x.day > today {
			break
		}
		lapse(x.day)
		running := ""
		if open >= 0 {
			running = runs[open].Clock
		}
		switch {
		case x.what == "mom" && running == "":
			noticed = false
			present(x)
		case x.what == "notice" && (running == "" || running == "va" && !noticed):
			if running != "" {
				runs, open = runs[:open], -1
			}
			present(x)
			noticed = open >= 0
		case x.what == "vsr_end" && observes(running):
			finish(x.day, x.number, "")
			begin("decision", x.day, x.number)
		case x.what == "vsr_end" && running == "":
			begin("decision", x.day, x.number)
		case x.what == "vsr_end" && running == "decision" && runs[open].Start == "" && x.day <= runs[open].Due:
			runs = runs[:open]
			begin("decision", x.day, x.number)
		case x.what == "va" || x.what == "notified" && x.outcome == "va_positive":
			if running != "" && running != "va" {
				break
			}
			finish(x.day, x.number, x.outcome)
			if x.outcome == "va_positive" {
				begin("vsr", x.day, x.number)
			}
		case x.what == "notified":
			finish(x.day, x.number, x.outcome)
			if (x.outcome == "adjourned" || x.outcome == "postponed") && running != "" && running != "va" {
				begin("extra", x.day, x.number)
			}
		}
	}
	lapse(today)
	for i := range runs {
		r.outturn(&runs[i], today)
	}
	return runs
}

// observes tells whether a delay is a period during which the service is observed.
func observes(clock string) bool { return clock == "vsr" || clock == "extra" }

// outturn says what came of a delay, and what silence made of it.
func (r *frozenRegime) outturn(x *ran, today string) {
	tacit, ended := r.delay(x.Clock).Silence == "admission", x.Ended != ""
	late := !ended && today > x.Due || ended && x.Ended > x.Due
	if tacit && late {
		x.Acquired = x.Due
	}
	switch {
	case !ended && !late:
		x.Status = "running"
	case observes(x.Clock):
		x.Status = "elapsed"
	case !late:
		x.Status = "kept"
	case ended:
		x.Status = "late"
	case tacit:
		x.Status = "tacit"
	default:
		x.Status = "missed"
	}
}

func (r *frozenRegime) delay(clock string) *frozenDelay {
	for i := range r.Delays {
		if r.Delays[i].Clock == clock {
			return &r.Delays[i]
		}
	}
	return nil
}

// last gives the last day of a delay. The day that starts it is not counted; days off put its end off, and working days
// leave them out.
func (r *frozenRegime) last(from string, d *frozenDelay) string {
	day, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	next := func() { day = day.Add(24 * time.Hour) }
	if d.Unit == "working_days" {
		for left := d.Length; left > 0; {
			if next(); !r.off(day) {
				left--
			}
		}
		return day.Format(time.DateOnly)
	}
	if d.Unit == "months" {
		wanted := day.Day()
		for range d.Length { // from one month to the next, never past the end of one
			first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 1, 0)
			day = first.AddDate(0, 1, -1)
			if wanted < day.Day() {
				day = first.AddDate(0, 0, wanted-1)
			}
		}
	} else {
		for range d.Length {
			next()
		}
	}
	for r.off(day) {
		next()
	}
	return day.Format(time.DateOnly)
}

// off tells whether nobody works on a day in the region: weekends, the holidays of the country, and those of Alsace and
// Moselle or of an overseas place.
func (r *frozenRegime) off(day time.Time) bool {
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		return true
	}
	switch day.Format("01-02") {
	case "01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25":
		return true
	case "12-26":
		return r.Region == "alsace-moselle"
	}
	if day.Format("01-02") == map[string]string{
		"guadeloupe": "05-27", "martinique": "05-22", "guyane": "06-10", "la-reunion": "12-20", "mayotte": "04-27",
		"saint-barthelemy": "10-09", "saint-martin": "05-28",
	}[r.Region] {
		return true
	}
	switch int(day.Sub(paschal(day.Year())).Hours() / 24) {
	case 1, 39, 50:
		return true
	case -2:
		return r.Region == "alsace-moselle"
	}
	return false
}

// paschal gives Easter Sunday by the rule of Gauss, with its two exceptions.
func paschal(year int) time.Time {
	century := year / 100
	m := (15 + century - (13+8*century)/25 - century/4) % 30
	n := (4 + century - century/4) % 7
	d := (19*(year%19) + m) % 30
	e := (2*(year%4) + 4*(year%7) + 6*d + n) % 7
	switch {
	case d == 29 && e == 6:
		e = -1
	case d == 28 && e == 6 && (11*m+11)%30 < 19:
		e = -1
	}
	return time.Date(year, time.March, 22+d+e, 0, 0, 0, 0, time.UTC)
}
