package cli

import (
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

func (a *app) deviationVerbs() *cobra.Command {
	return a.group("deviation", "deviation", a.deviationAdd(), a.deviationList())
}

// deviationList lists the deviations from the plan, with why and who agreed.
func (a *app) deviationList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "deviation.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewDeviationList(st))
			}
			if len(st.Notes.Deviations) == 0 {
				say(a.env.Stdout, a.words.T("deviation.none"))
			}
			for i := range st.Notes.Deviations {
				d := &st.Notes.Deviations[i]
				say(a.env.Stdout, a.words.T("deviation.line", d.Number, w.said(st, d.Text)))
				say(a.env.Stdout, "  "+a.words.T("deviation.why", w.said(st, d.Reason)))
				if len(d.Cases) > 0 {
					say(a.env.Stdout, "  "+a.words.T("deviation.cases", strings.Join(d.Cases, ", ")))
				}
				if d.Agreed != "" {
					say(a.env.Stdout, "  "+a.words.T("deviation.agreed", w.said(st, d.Agreed)))
				}
			}
			return nil
		})
	}
	return c
}

// deviationAdd records where the recette departed from its plan.
func (a *app) deviationAdd() *cobra.Command {
	var as string
	var d advice.Deviation
	c := a.command("add [CAMPAGNE]", "deviation.add")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	c.Flags().StringVar(&d.Text, "text", "", a.words.T("flag.deviation.text"))
	c.Flags().StringVar(&d.Reason, "reason", "", a.words.T("flag.reason"))
	c.Flags().StringVar(&d.Agreed, "agreed-by", "", a.words.T("flag.deviation.agreed"))
	var rows []string
	c.Flags().StringSliceVar(&rows, "case", nil, a.words.T("flag.deviation.case"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), optional(args), as, rights.RecordDeviation, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) (err error) {
			if d.Cases, err = rowsMeant(m, rows); err != nil {
				return err
			}
			number, err := w.Service.Note(cmd.Context(), actor, m.Campaign, d)
			if err == nil {
				say(a.env.Stdout, a.words.T("deviation.added", number))
			}
			return err
		})
	}
	return c
}
