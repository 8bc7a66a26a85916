package catalogue

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"recette/internal/syntax"
)

// List gives the files that the targets select, sorted by path, each once, without reading them. A target is a
// directory, a file, or a file with lines ("features/a.feature:12:40"); without targets the whole tree is meant. A file
// that a target selects whole is whole, whatever lines another target selects. What cannot be read, and what exceeds
// the limit of the project, is listed as refused.
//
// It returns a *TargetError for a target that does not exist, or has a line that selects no scenario, else the
// context's error.
func List(ctx context.Context, fsys fs.FS, targets []string, o Options) ([]Entry, error) {
	o = o.withDefaults()
	found, err := collect(ctx, fsys, targets)
	if err != nil {
		return nil, err
	}
	limit, total := o.MaxTotal, int64(0)
	for i := range found {
		e := &found[i]
		if e.code != "" {
			continue
		}
		if e.Info == nil {
			e.look(fsys)
		}
		if e.code != "" {
			continue
		}
		// The reader takes no more than a byte beyond the limit of a file.
		if total += min(e.Info.Size(), int64(o.Syntax.MaxFile)+1); total > limit {
			e.refuse(syntax.CodeProjectSize, strconv.FormatInt(limit, 10))
		}
	}
	return found, checkTargets(ctx, fsys, found, o)
}

// look asks what the path leads to. A pipe or a device is not opened: reading it could block for ever.
func (e *Entry) look(fsys fs.FS) {
	info, err := fs.Stat(fsys, e.Path)
	switch {
	case err != nil:
		e.refuse(syntax.CodeUnreadable, reason(err))
	case !info.Mode().IsRegular():
		e.refuse(syntax.CodeUnreadable, "not a regular file")
	default:
		e.Info = info
	}
}

// collect lists the files of the targets.
func collect(ctx context.Context, fsys fs.FS, targets []string) ([]Entry, error) {
	if len(targets) == 0 {
		targets = []string{"."}
	}
	c := collector{ctx: ctx, fsys: fsys, found: map[string]*Entry{}}
	for _, t := range targets {
		name, lines := parseTarget(t)
		if !fs.ValidPath(name) {
			return nil, &TargetError{Target: t, Path: name, Fault: FaultOutside}
		}
		info, err := fs.Stat(fsys, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, &TargetError{Target: t, Path: name, Fault: FaultMissing}
		case err != nil:
			return nil, &TargetError{Target: t, Path: name, Fault: FaultUnreadable, Why: err}
		case info.IsDir() && len(lines) > 0:
			return nil, &TargetError{Target: t, Path: name, Fault: FaultFolderLine}
		case info.IsDir():
			if err := c.directory(name, []fs.FileInfo{info}); err != nil {
				return nil, err
			}
		default:
			c.add(Entry{Path: name, lines: lines})
		}
	}
	out := make([]Entry, 0, len(c.found))
	for _, e := range c.found {
		out = append(out, *e)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Path < out[j].Path })
	return out, nil
}

type collector struct {
	ctx   context.Context //nolint:containedctx // lives for one call of collect
	fsys  fs.FS
	found map[string]*Entry
}

func (c *collector) add(e Entry) {
	old := c.found[e.Path]
	switch {
	case old == nil:
		c.found[e.Path] = &e
	case len(old.lines) == 0 || len(e.lines) == 0:
		old.lines = nil
	default:
		old.lines = append(old.lines, e.lines...)
	}
}

// directory visits a directory. Links to directories are followed, but not into a directory that is being visited.
func (c *collector) directory(dir string, above []fs.FileInfo) error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	list, err := fs.ReadDir(c.fsys, dir)
	if err != nil {
		c.add(Entry{Path: dir, code: syntax.CodeUnreadable, why: reason(err)})
	}
	for _, e := range list {
		name := path.Join(dir, e.Name())
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		kind := e.Type()
		if kind&fs.ModeSymlink != 0 || kind.IsDir() {
			info, err := fs.Stat(c.fsys, name)
			if err != nil {
				if kind.IsDir() || isFeature(name) {
					c.add(Entry{Path: name, code: syntax.CodeUnreadable, why: reason(err)})
				}
				continue
			}
			if info.IsDir() {
				if err := c.below(name, info, above); err != nil {
					return err
				}
				continue
			}
		}
		switch {
		case isFeature(name):
			c.add(Entry{Path: name})
		case strings.HasSuffix(strings.ToLower(name), suffix+".md"):
			c.add(Entry{Path: name, code: syntax.CodeMarkdown})
		}
	}
	return nil
}

func (c *collector) below(name string, info fs.FileInfo, above []fs.FileInfo) error {
	for _, a := range above {
		if os.SameFile(a, info) {
			c.add(Entry{Path: name, code: syntax.CodeLinkLoop})
			return nil
		}
	}
	return c.directory(name, append(slices.Clip(above), info))
}

// checkTargets refuses lines that select nothing. It reads their files once more, before the walk: whoever runs cases
// as they come must not have run half of a selection. They are few: a person typed them.
func checkTargets(ctx context.Context, fsys fs.FS, found []Entry, o Options) error {
	o.OutlineOnly = true
	r := NewReader(fsys, o)
	for i := range found {
		e := &found[i]
		if len(e.lines) == 0 || e.code != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		f := r.Read(e)
		if err := checkLines(&f, e.lines); err != nil {
			return err
		}
	}
	return nil
}
