package cli

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	application "recette/internal/app"
	"recette/internal/durable"
	"recette/internal/syntax"
	"recette/internal/workspace"
)

func (a *app) idVerbs() *cobra.Command { return a.group("id", "id", a.idAssign()) }

// idAssign writes the stable ids that are missing, and changes nothing but tag lines.
func (a *app) idAssign() *cobra.Command {
	var dryRun bool
	c := a.command("assign", "id.assign")
	c.Args = exactly(0)
	c.Flags().BoolVar(&dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		frozen, err := a.frozenIDs(cmd.Context())
		if err != nil {
			return err
		}
		list, err := p.AssignIDs(cmd.Context(), frozen)
		if err != nil {
			return err
		}
		broken, given := 0, 0
		for _, as := range list {
			for _, d := range as.Diagnostics {
				if d.Severity == syntax.Error {
					broken++
					a.diagnostic(a.env.Stderr, d)
				}
			}
			for _, id := range as.IDs {
				given++
				say(a.env.Stdout, a.words.T("id.given", id.ID, as.Path, id.Line, id.Name))
			}
			if as.Bytes == nil || dryRun {
				continue
			}
			if err := replaceUnchanged(p, as); err != nil {
				return err
			}
		}
		say(a.env.Stdout, a.words.N("id.summary", given))
		if broken > 0 {
			return fail("features", nil, broken)
		}
		return nil
	}
	return c
}

// replaceUnchanged replaces a file of the project that nobody saved since it was read.
func replaceUnchanged(p *projectAt, as workspace.Numbered) error {
	path := filepath.Join(p.Root, filepath.FromSlash(as.Path))
	switch state, err := durable.SinceRead(path, as.Read, as.Bytes); {
	case err != nil:
		return fail("file", err, as.Path)
	case state == durable.Saved:
		return fail("file-changed", nil, as.Path)
	case state == durable.Done:
		return nil
	}
	return replaceFile(path, as.Bytes)
}

// frozenIDs gives the ids that campaigns froze.
func (a *app) frozenIDs(ctx context.Context) (ids []string, err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return w.Service.FrozenIDs(ctx, reader())
}
