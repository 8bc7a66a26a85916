package cli

import (
	"context"
	"io/fs"
	"path"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// formerDocs makes the documentation of an earlier commit, from what git keeps: the working tree is not touched. It gives
// the model and how the commit is called.
func (a *app) formerDocs(ctx context.Context, p *projectAt, since string, o model.Options, words *i18n.Printer) (*model.Doc, string, error) {
	commit, ok := p.Git().Ask(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", since+"^{commit}")
	if !ok {
		return nil, "", fail("docs-commit", nil, since)
	}
	tree, err := p.TreeAt(ctx, commit)
	if err != nil {
		return nil, "", fail("docs-commit", err, since)
	}
	in := model.Input{Options: o}
	in.Commit = commit
	in.References, _ = reference.Load(tree) // what is wrong there was said then
	var targets []string
	for _, dir := range p.Features {
		if _, err := fs.Stat(tree, path.Clean(dir)); err == nil {
			targets = append(targets, dir)
		}
	}
	if len(targets) > 0 {
		broken := 0
		err = catalogue.Walk(ctx, tree, targets, p.Options(), func(f catalogue.File) error {
			if syntax.HasErrors(f.Diagnostics) {
				broken++
				return nil
			}
			in.Files = append(in.Files, f)
			return nil
		})
		if err != nil {
			return nil, "", err
		}
		if broken > 0 {
			say(a.env.Stderr, a.words.N("docs.since.broken", broken, since))
		}
	}
	in.Folders = folders(tree, in.Files)
	return model.Build(in), a.sinceName(ctx, p, since, commit, words), nil
}

// sinceName calls a commit by what was typed, with its short id and its day.
func (a *app) sinceName(ctx context.Context, p *projectAt, since, commit string, words *i18n.Printer) string {
	short := commit[:min(10, len(commit))]
	name := since
	if !strings.HasPrefix(commit, since) {
		name += " (" + short + ")"
	} else {
		name = short
	}
	if day, ok := p.Git().Ask(ctx, "show", "--no-patch", "--no-show-signature", "--format=%cs", commit); ok && len(day) == 10 {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			name += ", " + words.Date(t)
		}
	}
	return name
}
