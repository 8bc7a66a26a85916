package cli

import (
	"context"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
	"recette/internal/plan"
	"recette/internal/reference"
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
		doc, err := a.docsModel(cmd.Context(), p, o.since, words)
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
		o.out = map[string]string{docsSite: "docs-recette", docsSingle: "docs-recette.html", docsMarkdown: "docs-recette-md"}[o.format]
	}
	return nil
}

// docsWords gives the texts of the document: those of the project's language, which its readers speak, unless somebody
// asked for another.
func (a *app) docsWords(cmd *cobra.Command, p *projectAt) (*i18n.Printer, error) {
	if cmd.Flags().Changed("lang") || a.env.Getenv("RECETTE_LANG") != "" {
		return a.words, nil
	}
	lang, _ := i18n.Parse(p.Language)
	return i18n.New(lang)
}

// docsModel gathers the features, the references, the record and, when asked, an earlier edition.
func (a *app) docsModel(ctx context.Context, p *projectAt, since string, words *i18n.Printer) (*model.Doc, error) {
	set, err := a.docsReferences(p)
	if err != nil {
		return nil, err
	}
	in := model.Input{Options: a.docsOptions(ctx, p), References: set}
	texts := plan.Presence{}
	cases := 0
	err = p.Read(ctx, p.Features, func(f *catalogue.File) {
		cases += len(f.Cases)
		for i := range f.Cases {
			texts.Add(&f.Cases[i])
		}
		in.Files = append(in.Files, *f)
	})
	switch {
	case err != nil: // a documentation that leaves a feature out in silence is worse than none
		return nil, err
	case cases == 0:
		return nil, fail("docs-nothing", nil)
	}
	if in.Statuses, err = a.statusesOf(ctx, p, texts); err != nil {
		return nil, err
	}
	in.Recorded = hasRecord(p.Layout, in.Statuses)
	in.Folders = folders(p.Tree(), in.Files)
	in.Journeys = map[string]model.JourneyFacts{}
	journeys, _ := a.planned(p)
	for code, j := range journeys {
		in.Journeys[code] = model.JourneyFacts{Title: j.Title, Critical: j.Critical}
	}
	if since != "" {
		if in.Former, in.Since, err = a.formerDocs(ctx, p, since, in.Options, words); err != nil {
			return nil, err
		}
	}
	return model.Build(in), nil
}

// docsReferences reads the references. A fault is a refusal: an entry that could not be read would be missing from the
// document, and nobody would see it.
func (a *app) docsReferences(p *projectAt) (*reference.Set, error) {
	set := a.readReferences(p)
	if len(set.Problems) > 0 {
		return nil, fail("docs-references", nil, a.words.N("docs.faults", len(set.Problems)))
	}
	return set, nil
}

func (a *app) docsOptions(ctx context.Context, p *projectAt) model.Options {
	return model.Options{
		Project: p.Name, Language: p.Language, Roots: p.Features, Tags: p.Tags,
		At: a.env.Now(), Commit: p.Commit(ctx), Producer: producer(),
	}
}

// maxReadme bounds the page that presents a folder of features, in bytes.
const maxReadme = 256 << 10

// folders reads the README.md of the folders that hold features. One that cannot be read, or is too long to be one, is as
// none: it only gives a title.
func folders(tree fs.FS, files []catalogue.File) map[string]string {
	out := map[string]string{}
	for i := range files {
		dir := path.Dir(files[i].Path)
		if _, done := out[dir]; done {
			continue
		}
		out[dir] = ""
		f, err := tree.Open(path.Join(dir, "README.md"))
		if err != nil {
			continue
		}
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() <= maxReadme {
			if data, err := io.ReadAll(io.LimitReader(f, maxReadme)); err == nil {
				out[dir] = strings.ToValidUTF8(string(data), "\ufffd")
			}
		}
		_ = f.Close() // read only
	}
	return out
}
