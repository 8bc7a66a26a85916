package cli

import (
	"context"
	"errors"
	"strings"

	"recette/internal/api"
	"recette/internal/authoring"
	"recette/internal/ready"
)

// attest writes that somebody attests something of a story. args are the story, then the checks.
func (a *app) attest(ctx context.Context, p *projectAt, flags *readyFlags, args []string) error {
	if len(args) < 2 {
		return fail("ready-attest", nil)
	}
	today := p.Day(a.env.Now())
	on, err := a.date("--on", flags.on)
	if err != nil {
		return err
	}
	made, err := authoring.Attest(ctx, p, authoring.Attesting{
		Story: args[0], Checks: args[1:], By: flags.by, On: on, Note: flags.note, Today: today,
		Form: a.words.T("ready.template"), DryRun: flags.dryRun,
	})
	switch {
	case errors.Is(err, authoring.ErrNobody):
		return fail("needs-input", nil, "--by")
	case errors.Is(err, ready.ErrFuture):
		return fail("bad-value", nil, "--on", flags.on, a.words.T("ready.on-forms", a.day(today)))
	case errors.Is(err, ready.ErrUnwritable):
		return fail("ready-unwritable", nil, ready.FileName)
	case err != nil:
		return err
	}
	if a.json {
		return a.print(api.NewAttestation(ready.FileName, !flags.dryRun, made.Statements))
	}
	a.printAttested(made, flags.dryRun)
	return nil
}

func (a *app) printAttested(made *authoring.Attested, dryRun bool) {
	for _, s := range made.Statements {
		say(a.env.Stdout, a.words.T("ready.done", s.Story, a.askTitle(made.Register, s.Check), s.By, a.day(s.On)))
	}
	if made.Created && !dryRun {
		asked := strings.Join(made.Register.Asked(), ", ")
		say(a.env.Stdout, a.words.T("ready.created", ready.FileName, asked))
	}
	if dryRun {
		say(a.env.Stdout, a.words.T("ready.dry-run", ready.FileName))
	}
}

// storyFailure says that no story has that id, or that a story has no such check.
func storyFailure(err error) (*failure, bool) {
	if e, ok := errors.AsType[*ready.StoryError](err); ok {
		if e.Near != "" {
			return fail("ready-unknown-near", nil, e.ID, e.Near), true
		}
		return fail("ready-unknown", nil, e.ID), true
	}
	if e, ok := errors.AsType[*ready.CheckError](err); ok {
		return fail("ready-check", nil, e.ID, several(e.Asked), ready.FileName), true
	}
	return nil, false
}

func (a *app) askTitle(r *ready.Register, id string) string {
	for i := range r.Checks {
		if r.Checks[i].ID == id {
			return a.claimTitle(id, r.Checks[i].Label)
		}
	}
	return id
}
