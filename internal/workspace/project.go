package workspace

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/git"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// Project is an open project.
type Project struct {
	project.Config
	project.Layout
	deps  Deps
	noted *git.Reading // notes what is read; nil but in the copy that noting makes
	refs  *referred    // what the references were when they were read; nil but in the copy that once makes

	values *reference.ValuesReader // of the data sets, which are parsed again when they change
}

// referred is one reading of the references.
type referred struct {
	sync.Once

	set *reference.Set
	err error
}

// once gives the project to whoever gives one answer: the references are then read at most once, so that no two parts
// of the answer rest on different bytes.
func (p *Project) once() *Project {
	if p.refs != nil {
		return p
	}
	out := *p
	out.refs = &referred{}
	return &out
}

// Deps is what a project is told of the process that reads it.
type Deps struct {
	Environ []string       // "KEY=value"
	Zone    *time.Location // of the machine: that of a project which says none; nil is UTC
	Self    string         // the program's name as it was called; empty when it cannot call itself again
	// names the parser and the rules, so that no cache answers for others; empty: nothing is cached
	Program string
	Tree    func(root string) fs.FS // gives a folder to those who read it; nil for that of the disk
}

// getenv gives the value of an environment variable, or nothing. The last one wins, as for the shell.
func (d Deps) getenv(key string) string {
	for _, kv := range slices.Backward(d.Environ) {
		if value, ok := strings.CutPrefix(kv, key+"="); ok {
			return value
		}
	}
	return ""
}

// Open reads the configuration of the project at root. It returns a *ConfigError when the configuration is at fault.
func Open(root string, d Deps) (*Project, error) {
	c, err := project.Load(root)
	if err != nil {
		return nil, &ConfigError{Err: err}
	}
	return &Project{
		Config: c, Layout: project.Layout{Root: root}, deps: d, values: &reference.ValuesReader{},
	}, nil
}

// Location is the time zone of the project, in which days and hours are counted and printed.
func (p *Project) Location() *time.Location { return p.Zone(cmp.Or(p.deps.Zone, time.UTC)) }

// Day gives the day of an instant in the time zone of the project, YYYY-MM-DD.
func (p *Project) Day(at time.Time) string { return at.In(p.Location()).Format(time.DateOnly) }

// Tree is the project as a file system.
func (p *Project) Tree() fs.FS {
	tree := p.tree()
	if p.noted != nil {
		return p.noted.FS(tree)
	}
	return tree
}

func (p *Project) tree() fs.FS {
	if p.deps.Tree != nil {
		return p.deps.Tree(p.Root)
	}
	return bounded.DirFS(p.Root)
}

// Git is the project as git knows it.
func (p *Project) Git() git.Folder { return git.Folder{Dir: p.Root, Environ: p.deps.Environ} }

// Options orients the reading of the features of the project.
func (p *Project) Options() catalogue.Options {
	l := p.Limits
	o := catalogue.Options{
		Syntax: syntax.Options{Language: p.Language, MaxFile: l.FileBytes, MaxLine: l.LineBytes, MaxSteps: l.Steps},
		Tags:   p.Tags, MaxTotal: int64(l.AllBytes),
	}
	named := p.Tags.DataPrefix()
	if given := p.given(named); given != nil {
		o.Syntax.Named, o.Values = named, given
	}
	return o
}

// given reads the values of the data sets, whose codes start so.
func (p *Project) given(prefix string) *reference.Values {
	if p.refs != nil {
		set, _ := p.References() // what is wrong with the files is a finding of lint and of data check
		return set.Values(prefix)
	}
	return p.values.Read(p.Tree(), prefix)
}

// References reads what tags and steps refer to. What is wrong with the files is in the set, and is the *yamldoc.Error
// that is returned: whoever only needs what could be read leaves it.
func (p *Project) References() (*reference.Set, error) {
	if p.refs != nil {
		p.refs.Do(func() { p.refs.set, p.refs.err = reference.Load(p.Tree()) })
		return p.refs.set, p.refs.err
	}
	return reference.Load(p.Tree()) //nolint:wrapcheck // the problems name their files
}

// Sole gives the name of the only participant of the project in a role, or nothing: nobody is chosen among several.
func (p *Project) Sole(role recette.Role) string {
	name := ""
	for _, who := range p.Participants {
		switch {
		case who.Role != string(role):
		case name != "":
			return ""
		default:
			name = who.Name
		}
	}
	return name
}
