package catalogue

import (
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"recette/internal/syntax"
)

// suffix is how a feature file's name ends, whatever its case.
const suffix = ".feature"

// Entry is a file that targets select, before it is read.
type Entry struct {
	Path string      // slash-separated, relative to the root of the walk
	Info fs.FileInfo // of the file that Path leads to, links followed; nil when the file is refused

	lines []int       // selected lines, nil for the whole file
	code  syntax.Code // why it is not read, empty when it is
	why   string
}

// Refused gives the file with the diagnostic that says why it is not to be read; ok is false when it is to be read.
func (e *Entry) Refused() (f File, ok bool) {
	switch e.code {
	case "":
		return File{}, false
	case syntax.CodeLinkLoop:
		return *faulty(e.Path, e.code, syntax.Warning), true
	case syntax.CodeUnreadable, syntax.CodeProjectSize:
		return *faulty(e.Path, e.code, syntax.Error, e.why), true
	default:
		return *faulty(e.Path, e.code, syntax.Error), true
	}
}

// Lines gives the lines that targets select in the file, ":12:40"; nothing when it is meant whole.
func (e *Entry) Lines() string {
	var b strings.Builder
	for _, n := range e.lines {
		b.WriteString(":" + strconv.Itoa(n))
	}
	return b.String()
}

func (e *Entry) refuse(code syntax.Code, why string) { e.Info, e.code, e.why = nil, code, why }

// parseTarget splits "a/b.feature:12:40" in a path and lines. A number that no line can have is a line that selects
// nothing.
func parseTarget(target string) (name string, lines []int) {
	name, tail := SplitLines(target)
	for n := range strings.SplitSeq(strings.TrimPrefix(tail, ":"), ":") {
		if n == "" {
			continue
		}
		line, err := strconv.Atoi(n)
		if err != nil && line == 0 {
			line = -1
		}
		lines = append(lines, line)
	}
	return path.Clean(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "./")), lines
}

// SplitLines parts "a.feature:12:40" into the name of a file and ":12:40". A sign belongs to a number: ":-1" is a line
// that no file has, and not the end of a name.
func SplitLines(target string) (name, lines string) {
	rest := target
	for {
		i := strings.LastIndexByte(rest, ':')
		if i < 0 {
			return rest, target[len(rest):]
		}
		digits := strings.TrimLeft(rest[i+1:], "+-")
		if digits == "" || strings.Trim(digits, "0123456789") != "" {
			return rest, target[len(rest):]
		}
		rest = rest[:i]
	}
}

// Finds tells whether a file of this path is one that List finds below folders, when it is there.
func Finds(file string, below []string) bool {
	return isFeature(file) && slices.ContainsFunc(below, func(dir string) bool {
		rest, in := strings.CutPrefix("/"+file, strings.TrimSuffix("/"+dir, "/."))
		return in && (rest == "" || rest[0] == '/' && !strings.Contains(rest, "/."))
	})
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

// checkLines tells which of the lines selects nothing. A file that an error forbids to run is not judged: the error
// says more than its lines.
func checkLines(f *File, lines []int) error {
	if syntax.HasErrors(f.Diagnostics) {
		return nil
	}
	for _, n := range lines {
		if !f.Outline.hits(n) {
			return &TargetError{
				Target: f.Path + ":" + strconv.Itoa(n), Path: f.Path, Line: n, Fault: FaultNoScenario,
				Near: f.Outline.near(n),
			}
		}
	}
	return nil
}

// near is the scenario whose block lies nearest to a line: of two, the one that follows it. It is nil in a file that
// has none.
func (o *Outline) near(line int) *ScenarioOutline {
	var best *ScenarioOutline
	least := 0
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if d := max(s.First-line, line-s.Last); best == nil || d <= least {
			best, least = s, d
		}
	}
	return best
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
