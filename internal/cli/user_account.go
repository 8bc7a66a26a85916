package cli

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/account"
	application "recette/internal/app"
	"recette/internal/campaign"
)

// userInvite lets somebody of the project choose the password by which they enter its pages.
func (a *app) userInvite() *cobra.Command {
	var as, login string
	var port uint16
	c := a.command("invite NOM", "user.invite")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&login, "login", "", a.words.T("flag.user.login"))
	c.Flags().Uint16Var(&port, "port", 0, a.words.T("flag.user.port"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.admitting(cmd.Context(), as, args[0], func(who *campaign.Person, by *application.Accounts) error {
			if who.Revoked {
				return fail("user-revoked", nil)
			}
			origin, err := a.invitedTo(port)
			if err != nil {
				return err
			}
			token, i, err := by.Invite(cmd.Context(), who.Ref, cmp.Or(login, who.Name))
			if err != nil {
				return err
			}
			link := origin + "/invitation?cle=" + token
			tell(a.env.Stdout, a.words.T("user.invite.done", who.Name, i.Login, link, a.leafDay(instant(i.Until))))
			return nil
		})
	}
	return c
}

// invitedTo gives the address of the pages; port goes before that which the project says, unless it is 0.
func (a *app) invitedTo(port uint16) (string, error) {
	p, err := a.project()
	if err != nil {
		return "", err
	}
	return a.origin(p, int(port)), nil
}

// userUninvite takes away how somebody enters the pages.
func (a *app) userUninvite() *cobra.Command {
	var as string
	c := a.command("uninvite NOM", "user.uninvite")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.admitting(cmd.Context(), as, args[0], func(who *campaign.Person, by *application.Accounts) error {
			found, err := by.Remove(cmd.Context(), who.Ref)
			switch {
			case err != nil:
				return err
			case !found:
				return fail("user-no-account", nil, who.Name)
			}
			say(a.env.Stdout, a.words.T("user.uninvite.done", who.Name))
			return nil
		})
	}
	return c
}

// admitting does something with the account of somebody for who may let people in.
func (a *app) admitting(
	ctx context.Context, as, name string, do func(*campaign.Person, *application.Accounts) error,
) error {
	return a.letting(ctx, as, func(all []campaign.Person, accounts *application.Accounts) error {
		who, err := a.userMeant(all, name)
		if err != nil {
			return err
		}
		return do(who, accounts)
	})
}

// letting does something with how people enter, for who may let them in.
func (a *app) letting(
	ctx context.Context, as string, do func([]campaign.Person, *application.Accounts) error,
) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	actor, err := a.person(known(all), as, rights.ManageUsers)
	if err != nil {
		return err
	}
	if err := w.Service.Admit(ctx, actor); err != nil {
		return err
	}
	return a.withAccounts(func(accounts *application.Accounts) error { return do(all, accounts) })
}

func (a *app) withAccounts(do func(*application.Accounts) error) (err error) {
	root, err := a.projectRoot()
	if err != nil {
		return err
	}
	accounts := a.application().Accounts(root)
	defer func() { err = errors.Join(err, accounts.Close()) }()
	return do(accounts)
}

// sweepAccounts takes away the accounts of those who hold nothing any more, and of those whose name was erased: their
// login may be an address.
func (w *openRecord) sweepAccounts(ctx context.Context) error {
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	stay := map[string]bool{}
	for i := range all {
		stay[all[i].Ref] = !all[i].Revoked && all[i].Name != all[i].Ref // an erased name gives way to the reference
	}
	return w.withAccounts(func(accounts *application.Accounts) error {
		enters, err := accounts.Standings(ctx)
		if err != nil {
			return err
		}
		var errs []error
		for ref := range enters {
			if !stay[ref] {
				_, err := accounts.Remove(ctx, ref)
				errs = append(errs, err) // one that is busy keeps nobody else in
			}
		}
		if err := errors.Join(errs...); err != nil {
			return err
		}
		return nil
	})
}

// entering is how people enter the pages, by their reference.
type entering map[string]account.Standing

func (w *openRecord) entering(ctx context.Context) (all entering, err error) {
	err = w.withAccounts(func(accounts *application.Accounts) (err error) {
		all, err = accounts.Standings(ctx)
		return err
	})
	return all, err
}

// instants gives since when somebody has an account, and until when they are invited.
func (e entering) instants(ref string) (since, until string) {
	return instant(e[ref].Since), instant(e[ref].Until)
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// userLine says what somebody holds, and how they enter the pages.
func (a *app) userLine(p *campaign.Person, enters entering) {
	line := a.words.T("user.line", p.Name, a.standing(p))
	since, until := enters.instants(p.Ref)
	if since != "" {
		line = a.words.T("user.enters", line, a.leafDay(since))
	}
	if until != "" {
		line = a.words.T("user.invited", line, a.leafDay(until))
	}
	say(a.env.Stdout, line)
}
