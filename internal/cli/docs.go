package cli

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
	"recette/internal/workspace"
)

// docsFlags are the flags of recette docs build.
type docsFlags struct {
	format, out, since, open string
	force                    bool
}

// Formats of the documentation, and where each goes when nobody says.
const (
	docsSite     = "site"
	docsSingle   = "single"
	docsMarkdown = "md"
)

func docsFormats() []string { return []string{docsSite, docsSingle, docsMarkdown} }

func (a *app) docsVerbs() *cobra.Command { return a.group("docs", "docs", a.docsBuild()) }

// docsBuild writes the functional documentation of the project.
func (a *app) docsBuild() *cobra.Command {
	var o docsFlags
	c := a.command("build", "docs.build")
	c.Args = exactly(0)
	f := c.Flags()
	f.StringVar(&o.format, "format", "", a.words.T("flag.docs.format"))
	f.StringVarP(&o.out, "out", "o", "", a.words.T("flag.docs.out"))
	a.forceFlag(c, &o.force)
	f.StringVar(&o.since, "since", "", a.words.T("flag.docs.since"))
	f.StringVar(&o.open, "open", "no", a.words.T("flag.docs.open"))
	for name, words := range map[string][]string{"format": docsFormats(), "open": {"no", "yes"}} {
		_ = c.RegisterFlagCompletionFunc(name, completes(fixed(words...))) // a flag of ours, registered once
	}
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := o.check(); err != nil {
			return err
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		words, err := a.docsWords(cmd, p)
		if err != nil {
			return err
		}
		doc, err := a.documentation(cmd.Context(), p, o.since, words)
		if err != nil {
			return err
		}
		return a.writeDocs(cmd.Context(), doc, words, o)
	}
	return c
}

// check gives the format that was asked for, or the one that the name of the file says, and refuses what is unknown.
func (o *docsFlags) check() error {
	if o.format == "" {
		o.format = docsSite
		if ext := strings.ToLower(filepath.Ext(o.out)); o.out == "-" || ext == ".html" || ext == ".htm" {
			o.format = docsSingle
		}
	}
	switch {
	case !slices.Contains(docsFormats(), o.format):
		return fail("bad-value", nil, "--format", o.format, several(docsFormats()))
	case o.open != "yes" && o.open != "no":
		return fail("bad-value", nil, "--open", o.open, "yes, no")
	case o.out == "-" && o.format != docsSingle:
		return fail("docs-folder", nil, o.format)
	}
	if o.out == "" {
		o.out = map[string]string{
			docsSite: "docs-recette", docsSingle: "docs-recette.html", docsMarkdown: "docs-recette-md",
		}[o.format]
	}
	return nil
}

// langAsked tells whether somebody asked for a language, beside that of the machine.
func (a *app) langAsked(cmd *cobra.Command) bool {
	return cmd.Flags().Changed("lang") || a.env.getenv("RECETTE_LANG") != ""
}

// docsWords gives the texts of the document: those of the project's language, which its readers speak, unless somebody
// asked for another.
func (a *app) docsWords(cmd *cobra.Command, p *projectAt) (*i18n.Printer, error) {
	if a.langAsked(cmd) {
		return a.words, nil
	}
	lang, _ := i18n.Parse(p.Language)
	return i18n.New(lang)
}

// documentation makes the documentation of the project, compared with an earlier edition when asked.
func (a *app) documentation(ctx context.Context, p *projectAt, since string, words *i18n.Printer) (*model.Doc, error) {
	d, err := p.Documentation(ctx, workspace.Documenting{
		At: a.env.Now().In(p.Location()), Producer: producer(), Since: since,
		Standing: a.application().Follow(p.Root, reader()), Told: a.leftOut,
	})
	if e, ok := errors.AsType[*workspace.ReferencesError](err); ok {
		return nil, fail("docs-references", nil, a.words.N("docs.faults", len(e.Problems)))
	}
	if err != nil {
		return nil, err
	}
	if d.Former.Broken > 0 {
		say(a.env.Stderr, a.words.N("docs.since.broken", d.Former.Broken, since))
	}
	if d.Changes != nil {
		d.Changes.Since = formerName(since, d.Former, words)
	}
	return d.Doc, nil
}

// leftOut says what could not be read of the references or of a plan, and is left out.
func (a *app) leftOut(err error) {
	if e, ok := errors.AsType[*workspace.PlanError](err); ok {
		say(a.env.Stderr, a.words.T("trace.plan", e.Plan))
		err = e.Err
	}
	a.documentProblems(a.env.Stderr, err)
}

// formerName calls a commit by what was typed, with its short id and its day.
func formerName(since string, was workspace.Former, words *i18n.Printer) string {
	short := was.Commit[:min(10, len(was.Commit))]
	name := since
	if !strings.HasPrefix(was.Commit, since) {
		name += " (" + short + ")"
	} else {
		name = short
	}
	if t, err := time.Parse(time.DateOnly, was.Day); err == nil {
		name += ", " + words.Date(t)
	}
	return name
}
