package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
)

func (a *app) pvVerbs() *cobra.Command { return a.group("pv", "pv", a.pvDecide(), a.pvSign()) }

// pvDecide records what the decision-maker pronounces. The PV that is rendered afterwards shows it.
func (a *app) pvDecide() *cobra.Command {
	var as, decision string
	var d campaign.Decide
	c := a.command("decide CAMPAGNE", "pv.decide")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&d.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&decision, "decision", "", a.words.T("flag.decision"))
	f.StringVar(&d.Reason, "reason", "", a.words.T("flag.reason"))
	f.StringSliceVar(&d.Reserves, "reserve", nil, a.words.T("flag.reserve"))
	f.StringVar(&d.Effect, "effect", "", a.words.T("flag.effect"))
	f.StringVar(&d.GoLive, "golive", "", a.words.T("flag.golive"))
	f.StringVar(&d.Derogation, "derogation", "", a.words.T("flag.derogation"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		code, err := a.choose("--decision", decision, decisionChoices())
		if err != nil {
			return err
		}
		d.Decision = recette.Decision(code)
		if d.GoLive != "" {
			if d.GoLive, err = a.choose("--golive", d.GoLive, goLiveChoices()); err != nil {
				return err
			}
		}
		if d.Effect, err = a.date("--effect", d.Effect); err != nil {
			return err
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		if d.Present, err = p.Texts(cmd.Context()); err != nil { // to see which results are stale
			return err
		}
		return a.act(cmd.Context(), args[0], as, rights.Decide, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			d.Campaign, d.Journey = m.Campaign, journeyMeant(&m.Manifest, d.Journey)
			_, reserves, err := w.numbers(cmd.Context(), m.Campaign)
			if err != nil {
				return err
			}
			d.Reserves = numbersMeant(reserves, d.Reserves...)
			made, err := w.SignOff.Decide(cmd.Context(), actor, d)
			if errors.Is(err, signoff.ErrDerogation) {
				return fail("no-decision", nil, d.Derogation, signoff.DerogationFile(d.Derogation))
			}
			if err != nil {
				return a.decisionFailure(err)
			}
			decided := strings.TrimSpace(a.words.T("decision."+code) + " " + strings.Join(made.Reserves, ", "))
			say(a.env.Stdout, a.words.T("pv.decided", made.Number, decided))
			if made.Judged {
				say(a.env.Stdout, a.words.T("pv.judged"))
			}
			return nil
		})
	}
	return c
}
