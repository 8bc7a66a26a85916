package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/planning"
	"recette/internal/term"
	"recette/internal/workspace"
)

// planEstimate counts what a plan calls for, beside what there is.
func (a *app) planEstimate() *cobra.Command {
	var minutes, flows, interruptions int
	c := a.command("estimate PLAN", "plan.estimate")
	c.Args = exactly(1)
	c.Flags().IntVar(&minutes, "minutes", 0, a.words.T("flag.plan.minutes"))
	c.Flags().IntVar(&flows, "flows", 0, a.words.T("flag.plan.flows"))
	c.Flags().IntVar(&interruptions, "interruptions", 0, a.words.T("flag.plan.interruptions"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		asked := planning.Effort{Minutes: minutes, Flows: flows, Interruptions: interruptions}
		if key, n, most := asked.Beyond(); key != "" {
			flag := map[string]string{
				"minutes_per_case": "--minutes", "flows": "--flows", "interruptions": "--interruptions",
			}[key]
			return fail("bad-value", nil, flag, strconv.Itoa(n), a.words.T("range", 0, most))
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		planned, err := a.planned(cmd.Context(), p, args[0])
		if err != nil {
			return err
		}
		planned.Effort = asked
		doc := api.NewPlanEstimate(args[0], planning.Count(planned.Input))
		if a.json {
			return a.print(doc)
		}
		a.printEstimate(&doc)
		return nil
	}
	return c
}

// planned reads a plan that can be frozen. One that cannot is refused with what is wrong.
func (a *app) planned(ctx context.Context, p *projectAt, name string) (*workspace.Planned, error) {
	planned, err := p.Planned(ctx, workspace.Freezing{Plan: name, Dir: a.dir, At: a.env.now()})
	if err != nil {
		return nil, err
	}
	if planned.Refused() {
		return nil, &workspace.RefusedError{Plan: name, Problems: planned.Problems}
	}
	planned.Producer = "recette " + Version
	return planned, nil
}

func (a *app) printEstimate(doc *api.PlanEstimate) {
	out := a.env.Stdout
	rows := [][]string{}
	for _, p := range doc.Parts {
		rows = append(rows, []string{
			a.words.T("plan.estimate.part." + p.Kind), strconv.Itoa(p.Count), "× " + strconv.Itoa(p.Each),
			"= " + strconv.Itoa(p.Cases),
		})
	}
	say(out, a.words.T("plan.estimate.title", doc.Plan))
	for _, line := range term.Columns(rows, 2) {
		say(out, "  "+line)
	}
	say(out, a.words.T("plan.estimate.total", doc.Estimated, doc.EstimatedMinutes, doc.Minutes))
	say(out, a.words.T("plan.estimate.selected", doc.Selected, doc.Automated, doc.SelectedMinutes))
	switch d := doc.Selected - doc.Estimated; {
	case d < 0:
		say(out, a.words.N("plan.estimate.fewer", -d))
	case d > 0:
		say(out, a.words.N("plan.estimate.more", d))
	default:
		say(out, a.words.T("plan.estimate.same"))
	}
	for _, p := range doc.Parts {
		if len(p.Lacks) > 0 {
			say(out, "  "+a.words.T("plan.estimate.lacks."+p.Kind, strings.Join(p.Lacks, ", ")))
		}
	}
	for _, l := range doc.Sessions {
		key := "plan.estimate.session"
		if l.Over() {
			key = "plan.check.over"
		}
		say(out, "  "+a.words.T(key, l.Code, l.Asked, l.Holds))
	}
	if doc.Unplanned > 0 {
		say(out, "  "+a.words.N("plan.check.unplanned", doc.Unplanned))
	}
	say(out, a.words.N("plan.estimate.needed", doc.Needed, doc.Size, len(doc.Sessions)))
}
