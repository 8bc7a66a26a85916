package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	application "recette/internal/app"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/format"
	"recette/internal/lsp"
	"recette/internal/output"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/standing"
	"recette/internal/steps"
)

// lspVerb serves an editor until it leaves. Standard output is the protocol's: whatever a verb would print goes to standard
// error, which editors show in a journal of their own.
func (a *app) lspVerb() *cobra.Command {
	var stdio, noSteps bool
	var journal string
	c := a.command("lsp", "lsp")
	c.Args = exactly(0)
	c.Flags().BoolVar(&stdio, "stdio", true, "") // several editors add it; there is no other way
	if err := c.Flags().MarkHidden("stdio"); err != nil {
		panic(err) // the flag was made on the line above
	}
	c.Flags().StringVar(&journal, "log", "", a.words.T("flag.lsp.log"))
	c.Flags().BoolVar(&noSteps, "no-steps", false, a.words.T("flag.lsp.no-steps"))
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		log := a.env.Stderr
		if journal != "" {
			place, err := a.outlet(a.path(journal), output.Log, false)
			if err != nil {
				return err
			}
			f, err := place.Append(cmd.Context())
			if err != nil {
				return a.unwritten(err)
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			log = f
		}
		var mu sync.Mutex
		err = lsp.Serve(cmd.Context(), a.env.Stdin, a.env.Stdout, editorSource{a, noSteps}, Version, func(format string, args ...any) {
			mu.Lock()
			defer mu.Unlock()
			say(log, a.env.now().Format(time.RFC3339)+" "+fmt.Sprintf(format, args...))
		})
		if errors.Is(err, lsp.ErrNoShutdown) {
			return quiet(exitFindings) // LSP 3.17, Exit Notification
		}
		return err
	}
	return c
}

// editorSource finds for the server the projects of an editor.
type editorSource struct {
	*app
	noSteps bool // nothing of the project is built or run
}

var _ lsp.Source = editorSource{}

// Load reads the project that holds a folder, or that the folder holds.
func (e editorSource) Load(ctx context.Context, dir string) (*lsp.Project, error) {
	root, err := editorRoot(dir)
	if err != nil {
		return nil, errors.New(e.words.T("lsp.no-project"))
	}
	a, said := e.apart(root)
	p, err := a.project()
	if err != nil {
		return nil, a.failed(err, said)
	}
	o, err := p.LintOptions()
	if err != nil {
		return nil, a.failed(err, said)
	}
	f, err := a.newFormatting(fmtFlags{}, false)
	if err != nil {
		return nil, a.failed(err, said)
	}
	record := a.application().Follow(p.Root)
	known := &lsp.Project{
		Root: p.Root, Tree: p.Tree(), Targets: p.Features, Options: p.Options(), Lint: o, Words: a.words,
		Format: func(path string) format.Options {
			if _, known := f.ends[path]; !known {
				f.ends = p.Git().LineEnds(ctx, []string{path})
			}
			o, err := f.optionsFor(path)
			if err != nil {
				return f.options // what is wrong with .editorconfig is for recette fmt to say
			}
			return o
		},
		Statuses: func(ctx context.Context) (map[string]standing.Status, error) { return e.editorStatuses(ctx, p, record) },
	}
	if !e.noSteps {
		known.Automated = len(p.Automation) > 0
		known.Steps = func(ctx context.Context) (lsp.Steps, error) { return e.editorSteps(ctx, p) }
	}
	return known, nil
}

// editorApp is the application at work for an editor: nothing that it prints reaches the channel of the protocol, and it
// asks nobody anything.
type editorApp struct{ app }

// apart makes an application of its own for a project, with what it prints.
func (e editorSource) apart(root string) (*editorApp, *bytes.Buffer) {
	said := &bytes.Buffer{}
	inner := editorApp{*e.app}
	inner.dir, inner.noInput = root, true
	inner.env.Stdin, inner.env.Stdout, inner.env.Stderr = strings.NewReader(""), said, said
	return &inner, said
}

// failed words a failure as the command line would, with what was printed of it.
func (a *editorApp) failed(err error, said *bytes.Buffer) error {
	text := a.sentenceOf(a.worded(said, err))
	if more := strings.TrimSpace(said.String()); more != "" {
		text += "\n" + more
	}
	return errors.New(text)
}

// maxBelow is how deep below the folder of the editor a project is looked for: a repository often holds it in a folder.
const maxBelow = 2

// editorRoot finds the project that holds a folder, else the first one below it by name.
func editorRoot(dir string) (string, error) {
	root, err := project.Find(dir)
	if err == nil {
		return root, nil
	}
	var found []string
	walkErr := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, relErr := filepath.Rel(dir, path)
		switch {
		case relErr != nil:
			return relErr
		case d.IsDir() && rel != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || strings.Count(filepath.ToSlash(rel), "/") >= maxBelow):
			return fs.SkipDir
		case !d.IsDir() && d.Name() == project.FileName:
			found = append(found, filepath.Dir(path))
		}
		return nil
	})
	if len(found) == 0 {
		return "", errors.Join(err, walkErr)
	}
	return slices.Min(found), nil
}

// editorStatuses reads the record beside whoever writes. Files that are broken while one types are left out: their cases
// then have no freshness to compare, which the server does with the text it has.
func (e editorSource) editorStatuses(
	ctx context.Context, p *projectAt, record *application.Standing,
) (map[string]standing.Status, error) {
	a, said := e.apart(p.Root)
	texts := plan.Presence{}
	err := catalogue.Walk(ctx, p.Tree(), p.Features, p.Options(), func(f catalogue.File) error {
		for i := range f.Cases {
			texts.Add(&f.Cases[i])
		}
		return nil
	})
	if err != nil {
		return nil, a.failed(err, said)
	}
	known, err := record.Statuses(ctx, standing.Present{Texts: texts, Builds: p.Deployed()})
	if err != nil {
		return nil, a.failed(err, said)
	}
	return known, nil
}

// editorSteps starts the workers of the project, as "recette steps" does.
func (e editorSource) editorSteps(ctx context.Context, p *projectAt) (lsp.Steps, error) {
	a, said := e.apart(p.Root)
	built, err := a.sources(ctx, p, target{})
	if err != nil {
		return nil, a.failed(err, said)
	}
	o := &openSteps{}
	var sources []steps.Source
	for _, s := range built {
		w, err := s.Start(ctx)
		if err != nil {
			return nil, errors.Join(a.failed(err, said), o.Close())
		}
		o.workers = append(o.workers, w)
		sources = append(sources, s.Steps(w))
	}
	o.Matcher = steps.NewMatcher(sources)
	return o, nil
}

// openSteps is the workers of a project while an editor has it open.
type openSteps struct {
	*steps.Matcher
	workers []execution.Worker
}

var _ lsp.Steps = (*openSteps)(nil)

// Close ends the workers. Nothing ran in them: they have nothing to tidy up.
func (o *openSteps) Close() error {
	var errs []error
	for _, w := range o.workers {
		errs = append(errs, w.Kill())
	}
	return errors.Join(errs...)
}
