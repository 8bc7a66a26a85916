package binding

import (
	"strconv"

	"recette/internal/recette"
)

// Owner says who runs a step: the index of a source when it is not negative, else one of the constants.
type Owner int32

// The owners that are not a source.
const (
	Person    Owner = -1 // a person judges the step
	undefined Owner = -2 // no definition matches, and no person is there to judge
	ambiguous Owner = -3 // several definitions match, of one source or of several
)

// Automated reports whether a source owns the step.
func (o Owner) Automated() bool { return o >= 0 }

// Runnable reports whether someone can run the step.
func (o Owner) Runnable() bool { return o >= Person }

// String gives "person", "undefined", "ambiguous" or "source N".
func (o Owner) String() string {
	switch o {
	case Person:
		return "person"
	case undefined:
		return "undefined"
	case ambiguous:
		return "ambiguous"
	}
	return "source " + strconv.Itoa(int(o))
}

// Outcome gives the technical outcome of a step that nobody can run.
func (o Owner) Outcome() recette.Outcome {
	if o == ambiguous {
		return recette.OutcomeAmbiguous
	}
	return recette.OutcomeUndefined
}

// Shape says what the owners of a case have in common.
type Shape struct {
	Person, Automated, Broken bool
}

// ShapeOf gives what owners have in common.
func ShapeOf(owners []Owner) Shape {
	var s Shape
	for _, o := range owners {
		switch {
		case o.Automated():
			s.Automated = true
		case o == Person:
			s.Person = true
		default:
			s.Broken = true
		}
	}
	return s
}

// Mode gives the mode of a case: mixed when it has steps of both, automated when it has no manual step.
func (s Shape) Mode() recette.Mode {
	switch {
	case s.Person && s.Automated:
		return recette.Mixed
	case s.Person:
		return recette.Manual
	}
	return recette.Automated
}
