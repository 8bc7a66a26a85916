package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
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
					Number: number, Status: state.StatusClosed, Reason: reason,
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
