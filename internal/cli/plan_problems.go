package cli

import (
	"io"

	"recette/internal/workspace"
)

// planProblems prints what is wrong with a selection and counts the errors.
func (a *app) planProblems(w io.Writer, problems []workspace.PlanProblem) int {
	errs := 0
	for i := range problems {
		pr := &problems[i]
		if pr.Refuses() {
			errs++
		}
		text, remedy := a.planSentence(pr)
		if pr.Path != "" {
			a.problemLine(w, pr.Path, pr.Line, max(pr.Column, 1), text)
		} else {
			say(w, "  "+text)
		}
		if remedy != "" {
			say(w, "  → "+remedy)
		}
	}
	return errs
}

// planSentence words a problem of a plan, and what to do about it when that is known.
func (a *app) planSentence(pr *workspace.PlanProblem) (text, remedy string) {
	args := []any{pr.Case}
	for _, arg := range pr.Args {
		args = append(args, arg)
	}
	key := "plan.problem." + string(pr.Code)
	if d := pr.Document; d != nil {
		text = a.words.T(key, append(args, a.documentSentence(*d))...)
		if key = "document." + string(d.Code) + ".remedy"; a.words.Has(key) {
			remedy = a.words.T(key, a.documentArgs(*d)...)
		}
		return text, remedy
	}
	text = a.words.T(key, args...)
	if pr.Suggest != "" {
		text += a.words.T("document.suggest", pr.Suggest)
	}
	if key += ".remedy"; a.words.Has(key) {
		remedy = a.words.T(key, args...)
	}
	return text, remedy
}
