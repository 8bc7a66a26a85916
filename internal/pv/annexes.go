package pv

import (
	"fmt"
	"slices"
	"strings"

	"recette/internal/plan"
	"recette/reports"
)

// bearable is how many cases a PV prints with all its annexes when nobody chooses. A sheet and its text take half a
// page: beyond some twenty pages nobody reads them, and the pages that decide drown in them.
const bearable = 25

// ErrAnnexes says that annexes which the plan prints were left out, or that a letter names none whose printing is a
// choice.
var ErrAnnexes = fmt.Errorf("%w: annexes that the plan prints, or that are not a choice", ErrInput)

// printed gives the annexes that a PV of a number of cases prints whole, in order: those that were asked for, else
// those of the plan, else the usual ones as long as that can be borne. nil is the usual ones. What the plan prints is
// printed whatever is asked: ErrAnnexes.
func printed(m *plan.Manifest, cases int, asked []string) ([]string, error) {
	var policy []string
	if m.Sections != nil {
		policy = m.Sections.Printed
	}
	choice := asked
	switch {
	case asked != nil:
	case policy != nil:
		choice = policy
	case cases <= bearable:
		return nil, nil
	default:
		choice = []string{}
	}
	out := make([]string, 0, len(choice))
	for _, a := range reports.ChosenAnnexes() {
		if slices.Contains(choice, a) {
			out = append(out, a)
		} else if slices.Contains(policy, a) {
			return nil, fmt.Errorf("%w: %s", ErrAnnexes, strings.Join(policy, ", "))
		}
	}
	for _, a := range choice {
		if !slices.Contains(out, a) {
			return nil, fmt.Errorf("%w: %q", ErrAnnexes, a)
		}
	}
	if slices.Equal(out, reports.UsualAnnexes()) {
		return nil, nil
	}
	return out, nil
}
