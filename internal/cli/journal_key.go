package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/recette"
)

// journalRekey gives the journal another key, and records why.
func (a *app) journalRekey() *cobra.Command {
	return a.onJournal("rekey", rights.RotateLogKey, func(
		ctx context.Context, root, reason string, who application.Acting,
	) error {
		made, err := a.application().Rekey(ctx, root, reason, who)
		if err != nil {
			return err
		}
		key := "journal.rekeyed"
		switch {
		case made.Resumed:
			key = "journal.rekeyed.resumed"
		case made.Lost:
			key = "journal.rekeyed.lost"
		}
		say(a.env.Stdout, a.words.T(key, made.Verifier))
		return nil
	})
}

// journalRestore lets the journal go on in spite of what its opening found, and records why.
func (a *app) journalRestore() *cobra.Command {
	return a.onJournal("restore", rights.RestoreLog, func(
		ctx context.Context, root, reason string, who application.Acting,
	) error {
		done, err := a.application().Restore(ctx, root, reason, who)
		said := map[string]bool{} // two things may tell the same
		for _, doubt := range done.Found {
			if text := classify(doubt).sentence(a.words); !said[text] {
				said[text] = true
				say(a.env.Stdout, a.words.T("journal.restored.fault", text))
			}
		}
		if err != nil {
			return err
		}
		if done.Verifier != "" {
			say(a.env.Stdout, a.words.T("journal.rekeyed.lost", done.Verifier))
		}
		switch {
		case done.Unknown:
			say(a.env.Stdout, a.words.T("journal.restored.unknown", done.Skip))
		case done.AtMost:
			say(a.env.Stdout, a.words.N("journal.restored.most", int(done.Lost), done.Skip))
		case done.Skip > 0:
			say(a.env.Stdout, a.words.N("journal.restored.lost", int(done.Lost), done.Skip))
		}
		say(a.env.Stdout, a.words.T("journal.restored"))
		return nil
	})
}

// onJournal is a verb by which somebody changes the journal itself, with a reason.
func (a *app) onJournal(
	name string, action rights.Action,
	do func(ctx context.Context, root, reason string, who application.Acting) error,
) *cobra.Command {
	var as, reason string
	c := a.command(name, "journal."+name)
	c.Args = exactly(0)
	a.asFlag(c, &as)
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		if recette.Blank(reason) {
			return fail("needs-input", nil, "--reason")
		}
		var actor recette.Actor
		if err := do(cmd.Context(), p.Root, reason, func(
			ctx context.Context, r *application.Record,
		) (recette.Actor, error) {
			var err error
			actor, err = a.projectPerson(ctx, p, r.Service, as, action)
			return actor, err
		}); err != nil {
			return err
		}
		a.sayDeclared(actor)
		return nil
	}
	return c
}

// sayDeclared says under whose name the journal has what was done: nothing proved that it was they.
func (a *app) sayDeclared(who recette.Actor) {
	say(a.env.Stdout, a.words.T("who.declared", who.Name, roleWord(a.words, who.Role)))
}

// projectPerson finds who acts on the whole project: a participant of its configuration, of one of its campaigns, or
// one of those who are named besides.
func (a *app) projectPerson(
	ctx context.Context, p *projectAt, s *campaign.Service, as string, action rights.Action,
	also ...campaign.Participant,
) (recette.Actor, error) {
	all := campaign.Manifest{Campaign: p.Name}
	var names []string
	add := func(name, role string) {
		who := campaign.Participant{Name: name, Role: role}
		if !slices.ContainsFunc(all.Parties, func(p campaign.Participant) bool {
			return p.Name == name && p.Role == role
		}) {
			all.Parties, names = append(all.Parties, who), append(names, name)
		}
	}
	for _, who := range p.Participants {
		add(who.Name, who.Role)
	}
	for _, who := range also {
		add(who.Name, who.Role)
	}
	open, err := s.List(ctx, reader())
	if err != nil {
		return recette.Actor{}, err
	}
	for _, c := range open {
		m, err := s.Outline(ctx, reader(), c.Campaign)
		if err != nil {
			return recette.Actor{}, err
		}
		for _, who := range m.Parties {
			add(who.Name, who.Role)
		}
	}
	actor, err := a.person(&all, as, action)
	if f, ok := errors.AsType[*failure](err); ok && f.key == "unknown-person" {
		return recette.Actor{}, fail("unknown-member", nil, f.args...)
	}
	if err != nil {
		return recette.Actor{}, err
	}
	refs, err := s.Refs(ctx, reader(), names)
	actor.Ref = refs[actor.Name]
	return actor, err
}
