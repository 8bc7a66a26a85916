package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/planning"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

func (a *app) planVerbs() *cobra.Command {
	return a.group(
		"plan", "plan", a.planInit(), a.planCheck(), a.planShow(), a.planEstimate(),
		a.schemaVerb("plan.schema", planning.Schema()),
	)
}

// planCheck says what is wrong with plans, and what they leave to be filled.
func (a *app) planCheck() *cobra.Command {
	c := a.command("check [PLAN…]", "plan.check")
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		if len(args) == 0 {
			if args, err = p.PlanNames(); err != nil {
				return err
			}
		}
		if len(args) == 0 {
			return fail("plan-none", nil)
		}
		var plans []api.CheckedPlan
		for _, name := range args {
			checked, err := a.checkedPlan(cmd.Context(), p, name)
			if err != nil {
				return err
			}
			plans = append(plans, checked)
		}
		doc := api.NewPlanCheck(plans)
		if a.json {
			err = a.print(doc)
		} else {
			a.printPlanCheck(&doc)
		}
		if err == nil && doc.Wrong > 0 {
			return quiet(exitFindings)
		}
		return err
	}
	return c
}

// checkedPlan reads one plan and words what is wrong with it. A plan that is not there is a failure, as is a project
// that cannot be read.
func (a *app) checkedPlan(ctx context.Context, p *workspace.Project, name string) (api.CheckedPlan, error) {
	out := api.CheckedPlan{Plan: name}
	planned, err := p.Planned(ctx, workspace.Freezing{Plan: name, Dir: a.dir, At: a.env.now()})
	if e, ok := errors.AsType[*workspace.PlanError](err); ok {
		doc, listed := errors.AsType[*yamldoc.Error](e.Err)
		if !listed {
			return out, err
		}
		for _, pr := range doc.Problems {
			f := api.PlanFinding{
				Level: "error", Code: string(pr.Code), File: pr.File, Line: pr.Line, Column: pr.Column,
				Message: a.documentSentence(pr),
			}
			if key := "document." + string(pr.Code) + ".remedy"; a.words.Has(key) {
				f.Remedy = a.words.T(key, a.documentArgs(pr)...)
			}
			out.File, out.Problems = pr.File, append(out.Problems, f)
		}
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.File, out.Valid, out.Remaining = planned.File, !planned.Refused(), planning.Remaining(planned.Plan)
	for i := range planned.Problems {
		out.Problems = append(out.Problems, a.planFinding(&planned.Problems[i]))
	}
	if !out.Valid {
		return out, nil
	}
	out.Cases, out.Journeys = len(planned.Manifest.Cases), len(planned.Manifest.Journeys)
	e := planning.Count(planned.Input)
	out.Sessions, out.Unplanned = e.Sessions, e.Unplanned
	return out, nil
}

// planFinding words a problem of a plan.
func (a *app) planFinding(pr *workspace.PlanProblem) api.PlanFinding {
	text, remedy := a.planSentence(pr)
	f := api.PlanFinding{
		Level: string(pr.Level), Code: string(pr.Code), File: pr.Path, Line: pr.Line, Column: pr.Column, Message: text,
		Remedy: remedy,
	}
	return f
}

func (a *app) printPlanCheck(doc *api.PlanCheck) {
	out := a.env.Stdout
	for i := range doc.Plans {
		p := &doc.Plans[i]
		key := "plan.check.wrong"
		if p.Valid {
			key = "plan.check.good"
		}
		say(out, a.words.T(
			key, p.Plan, a.words.N("count.cases", p.Cases), a.words.N("count.journeys", p.Journeys), p.File,
		))
		for _, f := range p.Problems {
			text := a.words.T("plan.check.finding", a.words.T("severity-word."+f.Level), f.Message)
			if f.File != "" {
				text = a.words.T("place", f.File, max(f.Line, 1), max(f.Column, 1), text)
			}
			say(out, "  "+text)
			if f.Remedy != "" {
				say(out, "    → "+f.Remedy)
			}
		}
		for _, l := range p.Sessions {
			if l.Over() {
				say(out, "  "+a.words.T("plan.check.over", l.Code, l.Asked, l.Holds))
			}
		}
		if p.Unplanned > 0 {
			say(out, "  "+a.words.N("plan.check.unplanned", p.Unplanned))
		}
		a.printRemaining(p.Remaining)
	}
}

// printRemaining lists what is left to be filled: by section, then the marks by their place.
func (a *app) printRemaining(all []planning.Remains) {
	if len(all) == 0 {
		return
	}
	out := a.env.Stdout
	say(out, "  "+a.words.N("plan.check.remaining", len(all)))
	section, line := 0, []string(nil)
	flush := func() {
		if len(line) > 0 {
			say(out, "    "+a.words.T("plan.check.section", section,
				a.words.T("validation.section."+strconv.Itoa(section)),
				strings.Join(line, ", ")))
		}
		line = nil
	}
	for _, r := range all {
		if r.Section != section {
			flush()
			section = r.Section
		}
		if r.Marked {
			say(out, "    "+a.words.T("plan.check.mark", r.Path))
			continue
		}
		line = append(line, r.Path)
	}
	flush()
}
