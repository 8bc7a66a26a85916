package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"

	"recette/internal/api"
	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/html"
	"recette/internal/livingdoc/markdown"
	"recette/internal/livingdoc/model"
	"recette/internal/output"
	"recette/internal/workspace"
)

// docsManifest is the list of the files that "docs build" wrote in a folder. What it does not name is somebody else's.
const docsManifest = ".recette-docs.json"

type docsManifestFile struct {
	V     int               `json:"v"`
	Files map[string]string `json:"files"` // SHA-256, hex, by path
}

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
	if o.format != docsSingle && workspace.OwnsPlace(a.dir, sum.Out) {
		return fail("output-own", nil, sum.Out)
	}
	switch o.format {
	case docsSingle:
		err = a.writeDocsFile(ctx, &sum, doc, words, o.force)
	case docsMarkdown:
		start = filepath.Join(sum.Out, "README.md")
		err = a.writeDocsFolder(&sum, func(put func(livingdoc.File) error) error { return markdown.Files(doc, words, put) })
	default:
		start = filepath.Join(sum.Out, "index.html")
		err = a.writeDocsFolder(&sum, func(put func(livingdoc.File) error) error { return html.Site(doc, words, put) })
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
		say(out, a.words.T("docs.moved", a.words.N("docs.rewritten", s.Written), a.words.N("docs.unchanged", s.Unchanged), a.words.N("docs.removed", s.Removed)))
	}
	for _, name := range s.Kept {
		say(out, a.words.T("docs.kept", name))
	}
	n := a.words.N
	say(out, a.words.T("docs.holds", n("docs.features", s.Features), n("docs.rules", s.Rules), n("docs.scenarios", s.Scenarios), n("count.cases", s.Cases)))
	if s.Recorded {
		say(out, a.words.T("docs.verified", n("docs.proven", s.Proven, s.Cases), n("docs.failed", s.Failed), n("docs.stale", s.Stale), n("docs.never", s.Never)))
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

// writeDocsFolder produces all the files, then writes those that changed, and removes those of an earlier build that
// are no longer part of it. Nothing leaves the folder, not even through a link; nothing that it did not write is
// touched.
func (a *app) writeDocsFolder(s *api.DocsBuild, produce func(put func(livingdoc.File) error) error) error {
	var files []livingdoc.File
	now := docsManifestFile{V: 1, Files: map[string]string{}}
	err := produce(func(f livingdoc.File) error {
		files = append(files, f)
		now.Files[f.Path] = digestOf(f.Data)
		s.Bytes += int64(len(f.Data))
		return nil
	})
	if err != nil {
		return err
	}
	s.Files = len(files)
	if err := os.MkdirAll(s.Out, 0o755); err != nil {
		return fail("file", err, s.Out)
	}
	root, err := os.OpenRoot(s.Out)
	if err != nil {
		return fail("file", err, s.Out)
	}
	defer func() { _ = root.Close() }() // nothing was written through it that could be lost
	w := &docsFolder{root: root, dir: s.Out, now: now}
	if err := w.readManifest(); err != nil {
		return err
	}
	changed, err := w.compare(files)
	if err != nil {
		return err
	}
	s.Written, s.Unchanged = len(changed), len(files)-len(changed)
	if err := w.write(changed); err != nil {
		return err
	}
	s.Removed, s.Kept, err = w.sweep()
	return err
}

// docsFolder is a folder of documentation being written.
type docsFolder struct {
	root *os.Root
	dir  string
	had  docsManifestFile
	now  docsManifestFile
}

func (w *docsFolder) fault(name string, err error) error {
	return fail("file", err, filepath.Join(w.dir, filepath.FromSlash(name)))
}

func (w *docsFolder) readManifest() error {
	data, err := bounded.ReadIn(w.root, docsManifest, bounded.Record)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, &w.had)
	}
	if err != nil || w.had.V != 1 {
		return w.fault(docsManifest, errors.Join(err, errDocsManifest))
	}
	return nil
}

var errDocsManifest = errors.New("not a list of files that docs build wrote")

// compare finds the files to write, and refuses to write over what an earlier build did not write.
func (w *docsFolder) compare(files []livingdoc.File) ([]livingdoc.File, error) {
	var changed []livingdoc.File
	for _, f := range files {
		data, err := bounded.ReadIn(w.root, filepath.FromSlash(f.Path), bounded.Record)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, w.fault(f.Path, err)
		case bytes.Equal(data, f.Data):
			continue
		case w.had.Files[f.Path] == "":
			return nil, fail("docs-foreign", nil, filepath.Join(w.dir, filepath.FromSlash(f.Path)))
		}
		changed = append(changed, f)
	}
	return changed, nil
}

// write writes files, each beside its place before it takes its name. The manifest names them first: a build that was
// interrupted knows its own.
func (w *docsFolder) write(files []livingdoc.File) error {
	both := docsManifestFile{V: 1, Files: map[string]string{}}
	for _, m := range []docsManifestFile{w.had, w.now} {
		maps.Copy(both.Files, m.Files)
	}
	if err := w.writeManifest(both); err != nil {
		return err
	}
	made := map[string]bool{}
	for _, f := range files {
		if dir := path.Dir(f.Path); dir != "." && !made[dir] {
			if err := w.root.MkdirAll(filepath.FromSlash(dir), 0o755); err != nil {
				return w.fault(dir, err)
			}
			made[dir] = true
		}
		if err := w.replace(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// replace does not wait for the disk: what is lost is made again.
func (w *docsFolder) replace(name string, data []byte) error {
	name = filepath.FromSlash(name)
	temporary := filepath.Join(filepath.Dir(name), fmt.Sprintf(".recette-%d", os.Getpid()))
	if err := w.root.WriteFile(temporary, data, 0o644); err != nil {
		return w.fault(name, errors.Join(err, w.forget(temporary)))
	}
	if err := w.root.Rename(temporary, name); err != nil {
		return w.fault(name, errors.Join(err, w.forget(temporary)))
	}
	return nil
}

func (w *docsFolder) forget(name string) error {
	if err := w.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (w *docsFolder) writeManifest(m docsManifestFile) error {
	data, err := json.MarshalIndent(m, "", "  ") // names are sorted by the encoder
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if had, err := bounded.ReadIn(w.root, docsManifest, bounded.Record); err == nil && bytes.Equal(had, data) {
		return nil
	}
	return w.replace(docsManifest, data)
}

// sweep removes the files of the earlier build that this one did not make, unless somebody changed them.
func (w *docsFolder) sweep() (removed int, kept []string, err error) {
	kept = []string{}
	dirs := map[string]bool{}
	for name, sum := range w.had.Files {
		if _, still := w.now.Files[name]; still || !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		data, err := bounded.ReadIn(w.root, filepath.FromSlash(name), bounded.Record)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil || digestOf(data) != sum:
			kept = append(kept, name)
			continue
		}
		if err := w.root.Remove(filepath.FromSlash(name)); err != nil {
			return removed, kept, w.fault(name, err)
		}
		removed++
		dirs[path.Dir(name)] = true
	}
	for dir := range dirs {
		if dir != "." {
			w.root.Remove(filepath.FromSlash(dir)) //nolint:errcheck // a folder that still holds something stays
		}
	}
	slices.Sort(kept)
	return removed, kept, w.writeManifest(w.now)
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
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
