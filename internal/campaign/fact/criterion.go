package fact

import (
	"recette/internal/plan"
	"recette/internal/recette"
)

// Criterion finds the criterion of a list of the plan that somebody names, by its number, "suspension/3", or by its
// text: its number, and its text as the plan has it. It returns ErrNoCriterion when the list has none, and *ChoiceError
// when none is named so, or several.
func (v View) Criterion(list, said string) (name, text string, err error) {
	cs := v.Plan.Criteria(list)
	if len(cs) == 0 {
		return "", "", ErrNoCriterion
	}
	names := make([]string, len(cs))
	found := 0
	for i := range cs {
		names[i] = recette.CriterionName(list, i+1)
		if said == names[i] {
			return said, cs[i].Text, nil
		}
		if plan.FoldName(said) == plan.FoldName(cs[i].Text) {
			name, text = names[i], cs[i].Text
			found++
		}
	}
	if found != 1 {
		return "", "", &ChoiceError{Field: "criterion", Said: said, Choices: names}
	}
	return name, text, nil
}
