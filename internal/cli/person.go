package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/meant"
	"recette/internal/recette"
)

func (a *app) personVerbs() *cobra.Command {
	return a.group("person", "person", a.personErase(), a.personRetention())
}

// personErase takes all that is known of a person away, from every campaign of the project.
func (a *app) personErase() *cobra.Command {
	var p campaign.PersonErasure
	var as string
	var dryRun bool
	c := a.command("erase NOM", "person.erase")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringSliceVar(&p.Evidence, "evidence", nil, a.words.T("flag.person.evidence"))
	f.BoolVar(&p.Force, "force", false, a.words.T("flag.person.force"))
	f.StringVar(&p.Reason, "reason", "", a.words.T("flag.reason"))
	f.BoolVar(&dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p.Name = args[0]
		if dryRun {
			return a.leftOf(cmd.Context(), func(ctx context.Context, w *openRecord) ([]campaign.Remains, error) {
				if err := w.erased(ctx, &p); err != nil {
					return nil, err
				}
				return w.Service.PersonErasable(ctx, reader(), p)
			})
		}
		if recette.Blank(p.Reason) {
			return fail("needs-input", nil, "--reason")
		}
		return a.erasing(cmd.Context(), as, func(w *openRecord, actor recette.Actor) error {
			if err := w.erased(cmd.Context(), &p); err != nil {
				return err
			}
			list, err := w.Service.ErasePerson(cmd.Context(), actor, p)
			if err == nil || errors.Is(err, campaign.ErrRemains) {
				w.sayErased(actor, list)
			}
			return err
		})
	}
	return c
}

// erased finds whose name is typed, whatever its accents and capitals. A name that nobody bears is refused, unless
// something of the record says it: to answer that nothing is kept of somebody takes the right name.
func (w *openRecord) erased(ctx context.Context, p *campaign.PersonErasure) error {
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	names := make([]string, len(all))
	for i := range all {
		if names[i] = all[i].Name; meant.Fold(names[i]) == meant.Fold(p.Name) {
			p.Name = names[i]
			return nil
		}
	}
	apart, err := w.Service.NamesApart(ctx, reader())
	if err != nil {
		return err
	}
	for _, name := range apart {
		if meant.Fold(name) == meant.Fold(p.Name) {
			p.Name = name
			return nil
		}
	}
	found, err := w.Service.PersonErasable(ctx, reader(), *p)
	if err == nil && len(found) == 0 {
		return fail("user-unknown", nil, p.Name, several(nearest(names)))
	}
	return err
}

// leftOf shows what would be erased, by campaign, and what keeps it from being.
func (a *app) leftOf(
	ctx context.Context, find func(context.Context, *openRecord) ([]campaign.Remains, error),
) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	found, err := find(ctx, w)
	if err != nil {
		return err
	}
	n := 0
	for i := range found {
		r := &found[i]
		say(a.env.Stdout, a.words.T("person.campaign", r.Campaign))
		switch {
		case r.Open:
			say(a.env.Stdout, "  "+a.words.T("person.open"))
		case len(r.Unsigned) > 0:
			say(a.env.Stdout, "  "+a.words.T("person.unsigned", strings.Join(r.Unsigned, ", ")))
		}
		if len(r.Planned)+len(r.Apart) > 0 {
			say(a.env.Stdout, "  "+a.words.T("person.planned"))
		}
		w.printErasable(r.Found)
		n += len(r.Found)
	}
	say(a.env.Stdout, a.words.T("personal.would", n))
	return nil
}

// erasing opens the record for whom the project knows, to erase.
func (a *app) erasing(
	ctx context.Context, as string, erase func(*openRecord, recette.Actor) error,
) (err error) {
	w, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	actor, err := a.person(known(all), as, rights.ErasePersonal)
	if err != nil {
		return err
	}
	if _, err := w.Service.FinishErasures(ctx, actor); err != nil && !errors.Is(err, campaign.ErrRemains) {
		return err // what remains is tried again below
	}
	err = erase(w, actor)
	return w.seal(ctx, errors.Join(err, w.sweepAccounts(ctx))) // whoever was erased before an error enters no more
}

// sayErased says what went.
func (w *openRecord) sayErased(actor recette.Actor, list []campaign.Erased) {
	var sum campaign.Erased
	for i := range list {
		sum.Texts, sum.Names, sum.Files = sum.Texts+list[i].Texts, sum.Names+list[i].Names, sum.Files+list[i].Files
		sum.PVs, sum.Plan = append(sum.PVs, list[i].PVs...), append(sum.Plan, list[i].Plan...)
	}
	t, out := w.words.T, w.env.Stdout
	say(out, t("personal.erased", sum.Texts, sum.Names, sum.Files))
	if len(sum.PVs) > 0 {
		slices.Sort(sum.PVs)
		say(out, t("personal.pvs", strings.Join(slices.Compact(sum.PVs), ", ")))
	}
	if len(sum.Plan) > 0 {
		slices.Sort(sum.Plan)
		say(out, t("personal.plan", strings.Join(slices.Compact(sum.Plan), ", ")))
	}
	w.sayDeclared(actor)
	say(out, t("personal.copies"))
}
