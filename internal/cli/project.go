package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/syntax"
	"recette/internal/term"
	"recette/internal/yamldoc"
)

// projectAt is a project and the folder that holds it.
type projectAt struct {
	project.Config
	project.Layout
	root string
}

// projectRoot finds the project from -C, or from where the command was started.
func (a *app) projectRoot() (string, error) {
	root, err := project.Find(a.dir)
	if errors.Is(err, project.ErrNotFound) {
		return "", fail("no-project", nil)
	}
	if err != nil {
		return "", fail("file", err, a.dir)
	}
	return root, nil
}

// project finds and reads the project.
func (a *app) project() (*projectAt, error) {
	root, err := a.projectRoot()
	if err != nil {
		return nil, err
	}
	c, err := project.Load(root)
	if err != nil {
		a.documentProblems(err)
		return nil, fail("config", nil)
	}
	return &projectAt{Config: c, Layout: project.Layout{Root: root}, root: root}, nil
}

// documentProblems prints what is wrong with a YAML document, a line each.
func (a *app) documentProblems(err error) {
	var doc *yamldoc.Error
	if !errors.As(err, &doc) {
		tell(a.env.Stderr, term.Block("  ", technical(a.words, err)))
		return
	}
	for _, p := range doc.Problems {
		a.problemLine(p.File, p.Line, p.Column, a.documentSentence(p))
		if key := "document." + string(p.Code) + ".remedy"; a.words.Has(key) {
			say(a.env.Stderr, "  → "+a.words.T(key, a.documentArgs(p)...))
		}
	}
}

// documentArgs gives the arguments of the texts of a problem: where in the document, then what they speak of.
func (a *app) documentArgs(p yamldoc.Problem) []any {
	args := make([]any, 0, len(p.Args)+1)
	args = append(args, cmp.Or(p.Path, a.words.T("document.whole")))
	for _, arg := range p.Args {
		args = append(args, arg)
	}
	return echoed(args)
}

func (a *app) documentSentence(p yamldoc.Problem) string {
	text := a.words.T("document."+string(p.Code)+".message", a.documentArgs(p)...)
	if p.Suggest != "" {
		text += a.words.T("document.suggest", p.Suggest)
	}
	return text
}

// problemLine prints a finding in a file, with its place in the form that editors follow.
func (a *app) problemLine(file string, line, column int, text string) {
	say(a.env.Stderr, a.words.T("place", file, line, column, text))
}

// path makes a path given on the command line relative to -C, as for any tool that knows -C.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.dir, p)
}

// holder gives the name of the only participant of the project in a role, or nothing.
func (a *app) holder(p *projectAt, role recette.Role) string {
	name := ""
	for _, who := range p.Participants {
		if who.Role != string(role) {
			continue
		}
		if name != "" {
			return ""
		}
		name = who.Name
	}
	return name
}

// vocabulary gives the tags of the project to the catalogue.
func (p *projectAt) vocabulary() catalogue.Vocabulary {
	v := catalogue.DefaultVocabulary()
	t := p.Tags
	for _, set := range []struct {
		to   *string
		from string
	}{
		{&v.Case, t.Case},
		{&v.Story, t.Story},
		{&v.Criterion, t.Criterion},
		{&v.Rule, t.Rule},
		{&v.Epic, t.Epic},
		{&v.Journey, t.Journey},
		{&v.Critical, t.Critical},
	} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	return v
}

// tagNames gives the whole tags of the project that the catalogue does not know.
func (p *projectAt) tagNames() []string {
	t := p.Tags
	return []string{t.Manual, t.Mixed, t.Draft, t.Ready, t.Obsolete, t.Nominal, t.Exception, t.Limit, t.Rights}
}

// marks gives the same tags to the rules that ask for one of them.
func (p *projectAt) marks() lint.Marks {
	t := p.Tags
	return lint.Marks{
		Ready: t.Ready, Draft: t.Draft, Obsolete: t.Obsolete, Manual: t.Manual, Mixed: t.Mixed,
		Nominal: t.Nominal, Exception: t.Exception, Limit: t.Limit, Rights: t.Rights, Role: t.Role,
		DataSet: t.DataSet,
	}
}

// options orients the reading of the project's features.
func (p *projectAt) options() catalogue.Options {
	return catalogue.Options{
		Syntax: syntax.Options{Language: p.Language, MaxFile: p.Limits.FileBytes, MaxLine: p.Limits.LineBytes, MaxSteps: p.Limits.Steps},
		Tags:   p.vocabulary(), MaxTotal: int64(p.Limits.AllBytes),
	}
}

// targets turns paths of the command line, relative to where it was typed, into paths of the project. Without any, the
// feature folders of the project are meant.
func (a *app) targets(p *projectAt, args []string) ([]string, error) {
	if len(args) == 0 {
		return p.Features, nil
	}
	var targets []string
	for _, arg := range args {
		file, lines := catalogue.SplitLines(arg)
		full, err := filepath.Abs(a.path(file))
		if err != nil {
			return nil, fail("file", err, arg)
		}
		rel, ok := within(p.root, full)
		if !ok {
			return nil, fail("outside", nil, arg, p.root)
		}
		targets = append(targets, path.Clean(filepath.ToSlash(rel))+lines)
	}
	return targets, nil
}

// within gives the path of a file below root: as it is written, so that a link of the project to a shared file keeps its
// name, else with links followed, so that a project reached by one is not taken for another place.
func within(root, full string) (string, bool) {
	for _, try := range [][2]string{
		{root, full},
		{resolve(root), filepath.Join(resolve(filepath.Dir(full)), filepath.Base(full))},
		{resolve(root), resolve(full)},
	} {
		if rel, err := filepath.Rel(try[0], try[1]); err == nil && filepath.IsLocal(rel) {
			return rel, true
		}
	}
	return "", false
}

func resolve(p string) string {
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	return p
}

// tree is the project as a file system.
func (p *projectAt) tree() fs.FS { return bounded.DirFS(p.root) }

// walk gives the files that targets select, one by one.
func (a *app) walk(ctx context.Context, p *projectAt, targets []string, fn func(catalogue.File) error) error {
	return a.walkWith(ctx, p, targets, p.options(), fn)
}

func (a *app) walkWith(
	ctx context.Context, p *projectAt, targets []string, o catalogue.Options, fn func(catalogue.File) error,
) error {
	return a.targetFailure(ctx, p, catalogue.Walk(ctx, p.tree(), targets, o, fn))
}

// cases collects every case of the targets; errors of the files are printed, and are a failure.
func (a *app) cases(ctx context.Context, p *projectAt, targets []string) ([]catalogue.Case, error) {
	var cases []catalogue.Case
	broken := 0
	err := a.walk(ctx, p, targets, func(f catalogue.File) error {
		broken += a.fileErrors(f)
		cases = append(cases, f.Cases...)
		return nil
	})
	if err == nil && broken > 0 {
		err = fail("features", nil, broken)
	}
	return cases, err
}

// fileErrors prints the errors of a file and counts them.
func (a *app) fileErrors(f catalogue.File) int {
	n := 0
	for _, d := range f.Diagnostics {
		if d.Severity == syntax.Error {
			n++
			a.diagnostic(d)
		}
	}
	return n
}

// diagnostic prints a fault of a feature file: where, what, and the remedy.
func (a *app) diagnostic(d syntax.Diagnostic) {
	text := a.words.T("syntax."+string(d.Code)+".message", d.Values()...)
	key := "lint.line"
	say(a.env.Stderr, a.words.T(key, d.Path, d.Line, d.Column, a.words.T("severity-word."+string(d.Severity)), d.Code, text))
	if remedy := "syntax." + string(d.Code) + ".remedy"; a.words.Has(remedy) {
		say(a.env.Stderr, "  → "+a.words.T(remedy, d.Values()...))
	}
}

// readPlan finds a plan by name or by path and reads it.
func (a *app) readPlan(p *projectAt, arg string) (plan.Plan, error) {
	file := p.Plan(arg)
	if strings.ContainsAny(arg, `/\`) || strings.HasSuffix(arg, ".yaml") {
		file = a.path(arg)
	}
	data, err := readDocument(file)
	if err != nil {
		return plan.Plan{}, fail("plan", err, arg)
	}
	name := file
	if rel, err := filepath.Rel(p.root, file); err == nil {
		name = filepath.ToSlash(rel)
	}
	read, err := plan.Read(name, data)
	if err != nil {
		a.documentProblems(err)
		return read, fail("plan", nil, arg)
	}
	return read, nil
}
