package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/roster"
	"recette/internal/meant"
	"recette/internal/recette"
)

// userFlags say what somebody may be from now on.
type userFlags struct {
	as         string
	roles      []string
	everywhere bool
	change     roster.Change
}

func (a *app) userAdd() *cobra.Command {
	return a.userChange("add", roster.Add, func(c *cobra.Command, o *userFlags) {
		a.roleFlag(c, o)
		c.Flags().StringSliceVar(&o.change.Perimeter, "perimeter", nil, a.words.T("flag.user.perimeter"))
	})
}

func (a *app) userRole() *cobra.Command { return a.userChange("role", roster.Role, a.roleFlag) }

func (a *app) userPerimeter() *cobra.Command {
	return a.userChange("perimeter", roster.Place, func(c *cobra.Command, o *userFlags) {
		c.Flags().StringSliceVar(&o.change.Perimeter, "perimeter", nil, a.words.T("flag.user.perimeter"))
		c.Flags().BoolVar(&o.everywhere, "everywhere", false, a.words.T("flag.user.everywhere"))
	})
}

func (a *app) userRevoke() *cobra.Command {
	return a.userChange("revoke", roster.Dismiss, func(*cobra.Command, *userFlags) {})
}

func (a *app) roleFlag(c *cobra.Command, o *userFlags) {
	c.Flags().StringSliceVar(&o.roles, "role", nil, a.words.T("flag.user.role"))
}

// userChange makes a verb that changes what somebody may be.
func (a *app) userChange(use, act string, flags func(*cobra.Command, *userFlags)) *cobra.Command {
	o := userFlags{change: roster.Change{Act: act}}
	c := a.command(use+" NOM", "user."+use)
	c.Args = exactly(1)
	a.asFlag(c, &o.as)
	flags(c, &o)
	c.Flags().StringVar(&o.change.Reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		o.change.Name = strings.TrimSpace(args[0])
		if act == roster.Place && o.everywhere == (len(o.change.Perimeter) > 0) {
			return fail("needs-input", nil, ours(a.words.T("user.where")))
		}
		for _, said := range o.roles {
			code, err := a.choose("--role", said, roleChoices())
			if err != nil {
				return err
			}
			o.change.Roles = append(o.change.Roles, recette.Role(code))
		}
		return a.manage(cmd.Context(), o)
	}
	return c
}

// roleChoices are the roles that somebody may hold.
func roleChoices() choices { return choices{"role", codesOf(rights.Roles())} }

// roleCodes lists the roles as they are typed.
func roleCodes() (words []string) {
	for _, role := range rights.Roles() {
		words = append(words, string(role))
	}
	return words
}

func (a *app) manage(ctx context.Context, o userFlags) (err error) {
	w, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	actor, err := a.person(known(all), o.as, rights.ManageUsers)
	if err != nil {
		return err
	}
	var held []campaign.Held
	if o.change.Act != roster.Add {
		who, err := a.userMeant(all, o.change.Name)
		if err != nil {
			return err
		}
		o.change.Name, held = who.Name, who.Held
	}
	err = w.Service.ChangeUser(ctx, actor, o.change)
	if err == nil {
		say(a.env.Stdout, a.words.T("user.done."+o.change.Act, o.change.Name, a.rolesIn(o.change.Roles),
			a.placesIn(o.change.Perimeter)))
		w.sayDeclared(actor)
		err = w.sayUnheld(ctx, held)
	}
	if err == nil && o.change.Act == roster.Dismiss {
		err = w.sweepAccounts(ctx)
	}
	return w.seal(ctx, err)
}

// sayUnheld warns of what nobody holds any more, and that a campaign cannot end without: its decision, its signatures,
// the constat of a branch.
func (w *openRecord) sayUnheld(ctx context.Context, held []campaign.Held) error {
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	for _, h := range held {
		if !slices.Contains([]recette.Role{recette.PO, recette.PPO, recette.Referent}, h.Role) {
			continue
		}
		if !slices.ContainsFunc(all, func(p campaign.Person) bool {
			return slices.ContainsFunc(p.Held, func(x campaign.Held) bool {
				there := x.Campaign == "" || h.Campaign == "" || x.Campaign == h.Campaign
				return x.Role == h.Role && there && x.Branch == h.Branch
			})
		}) {
			role := roleWord(w.words, h.Role)
			if h.Branch != "" {
				role = w.words.T("opinion.by", role, h.Branch)
			}
			say(w.env.Stderr, w.words.T("user.unheld", role))
		}
	}
	return nil
}

// known gives the people of a project as participants: those who hold nothing any more too, so that what they try is
// refused for what it is.
func known(all []campaign.Person) *campaign.Manifest {
	m := &campaign.Manifest{}
	for i := range all {
		p := &all[i]
		for _, h := range p.Held {
			m.Parties = append(m.Parties, campaign.Participant{Ref: p.Ref, Name: p.Name, Role: string(h.Role)})
		}
		if len(p.Held) == 0 {
			m.Parties = append(m.Parties, campaign.Participant{
				Ref: p.Ref, Name: p.Name, Role: string(recette.Tester),
			})
		}
	}
	return m
}

// userMeant finds the person of the project whom a name means.
func (a *app) userMeant(all []campaign.Person, said string) (*campaign.Person, error) {
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	switch found := meant.Among(names, said); len(found) {
	case 0:
		return nil, fail("user-unknown", nil, said, several(nearest(names)))
	case 1:
		return &all[found[0]], nil
	default:
		return nil, fail("several-persons", nil, said, several([]string{names[found[0]], names[found[1]]}))
	}
}

func (a *app) rolesIn(roles []recette.Role) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = roleWord(a.words, r)
	}
	return strings.Join(out, ", ")
}

// placesIn words a perimeter.
func (a *app) placesIn(branches []string) string {
	if len(branches) == 0 {
		return a.words.T("user.everywhere")
	}
	return strings.Join(branches, ", ")
}

// userList lists the people of the project.
func (a *app) userList() *cobra.Command {
	c := a.command("list", "user.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.users(cmd.Context(), func(all []campaign.Person, enters entering) error {
			if a.json {
				return a.print(api.NewUserList(all, enters.instants))
			}
			if len(all) == 0 {
				say(a.env.Stdout, a.words.T("user.none"))
			}
			for i := range all {
				a.userLine(&all[i], enters)
			}
			return nil
		})
	}
	return c
}

// userShow tells what somebody holds, and all that was changed of it.
func (a *app) userShow() *cobra.Command {
	c := a.command("show NOM", "user.show")
	c.Args = exactly(1)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.users(cmd.Context(), func(all []campaign.Person, enters entering) error {
			p, err := a.userMeant(all, args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.print(api.NewUserList([]campaign.Person{*p}, enters.instants))
			}
			a.userLine(p, enters)
			for i := range p.Changes {
				a.userChanged(&p.Changes[i])
			}
			return nil
		})
	}
	return c
}

func (a *app) users(ctx context.Context, show func([]campaign.Person, entering) error) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	enters, err := w.entering(ctx)
	if err != nil {
		return err
	}
	return show(all, enters)
}

// standing words what somebody holds: each role once, with where and by what.
func (a *app) standing(p *campaign.Person) string {
	if p.Revoked {
		return a.words.T("user.revoked")
	}
	var out []string
	for _, h := range p.Held {
		places := h.Perimeter
		if h.Branch != "" && len(places) == 0 {
			places = []string{h.Branch} // rights hold a référent to their branch
		}
		one := a.words.T("user.held", roleWord(a.words, h.Role), a.placesIn(places))
		if h.Campaign != "" {
			one = a.words.T("user.held.plan", roleWord(a.words, h.Role), a.placesIn(places), h.Campaign)
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	if len(out) == 0 {
		return a.words.T("user.nothing")
	}
	return strings.Join(out, " ; ")
}

func (a *app) userChanged(ch *campaign.UserChange) {
	var roles []recette.Role
	for _, r := range ch.Roles {
		roles = append(roles, recette.Role(r))
	}
	say(a.env.Stdout, a.words.T("user.change", a.leafDay(ch.At),
		a.words.T("user.act."+ch.Act, a.rolesIn(roles), a.placesIn(ch.Perimeter)), ch.ByName, ch.Reason))
}
