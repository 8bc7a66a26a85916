package regime

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/recette"
)

// Clock names a delay.
type Clock string

// The delays, in the order in which they follow each other.
const (
	VA       Clock = "va"       // to verify the aptitude, and to notify the outcome
	VSR      Clock = "vsr"      // period during which the regular service is observed
	Decision Clock = "decision" // to notify the decision, once the period is over
	Extra    Clock = "extra"    // the most that another period may last, after a postponement
)

// Period reports whether a delay is one during which something is observed: it ends, and nobody is late.
func (c Clock) Period() bool { return c == VSR || c == Extra }

// Where a figure comes from.
const (
	ofCCAG     = "ccag-tic" // the text that the contract refers to, as it stands
	OfContract = "contract" // the contract says another one
)

// Admission is the effect of a silence that is an acceptance when the delay is over; without an effect it is none.
const Admission = "admission"

// Effects lists what a plan may say of a silence.
func Effects() []string { return []string{"none", Admission} }

// Units lists the units of a delay.
func Units() []string { return append(calendar.Units(), string(calendar.Months)) }

// Delay is one delay of a regime.
type Delay struct {
	Clock   Clock  `json:"clock"`
	Length  int    `json:"length"`
	Unit    string `json:"unit"`              // one of Units
	Silence string `json:"silence,omitempty"` // Admission, or nothing
	Source  string `json:"source"`            // "ccag-tic", OfContract
	Clause  string `json:"clause,omitempty"`  // of the contract
}

// Terms is a regime, as a manifest freezes it: whole, so that what a later version of the product would take for the
// usual figures changes nothing to it. The zero value is common practice, without delays.
type Terms struct {
	Vocabulary recette.Vocabulary `json:"vocabulary"`
	Region     string             `json:"region,omitempty"` // whose public holidays are not worked: of calendar.Regions
	Delays     []Delay            `json:"delays,omitempty"` // in the order of the constants
}

// Usual gives the delays of the CCAG-TIC (arrêté du 30 mars 2021; articles 32 to 34), nothing of common practice.
func Usual(v recette.Vocabulary) []Delay {
	if v != recette.CCAGTIC {
		return nil
	}
	const days = "days"
	return []Delay{
		{Clock: VA, Length: 30, Unit: days, Source: ofCCAG},
		{Clock: VSR, Length: 30, Unit: days, Source: ofCCAG},
		{Clock: Decision, Length: 7, Unit: days, Silence: Admission, Source: ofCCAG},
		{Clock: Extra, Length: 1, Unit: string(calendar.Months), Source: ofCCAG},
	}
}

// Zero reports whether nothing but common practice is said.
func (t *Terms) Zero() bool {
	return (t.Vocabulary == "" || t.Vocabulary == recette.Practice) && len(t.Delays) == 0
}

// Of gives a delay; nil when the regime has it not.
func (t *Terms) Of(c Clock) *Delay {
	if i := slices.IndexFunc(t.Delays, func(d Delay) bool { return d.Clock == c }); i >= 0 {
		return &t.Delays[i]
	}
	return nil
}

// due gives the last day of a delay from a day, YYYY-MM-DD.
func (t *Terms) due(d *Delay, from string) string {
	return calendar.Region(t.Region).Due(from, d.Length, calendar.Unit(d.Unit))
}

// Latest gives the last day, YYYY-MM-DD, on which what a decision of a day postpones is presented again, in a recette
// of a nature: once the aptitude is verified, another period is at most as long as the regime says. Empty without
// bound.
func (t *Terms) Latest(nature, day string) string {
	if d := t.Of(Extra); d != nil && nature != recette.NatureVA {
		return t.due(d, day)
	}
	return ""
}
