// Package pace says at which pace a campaign is played, and when it would end at that pace. Whoever follows a
// campaign takes both from here, so that a page and a command line never say two dates. It is pure, and reads no clock:
// it is told which day it is.
package pace

import (
	"time"

	"recette/internal/calendar"
)

// Row is what a forecast needs of a row of the plan.
type Row struct {
	Machine bool   // a machine plays it: it takes nobody's time
	State   State  //
	Day     string // of the result that holds, YYYY-MM-DD where the project counts its days; of a played row alone
}

// State says what a row still asks for.
type State uint8

// The states of a row. The zero value is the severe one.
const (
	Left   State = iota // to be played, or played again
	Played              // its result holds
	Aside               // not applicable: in no count
)

// Span is a span of days, both ends included, YYYY-MM-DD. An empty To has not come yet.
type Span struct{ From, To string }

// Situation is when a forecast is made, and of what.
type Situation struct {
	Today  string // YYYY-MM-DD
	Closed bool   // the campaign is
	Pauses []Span // of the campaign: days that lie wholly within are not counted

	Region calendar.Region // where its days are worked
}

// Why says why no end can be told; empty when one is.
type Why string

// The reasons.
const (
	Told      Why = ""
	Over      Why = "closed"    // the campaign is closed
	Done      Why = "done"      // people have nothing left to play
	Suspended Why = "suspended" // the campaign is, and nobody knows until when
	Nothing   Why = "nothing"   // people have played nothing yet
	OneDay    Why = "one_day"   // one working day is no pace
	TooFar    Why = "too_far"   // more than ten years away: the pace says nothing
)

// Forecast is when a campaign would end at its actual pace: the rows that people have left, played at the pace of the
// working days since the first result that holds. Rows of machines take no day, and are counted apart.
type Forecast struct {
	Played  int    `json:"played"`    // rows that people played, whose result holds
	Left    int    `json:"left"`      // rows that people have to play
	Machine int    `json:"automated"` // rows left that a machine plays
	From    string `json:"from,omitempty"`
	To      string `json:"to"`     // the day of the forecast
	Days    int    `json:"days"`   // working days from From to To, and other days with a result
	Needed  int    `json:"needed"` // working days that the rest takes, rounded up
	End     string `json:"end,omitempty"`
	Why     Why    `json:"why,omitempty"`
}

// tooFar is how many working days are worth telling.
const tooFar = 2500

// Of forecasts.
func Of(rows []Row, s Situation) Forecast {
	f, days := Forecast{To: s.Today}, map[string]bool{}
	for _, r := range rows {
		switch {
		case r.State == Aside:
		case r.State == Left && r.Machine:
			f.Machine++
		case r.State == Left:
			f.Left++
		case !r.Machine:
			f.Played++
			days[r.Day] = true
			if f.From == "" || r.Day < f.From {
				f.From = r.Day
			}
		}
	}
	today, err := time.Parse(time.DateOnly, s.Today)
	from, none := time.Parse(time.DateOnly, f.From)
	switch {
	case err != nil || none != nil: // nothing was played, or somebody says days otherwise
		f.From = ""
	default:
		for day := from; !day.After(today); day = day.AddDate(0, 0, 1) {
			if iso := day.Format(time.DateOnly); days[iso] || s.Region.Working(day) && !within(s.Pauses, iso) {
				f.Days++
			}
		}
	}
	if f.Why = f.why(s); f.Why != Told {
		return f
	}
	f.Needed = (f.Left*f.Days + f.Played - 1) / f.Played
	if f.Needed > tooFar {
		f.Why = TooFar
		return f
	}
	end := today
	for n := f.Needed; n > 0; {
		if end = end.AddDate(0, 0, 1); s.Region.Working(end) {
			n--
		}
	}
	f.End = end.Format(time.DateOnly)
	return f
}

func (f *Forecast) why(s Situation) Why {
	switch n := len(s.Pauses); {
	case s.Closed:
		return Over
	case f.Left == 0:
		return Done
	case n > 0 && s.Pauses[n-1].To == "":
		return Suspended
	case f.Played == 0 || f.From == "":
		return Nothing
	case f.Days < 2:
		return OneDay
	}
	return Told
}

// within reports whether a day lies in a span, its ends left out: work was possible on both.
func within(spans []Span, day string) bool {
	for _, s := range spans {
		if s.From < day && (s.To == "" || day < s.To) {
			return true
		}
	}
	return false
}
