package fact

import (
	"fmt"
	"slices"

	"recette/internal/meant"
	"recette/internal/plan"
	"recette/internal/recette"
)

// PersonError says that nobody of the campaign bears a name. It wraps ErrInvalid.
type PersonError struct {
	Field, Said string
	Near        string // the name that may be meant; empty: none is near
}

func (e *PersonError) Error() string {
	return fmt.Sprintf("%v: %s: nobody is named %q", ErrInvalid, e.Field, e.Said)
}

// Unwrap gives ErrInvalid.
func (e *PersonError) Unwrap() error { return ErrInvalid }

// Named gives a name as the campaign spells it: that of somebody who takes part now or by the plan, of a contact, of a
// representative, of a party. Empty stays empty; any other name is refused (*PersonError): what the record says of
// somebody must be of somebody whom it knows.
func (v View) Named(field, said string) (string, error) {
	if recette.Blank(said) {
		return "", nil
	}
	var names []string
	for i := range v.Parties {
		names = append(names, v.Parties[i].Name)
	}
	names = append(names, v.Plan.Known()...)
	is := func(name string) bool { return plan.FoldName(name) == plan.FoldName(said) }
	if at := slices.IndexFunc(names, is); at >= 0 {
		return names[at], nil
	}
	alike := meant.Among(names, said)
	for _, at := range alike {
		if plan.FoldName(names[at]) != plan.FoldName(names[alike[0]]) { // of two, nobody chooses
			return "", &PersonError{Field: field, Said: said, Near: names[alike[0]]}
		}
	}
	if len(alike) > 0 {
		return names[alike[0]], nil
	}
	return "", &PersonError{Field: field, Said: said, Near: meant.Nearest(said, names)}
}

// RefOf gives the reference of who takes part under a name, now or by the plan; empty for anybody else.
func (v View) RefOf(name string) string {
	for _, list := range [][]plan.Participant{v.Parties, v.Plan.Parties} {
		for i := range list {
			if list[i].Named(name) {
				return list[i].Ref
			}
		}
	}
	return ""
}
