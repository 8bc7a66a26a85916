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
			a.problemLine(w, pr.Path, pr.Line, 1, text)
			continue
		}
		say(w, "  "+text)
	}
	return errs
}
