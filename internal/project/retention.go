package project

import (
	"regexp"
	"strconv"

	"recette/internal/yamldoc"
)

// Retention is how long each kind of data is kept after the decision on a campaign: "2y", "18m", "90d". Empty: for
// ever.
type Retention struct {
	Evidence string `yaml:"evidence"` // files, with their names
	Texts    string `yaml:"texts"`    // what people wrote
	Names    string `yaml:"names"`    // of those who recorded
}

// badRetention says that a duration is none: a number of years, months or days.
const badRetention yamldoc.Code = "bad_retention"

var period = regexp.MustCompile(`^([1-9][0-9]{0,3})([ymd])$`)

// Period reads a duration of retention, in years, months and days; false for what is none.
func (Retention) Period(said string) (years, months, days int, ok bool) {
	m := period.FindStringSubmatch(said)
	if m == nil {
		return 0, 0, 0, false
	}
	n, err := strconv.Atoi(m[1])
	switch m[2] {
	case "y":
		years = n
	case "m":
		months = n
	default:
		days = n
	}
	return years, months, days, err == nil
}

func (c *Config) checkRetention(doc *yamldoc.Doc) {
	for key, said := range map[string]string{
		"evidence": c.Retention.Evidence, "texts": c.Retention.Texts, "names": c.Retention.Names,
	} {
		if _, _, _, ok := c.Retention.Period(said); said != "" && !ok {
			doc.Report("retention."+key, badRetention, "", said)
		}
	}
}
