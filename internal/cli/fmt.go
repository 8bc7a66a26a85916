package cli

import (
	"context"
	"errors"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/format"
	"recette/internal/syntax"
	"recette/internal/workspace"
)

// fmtFlags are the flags of recette fmt.
type fmtFlags struct {
	check, diff, dryRun, accents bool
	lines, stdinPath             string
}

// fmtVerb lays feature files out. It exits with 1 when --check or --diff found a file to lay out, 3 when a file was
// refused, 4 when one could not be written.
func (a *app) fmtVerb() *cobra.Command {
	var flags fmtFlags
	c := a.command("fmt [CHEMIN…|-]", "fmt")
	c.Flags().BoolVar(&flags.check, "check", false, a.words.T("flag.fmt.check"))
	c.Flags().BoolVar(&flags.diff, "diff", false, a.words.T("flag.fmt.diff"))
	c.Flags().BoolVar(&flags.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.Flags().BoolVar(&flags.accents, "accents", false, a.words.T("flag.fmt.accents"))
	c.Flags().StringVar(&flags.lines, "range", "", a.words.T("flag.fmt.range"))
	c.Flags().StringVar(&flags.stdinPath, "stdin-path", "", a.words.T("flag.fmt.stdin-path"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		f, err := a.newFormatting(flags, len(args) == 1 && args[0] == "-")
		if err != nil {
			return err
		}
		if f.stdin {
			return f.filter(cmd.Context())
		}
		return f.files(cmd.Context(), args)
	}
	return c
}

// formatting is one call of the verb.
type formatting struct {
	*app
	flags   fmtFlags
	stdin   bool
	project *projectAt // nil for a text on standard input outside any project
	layouts *workspace.Layouts
}

func (a *app) newFormatting(flags fmtFlags, stdin bool) (*formatting, error) {
	f := &formatting{app: a, flags: flags, stdin: stdin}
	p, err := a.project()
	if stdin && errors.Is(err, workspace.ErrNoProject) {
		err = nil
	}
	if err != nil {
		return nil, err
	}
	f.layouts = workspace.NewLayouts()
	if p != nil {
		f.project, f.layouts = p, p.Layouts()
	}
	o := &f.layouts.Options
	o.Accents = o.Accents || flags.accents
	if flags.lines != "" {
		if o.First, o.Last, err = lineRange(flags.lines); err != nil {
			return nil, fail("flag-invalid", nil, "range", "recette fmt", flags.lines)
		}
	}
	return f, nil
}

// outcome is what became of a file.
type outcome struct {
	source   syntax.Source
	result   format.Result
	err      error
	conflict bool // the file changed on disk meanwhile
	unsaved  error
}

// files formats the files of the targets, two at a time. One bad file does not stop the others.
func (f *formatting) files(ctx context.Context, args []string) error {
	targets, err := f.project.Targets(f.dir, args)
	if err != nil {
		return err
	}
	var raws []catalogue.Raw
	err = f.project.Sources(ctx, targets, func(r catalogue.Raw) error {
		raws = append(raws, r)
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(raws) == 0:
		return fail("nothing", nil)
	case f.flags.lines != "" && len(raws) > 1:
		return fail("flag-invalid", nil, "range", "recette fmt", f.flags.lines)
	}
	paths := make([]string, len(raws))
	for i := range raws {
		paths[i] = raws[i].Path
	}
	f.layouts.Ask(ctx, paths...)
	outcomes := make([]outcome, len(raws))
	next := make(chan int)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for i := range next {
				outcomes[i] = f.one(&raws[i])
			}
		})
	}
	for i := range raws {
		next <- i
	}
	close(next)
	workers.Wait()
	for i := range outcomes {
		if errors.Is(outcomes[i].err, format.ErrOption) || errors.Is(outcomes[i].err, format.ErrEditorConfig) {
			return outcomes[i].err
		}
	}
	if err := f.write(ctx, outcomes); err != nil {
		return err
	}
	return f.tell(outcomes)
}

func (f *formatting) one(r *catalogue.Raw) outcome {
	out := outcome{source: r.Source}
	if syntax.HasErrors(r.Diagnostics) {
		out.err, out.result.Diagnostics = format.ErrSyntax, r.Diagnostics
		return out
	}
	if len(r.Diagnostics) > 0 {
		return out // a loop of links: walked around
	}
	o, err := f.layouts.Of(r.Path, f.onDisk(r.Path))
	if err != nil {
		out.err = err
		return out
	}
	out.result, out.err = format.Format(r.Source, o)
	return out
}

// reads tells that nothing is to be written.
func (f *formatting) reads() bool { return f.flags.check || f.flags.diff || f.flags.dryRun }

// write replaces the files that change, each whole or not at all. A file that somebody saved meanwhile is left alone.
func (f *formatting) write(ctx context.Context, outcomes []outcome) error {
	if f.reads() {
		return nil
	}
	for i := range outcomes {
		out := &outcomes[i]
		if out.err != nil || !out.result.Changed {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		path := filepath.Join(f.project.Root, filepath.FromSlash(out.source.Path))
		state, err := durable.SinceRead(path, out.source.Bytes, out.result.Bytes)
		switch {
		case err != nil:
			out.unsaved = fail("file", err, out.source.Path)
		case state == durable.Untouched:
			out.unsaved = replaceFile(path, out.result.Bytes)
		default:
			out.conflict = state == durable.Saved
		}
	}
	return nil
}

// filter formats standard input to standard output. Nothing is written of a text that is refused, so that an editor
// keeps its own.
func (f *formatting) filter(ctx context.Context) error {
	limit := f.layouts.Options.Syntax.MaxFile
	if limit <= 0 {
		limit = syntax.DefaultMaxFile
	}
	data, err := bounded.Stream(ctx, f.env.Stdin, int64(limit))
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fail("file", err, "-")
	}
	path := f.flags.stdinPath
	if path == "" {
		path = "-"
	}
	src := syntax.Source{Path: path, Bytes: data}
	name := path // in the project, when the text belongs there
	if f.project != nil {
		if full, err := filepath.Abs(f.onDisk(path)); err == nil {
			if rel, ok := workspace.Within(f.project.Root, full); ok {
				name = rel
				f.layouts.Ask(ctx, name)
			}
		}
	}
	o, err := f.layouts.Of(name, f.onDisk(path))
	if bad, ok := errors.AsType[*workspace.LayoutError](err); ok {
		bad.Path = path
	}
	if err != nil {
		return err
	}
	out := outcome{source: src}
	out.result, out.err = format.Format(src, o)
	if errors.Is(out.err, format.ErrOption) {
		return out.err
	}
	if f.json || f.reads() {
		return f.tell([]outcome{out})
	}
	if out.err != nil {
		f.refused(&out)
		return quiet(exitFeatures)
	}
	_, err = f.env.Stdout.Write(out.result.Bytes)
	return err
}

// diffOf gives the change of a file in the unified form.
func diffOf(out *outcome) string {
	return string(diff.Diff("a/"+out.source.Path, out.source.Bytes, "b/"+out.source.Path, out.result.Bytes))
}
