package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

func (a *app) derogationVerbs() *cobra.Command {
	return a.group("derogation", "derogation", a.derogationAsk(), a.derogationAnswer("grant", true),
		a.derogationAnswer("refuse", false), a.derogationList())
}

// derogationAsk asks that a rule or a criterion be waived.
func (a *app) derogationAsk() *cobra.Command {
	var as string
	var d advice.Derogation
	c := a.command("ask CAMPAGNE", "derogation.ask")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&d.Subject, "about", "", a.words.T("flag.derogation.about"))
	f.StringVar(&d.Text, "text", "", a.words.T("flag.derogation.text"))
	f.StringVar(&d.Until, "until", "", a.words.T("flag.derogation.until"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if d.Until, err = a.date("--until", d.Until); err != nil {
			return err
		}
		return a.act(cmd.Context(), args[0], as, rights.AskDerogation, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			anomalies, reserves, err := w.numbers(cmd.Context(), m.Campaign)
			if err != nil {
				return err
			}
			d.Subject = numbersMeant(append(anomalies, reserves...), d.Subject)[0]
			if id, err := oneCase(m, d.Subject); err == nil { // it may be about something else
				d.Subject = id
			}
			number, err := w.Service.Note(cmd.Context(), actor, m.Campaign, d)
			if err == nil {
				say(a.env.Stdout, a.words.T("derogation.asked", number))
			}
			return err
		})
	}
	return c
}

// derogationAnswer grants a derogation, or refuses it.
func (a *app) derogationAnswer(use string, grant bool) *cobra.Command {
	var as, reason string
	c := a.command(use+" CAMPAGNE NUMÉRO", "derogation."+use)
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.derogation.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.AnswerDerogation, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, advice.Ruling{
				Number: args[1], Grant: grant, Reason: reason,
			})
			if err == nil {
				say(a.env.Stdout, a.words.T("derogation."+use+".done", args[1]))
			}
			return err
		})
	}
	return c
}

// derogationList lists the derogations of a campaign.
func (a *app) derogationList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "derogation.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		return a.looking(ctx, optional(args), func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewDerogationList(st))
			}
			names, err := w.Service.People(ctx, reader(), st.Campaign)
			if err != nil {
				return err
			}
			if len(st.Notes.Derogations) == 0 {
				say(a.env.Stdout, a.words.T("derogation.none"))
			}
			for i := range st.Notes.Derogations {
				d := &st.Notes.Derogations[i]
				state := api.DerogationState(d)
				say(a.env.Stdout, a.words.T("derogation.line", d.Number, a.words.T("reports.derogation.state."+state),
					w.said(st, d.Text), names[d.Asked.By.Ref]))
			}
			return nil
		})
	}
	return c
}
