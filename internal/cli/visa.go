package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/visa"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/route"
)

func (a *app) visaVerbs() *cobra.Command {
	return a.group("visa", "visa", a.visaSubmit(), a.visaAct(route.Give), a.visaAct(route.Refuse),
		a.visaAct(route.Withdraw), a.visaAct(route.Note))
}

// visaSubmit puts a PV on the route to its decision.
func (a *app) visaSubmit() *cobra.Command {
	var as string
	var s visa.Submission
	c := a.command("submit CAMPAGNE NUMÉRO", "visa.submit")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&s.Remark, "remark", "", a.words.T("flag.visa.remark"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		s.Number = pvNumber(args[1])
		return a.act(cmd.Context(), args[0], as, rights.SubmitPV, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, s)
			if errors.Is(err, visa.ErrUnknown) {
				return fail("pv-number", nil, s.Number)
			}
			if err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T("visa.submitted", s.Number))
			return w.printWays(cmd.Context(), m.Campaign)
		})
	}
	return c
}

// visaAct does something about the PV that is on the route.
func (a *app) visaAct(what route.What) *cobra.Command {
	var as, journey, reason string
	c := a.command(string(what)+" CAMPAGNE", "visa."+string(what))
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&journey, "journey", "", a.words.T("flag.journey"))
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.GiveVisa, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, visa.Act{
				Journey: journeyMeant(&m.Manifest, journey), What: what, Reason: reason,
			})
			if err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T("visa."+string(what)+".done", roleWord(a.words, actor.Role)))
			return w.printWays(cmd.Context(), m.Campaign)
		})
	}
	return c
}

// campaignSignoff says what was given before the decision, what is missing, from whom and by when.
func (a *app) campaignSignoff() *cobra.Command {
	c := a.command("signoff [CAMPAGNE]", "campaign.signoff")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			return w.printWays(cmd.Context(), st.Campaign)
		})
	}
	return c
}

// printWays says where each PV stands on its route.
func (w *openRecord) printWays(ctx context.Context, id string) error {
	ways, err := w.Service.Signoff(ctx, reader(), id)
	if err != nil {
		return err
	}
	names, err := w.Service.People(ctx, reader(), id)
	if err != nil {
		return err
	}
	if w.json {
		return w.print(api.NewSignoff(id, ways, names))
	}
	out, t := w.env.Stdout, w.words.T
	if len(ways) == 0 {
		say(out, t("route.none"))
	}
	for i := range ways {
		x := &ways[i]
		of := t("route.whole")
		if x.Journey != "" {
			of = t("route.journey", x.Journey)
		}
		phase := t("route.phase." + string(x.Phase))
		if x.PV == "" {
			say(out, t("route.head.none", of, phase))
		} else {
			say(out, t("route.head", of, x.PV, x.Round, phase))
		}
		for k := range x.Steps {
			say(out, "  "+w.stepLine(&x.Steps[k], names))
		}
	}
	return nil
}

// stepLine says where a step of a route stands.
func (w *openRecord) stepLine(s *route.Step, names map[string]string) string {
	t := w.words.T
	line := t("route.step", askedOf(w.words, s), t("route.status."+string(s.Status)))
	switch {
	case s.Ref != "":
		line += t("route.by", names[s.Ref], w.day(s.Day))
	case s.Vacant:
		line += t("route.vacant", vacancy(w.words, recette.Role(s.Role), s.Who, s.Branch))
	case s.Late:
		line += t("route.late", w.day(s.Due))
	case s.Due != "" && s.Missing():
		line += t("route.due", w.day(s.Due))
	case s.Status == route.Silent:
		line += t("route.silent", w.day(s.Due))
	}
	return line
}

// askedOf says what a step asks, and of whom.
func askedOf(p *i18n.Printer, s *route.Step) string {
	who := roleWord(p, recette.Role(s.Role))
	switch {
	case s.Branch != "":
		who = s.Branch
	case s.Who != "":
		who = s.Who + " (" + who + ")"
	}
	return p.T("route.kind."+string(s.Kind), who)
}

// nextOf says what the route of a PV waits for first, and that nobody can do it when it is so.
func nextOf(p *i18n.Printer, s *route.Step) string {
	text := p.T("route.next", askedOf(p, s))
	if s.Vacant {
		text += p.T("route.vacant", vacancy(p, recette.Role(s.Role), s.Who, s.Branch))
	}
	return text
}

// routeFailure says why something has no place on the route of a PV.
func routeFailure(err error) (*failure, bool) {
	e, ok := errors.AsType[*fact.RouteError](err)
	if !ok {
		return nil, false
	}
	why := "route-" + string(e.Why)
	return fail(why, nil), true
}

// sayLacks says what the route of a PV lacks, of a plan that lets a decision pass all the same.
func (a *app) sayLacks(e *fact.RouteError) {
	line := a.words.T("route.lacks", a.words.T("fail."+"route-"+string(e.Why)))
	if e.Next != nil {
		line += " " + nextOf(a.words, e.Next)
	}
	say(a.env.Stderr, line)
}
