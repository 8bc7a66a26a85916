package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/recette"
)

// campaignTodo says what waits for somebody: for everybody, or for whoever is named.
func (a *app) campaignTodo() *cobra.Command {
	var as string
	c := a.command("todo [CAMPAGNE]", "campaign.todo")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.Flags().StringVar(&as, "as", "", a.words.T("flag.todo.as"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.looking(cmd.Context(), optional(args), func(w *openRecord, st *campaign.Status) error {
			ways, err := w.Service.Signoff(cmd.Context(), reader(), st.Campaign)
			if err != nil {
				return err
			}
			waits := st.Waiting(ways)
			if as != "" {
				mine, err := w.waitsFor(st, waits, as)
				if err != nil {
					return err
				}
				waits = mine
			}
			if a.json {
				return a.print(api.NewTodo(st.Campaign, waits))
			}
			if len(waits) == 0 {
				say(a.env.Stdout, a.words.T("todo.none"))
			}
			if err := w.printWaits(cmd.Context(), st, waits); err != nil {
				return err
			}
			return w.printClocks(cmd.Context(), st.Campaign)
		})
	}
	return c
}

// waitsFor keeps what a person of the campaign has the right to end.
func (w *openRecord) waitsFor(st *campaign.Status, waits []campaign.Wait, as string) ([]campaign.Wait, error) {
	var mine []campaign.Wait
	m := &st.Plan.Manifest
	if _, err := w.person(m, as, rights.Record); err != nil { // nobody of that name, or several
		return nil, err
	}
	for _, x := range waits {
		actor, err := w.person(m, as, x.For)
		if err != nil {
			return nil, err
		}
		if x.Role != "" && !slices.ContainsFunc(m.Parties, func(p campaign.Participant) bool {
			return p.Ref == actor.Ref && p.Role == x.Role && (x.Who == "" || p.Named(x.Who)) &&
				(x.Branch == "" || m.BranchOf(&p) == x.Branch)
		}) {
			continue
		}
		if rights.Allow(actor, x.For, campaign.ScopeOf(m)) == nil {
			mine = append(mine, x)
		}
	}
	return mine, nil
}

// printWaits says what waits, for whom, and the command that ends it.
func (w *openRecord) printWaits(ctx context.Context, st *campaign.Status, waits []campaign.Wait) error {
	if len(waits) == 0 {
		return nil
	}
	names, err := w.Service.People(ctx, reader(), st.Campaign)
	if err != nil {
		return err
	}
	say(w.env.Stdout, w.words.T("todo.head"))
	for _, x := range waits {
		key := "todo." + string(x.Kind)
		if x.Kind == campaign.WaitProposal && !recette.Severity(x.What).Valid() {
			key += "." + x.What
		}
		say(w.env.Stdout, "  "+w.words.T(
			"todo.line", w.waitedFor(st, &x), w.words.T(
				key, x.Number, w.proposed(x.What), personOf(names, x.By), len(x.Cases),
				strings.Join(nearest(x.Cases), ", "),
			),
		)+w.dueOf(&x))
		word := x.What
		if recette.Severity(x.What).Valid() {
			word = w.words.T("severity." + x.What)
		}
		if x.Vacant {
			say(w.env.Stdout, "    → "+vacancy(w.words, recette.Role(x.Role), x.Who, x.Branch))
			continue
		}
		say(w.env.Stdout, "    → "+w.words.T(key+".do", st.Campaign, x.Number, word))
	}
	return nil
}

// vacancy says that nobody can do what is asked of a role, and how to mend it.
func vacancy(p *i18n.Printer, role recette.Role, who, branch string) string {
	word := roleWord(p, role)
	switch {
	case branch != "":
		return p.T("route.vacant.branch", branch, word)
	case who != "":
		return p.T("route.vacant.who", who, word)
	}
	return p.T("route.vacant.role", word)
}

// waitedFor says for whom something waits.
func (w *openRecord) waitedFor(st *campaign.Status, x *campaign.Wait) string {
	if x.Who != "" {
		return x.Who
	}
	if x.Role != "" {
		who := roleWord(w.words, recette.Role(x.Role))
		if x.Branch != "" {
			who = w.words.T("todo.of", who, x.Branch)
		}
		return who
	}
	var who []string
	for _, role := range rights.Holders(x.For) {
		if holds(st, role) {
			who = append(who, roleWord(w.words, role))
		}
	}
	return strings.Join(who, ", ")
}

func (w *openRecord) dueOf(x *campaign.Wait) string {
	if x.Due == "" {
		return ""
	}
	return w.words.T("todo.due", w.day(x.Due))
}

// holds tells whether somebody takes part in a campaign in a role.
func holds(st *campaign.Status, role recette.Role) bool {
	for _, p := range st.Plan.Parties {
		if p.Role == string(role) {
			return true
		}
	}
	return false
}
