package cli

import "time"

// date reads a day as French people write it, JJ/MM/AAAA, or as machines do, YYYY-MM-DD, and gives the latter.
func (a *app) date(flag, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	for _, layout := range []string{"02/01/2006", time.DateOnly} {
		if t, err := time.Parse(layout, value); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", fail("bad-date", nil, flag, value, ours(a.words.T("date.forms")))
}

// leafDay writes the day of an instant of a leaf, in the project's time zone; what is none stays as it is.
func (a *app) leafDay(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return a.words.Date(t.In(a.env.Now().Location()))
}

// leafHour writes the hour of an instant of a leaf, in the project's time zone; what is none stays as it is.
func (a *app) leafHour(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	return t.In(a.env.Now().Location()).Format("15:04")
}
