package fact

import (
	"slices"

	"recette/internal/access"
	"recette/internal/journal"
)

// Breaks gathers the rules of the separation of duties that a fact breaks, and that the project lets pass.
type Breaks []journal.Broken

// Break says that the fact breaks a rule of the separation of duties: an *access.DutyError when the project blocks it;
// else it goes on, and the leaf says so.
func (v View) Break(r access.Rule) error {
	effect, err := v.Scope.Duties.Break(r)
	if err != nil {
		return err
	}
	b := journal.Broken{Rule: string(r), Effect: string(effect)}
	if v.Breaks != nil && !slices.Contains(*v.Breaks, b) {
		*v.Breaks = append(*v.Breaks, b)
	}
	return nil
}
