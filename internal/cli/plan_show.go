package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/planning/document"
	"recette/internal/term"
	"recette/reports/validation"
)

// planShow prints what a plan says, in short.
func (a *app) planShow() *cobra.Command {
	c := a.command("show PLAN", "plan.show")
	c.Args = exactly(1)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		planned, err := a.planned(cmd.Context(), p, args[0])
		if err != nil {
			return err
		}
		doc, err := document.Of(planned.Source)
		if err != nil {
			return err
		}
		if a.json {
			return validation.JSON(a.env.Stdout, doc)
		}
		a.printPlan(&doc)
		return nil
	}
	return c
}

func (a *app) printPlan(d *validation.Plan) {
	out := a.env.Stdout
	say(out, a.words.T("plan.show.title", d.Title, d.Version, d.Name))
	environment := ""
	if len(d.Environments) > 0 {
		environment = d.Environments[0].Name
	}
	say(out, a.words.T("plan.show.release", d.Release.Version, d.Release.Build, environment))
	a.planPart("4", planRows(d.Journeys, func(j validation.Journey) []string {
		return []string{
			j.Code, j.Title, a.words.T("validation.criticality." + j.Criticality), a.words.N("count.cases", j.Cases),
			j.Owner,
		}
	}))
	a.planPart("6", planRows(d.Risks, func(r validation.Risk) []string {
		return []string{r.Text, r.Response}
	}))
	a.planPart("10", planRows(d.Sessions, func(s validation.Session) []string {
		return []string{
			s.Code, a.decisionDay(s.Date), s.Start, strconv.Itoa(s.Minutes) + "\u00a0min", s.Animator,
			strings.Join(s.Testers, ", "), strconv.Itoa(s.Asked) + "\u00a0/\u00a0" + strconv.Itoa(s.Holds),
		}
	}))
	for _, l := range []struct {
		key  string
		list []validation.Criterion
	}{{"entry", d.Entry}, {"exit", d.Exit}, {"suspension", d.Suspension}, {"resumption", d.Resumption}} {
		if len(l.list) == 0 {
			continue
		}
		say(out, "")
		say(out, a.words.T("validation.criteria."+l.key))
		for _, line := range term.Columns(planRows(l.list, func(c validation.Criterion) []string {
			how := a.words.T("validation.attested", validation.Who(a.words.T, c.Attested))
			switch {
			case c.Measure != "":
				how = a.words.T("validation.measure." + c.Measure)
			case c.Attested == "":
				how = a.words.T("validation.nobody")
			}
			return []string{c.Text, c.Threshold, how}
		}), 2) {
			say(out, "  "+line)
		}
	}
	a.planPart("15", planRows(d.People, func(p validation.Person) []string {
		role := p.Function
		if p.Role != "" {
			role = validation.Who(a.words.T, p.Role)
		}
		return []string{p.Name, role, p.Entity}
	}))
	if n := len(d.Remaining); n > 0 {
		say(out, "")
		say(out, a.words.N("plan.check.remaining", n))
	}
}

// planPart prints a section of a plan, nothing when it is empty.
func (a *app) planPart(section string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	say(a.env.Stdout, "")
	say(a.env.Stdout, a.words.T("validation.section."+section))
	for _, line := range term.Columns(rows, 2) {
		say(a.env.Stdout, "  "+line)
	}
}

func planRows[T any](list []T, row func(T) []string) [][]string {
	rows := make([][]string, len(list))
	for i, x := range list {
		rows[i] = row(x)
	}
	return rows
}
