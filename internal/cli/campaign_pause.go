package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/meeting"
	"recette/internal/recette"
)

func (a *app) campaignSuspend() *cobra.Command {
	var as string
	var s meeting.Suspension
	c := a.command("suspend CAMPAGNE", "campaign.suspend")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&s.Reason, "reason", "", a.words.T("flag.reason"))
	c.Flags().StringVar(&s.Criterion, "criterion", "", a.words.T("flag.suspend.criterion"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.SuspendCampaign, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, s)
			if err == nil {
				say(a.env.Stdout, a.words.T("campaign.suspended", m.Campaign))
			}
			return err
		})
	}
	return c
}

func (a *app) campaignResume() *cobra.Command {
	var as string
	var r meeting.Resumption
	c := a.command("resume CAMPAGNE", "campaign.resume")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&r.Reason, "reason", "", a.words.T("flag.reason"))
	c.Flags().StringVar(&r.Criterion, "criterion", "", a.words.T("flag.resume.criterion"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.SuspendCampaign, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, r)
			if err == nil {
				say(a.env.Stdout, a.words.T("campaign.resumed", m.Campaign))
			}
			return err
		})
	}
	return c
}
