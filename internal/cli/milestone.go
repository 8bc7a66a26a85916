package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/milestone"
	"recette/internal/recette"
	"recette/internal/regime"
)

func (a *app) milestoneVerbs() *cobra.Command {
	return a.group("milestone", "milestone", a.milestoneAdd(), a.milestoneList())
}

func milestoneChoices() choices { return choices{"milestone", codesOf(regime.Whats())} }

func outcomeChoices() choices { return choices{"decision", codesOf(regime.Outcomes())} }

// milestoneAdd records what happened on which delays of the regime depend.
func (a *app) milestoneAdd() *cobra.Command {
	var as, outcome, document string
	var x milestone.Milestone
	c := a.command("add CAMPAGNE JALON", "milestone.add")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&x.Day, "on", "", a.words.T("flag.milestone.on"))
	f.StringVar(&x.Reference, "reference", "", a.words.T("flag.milestone.reference"))
	f.StringVar(&document, "document", "", a.words.T("flag.milestone.document"))
	f.StringVar(&x.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&outcome, "outcome", "", a.words.T("flag.milestone.outcome"))
	f.StringVar(&x.Decision, "decision", "", a.words.T("flag.milestone.decision"))
	f.StringVar(&x.Replaces, "replaces", "", a.words.T("flag.milestone.replaces"))
	f.StringVar(&x.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		what, err := a.choose("JALON", args[1], milestoneChoices())
		if err != nil {
			return err
		}
		x.What = regime.What(what)
		if x.Day, err = a.date("--on", x.Day); err != nil {
			return err
		}
		if outcome != "" {
			if outcome, err = a.choose("--outcome", outcome, outcomeChoices()); err != nil {
				return err
			}
			x.Outcome = recette.Decision(outcome)
		}
		if document != "" {
			if x.SHA256, err = a.digestOf(document); err != nil {
				return err
			}
		}
		return a.act(cmd.Context(), args[0], as, rights.AddMilestone, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			x.Journey = journeyMeant(&m.Manifest, x.Journey)
			number, err := w.Service.Note(cmd.Context(), actor, m.Campaign, x)
			if err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T("milestone.added", number, a.words.T("milestone."+what), w.day(x.Day)))
			return w.printClocks(cmd.Context(), m.Campaign)
		})
	}
	return c
}

// milestoneList says where the delays stand, and what was recorded that they depend on.
func (a *app) milestoneList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "milestone.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			terms, today, all, err := w.Service.Clocks(cmd.Context(), reader(), st.Campaign)
			if err != nil {
				return err
			}
			if a.json {
				return a.print(api.NewMilestoneList(st.Campaign, terms, today, all))
			}
			if terms == nil {
				say(a.env.Stdout, a.words.T("clocks.none"))
				return nil
			}
			listed := api.MilestonesIn(all)
			for i := range listed {
				m := &listed[i]
				say(a.env.Stdout, a.words.T("milestone.line", m.Number, a.words.T("milestone."+m.What), w.day(m.Day)))
			}
			return w.printClocks(cmd.Context(), st.Campaign)
		})
	}
	return c
}

// near is how many days before its end a delay is called near.
const near = 3

// printClocks says where each delay stands, and what its end does; nothing of common practice without delays.
func (w *openRecord) printClocks(ctx context.Context, id string) error {
	terms, today, all, err := w.Service.Clocks(ctx, reader(), id)
	if err != nil || terms == nil {
		return err
	}
	t := w.words.T
	for i := range all {
		of := ""
		if all[i].Journey != "" {
			of = t("clocks.journey", all[i].Journey)
		}
		if len(all[i].Runs) == 0 {
			say(w.env.Stdout, t("clocks.idle"))
		}
		for k := range all[i].Runs {
			say(w.env.Stdout, w.clockLine(terms, &all[i].Runs[k], of, today))
		}
	}
	return nil
}

// clockLine says where a delay stands, and what its end does.
func (w *openRecord) clockLine(terms *regime.Terms, r *regime.Run, of, today string) string {
	t, d := w.words.T, terms.Of(r.Clock)
	silence, ended := "", ""
	if r.Ended != "" {
		ended = w.day(r.Ended)
	}
	switch {
	case d.Silence == regime.Admission:
		silence = t("clocks.silence.admission")
	case !r.Clock.Period():
		silence = t("clocks.silence.none")
	}
	line := t("clocks.run."+string(r.Status), t("clock."+string(r.Clock))+of, w.day(r.Due),
		fmt.Sprintf("%d", d.Length)+"\u00a0"+t("clocks.unit."+d.Unit), silence, ended)
	if r.Status == regime.Running && !r.Clock.Period() {
		due, err := time.Parse(time.DateOnly, r.Due)
		now, err2 := time.Parse(time.DateOnly, today)
		if left := int(due.Sub(now).Hours() / 24); err == nil && err2 == nil && left <= near {
			line = t("clocks.near", line)
		}
	}
	if r.Acquired != "" {
		line += "\n" + t("clocks.acquired", w.day(r.Acquired))
	}
	return line
}
