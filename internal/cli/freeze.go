package cli

import (
	"context"
	"errors"

	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/reference"
)

// freeze reads a plan and the features and freezes them. Refs gives people their references; without it the manifest is
// only good to look at.
func (a *app) freeze(
	ctx context.Context, name, build string, refs func(context.Context, []string) (map[string]string, error),
) (plan.Manifest, error) {
	p, err := a.project()
	if err != nil {
		return plan.Manifest{}, err
	}
	pl, err := a.readPlan(p, name)
	if err != nil {
		return plan.Manifest{}, err
	}
	if build != "" {
		pl.Release.Build = build
	}
	cases, err := p.Cases(ctx, p.Features)
	if err != nil {
		return plan.Manifest{}, err
	}
	chosen, err := a.selection(pl.Tags)
	if err != nil {
		return plan.Manifest{}, err
	}
	in := plan.Input{
		Plan: pl, Project: p.Name, Language: p.Language, Now: a.env.now(), Commit: a.commit(ctx, p), Cases: cases,
		Match: chosen, Environments: environments(p.Environments), Participants: participants(p.Participants),
		Tags: p.Tags,
	}
	people := plan.People(pl, in.Participants)
	in.Refs = map[string]string{}
	for _, who := range people {
		in.Refs[who] = "p-" + who // replaced below by references that say nothing of the name
	}
	if refs != nil {
		if in.Refs, err = refs(ctx, people); err != nil {
			return plan.Manifest{}, err
		}
	}
	if in.Data, err = reference.DataDigests(p.Tree()); err != nil {
		return plan.Manifest{}, err
	}
	if in.Waivers, err = a.waivers(ctx, p); err != nil {
		return plan.Manifest{}, err
	}
	m, problems, err := plan.Freeze(in)
	errs := a.planProblems(problems, refs == nil)
	if errors.Is(err, plan.ErrRefused) {
		return m, fail("plan-problems", nil, name, errs)
	}
	return m, err
}

// planProblems prints what is wrong with a selection and counts the errors. Warnings may have been said already, by the
// freezing that checks before a database is made.
func (a *app) planProblems(problems []plan.Problem, warnings bool) int {
	errs := 0
	for _, pr := range problems {
		if pr.Level == plan.Error {
			errs++
		} else if !warnings {
			continue
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
			a.problemLine(a.env.Stderr, pr.Path, pr.Line, 1, text)
			continue
		}
		say(a.env.Stderr, "  "+text)
	}
	return errs
}

func environments(list []project.Environment) []plan.Environment {
	var out []plan.Environment
	for _, e := range list {
		out = append(out, plan.Environment{Name: e.Name, URL: shownAddress(e.URL), Build: e.Build, Notes: e.Notes})
	}
	return out
}

func participants(list []project.Participant) []plan.Participant {
	var out []plan.Participant
	for _, w := range list {
		out = append(out, plan.Participant{Name: w.Name, Role: w.Role, Entity: w.Entity})
	}
	return out
}
