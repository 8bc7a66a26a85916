package plan

import (
	"cmp"
	"strings"

	"recette/internal/calendar"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/yamldoc"
)

// Regime is what a plan says of the rules under which the recette is decided. A text alone is its label, which says the
// vocabulary too when it names the CCAG-TIC.
type Regime struct {
	Label      string `yaml:"label,short"`
	Vocabulary string `yaml:"vocabulary"` // of recette.Vocabularies
	Region     string `yaml:"region"`     // of calendar.Regions; empty: that of signoff.holidays
	Clocks     Clocks `yaml:"clocks"`
}

// Clocks are the delays that the contract says: another one than the usual, or one that common practice has not.
type Clocks struct {
	VA       Delay `yaml:"va"`
	VSR      Delay `yaml:"vsr"`
	Decision Delay `yaml:"decision"`
	Extra    Delay `yaml:"extra"`
}

// Delay is a delay of the contract, with the clause that says it.
type Delay struct {
	Length  int    `yaml:"length"`
	Unit    string `yaml:"unit"`    // of regime.Units; empty: days
	Silence string `yaml:"silence"` // of regime.Effects
	Clause  string `yaml:"clause"`
}

// noClause says of a delay of the contract that nobody says where it stands.
const noClause yamldoc.Code = "no_clause"

// clock is a delay of a plan with its key.
type clock struct {
	regime.Clock
	*Delay
}

func (r *Regime) clocks() []clock {
	c := &r.Clocks
	return []clock{
		{regime.VA, &c.VA}, {regime.VSR, &c.VSR}, {regime.Decision, &c.Decision}, {regime.Extra, &c.Extra},
	}
}

// vocabulary gives the one that the plan says, or that its label names.
func (r *Regime) vocabulary() recette.Vocabulary {
	label := strings.NewReplacer(" ", "-", "\u00a0", "-", "\u2011", "-", "_", "-").Replace(strings.ToLower(r.Label))
	switch {
	case r.Vocabulary != "":
		return recette.Vocabulary(r.Vocabulary)
	case strings.Contains(label, string(recette.CCAGTIC)):
		return recette.CCAGTIC
	}
	return recette.Practice
}

// label gives what documents print for the regime.
func (r *Regime) label() string {
	if r.Label == "" && r.vocabulary() == recette.CCAGTIC {
		return "CCAG-TIC"
	}
	return cmp.Or(r.Label, r.Vocabulary)
}

// terms gives the regime that is frozen: the usual delays of the vocabulary, and those of the contract in their place.
func (p *Plan) terms() regime.Terms {
	r := &p.Regime
	t := regime.Terms{Vocabulary: r.vocabulary(), Region: cmp.Or(r.Region, p.Signoff.Holidays)}
	usual := regime.Terms{Delays: regime.Usual(t.Vocabulary)}
	for _, c := range r.clocks() {
		own, d := c.Delay, usual.Of(c.Clock)
		switch {
		case *own == Delay{} && d == nil:
			continue
		case *own == Delay{}:
			t.Delays = append(t.Delays, *d)
			continue
		case d == nil:
			d = &regime.Delay{Clock: c.Clock}
		}
		told := regime.Delay{
			Clock: c.Clock, Length: d.Length, Unit: d.Unit, Silence: d.Silence, Source: regime.OfContract,
			Clause: own.Clause,
		}
		if own.Length > 0 {
			told.Length, told.Unit = own.Length, cmp.Or(own.Unit, calendar.Units()[0])
		}
		switch own.Silence {
		case "":
		case regime.Admission:
			told.Silence = regime.Admission
		default:
			told.Silence = ""
		}
		t.Delays = append(t.Delays, told)
	}
	if t.Zero() {
		return regime.Terms{}
	}
	return t
}

// regime judges what the plan says of the rules under which it is decided.
func (k checker) regime(p *Plan) {
	r := &p.Regime
	var known []string
	for _, v := range recette.Vocabularies() {
		known = append(known, string(v))
	}
	k.word("regime.vocabulary", r.Vocabulary, known)
	k.word("regime.region", r.Region, calendar.Regions())
	usual := regime.Terms{Delays: regime.Usual(r.vocabulary())}
	for _, c := range r.clocks() {
		here, d := "regime.clocks."+string(c.Clock), c.Delay
		if !k.doc.Has(here) {
			continue
		}
		k.amount(here+".length", d.Length, 3650)
		k.word(here+".unit", d.Unit, regime.Units())
		k.word(here+".silence", d.Silence, regime.Effects())
		switch {
		case d.Length == 0 && (d.Unit != "" || usual.Of(c.Clock) == nil):
			k.doc.Report(here, yamldoc.Missing, "", "length")
		case recette.Blank(d.Clause):
			k.doc.Report(here, noClause, "", string(c.Clock))
		case c.Period() && d.Silence == regime.Admission:
			k.doc.Report(here+".silence", badWord, "none", d.Silence, "none")
		}
	}
}
