package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"recette/internal/api"
	"recette/internal/authoring"
	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/html"
	"recette/internal/livingdoc/markdown"
	"recette/internal/livingdoc/model"
	"recette/internal/output"
)

// docsList is the list of the files that "docs build" wrote in a folder.
const docsList = ".recette-docs.json"

// writeDocs produces the document and puts it in its place.
func (a *app) writeDocs(ctx context.Context, doc *model.Doc, words *i18n.Printer, o docsFlags) error {
	sum := api.NewDocsBuild(doc)
	sum.Format = o.format
	if o.out == "-" {
		return html.Single(a.env.Stdout, doc, words)
	}
	sum.Out = a.path(o.out)
	start := sum.Out
	var err error
	if o.format != docsSingle && authoring.OwnsPlace(a.dir, sum.Out) {
		return fail("output-own", nil, sum.Out)
	}
	switch o.format {
	case docsSingle:
		err = a.writeDocsFile(ctx, &sum, doc, words, o.force)
	case docsMarkdown:
		start = filepath.Join(sum.Out, "README.md")
		err = a.writeDocsFolder(
			ctx, &sum, func(put func(livingdoc.File) error) error { return markdown.Files(doc, words, put) },
		)
	default:
		start = filepath.Join(sum.Out, "index.html")
		err = a.writeDocsFolder(
			ctx, &sum, func(put func(livingdoc.File) error) error { return html.Site(doc, words, put) },
		)
	}
	if err != nil {
		return err
	}
	if a.json {
		err = a.print(sum)
	} else {
		a.printDocs(&sum)
	}
	if err == nil && o.open == "yes" {
		err = a.openDocument(ctx, start)
	}
	return err
}

func (a *app) printDocs(s *api.DocsBuild) {
	out := a.env.Stdout
	say(out, a.words.T("docs.written", s.Out, a.words.N("count.files", s.Files), docsSize(s.Bytes)))
	if s.Unchanged+s.Removed > 0 {
		say(
			out,
			a.words.T(
				"docs.moved", a.words.N("docs.rewritten", s.Written), a.words.N("docs.unchanged", s.Unchanged),
				a.words.N("docs.removed", s.Removed),
			),
		)
	}
	for _, name := range s.Kept {
		say(out, a.words.T("docs.kept", name))
	}
	n := a.words.N
	say(
		out,
		a.words.T(
			"docs.holds", n("docs.features", s.Features), n("docs.rules", s.Rules), n("docs.scenarios", s.Scenarios),
			n("count.cases", s.Cases),
		),
	)
	if s.Recorded {
		// What a decision accepts did not pass: it is one of the failed, and said to be accepted.
		failed := n("docs.failed", s.Failed+s.Accepted)
		if s.Accepted > 0 {
			failed = a.words.T("docs.failed.accepted", failed, n("docs.accepted", s.Accepted))
		}
		say(
			out,
			a.words.T(
				"docs.verified", n("docs.proven", s.Proven, s.Cases), failed, n("docs.stale", s.Stale),
				n("docs.never", s.Never),
			),
		)
	} else {
		say(out, a.words.T("docs.unverified"))
	}
	if s.Changes != nil {
		say(out, n("docs.changes", s.Changes.Total, s.Changes.Since))
	}
}

// docsSize prints a size in kilobytes, rounded up.
func docsSize(n int64) string { return fmt.Sprintf("%d", (n+1023)/1024) }

// writeDocsFile writes the single file, whole or not at all. It replaces nothing but a documentation.
func (a *app) writeDocsFile(
	ctx context.Context, s *api.DocsBuild, doc *model.Doc, words *i18n.Printer, force bool,
) error {
	place, err := a.outlet(s.Out, output.Any, force)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := html.Single(&b, doc, words); err != nil {
		return err
	}
	s.Files, s.Bytes = 1, int64(b.Len())
	if place.Stream {
		s.Written = 1
		return place.write(ctx, durable.Bytes(b.Bytes()))
	}
	had, err := bounded.ReadFile(s.Out, bounded.Report)
	switch {
	case err == nil && bytes.Equal(had, b.Bytes()):
		s.Unchanged = 1
		return nil
	case err == nil && len(had) > 0 && !force && !bytes.Contains(had[:min(len(had), 4096)], []byte(html.Mark)):
		return fail("docs-foreign", nil, s.Out)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fail("file", err, s.Out)
	}
	if err := os.MkdirAll(filepath.Dir(s.Out), 0o755); err != nil {
		return fail("file", err, s.Out)
	}
	s.Written = 1
	return place.write(ctx, durable.Bytes(b.Bytes()))
}

// writeDocsFolder writes the files that changed, and removes those of an earlier build that are no longer part of it.
func (a *app) writeDocsFolder(
	ctx context.Context, s *api.DocsBuild, produce func(put func(livingdoc.File) error) error,
) error {
	made, err := output.Refill(s.Out, docsList, func(put func(output.Content) error) error {
		return produce(func(f livingdoc.File) error {
			s.Files++
			s.Bytes += int64(len(f.Data))
			return errors.Join(ctx.Err(), put(output.Content(f)))
		})
	})
	if e, ok := errors.AsType[*output.FolderError](err); ok {
		if errors.Is(e.Err, output.ErrOthers) {
			return fail("docs-foreign", nil, e.Path)
		}
		return fail("file", e.Err, e.Path)
	}
	s.Written, s.Unchanged, s.Removed, s.Kept = made.Written, made.Unchanged, made.Removed, made.Kept
	return err
}

// openDocument asks the desktop to show a file.
func (a *app) openDocument(ctx context.Context, file string) error {
	name, args := "xdg-open", []string{file}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", file}
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = a.env.Environ
	if err := cmd.Run(); err != nil {
		return fail("docs-open", err, file)
	}
	return nil
}
