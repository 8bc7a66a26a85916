package cli

import (
	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

func (a *app) resultVerbs() *cobra.Command {
	return a.group("result", "result", a.resultInvalidate(), a.resultContest())
}

func flawedChoices() choices { return choices{"flawed", codesOf(recette.FlawedCauses())} }

func (a *app) resultInvalidate() *cobra.Command {
	var as, cause string
	var i advice.Invalidation
	c := a.command("invalidate CAMPAGNE CAS", "result.invalidate")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&cause, "cause", "", a.words.T("flag.flawed"))
	c.Flags().StringVar(&i.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--cause", cause, flawedChoices())
		if err != nil {
			return err
		}
		i.Cause = recette.Flawed(code)
		return a.act(cmd.Context(), args[0], as, rights.InvalidateResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			if i.Case, err = oneCase(m, args[1]); err != nil {
				return err
			}
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, i)
			if err == nil {
				say(a.env.Stdout, a.words.T("result.invalidated", i.Case))
			}
			return err
		})
	}
	return c
}

func (a *app) resultContest() *cobra.Command {
	var as string
	var contest advice.Contest
	c := a.command("contest CAMPAGNE CAS", "result.contest")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&contest.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.ContestResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) (err error) {
			if contest.Case, err = oneCase(m, args[1]); err != nil {
				return err
			}
			_, err = w.Service.Note(cmd.Context(), actor, m.Campaign, contest)
			if err == nil {
				say(a.env.Stdout, a.words.T("result.contested", contest.Case))
			}
			return err
		})
	}
	return c
}
