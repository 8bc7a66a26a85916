package execution

import (
	"strconv"

	"recette/internal/recette"
)

// Owner says who runs a step: the index of a Source when it is not negative, else one of the constants.
type Owner int32

// The owners that are not a source.
const (
	ownerPerson    Owner = -1 // a person judges the step
	ownerUndefined Owner = -2 // no definition matches, and no person is there to judge
	ownerAmbiguous Owner = -3 // several definitions match, of one source or of several
)

// Automated reports whether a source owns the step.
func (o Owner) Automated() bool { return o >= 0 }

// Runnable reports whether someone can run the step.
func (o Owner) Runnable() bool { return o >= ownerPerson }

// String gives "person", "undefined", "ambiguous" or "source N".
func (o Owner) String() string {
	switch o {
	case ownerPerson:
		return "person"
	case ownerUndefined:
		return "undefined"
	case ownerAmbiguous:
		return "ambiguous"
	}
	return "source " + strconv.Itoa(int(o))
}

// outcome gives the technical outcome of a step that nobody can run.
func (o Owner) outcome() recette.Outcome {
	if o == ownerAmbiguous {
		return recette.OutcomeAmbiguous
	}
	return recette.OutcomeUndefined
}

// shape says what the owners of a case have in common.
type shape struct {
	person, automated, broken bool
}

func shapeOf(owners []Owner) shape {
	var s shape
	for _, o := range owners {
		switch {
		case o.Automated():
			s.automated = true
		case o == ownerPerson:
			s.person = true
		default:
			s.broken = true
		}
	}
	return s
}

// mode gives the mode of a case: mixed when it has steps of both, automated when it has no manual step.
func (s shape) mode() recette.Mode {
	switch {
	case s.person && s.automated:
		return recette.Mixed
	case s.person:
		return recette.Manual
	}
	return recette.Automated
}
