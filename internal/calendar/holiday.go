package calendar

import (
	"slices"
	"time"
)

// Region is where public holidays are counted: those of the code du travail differ in a few places.
type Region string

// The regions. The empty one is mainland France.
const (
	mainland        Region = "metropole"
	alsaceMoselle   Region = "alsace-moselle"
	guadeloupe      Region = "guadeloupe"
	martinique      Region = "martinique"
	guyane          Region = "guyane"
	reunion         Region = "la-reunion"
	mayotte         Region = "mayotte"
	saintBarthelemy Region = "saint-barthelemy"
	saintMartin     Region = "saint-martin"
)

// Regions lists the regions by name, mainland France first.
func Regions() []string {
	return []string{
		string(mainland), string(alsaceMoselle), string(guadeloupe), string(martinique), string(guyane),
		string(reunion), string(mayotte), string(saintBarthelemy), string(saintMartin),
	}
}

// date is a day of each year.
type date struct {
	month time.Month
	day   int
}

// holiday reports whether a day is a public holiday there: the eleven of the whole country (code du travail, art.
// L3133-1), the two more of Alsace and Moselle (art. L3134-13), and overseas the day of the abolition of slavery (art.
// L3422-2 and décret 83-1003).
func (r Region) holiday(day time.Time) bool {
	year, month, d := day.Date()
	fixed := []date{{1, 1}, {5, 1}, {5, 8}, {7, 14}, {8, 15}, {11, 1}, {11, 11}, {12, 25}}
	moving := []int{1, 39, 50} // after Easter Sunday: Easter Monday, Ascension, Whit Monday
	switch r {
	case alsaceMoselle:
		fixed, moving = append(fixed, date{12, 26}), append(moving, -2) // Saint Stephen, Good Friday
	case guadeloupe:
		fixed = append(fixed, date{5, 27})
	case martinique:
		fixed = append(fixed, date{5, 22})
	case guyane:
		fixed = append(fixed, date{6, 10})
	case reunion:
		fixed = append(fixed, date{12, 20})
	case mayotte:
		fixed = append(fixed, date{4, 27})
	case saintBarthelemy:
		fixed = append(fixed, date{10, 9})
	case saintMartin:
		fixed = append(fixed, date{5, 28})
	case mainland:
	}
	if slices.Contains(fixed, date{month, d}) {
		return true
	}
	sunday := easter(year)
	return slices.ContainsFunc(moving, func(after int) bool {
		_, m, on := sunday.AddDate(0, 0, after).Date()
		return m == month && on == d
	})
}

// Working reports whether a day is one on which a project works there: Monday to Friday, but for public holidays.
func (r Region) Working(day time.Time) bool {
	w := day.Weekday()
	return w != time.Saturday && w != time.Sunday && !r.holiday(day)
}

// easter gives Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher).
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
