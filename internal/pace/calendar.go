package pace

import "time"

// working reports whether a day is one on which a project in France works: Monday to Friday, but for the public
// holidays of the whole country (code du travail, art. L3133-1). Those of some departments alone are worked.
func working(day time.Time) bool {
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	year, month, date := day.Date()
	switch [2]int{int(month), date} {
	case [2]int{1, 1}, [2]int{5, 1}, [2]int{5, 8}, [2]int{7, 14}, [2]int{8, 15}, [2]int{11, 1}, [2]int{11, 11},
		[2]int{12, 25}:
		return false
	}
	sunday := easter(year)
	for _, after := range []int{1, 39, 50} { // Easter Monday, Ascension, Whit Monday
		if m, d := sunday.AddDate(0, 0, after).Month(), sunday.AddDate(0, 0, after).Day(); m == month && d == date {
			return false
		}
	}
	return true
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
