package cli

import (
	"io"

	"recette/internal/workspace"
)

// planProblems prints what is wrong with a selection and counts the errors.
func (a *app) planProblems(w io.Writer, problems []workspace.PlanProblem) int {
	errs := 0
	for _, pr := range problems {
		if pr.Refuses() {
			errs++
		}
		args := []any{pr.Case}
		for _, arg := range pr.Args {
			args = append(args, arg)
		}
		text := a.words.T("plan.problem."+string(pr.Code), args...)
		if pr.Suggest != "" {
			text += a.words.T("document.suggest", pr.Suggest)
		}
		if pr.Path != "" {
			a.problemLine(w, pr.Path, pr.Line, max(pr.Column, 1), text)
		} else {
			say(w, "  "+text)
		}
		if key := "plan.problem." + string(pr.Code) + ".remedy"; a.words.Has(key) {
			say(w, "  → "+a.words.T(key, args...))
		}
	}
	return errs
}
