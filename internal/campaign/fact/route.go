package fact

import (
	"fmt"

	"recette/internal/route"
)

// RouteError says why something has no place on the route of a PV as it stands, and what the route waits for first.
type RouteError struct {
	Why  route.Refusal
	Next *route.Step // nil: nothing
}

func (e *RouteError) Error() string { return fmt.Sprintf("%v: route: %s", Err, e.Why) }

// Unwrap gives Err.
func (e *RouteError) Unwrap() error { return Err }
