package cli

import (
	"path/filepath"
	"regexp"
	"time"
)

// planDay is a date that a plan of the example holds.
var planDay = regexp.MustCompile(`"\d{4}-\d{2}-\d{2}"`)

// firstSession is the date of the first session of a plan of the example.
var firstSession = regexp.MustCompile(`(?s)\nsessions:\n.*?\n    date: ("\d{4}-\d{2}-\d{2}")`)

// demoSpan is how long before its first session a plan of the example speaks of the recette itself: what is older, such
// as the day of the contract, stays.
const demoSpan = 120 * 24 * time.Hour

// today moves the dates of the plan that is played, so that its first session is of today: an agenda, a curve of what
// is planned or a committee would otherwise speak of the days on which the example was written.
func (d *demoRun) today() error {
	path := filepath.Join(d.dir, "plans", d.plan+".yaml")
	data, err := readDocument(path)
	if err != nil {
		return fail("file", err, path)
	}
	parse := func(quoted []byte) (time.Time, bool) {
		t, err := time.Parse(`"`+time.DateOnly+`"`, string(quoted))
		return t, err == nil
	}
	found := firstSession.FindSubmatch(data)
	if found == nil {
		return nil // a plan without sessions holds no date that matters
	}
	first, ok := parse(found[1])
	if !ok {
		return nil
	}
	now := d.env.Now()
	move := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC).Sub(first)
	edited := planDay.ReplaceAllFunc(data, func(quoted []byte) []byte {
		day, ok := parse(quoted)
		if !ok || first.Sub(day) > demoSpan {
			return quoted
		}
		return []byte(`"` + day.Add(move).Format(time.DateOnly) + `"`)
	})
	say(d.env.Stdout, d.words.T("demo.dates", "plans/"+d.plan+".yaml"))
	return replaceFile(path, edited)
}
