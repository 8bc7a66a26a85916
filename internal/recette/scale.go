package recette

import "slices"

// Weight is what open anomalies of a severity, and pending reserves of a class, do to an acceptance.
type Weight string

// The weights, the lightest first.
const (
	WeighsNothing Weight = "free"    // they are listed, and forbid nothing
	WeighsReserve Weight = "reserve" // nothing is accepted without a reserve that carries each of them
	WeighsForbids Weight = "forbid"  // nothing is accepted while one is there
)

// Weights lists them, the lightest first.
func Weights() []Weight { return []Weight{WeighsNothing, WeighsReserve, WeighsForbids} }

// Lighter reports whether w weighs less than another one. One that is not known is the lightest.
func (w Weight) Lighter(than Weight) bool {
	return slices.Index(Weights(), w) < slices.Index(Weights(), than)
}

// Weighing is what a plan makes of a severity.
type Weighing struct {
	Weight Weight
	AtMost int // how many may be there, reserves of the class with them, for something to be accepted; 0: no limit
}

// Scale is what a plan makes of severities, where it says more than the usual rules. It only makes them heavier: a word
// such as blocking never says less in one PV than in another. The zero value is the usual rules.
type Scale map[Severity]Weighing

// Usual gives the weight of a severity by the usual rules; an unknown one is the gravest until somebody qualifies it.
func (s Severity) Usual() Weight {
	switch s {
	case Major:
		return WeighsReserve
	case Minor, Inconsequential:
		return WeighsNothing
	case Blocking:
	}
	return WeighsForbids
}

// Of gives what a severity weighs: never less than by the usual rules, nor than a lesser severity does.
func (s Scale) Of(severity Severity) Weighing {
	out := Weighing{Weight: severity.Usual()}
	if said := s[severity]; severity.Weighed() {
		out.AtMost = max(said.AtMost, 0)
	}
	for of, said := range s {
		if of.Weighed() && (of == severity || of.Lesser(severity)) && out.Weight.Lighter(said.Weight) {
			out.Weight = said.Weight
		}
	}
	return out
}

// Weighed tells whether a plan may make a severity heavier: a blocking one forbids everything, and an observation is no
// gap at all.
func (s Severity) Weighed() bool { return s == Major || s == Minor }

// code gives the ground of a severity: the usual one where it weighs what it usually does.
func (s Scale) code(severity Severity, usual, heavier ReasonCode) ReasonCode {
	if s.Of(severity).Weight == severity.Usual() {
		return usual
	}
	return heavier
}

// beyond gives the open anomalies, and the pending reserves that carry no open one, of the severities of which there
// are more than the plan takes: by number, in the order of the severities.
func (s Situation) beyond() (numbers []string) {
	for _, severity := range Severities() {
		limit := s.Scale.Of(severity).AtMost
		if limit == 0 {
			continue
		}
		var found []string
		counted := map[string]bool{}
		for _, a := range s.Anomalies {
			if a.Open && a.Severity == severity && !counted[a.Number] {
				found, counted[a.Number] = append(found, a.Number), true
			}
		}
		for _, r := range s.Reserves {
			if r.Class == severity && !counted[r.Anomaly] {
				found = append(found, r.Number)
			}
		}
		if len(found) > limit {
			numbers = append(numbers, found...)
		}
	}
	return numbers
}

// Barred gives what forbids to accept by what the plan makes of severities alone: open anomalies and pending reserves,
// by number, each once.
func (s Situation) Barred() (numbers []string) {
	said := map[string]bool{}
	add := func(number string) {
		if !said[number] {
			numbers, said[number] = append(numbers, number), true
		}
	}
	forbids := func(v Severity) bool { return v.Weighed() && s.Scale.Of(v).Weight == WeighsForbids }
	for _, a := range s.Anomalies {
		if a.Open && forbids(a.Severity) {
			add(a.Number)
		}
	}
	for _, r := range s.Reserves {
		if forbids(r.Class) {
			add(r.Number)
		}
	}
	for _, number := range s.beyond() {
		add(number)
	}
	return numbers
}
