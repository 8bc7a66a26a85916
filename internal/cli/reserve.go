package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
)

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
