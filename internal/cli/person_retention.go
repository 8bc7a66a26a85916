package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// personRetention shows what the rules of the project say is to be erased, and erases it when it is asked to.
func (a *app) personRetention() *cobra.Command {
	var as string
	var erase bool
	c := a.command("retention", "person.retention")
	c.Args = exactly(0)
	a.asFlag(c, &as)
	a.jsonFlag(c)
	c.Flags().BoolVar(&erase, "erase", false, a.words.T("flag.retention.erase"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		rules := kept(p)
		if (rules == campaign.Retention{}) {
			return fail("no-retention", nil)
		}
		if !erase {
			return a.showDue(cmd.Context(), rules)
		}
		return a.erasing(cmd.Context(), as, func(w *openRecord, actor recette.Actor) error {
			all, err := w.Service.EraseDue(cmd.Context(), actor, rules, func(r *campaign.Remains) string {
				return a.words.T("retention.reason."+r.Rule, keptFor(p, r.Rule), a.day(r.Base))
			})
			if err != nil && !errors.Is(err, campaign.ErrRemains) {
				return err
			}
			if held := w.swept(actor, all); err == nil {
				err = held
			}
			return err
		})
	}
	return c
}

// showDue shows what is due and erases nothing.
func (a *app) showDue(ctx context.Context, rules campaign.Retention) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	due, err := w.Service.Due(ctx, reader(), rules)
	if err != nil {
		return err
	}
	all, n := make([]campaign.Swept, len(due)), 0
	for i := range due {
		all[i] = campaign.Swept{Remains: due[i]}
		n += len(due[i].Found)
	}
	if a.json {
		return a.print(api.NewRetentionList(all, false, w.refusal))
	}
	for i := range all {
		say(a.env.Stdout, a.words.T("person.campaign", all[i].Campaign))
		w.sayStays(&all[i])
		if n := len(all[i].Planned) + len(all[i].Apart); n > 0 {
			say(a.env.Stdout, "  "+a.words.T("retention.planned", n))
		}
		w.printErasable(all[i].Found)
	}
	say(a.env.Stdout, a.words.T("personal.would", n))
	return nil
}

// swept says what went and what stays. That something stays is a failure.
func (w *openRecord) swept(actor recette.Actor, all []campaign.Swept) error {
	var done []campaign.Erased
	var left []string
	for i := range all {
		if x := &all[i]; !x.Stays() {
			done = append(done, x.Erased)
		} else if !slices.Contains(left, x.Campaign) {
			left = append(left, x.Campaign)
		}
	}
	switch {
	case w.json:
		if err := w.print(api.NewRetentionList(all, true, w.refusal)); err != nil {
			return err
		}
	case len(done) > 0:
		w.sayErased(actor, done)
	}
	for i := range all {
		first := i == 0 || all[i-1].Campaign != all[i].Campaign
		if x := &all[i]; x.Stays() && first && !w.json {
			say(w.env.Stdout, w.words.T("person.campaign", x.Campaign))
			w.sayStays(x)
		}
	}
	if len(left) > 0 {
		return fail("retention-held", nil, several(left))
	}
	return nil
}

// sayStays says what keeps what is due of a campaign, if anything does.
func (w *openRecord) sayStays(x *campaign.Swept) {
	if len(x.Unsigned) > 0 {
		say(w.env.Stdout, "  "+w.words.T("retention.unsigned", strings.Join(x.Unsigned, ", ")))
	}
	if x.Denied != nil {
		say(w.env.Stdout, "  "+w.words.T("retention.denied", w.refusal(x.Denied)))
	}
}

// refusal says which right is not there, and who has it.
func (w *openRecord) refusal(err error) string { return detail(w.words, err) }

// kept gives the rules of retention of a project.
func kept(p *projectAt) campaign.Retention {
	read := func(rule string) campaign.Period {
		years, months, days, _ := p.Retention.Period(keptFor(p, rule))
		return campaign.Period{Years: years, Months: months, Days: days}
	}
	return campaign.Retention{Evidence: read("evidence"), Texts: read("texts"), Names: read("names")}
}

// keptFor gives how long a kind of data is kept, as recette.yaml writes it.
func keptFor(p *projectAt, rule string) string {
	switch rule {
	case "evidence":
		return p.Retention.Evidence
	case "texts":
		return p.Retention.Texts
	}
	return p.Retention.Names
}
