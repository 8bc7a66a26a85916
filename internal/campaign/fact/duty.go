package fact

import (
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
)

// Broken is a rule of the separation of duties that a fact breaks, and that the project lets pass.
type Broken struct {
	journal.Broken
	Touched []string      // references of those who would break it as well, beside the actor
	By      access.Action // which somebody else would do instead; empty: that of the fact
}

// Breaks gathers the rules that a fact breaks.
type Breaks []Broken

// Break says that the fact breaks a rule of the separation of duties: an *access.DutyError when the project blocks it;
// else it goes on, and the leaf says so. Touched are those who would break it as well.
func (v View) Break(r access.Rule, touched ...string) error { return v.BreakBy(r, "", touched...) }

// BreakBy is Break of a rule that somebody else keeps by another action than that of the fact.
func (v View) BreakBy(r access.Rule, by access.Action, touched ...string) error {
	effect, err := v.Scope.Duties.Break(r)
	if err != nil {
		return err
	}
	b := Broken{Broken: journal.Broken{Rule: string(r), Effect: string(effect)}, Touched: touched, By: by}
	if v.Breaks != nil && !slices.ContainsFunc(*v.Breaks, func(x Broken) bool { return x.Broken == b.Broken }) {
		*v.Breaks = append(*v.Breaks, b)
	}
	return nil
}
