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

// suffix is how a feature file's name ends, whatever its case.
const suffix = ".feature"

// entry is a file that a walk visits.
type entry struct {
	path  string
	lines []int // selected lines, nil for the whole file

	regular bool        // its directory says that it is a regular file: no need to ask again
	code    syntax.Code // why it is not read, empty when it is
	why     string
}

func (e entry) refuse() *File {
	switch e.code {
	case "":
		return nil
	case syntax.CodeLinkLoop:
		return faulty(e.path, e.code, syntax.Warning)
	case syntax.CodeUnreadable:
		return faulty(e.path, e.code, syntax.Error, e.why)
	default:
		return faulty(e.path, e.code, syntax.Error)
	}
}

// parseTarget splits "a/b.feature:12:40" in a path and lines.
func parseTarget(target string) (string, []int, error) {
	name := target
	var lines []int
	for {
		i := strings.LastIndexByte(name, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(name[i+1:])
		if err != nil {
			break
		}
		if n < 1 {
			return "", nil, errors.New("lines count from 1")
		}
		lines = append(lines, n)
		name = name[:i]
	}
	name = path.Clean(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./"))
	if !fs.ValidPath(name) {
		return "", nil, errors.New("outside the project")
	}
	return name, lines, nil
}

// collect lists the files of the targets, sorted by path, each once. A file that a target selects whole is whole,
// whatever lines another target selects.
func collect(ctx context.Context, fsys fs.FS, targets []string) ([]entry, error) {
	if len(targets) == 0 {
		targets = []string{"."}
	}
	c := collector{ctx: ctx, fsys: fsys, found: map[string]*entry{}}
	for _, t := range targets {
		name, lines, err := parseTarget(t)
		if err != nil {
			return nil, targetError(t, err)
		}
		info, err := fs.Stat(fsys, name)
		switch {
		case err != nil:
			return nil, targetError(t, errors.New(reason(err)))
		case info.IsDir() && len(lines) > 0:
			return nil, targetError(t, errors.New("a directory has no lines"))
		case info.IsDir():
			if err := c.directory(name, []fs.FileInfo{info}); err != nil {
				return nil, err
			}
		default:
			c.add(entry{path: name, lines: lines})
		}
	}
	out := make([]entry, 0, len(c.found))
	for _, e := range c.found {
		out = append(out, *e)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].path < out[j].path })
	return out, nil
}

type collector struct {
	ctx   context.Context //nolint:containedctx // lives for one call of collect
	fsys  fs.FS
	found map[string]*entry
}

func (c *collector) add(e entry) {
	old := c.found[e.path]
	switch {
	case old == nil:
		c.found[e.path] = &e
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
		c.add(entry{path: dir, code: syntax.CodeUnreadable, why: reason(err)})
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
					c.add(entry{path: name, code: syntax.CodeUnreadable, why: reason(err)})
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
			c.add(entry{path: name, regular: kind.IsRegular()})
		case strings.HasSuffix(strings.ToLower(name), suffix+".md"):
			c.add(entry{path: name, code: syntax.CodeMarkdown})
		}
	}
	return nil
}

func (c *collector) below(name string, info fs.FileInfo, above []fs.FileInfo) error {
	for _, a := range above {
		if os.SameFile(a, info) {
			c.add(entry{path: name, code: syntax.CodeLinkLoop})
			return nil
		}
	}
	return c.directory(name, append(slices.Clip(above), info))
}

func isFeature(name string) bool { return strings.HasSuffix(strings.ToLower(name), suffix) }

// selectLines keeps the cases that the lines designate: the title of the feature or of a rule stands for all below it,
// a line of an example row for that row, any other line for the scenario whose block holds it.
func selectLines(f *File, lines []int) []Case {
	var out []Case
	for i := range f.Cases {
		for _, n := range lines {
			if f.Outline.selects(&f.Cases[i], n) {
				out = append(out, f.Cases[i])
				break
			}
		}
	}
	return out
}

// checkLines tells which of the lines selects nothing. A file that an error forbids to run is not judged: the error says
// more than its lines.
func checkLines(f *File, lines []int) error {
	if syntax.HasErrors(f.Diagnostics) {
		return nil
	}
	for _, n := range lines {
		if !f.Outline.hits(n) {
			return &TargetError{Target: f.Path + ":" + strconv.Itoa(n), Why: errNoScenario}
		}
	}
	return nil
}

// hits tells whether a line designates a scenario at least.
func (o *Outline) hits(line int) bool {
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if line == o.Line || line >= s.First && line <= s.Last || s.Rule >= 0 && o.Rules[s.Rule].Line == line {
			return true
		}
	}
	return false
}

func (o *Outline) selects(c *Case, line int) bool {
	if line <= o.Line {
		return line == o.Line
	}
	for i, r := range o.Rules {
		if r.Line == line {
			s := o.scenarioOf(c.Line)
			return s != nil && s.Rule == i
		}
	}
	s := o.scenarioOf(c.Line)
	if s == nil || line < s.First || line > s.Last {
		return false
	}
	for _, row := range s.Rows {
		if row.Line == line {
			return c.Line == line
		}
	}
	return true
}

func (o *Outline) scenarioOf(line int) *ScenarioOutline {
	i := sort.Search(len(o.Scenarios), func(i int) bool { return o.Scenarios[i].Line > line }) - 1
	if i < 0 {
		return nil
	}
	return &o.Scenarios[i]
}
