package workspace

import (
	"slices"

	"recette/internal/matrix"
	"recette/internal/plan"
)

// planned gives what the plans say of the journeys, and the entities and branches that they name, in order. A plan that
// cannot be read is for the verbs of campaigns to refuse: here told is given a *PlanError, for its journeys have then
// no title and its entities are not expected.
func (p *Project) planned(told func(error)) (journeys map[string]matrix.Journey, entities, antennes []string) {
	journeys = map[string]matrix.Journey{}
	names, err := plan.List(p.Tree())
	if err != nil {
		told(&PlanError{Plan: "plans", Err: err})
		return journeys, nil, nil
	}
	for _, name := range names {
		read, err := plan.Open(p.Tree(), name)
		if err != nil {
			told(&PlanError{Plan: "plans/" + name + ".yaml", Err: err})
			continue
		}
		for _, j := range read.Journeys {
			had := journeys[j.Code]
			if had.Title == "" {
				had.Title = j.Title
			}
			had.Critical = had.Critical || j.Critical
			journeys[j.Code] = had
		}
		for _, e := range read.Entities {
			if !slices.Contains(entities, e) {
				entities = append(entities, e)
			}
		}
		for _, a := range read.Antennes {
			if !slices.Contains(antennes, a) {
				antennes = append(antennes, a)
			}
		}
	}
	return journeys, entities, antennes
}
