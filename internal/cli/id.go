package cli

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	application "recette/internal/app"
	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/syntax"
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
		sources, err := a.sourceFiles(cmd.Context(), p)
		if err != nil {
			return err
		}
		retired, err := a.knownIDs(cmd.Context())
		if err != nil {
			return err
		}
		read := map[string]syntax.Source{}
		for _, s := range sources {
			read[s.Path] = s
		}
		broken, given := 0, 0
		for _, as := range catalogue.AssignIDs(sources, append(retired, p.Retired...), p.Options()) {
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
			if err := replaceUnchanged(p, read[as.Path], as.Bytes); err != nil {
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
func replaceUnchanged(p *projectAt, read syntax.Source, data []byte) error {
	path := filepath.Join(p.Root, filepath.FromSlash(read.Path))
	switch state, err := durable.SinceRead(path, read.Bytes, data); {
	case err != nil:
		return fail("file", err, read.Path)
	case state == durable.Saved:
		return fail("file-changed", nil, read.Path)
	case state == durable.Done:
		return nil
	}
	return replaceFile(path, data)
}

// knownIDs gives the ids that campaigns froze, even those of scenarios that exist no more: none is given twice.
func (a *app) knownIDs(ctx context.Context) (ids []string, err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	campaigns, err := w.service.List(ctx, reader())
	if err != nil {
		return nil, err
	}
	for _, s := range campaigns {
		m, err := w.service.Outline(ctx, reader(), s.Campaign)
		if err != nil {
			return nil, err
		}
		for i := range m.Cases {
			id, _, _ := strings.Cut(m.Cases[i].ID, "/")
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// sourceFiles reads every feature file of the project. Ids are allocated over the whole project, so that none is given
// twice.
func (a *app) sourceFiles(ctx context.Context, p *projectAt) ([]syntax.Source, error) {
	var sources []syntax.Source
	err := p.Walk(ctx, p.Features, func(f catalogue.File) error {
		path := filepath.Join(p.Root, filepath.FromSlash(f.Path))
		data, err := bounded.ReadFileContext(ctx, path, catalogue.DefaultMaxTotal)
		if err != nil {
			return fail("file", err, f.Path)
		}
		sources = append(sources, syntax.Source{Path: f.Path, Bytes: data})
		return nil
	})
	return sources, err
}
