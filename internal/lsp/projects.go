package lsp

import (
	"context"
	"errors"
	"path/filepath"

	"recette/internal/format"
	"recette/internal/i18n"
	"recette/internal/standing"
	"recette/internal/workspace"
)

// Projects is the Source of the projects that lie on the disk.
type Projects struct {
	Open     func(root string) (*workspace.Project, error)
	Standing func(root string) Standing // follows what is recorded in a project
	Words    *i18n.Printer
	Worded   func(error) string // what is wrong, as its reader is told
	NoSteps  bool               // nothing of a project is built or run
}

// Standing tells where the cases of a project stand today.
type Standing interface {
	Statuses(ctx context.Context, now standing.Present) (standing.Statuses, error)
}

var _ Source = Projects{}

// Load reads the project that holds a folder, or that the folder holds.
func (s Projects) Load(ctx context.Context, dir string) (*Project, error) {
	root, err := workspace.FindAround(dir)
	if err != nil {
		return nil, errors.New(s.Words.T("lsp.no-project"))
	}
	p, err := s.Open(root)
	if err != nil {
		return nil, s.failed(err)
	}
	o, err := p.LintOptions()
	if err != nil {
		return nil, s.failed(err)
	}
	layouts, stand := p.Layouts(), s.Standing(p.Root)
	known := &Project{
		Zone: p.Location(), Root: p.Root, Tree: p.Tree(), Targets: p.Features, Options: p.Options(), Lint: o,
		Words: s.Words.Tagged(p.Tags),
		Format: func(path string) format.Options {
			layouts.Ask(ctx, path)
			o, err := layouts.Of(path, filepath.Join(p.Root, filepath.FromSlash(path)))
			if err != nil {
				return layouts.Options // what is wrong with .editorconfig is for recette fmt to say
			}
			return o
		},
		Statuses: func(ctx context.Context) (map[string]standing.Status, error) {
			texts, err := p.ReadableTexts(ctx)
			if err != nil {
				return nil, s.failed(err)
			}
			known, err := stand.Statuses(ctx, standing.Present{Texts: texts, Builds: p.Deployed()})
			return known.Cases, s.failed(err)
		},
	}
	if !s.NoSteps {
		known.Automated = len(p.Automation) > 0
		known.Steps = func(ctx context.Context) (Steps, error) {
			found, err := p.Steps(ctx)
			if err != nil {
				return nil, s.failed(err)
			}
			return found, nil
		}
	}
	return known, nil
}

func (s Projects) failed(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(s.Worded(err))
}
