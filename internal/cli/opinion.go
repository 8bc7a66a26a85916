package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/reports"
)

func (a *app) opinionVerbs() *cobra.Command {
	return a.group("opinion", "opinion", a.opinionAdd(), a.opinionList())
}

func opinionChoices() choices {
	return choices{"opinion", codesOf(append(recette.Opinions(recette.QA), recette.Opinions(recette.Supplier)...))}
}

func triggerChoices() choices { return choices{"trigger", codesOf(recette.Effects())} }

// opinionAdd records what somebody thinks of the recette, in their role.
func (a *app) opinionAdd() *cobra.Command {
	var as, opinion string
	var o advice.Opinion
	c := a.command("add CAMPAGNE", "opinion.add")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&o.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&opinion, "opinion", "", a.words.T("flag.opinion"))
	f.StringVar(&o.Text, "text", "", a.words.T("flag.opinion.text"))
	f.StringSliceVar(&o.Points, "point", nil, a.words.T("flag.opinion.point"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--opinion", opinion, opinionChoices())
		if err != nil {
			return err
		}
		o.Opinion = recette.Opinion(code)
		return a.act(cmd.Context(), args[0], as, rights.GiveOpinion, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			o.Journey = journeyMeant(&m.Manifest, o.Journey)
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, o)
			if err == nil {
				say(a.env.Stdout, a.words.T("opinion.added", roleWord(a.words, actor.Role),
					a.words.T("opinion.is."+code)))
			}
			return err
		})
	}
	return c
}

// opinionList lists the opinions that stand, with their words.
func (a *app) opinionList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "opinion.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewOpinionList(st))
			}
			if !w.printOpinions(st) {
				say(a.env.Stdout, a.words.T("opinion.none"))
			}
			return nil
		})
	}
	return c
}

// printOpinions says who thinks what, and whether anybody does.
func (w *openRecord) printOpinions(st *campaign.Status) bool {
	standing := st.Notes.Given("")
	for _, o := range standing {
		role, is := roleWord(w.words, recette.Role(o.By.Role)), w.words.T("opinion.is."+o.Opinion.Opinion)
		if by := st.Opined[o.Seq]; by.Branch != "" {
			role = w.words.T("opinion.of", role, by.Branch, by.Name)
		} else if by.Name != "" {
			role = w.words.T("opinion.by", role, by.Name)
		}
		say(w.env.Stdout, w.words.T("opinion.line", role, is, w.said(st, o.Text)))
	}
	return len(standing) > 0
}

// pvAnswer answers a warning that is computed now, before anybody signs.
func (a *app) pvAnswer() *cobra.Command {
	var as, journey, text string
	c := a.command("answer CAMPAGNE [CODE]", "pv.answer")
	c.Args = between(1, 2)
	a.asFlag(c, &as)
	a.jsonFlag(c)
	c.Flags().StringVar(&journey, "journey", "", a.words.T("flag.journey"))
	c.Flags().StringVar(&text, "text", "", a.words.T("flag.answer.text"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		present, err := p.Texts(cmd.Context())
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), args[0], as, rights.AnswerWarning, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			request := signoff.Request{
				Campaign: m.Campaign, Journey: journeyMeant(&m.Manifest, journey), Present: present, Tags: p.Tags,
			}
			if len(args) == 2 {
				err := w.SignOff.Answer(cmd.Context(), actor, request, args[1], text)
				if unknown, ok := errors.AsType[*signoff.UnknownWarningError](err); ok {
					return fail("warning-unknown", nil, args[1], strings.Join(unknown.Stand, ", "))
				}
				if err != nil {
					return err
				}
				if !a.json {
					say(a.env.Stdout, a.words.T("pv.answered", args[1]))
					return nil
				}
			}
			return w.listWarnings(cmd.Context(), actor, request)
		})
	}
	return c
}

// listWarnings lists the warnings that stand, and what was answered.
func (w *openRecord) listWarnings(ctx context.Context, actor recette.Actor, r signoff.Request) error {
	warnings, err := w.SignOff.Warnings(ctx, actor, r)
	if err != nil {
		return err
	}
	worded := func(x *reports.Warning) string { return signoff.Reworded(x, string(w.words.Lang()), w.words.T) }
	if w.json {
		return w.print(api.NewWarningList(r.Campaign, r.Journey, warnings, worded))
	}
	for i := range warnings {
		x := &warnings[i]
		key := "pv.answer.none"
		if x.Answer != "" {
			key = "pv.answer.given"
		}
		say(w.env.Stdout, w.words.T(key, x.Code, worded(x), x.Answer, x.AnsweredBy))
	}
	return nil
}
