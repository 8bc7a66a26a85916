package cli

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/account"
	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/campaign"
)

func (a *app) tokenVerbs() *cobra.Command {
	return a.group("token", "token", a.tokenAdd(), a.tokenList(), a.tokenRevoke())
}

// tokenAdd lets a program in for somebody of the project.
func (a *app) tokenAdd() *cobra.Command {
	var as, name, until string
	var said []string
	c := a.command("add NOM", "token.add")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&name, "name", "", a.words.T("flag.token.name"))
	c.Flags().StringSliceVar(&said, "scope", nil, a.words.T("flag.token.scope"))
	c.Flags().StringVar(&until, "until", "", a.words.T("flag.token.until"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		scopes, err := a.scopesOf(said)
		if err != nil {
			return err
		}
		end, err := a.endOf("--until", until)
		if err != nil {
			return err
		}
		return a.admitting(cmd.Context(), as, args[0], func(who *campaign.Person, by *application.Accounts) error {
			if who.Revoked || who.Name == who.Ref { // an erased name gives way to the reference
				return fail("user-revoked", nil)
			}
			secret, t, err := by.AddToken(cmd.Context(), who.Ref, name, scopes, end)
			if err != nil {
				return err
			}
			tell(a.env.Stdout, a.words.T(
				"token.add.done", who.Name, t.ID, t.Name, a.scopesIn(t.Scopes), a.lastDay(&t), secret,
			))
			return nil
		})
	}
	return c
}

// scopesOf reads the scopes that a token is asked for.
func (a *app) scopesOf(said []string) (scopes []account.Scope, err error) {
	if len(said) == 0 {
		said = []string{""}
	}
	for _, one := range said {
		code, err := a.choose("--scope", one, scopeChoices())
		if err != nil {
			return nil, err
		}
		scopes = append(scopes, account.Scope(code))
	}
	return scopes, nil
}

func scopeChoices() choices { return choices{"token", codesOf(account.Scopes())} }

func (a *app) scopesIn(scopes []account.Scope) string {
	out := make([]string, len(scopes))
	for i, s := range scopes {
		out[i] = a.words.T("choice.token." + string(s))
	}
	return strings.Join(out, ", ")
}

// endOf gives the end of a day in the time zone of the project: it is one of those that are meant.
func (a *app) endOf(flag, said string) (end time.Time, err error) {
	iso, err := a.date(flag, said)
	if err != nil || iso == "" {
		return end, err
	}
	day, err := time.ParseInLocation(time.DateOnly, iso, a.env.Now().Location())
	return day.AddDate(0, 0, 1), err
}

// lastDay words the last day of a token.
func (a *app) lastDay(t *account.Token) string { return a.leafDay(instant(t.Until.Add(-time.Second))) }

// tokenList lists the tokens of the people of the project.
func (a *app) tokenList() *cobra.Command {
	c := a.command("list", "token.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.users(cmd.Context(), func(all []campaign.Person, _ entering) error {
			return a.withAccounts(func(accounts *application.Accounts) error {
				tokens, err := accounts.Tokens(cmd.Context())
				if err != nil {
					return err
				}
				if a.json {
					return a.print(api.NewTokenList(tokens, func(t *account.Token) (since, until string) {
						return instant(t.Since), instant(t.Until)
					}))
				}
				if len(tokens) == 0 {
					say(a.env.Stdout, a.words.T("token.none"))
				}
				for i := range tokens {
					a.tokenLine(&tokens[i], all)
				}
				return nil
			})
		})
	}
	return c
}

func (a *app) tokenLine(t *account.Token, all []campaign.Person) {
	whose, key, used := t.Ref, "token.line", a.words.T("token.unused")
	if i := slices.IndexFunc(all, func(p campaign.Person) bool { return p.Ref == t.Ref }); i >= 0 {
		whose = all[i].Name
	}
	if !a.env.Now().Before(t.Until) {
		key = "token.line.over"
	}
	if t.Used != "" {
		used = a.words.T("token.used", a.day(t.Used))
	}
	say(a.env.Stdout, a.words.T(key, t.ID, whose, t.Name, a.scopesIn(t.Scopes), a.lastDay(t), used))
}

// tokenRevoke takes a token away.
func (a *app) tokenRevoke() *cobra.Command {
	var as string
	c := a.command("revoke NUMERO", "token.revoke")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.letting(cmd.Context(), as, func(_ []campaign.Person, accounts *application.Accounts) error {
			err := accounts.RemoveToken(cmd.Context(), args[0])
			if errors.Is(err, account.ErrNone) {
				return fail("token-unknown", err, args[0])
			}
			if err == nil {
				say(a.env.Stdout, a.words.T("token.revoke.done", args[0]))
			}
			return err
		})
	}
	return c
}
