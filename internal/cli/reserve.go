package cli

import (
	"cmp"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

func (a *app) reserveVerbs() *cobra.Command {
	return a.group(
		"reserve", "reserve", a.reserveAdd(), a.reserveList(), a.reserveShow(), a.reserveUpdate(), a.reserveFix(),
		a.reserveLift(), a.reserveMaintain(), a.reserveConvert(), a.reserveAbandon(),
	)
}

func (a *app) reserveAdd() *cobra.Command {
	var as, class string
	var r gap.Reserve
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
	f.StringVar(&r.Effect, "effect", "", a.words.T("flag.reserve.effect"))
	f.StringVar(&r.Verification, "verification", "", a.words.T("flag.verification"))
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
				proposed, err := w.Service.ProposedDue(cmd.Context(), actor, m.Campaign, r)
				if err != nil {
					return err
				}
				r.Due = cmp.Or(r.Due, proposed)
				number, err := w.Service.Note(cmd.Context(), actor, m.Campaign, r)
				if err == nil {
					say(a.env.Stdout, a.words.T("reserve.added", number))
					w.sayProposed(proposed)
				}
				return err
			},
		)
	}
	return c
}

// moving is a verb that does one thing with one reserve.
func (a *app) moving(
	act recette.ReserveAct, action rights.Action, flags func(*cobra.Command, *gap.Move),
	fill func(*campaign.Outline, *gap.Move) error,
) *cobra.Command {
	var as string
	move := gap.Move{Act: act}
	c := a.command(string(act)+" CAMPAGNE NUMÉRO", "reserve."+string(act))
	c.Args = exactly(2)
	a.asFlag(c, &as)
	a.reasonFlag(c, &move.Reason)
	flags(c, &move)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(
			cmd.Context(), args[0], as, action,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				_, reserves, err := w.numbers(cmd.Context(), m.Campaign)
				if err != nil {
					return err
				}
				move.Number = numbersMeant(reserves, args[1])[0]
				if fill != nil {
					if err := fill(m, &move); err != nil {
						return err
					}
				}
				if _, err := w.Service.Note(cmd.Context(), actor, m.Campaign, move); err != nil {
					return err
				}
				st, err := w.Service.Status(cmd.Context(), reader(), m.Campaign)
				if err != nil {
					return err
				}
				for i := range st.Reserves {
					if r := &st.Reserves[i]; r.Number == move.Number {
						say(a.env.Stdout, a.words.T("reserve.now", r.Number, w.reserveStatus(r)))
					}
				}
				return nil
			},
		)
	}
	return c
}

// reserveStatus words the status of a reserve; one of a later version stands as it is.
func (w *openRecord) reserveStatus(r *state.Reserve) string {
	if key := "reserve.status." + string(r.Standing()); w.words.Has(key) {
		return w.words.T(key)
	}
	return string(r.Standing())
}

// reserveUpdate corrects what a reserve says, before a decision rests on it.
func (a *app) reserveUpdate() *cobra.Command {
	var class string
	return a.moving(recette.ReserveUpdate, rights.AddReserve, func(c *cobra.Command, m *gap.Move) {
		f := c.Flags()
		f.StringVar(&class, "class", "", a.words.T("flag.class"))
		f.StringVar(&m.Text, "text", "", a.words.T("flag.text"))
		f.StringVar(&m.Owner, "owner", "", a.words.T("flag.owner"))
		f.StringVar(&m.Due, "due", "", a.words.T("flag.due"))
		f.StringVar(&m.Check, "check", "", a.words.T("flag.check"))
		f.StringVar(&m.Workaround, "workaround", "", a.words.T("flag.workaround"))
		f.StringVar(&m.Effect, "effect", "", a.words.T("flag.reserve.effect"))
		f.StringVar(&m.Verification, "verification", "", a.words.T("flag.verification"))
	}, func(o *campaign.Outline, move *gap.Move) (err error) {
		if class != "" {
			code, err := a.choose("--class", class, severityChoices())
			if err != nil {
				return err
			}
			move.Class = recette.Severity(code)
		}
		if move.Due, err = a.date("--due", move.Due); err != nil {
			return err
		}
		move.Check, err = oneCase(o, move.Check)
		return err
	})
}

func (a *app) reserveFix() *cobra.Command {
	return a.moving(recette.ReserveFix, rights.FixReserve, func(c *cobra.Command, m *gap.Move) {
		c.Flags().StringVar(&m.Build, "build", "", a.words.T("flag.fix.build"))
		c.Flags().StringVar(&m.FixedBy, "by", "", a.words.T("flag.fix.by"))
	}, nil)
}

func (a *app) reserveLift() *cobra.Command {
	return a.moving(recette.ReserveLift, rights.LiftReserve, func(c *cobra.Command, m *gap.Move) {
		a.retestFlags(c, &m.Retest)
	}, func(m *campaign.Outline, move *gap.Move) (err error) {
		move.Retest.Case, err = oneCase(m, move.Retest.Case)
		return err
	})
}

func (a *app) reserveMaintain() *cobra.Command {
	return a.moving(recette.ReserveMaintain, rights.LiftReserve, func(c *cobra.Command, m *gap.Move) {
		c.Flags().StringVar(&m.Owner, "owner", "", a.words.T("flag.owner"))
		c.Flags().StringVar(&m.Due, "due", "", a.words.T("flag.due"))
	}, func(_ *campaign.Outline, move *gap.Move) (err error) {
		move.Due, err = a.date("--due", move.Due)
		return err
	})
}

func (a *app) reserveConvert() *cobra.Command {
	return a.moving(recette.ReserveConvert, rights.LiftReserve, func(c *cobra.Command, m *gap.Move) {
		c.Flags().StringVar(&m.Into, "into", "", a.words.T("flag.into"))
	}, nil)
}

func (a *app) reserveAbandon() *cobra.Command {
	return a.moving(recette.ReserveAbandon, rights.LiftReserve, func(c *cobra.Command, m *gap.Move) {
		c.Flags().StringVar(&m.Decision, "decision", "", a.words.T("flag.abandon.decision"))
	}, nil)
}

func (a *app) reserveList() *cobra.Command {
	c := a.command("list [CAMPAGNE]", "reserve.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			if a.json {
				return a.print(api.NewReserveList(st))
			}
			for i := range st.Reserves {
				w.reserveLine(st, &st.Reserves[i])
			}
			if len(st.Reserves) == 0 {
				say(a.env.Stdout, a.words.T("reserve.none"))
			}
			return nil
		})
	}
	return c
}

func (w *openRecord) reserveLine(st *campaign.Status, r *state.Reserve) {
	say(w.env.Stdout, w.words.T(
		"reserve.line", r.Number, w.words.T("severity."+r.Class), w.said(st, r.Text),
	)+w.reserveTerms(w.said(st, r.Owner), r.Due)+w.reserveEnd(r))
	w.reserveCarried(st, r)
}

// reserveEnd says where a reserve stands once something was done with it.
func (w *openRecord) reserveEnd(r *state.Reserve) string {
	if len(r.Changes) == 0 {
		return ""
	}
	return w.words.T("reserve.stands", w.reserveStatus(r))
}

func (a *app) reserveShow() *cobra.Command {
	c := a.command("show CAMPAGNE NUMÉRO", "reserve.show")
	c.Args = exactly(2)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), args[0], func(w *openRecord, st *campaign.Status) error {
			numbers := make([]string, len(st.Reserves))
			for i := range st.Reserves {
				numbers[i] = st.Reserves[i].Number
			}
			at := slices.Index(numbers, numbersMeant(numbers, args[1])[0])
			if at < 0 {
				return &gap.UnknownError{Number: args[1], Kind: gap.ErrUnknownReserve}
			}
			if a.json {
				st.Reserves = st.Reserves[at : at+1]
				return a.print(api.NewReserveList(st))
			}
			names, err := w.Service.People(cmd.Context(), reader(), st.Campaign)
			if err == nil {
				w.printReserve(st, &st.Reserves[at], names)
			}
			return err
		})
	}
	return c
}

func (w *openRecord) printReserve(st *campaign.Status, r *state.Reserve, names map[string]string) {
	w.reserveLine(st, r)
	say(w.env.Stdout, "  "+w.words.T("gap.issued", w.leafDay(r.At), personOf(names, r.By.Ref)))
	fixed := ""
	if r.Fix != nil {
		fixed = w.words.T("gap.fixed", r.Fix.Build, w.said(st, r.Fix.By))
	}
	retest := ""
	if r.Retest != nil {
		retest = w.words.T("gap.retest", r.Retest.Case, r.Retest.Attempt)
	}
	for _, x := range []struct{ key, value string }{
		{"anomaly", r.Anomaly},
		{"effect", w.said(st, r.Effect)},
		{"workaround", w.said(st, r.Workaround)},
		{"check", r.Check},
		{"verification", w.said(st, r.Verification)},
		{"fixed", fixed},
		{"retest", retest},
		{"into", r.Into},
		{"decision", r.Decision},
	} {
		if x.value != "" {
			say(w.env.Stdout, "  "+w.words.T("gap.field."+x.key, x.value))
		}
	}
	for i := range r.Changes {
		ch := &r.Changes[i]
		line := w.words.T(
			"reserve.change", w.leafDay(ch.At), w.words.T("reserve.status."+ch.Status), personOf(names, ch.By.Ref),
		)
		if ch.Reason != "" {
			line += w.words.T("gap.why", w.said(st, ch.Reason))
		}
		say(w.env.Stdout, "  "+line)
		for _, t := range ch.Turned {
			say(w.env.Stdout, "    "+w.words.T(
				"reserve.turned", w.words.T("reserve.of."+t.Field), w.turned(st, t.Field, t.From),
				w.turned(st, t.Field, t.To),
			))
		}
	}
}

// turned words one side of a change of a reserve.
func (w *openRecord) turned(st *campaign.Status, field, value string) string {
	switch {
	case value == "":
		return "–"
	case field == "class":
		return w.words.T("severity." + value)
	case field == "due":
		return w.day(value)
	case field == "check":
		return value
	}
	return w.said(st, value)
}
