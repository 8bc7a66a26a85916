package cli

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
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
	commit, ok := a.git(ctx, p, "rev-parse", "--verify", "--quiet", "--end-of-options", since+"^{commit}")
	if !ok {
		return nil, "", fail("docs-commit", nil, since)
	}
	tree, err := a.treeAt(ctx, p, commit)
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
	if day, ok := a.git(ctx, p, "show", "--no-patch", "--no-show-signature", "--format=%cs", commit); ok && len(day) == 10 {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			name += ", " + words.Date(t)
		}
	}
	return name
}

// treeAt gives the features and the references of the project as a commit has them. Blobs are read raw: no filter of
// the repository's configuration is run.
func (a *app) treeAt(ctx context.Context, p *projectAt, commit string) (fs.FS, error) {
	args := []string{"ls-tree", "-r", "-z", "-l", commit, "--"}
	args = append(args, referenceFiles()...)
	for _, dir := range p.Features {
		args = append(args, path.Clean(dir))
	}
	list, err := a.gitOutput(ctx, p, nil, args...)
	if err != nil {
		return nil, err
	}
	limit := p.Limits.FileBytes
	if limit <= 0 {
		limit = syntax.DefaultMaxFile
	}
	var names, ids []string
	for line := range strings.SplitSeq(string(list), "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(meta)
		if !ok || len(fields) != 4 || fields[1] != "blob" || fields[0] == "120000" || !fs.ValidPath(name) || !documented(name) {
			continue
		}
		if size, err := strconv.Atoi(fields[3]); err != nil || size > limit {
			continue
		}
		names, ids = append(names, name), append(ids, fields[2])
	}
	blobs, err := a.gitOutput(ctx, p, strings.NewReader(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	return archive(names, blobs)
}

// referenceFiles lists the files and folders of references of a project.
func referenceFiles() []string {
	return []string{"stories.yaml", "roles.yaml", "messages.yaml", "glossary.yaml", "rules", "decisions", "data"}
}

// documented reports whether a file may be part of the documentation: a folder of features may be the whole repository.
func documented(name string) bool {
	if strings.HasSuffix(name, ".feature") || path.Base(name) == "README.md" {
		return true
	}
	for _, ref := range referenceFiles() {
		if name == ref || strings.HasPrefix(name, ref+"/") {
			return true
		}
	}
	return false
}

// archive makes a file system of what "git cat-file --batch" gave, in the order of names.
func archive(names []string, blobs []byte) (fs.FS, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	r := bufio.NewReader(bytes.NewReader(blobs))
	for _, name := range names {
		head, err := r.ReadString('\n')
		fields := strings.Fields(head)
		if err != nil || len(fields) != 3 {
			return nil, fmt.Errorf("read %s: unexpected answer of git", name)
		}
		size, err := strconv.ParseInt(fields[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := io.CopyN(f, r, size); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if _, err := r.Discard(1); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
}
