package ticket

import (
	"regexp"
	"strings"
	"time"

	"recette/internal/meant"
)

// month finds the name of a month between two numbers, as Jira writes dates in the language of its reader.
var month = regexp.MustCompile(`^([0-9]{1,2})[/ -]([^0-9/ ]+)[/ -]([0-9]{2,4})`)

// dayOf reads a day as French spreadsheets and trackers write it, what time it was aside. It gives YYYY-MM-DD; a day
// whose month comes first is none: nobody guesses.
func dayOf(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if m := month.FindStringSubmatch(s); m != nil {
		for i, names := range monthNames() {
			for _, n := range names {
				if strings.TrimSuffix(meant.Fold(m[2]), ".") == n {
					s = m[1] + "/" + time.Month(i + 1).String()[:3] + "/" + m[3]
				}
			}
		}
	} else if cut := strings.IndexAny(s, " T"); cut > 0 {
		s = s[:cut]
	}
	for _, layout := range []string{
		"2/1/2006", time.DateOnly, "2006/1/2", "2-1-2006", "2.1.2006", "2/1/06", "2/Jan/06", "2/Jan/2006",
	} {
		if at, err := time.Parse(layout, s); err == nil && at.Year() >= 2000 && at.Year() < 2100 {
			return at.Format(time.DateOnly), true
		}
	}
	return "", false
}

func monthNames() [12][]string {
	return [12][]string{
		{"jan", "janv", "janvier", "january"},
		{"feb", "fev", "fevr", "fevrier", "february"},
		{"mar", "mars", "march"},
		{"apr", "avr", "avril", "april"},
		{"may", "mai"},
		{"jun", "juin", "june"},
		{"jul", "juil", "juillet", "july"},
		{"aug", "aou", "aout", "august"},
		{"sep", "sept", "septembre", "september"},
		{"oct", "octobre", "october"},
		{"nov", "novembre", "november"},
		{"dec", "decembre", "december"},
	}
}
