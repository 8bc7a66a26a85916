package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/format"
	"recette/internal/lsp"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/status"
)

// lspVerb serves an editor until it leaves. Standard output is the protocol's: whatever a verb would print goes to standard
// error, which editors show in a journal of their own.
func (a *app) lspVerb() *cobra.Command {
	var stdio bool
	var journal string
	c := a.command("lsp", "lsp")
	c.Args = exactly(0)
	c.Flags().BoolVar(&stdio, "stdio", true, "") // several editors add it; there is no other way
	if err := c.Flags().MarkHidden("stdio"); err != nil {
		panic(err) // the flag was made on the line above
	}
	c.Flags().StringVar(&journal, "log", "", a.words.T("flag.lsp.log"))
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		log := a.env.Stderr
		if journal != "" {
			f, err := os.OpenFile(a.path(journal), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
			if err != nil {
				return fail("file", err, journal)
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			log = f
		}
		inner := *a
		inner.env.Stdout, inner.env.Stderr, inner.noInput = log, log, true
		err = lsp.Serve(cmd.Context(), a.env.Stdin, a.env.Stdout, &editorSource{app: &inner}, Version, func(format string, args ...any) {
			say(log, fmt.Sprintf(format, args...))
		})
		if errors.Is(err, lsp.ErrNoShutdown) {
			return quiet(exitFindings) // LSP 3.17, Exit Notification
		}
		return err
	}
	return c
}

// editorSource reads for the server what lies outside feature files.
type editorSource struct {
	*app
	current *projectAt
}

var _ lsp.Source = (*editorSource)(nil)

// Load reads the project that holds the folder of the editor, or that the folder holds.
func (e *editorSource) Load(ctx context.Context, dir string) (*lsp.Project, error) {
	root, err := editorRoot(dir)
	if err != nil {
		return nil, errors.New(e.words.T("lsp.no-project"))
	}
	e.dir = root
	p, err := e.project()
	if err != nil {
		return nil, e.sentenceOf(err)
	}
	o, err := e.lintOptions(p)
	if err != nil {
		return nil, e.sentenceOf(err)
	}
	f, err := e.newFormatting(fmtFlags{}, false)
	if err != nil {
		return nil, e.sentenceOf(err)
	}
	e.current = p
	return &lsp.Project{
		Root: p.root, Tree: p.tree(), Targets: p.Features, Options: p.options(), Lint: o, Words: e.words,
		Format: func(path string) format.Options {
			if _, known := f.ends[path]; !known {
				f.ends = f.lineEnds(ctx, []string{path})
			}
			o, err := f.optionsFor(path)
			if err != nil {
				say(e.env.Stderr, err.Error())
				return f.options
			}
			return o
		},
		Automated: len(p.Automation) > 0,
	}, nil
}

// sentenceOf words a failure as the command line would.
func (e *editorSource) sentenceOf(err error) error {
	f := classify(err)
	text := e.words.T("fail."+f.key, f.args...)
	if f.cause != nil {
		text += " (" + f.cause.Error() + ")"
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

// Statuses reads the record beside whoever writes. Files that are broken while one types are left out: their cases then
// have no freshness to compare, which the server does with the text it has.
func (e *editorSource) Statuses(ctx context.Context, _ *lsp.Project) (map[string]status.Status, error) {
	p := e.current
	texts := plan.Presence{}
	err := catalogue.Walk(ctx, p.tree(), p.Features, p.options(), func(f catalogue.File) error {
		for i := range f.Cases {
			texts.Add(&f.Cases[i])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return e.statusesOf(ctx, p, texts)
}

// Definitions asks the workers of the project.
func (e *editorSource) Definitions(ctx context.Context, _ *lsp.Project) ([]lsp.Definition, error) {
	return nil, io.EOF
}
