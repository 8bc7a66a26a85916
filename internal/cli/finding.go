package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

func (a *app) anomalyVerbs() *cobra.Command {
	return a.group("anomaly", "anomaly", a.anomalyAdd(), a.anomalyClose())
}

func (a *app) anomalyAdd() *cobra.Command {
	var as, severity string
	var an campaign.Anomaly
	c := a.command("add [CAMPAGNE]", "anomaly.add")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	c.Flags().StringVar(&an.Case, "case", "", a.words.T("flag.case"))
	c.Flags().IntVar(&an.Step, "step", 0, a.words.T("flag.step"))
	c.Flags().StringVar(&severity, "severity", "", a.words.T("flag.severity"))
	c.Flags().StringVar(&an.Summary, "summary", "", a.words.T("flag.summary"))
	c.Flags().StringVar(&an.Workaround, "workaround", "", a.words.T("flag.workaround"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--severity", severity, severityChoices())
		if err != nil {
			return err
		}
		an.Severity = recette.Severity(code)
		id := optional(args)
		return a.act(
			cmd.Context(), id, as, rights.RaiseAnomaly,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				if an.Case, err = oneCase(m, an.Case); err != nil {
					return err
				}
				number, err := w.Service.RaiseAnomaly(cmd.Context(), actor, m.Campaign, an)
				if err != nil {
					return err
				}
				say(a.env.Stdout, a.words.T("anomaly.added", number, a.words.T("severity."+code)))
				return nil
			},
		)
	}
	return c
}

func (a *app) anomalyClose() *cobra.Command {
	var as, reason string
	c := a.command("close CAMPAGNE NUMÉRO", "anomaly.close")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(
			cmd.Context(), args[0], as, rights.CloseAnomaly,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				anomalies, _, err := w.numbers(cmd.Context(), m.Campaign)
				if err != nil {
					return err
				}
				number := numbersMeant(anomalies, args[1])[0]
				err = w.Service.UpdateAnomaly(cmd.Context(), actor, m.Campaign, campaign.AnomalyUpdate{
					Number: number, Status: campaign.StatusClosed, Reason: reason,
				})
				if err == nil {
					say(a.env.Stdout, a.words.T("anomaly.closed", number))
				}
				return err
			},
		)
	}
	return c
}

func (a *app) reserveVerbs() *cobra.Command {
	return a.group("reserve", "reserve", a.reserveAdd())
}

func (a *app) reserveAdd() *cobra.Command {
	var as, class string
	var r campaign.Reserve
	c := a.command("add [CAMPAGNE]", "reserve.add")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&class, "class", "", a.words.T("flag.class"))
	f.StringVar(&r.Text, "text", "", a.words.T("flag.text"))
	f.StringVar(&r.Anomaly, "anomaly", "", a.words.T("flag.anomaly"))
	f.StringVar(&r.Owner, "owner", "", a.words.T("flag.owner"))
	f.StringVar(&r.Due, "due", "", a.words.T("flag.due"))
	f.StringVar(&r.Check, "check", "", a.words.T("flag.check"))
	f.StringVar(&r.Workaround, "workaround", "", a.words.T("flag.workaround"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--class", class, severityChoices())
		if err != nil {
			return err
		}
		r.Class = recette.Severity(code)
		due, err := a.date("--due", r.Due)
		if err != nil {
			return err
		}
		r.Due = due
		id := optional(args)
		return a.act(
			cmd.Context(), id, as, rights.AddReserve,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				if r.Check, err = oneCase(m, r.Check); err != nil {
					return err
				}
				anomalies, _, err := w.numbers(cmd.Context(), m.Campaign)
				if err != nil {
					return err
				}
				r.Anomaly = numbersMeant(anomalies, r.Anomaly)[0]
				number, err := w.Service.AddReserve(cmd.Context(), actor, m.Campaign, r)
				if err == nil {
					say(a.env.Stdout, a.words.T("reserve.added", number))
				}
				return err
			},
		)
	}
	return c
}
