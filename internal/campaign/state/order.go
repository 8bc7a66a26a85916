package state

import (
	"strings"

	"recette/internal/plan"
	"recette/internal/recette"
)

// HeldBack is a row that the blocking order of a journey holds back: one that comes before it is not conform yet.
type HeldBack struct {
	Case    string
	Journey string
	For     string          // the first row that it waits for
	Verdict recette.Verdict // under which that one counts: failed, blocked, not run
}

// HeldBack gives the rows that are not run and that a blocking order holds back, by journey and in its order. The
// scenarios that the plan orders hold back all that comes after them in the journey, each in its branch, those that are
// played once in all; all scenarios do when the plan lists none. Rows of one scenario do not wait for each other.
func (s *State) HeldBack() []HeldBack {
	var held []HeldBack
	for i := range s.frozen.Journeys {
		if j := &s.frozen.Journeys[i]; j.Blocking {
			held = append(held, s.heldIn(j)...)
		}
	}
	return held
}

func (s *State) heldIn(j *plan.Journey) (held []HeldBack) {
	ordered := map[string]bool{}
	scenarios := plan.ScenariosOf(j.Cases)
	for _, said := range j.Order {
		for _, id := range scenarios.Rows(said) {
			ordered[id] = true
		}
	}
	var before []*Case // that hold back, in order: of a scenario in a branch, the first
	known := map[[2]string]bool{}
	for _, id := range j.Cases {
		c := s.Case(id)
		if c == nil {
			continue
		}
		v := s.Counted(c)
		if v == recette.NotRun {
			for _, b := range before {
				if scenarioOf(b.ID) != scenarioOf(id) && (b.Antenne == "" || b.Antenne == c.Antenne) {
					held = append(held, HeldBack{id, j.Code, b.ID, s.Counted(b)})
					break
				}
			}
		}
		bad := v == recette.NotRun || v == recette.Failed || v == recette.Blocked
		if at := [2]string{scenarioOf(id), c.Antenne}; bad && !known[at] && (len(j.Order) == 0 || ordered[id]) {
			before, known[at] = append(before, c), true
		}
	}
	return held
}

// scenarioOf gives the id of the scenario of a row.
func scenarioOf(row string) string {
	id, _, _ := strings.Cut(plan.CaseID(row), "/")
	return id
}
