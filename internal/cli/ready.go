package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/workspace"
)

// readyFlags are the flags of recette ready.
type readyFlags struct {
	attest       bool
	by, note, on string
	dryRun       bool
}

// readyVerb says which stories satisfy the definition of ready. It exits with 1 when what is said to be ready is not,
// 3 when a file could not be read that may tell a story, 7 when there is no story.
func (a *app) readyVerb() *cobra.Command {
	var flags readyFlags
	c := a.command("ready [US…]", "ready")
	f := c.Flags()
	f.BoolVar(&flags.attest, "attest", false, a.words.T("flag.ready.attest"))
	f.StringVar(&flags.by, "by", "", a.words.T("flag.ready.by"))
	f.StringVar(&flags.note, "note", "", a.words.T("flag.ready.note"))
	f.StringVar(&flags.on, "on", "", a.words.T("flag.ready.on"))
	f.BoolVar(&flags.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		for i := range args {
			args[i] = strings.TrimPrefix(args[i], "@")
		}
		if flags.attest {
			return a.attest(cmd.Context(), p, &flags, args)
		}
		r, err := p.Readiness(cmd.Context(), p.Day(a.env.Now()))
		if err != nil {
			return err
		}
		return a.showReady(r, args)
	}
	return c
}

// showReady prints the stories that were asked for, all by default.
func (a *app) showReady(r *workspace.Readiness, asked []string) error {
	shown := r.Stories
	if len(asked) > 0 {
		shown = nil
		for _, id := range asked {
			s, err := r.Asked(id)
			if err != nil {
				return err
			}
			shown = append(shown, *s)
		}
	}
	for _, f := range r.Unread {
		item := a.sentence(f)
		a.printFinding(a.env.Stderr, &item)
	}
	if len(shown) == 0 && len(r.Unread) == 0 && len(r.Astray) == 0 {
		return fail("ready-nothing", nil)
	}
	broken := 0
	for i := range shown {
		if shown[i].Broken() {
			broken++
		}
	}
	if a.json {
		if err := a.print(a.readyDocument(r, shown, broken)); err != nil {
			return err
		}
	} else {
		a.printReady(r, shown, len(asked) > 0, broken)
	}
	switch {
	case len(r.Unread) > 0:
		return fail("features", nil, len(r.Unread))
	case broken > 0, len(asked) == 0 && len(r.Astray) > 0:
		return quiet(exitFindings)
	}
	return nil
}
