package cli

import (
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/ready"
	"recette/internal/syntax"
	"recette/internal/term"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

// projectAt is an open project.
type projectAt = workspace.Project

// projectRoot finds the project from -C, or from where the command was started.
func (a *app) projectRoot() (string, error) {
	root, err := workspace.Find(a.dir)
	if err != nil && !errors.Is(err, workspace.ErrNoProject) {
		return "", fail("file", err, a.dir)
	}
	return root, err
}

// project finds and reads the project.
func (a *app) project() (*projectAt, error) {
	root, err := a.projectRoot()
	if err != nil {
		return nil, err
	}
	p, err := a.application().Project(root)
	if p != nil {
		a.words = a.words.Tagged(p.Tags)
	}
	return p, err
}

// failureOf prints what a problem of the project lists, and gives the failure that it is. Any other error stays as it
// is.
func (a *app) failureOf(w io.Writer, err error) error {
	if _, known := errors.AsType[*failure](err); known {
		return err
	}
	if e, ok := errors.AsType[*workspace.ConfigError](err); ok {
		a.documentProblems(w, e.Err)
		return fail("config", nil)
	}
	if e, ok := errors.AsType[*workspace.BuildError](err); ok {
		return a.buildError(w, e.Err, e.Package)
	}
	if e, ok := errors.AsType[*workspace.PlanError](err); ok {
		if len(e.Known) > 0 {
			return fail("plan", e, e.Plan)
		}
		if _, listed := errors.AsType[*yamldoc.Error](e.Err); !listed {
			return fail("plan", e.Err, e.Plan)
		}
		a.documentProblems(w, e.Err)
		return fail("plan-invalid", nil, e.Plan)
	}
	if e, ok := errors.AsType[*workspace.RefusedError](err); ok {
		return fail("plan-problems", nil, e.Plan, a.planProblems(w, e.Problems))
	}
	if e, ok := errors.AsType[*ready.RegisterError](err); ok {
		a.documentProblems(w, e.Err)
		return fail("ready-register", nil, ready.FileName)
	}
	if e, ok := errors.AsType[*workspace.FeaturesError](err); ok {
		for _, d := range e.Faults {
			a.diagnostic(w, d)
		}
		return fail("features", nil, len(e.Faults))
	}
	if e, ok := errors.AsType[*workspace.SelectionError](err); ok {
		for _, f := range e.Findings {
			s := a.sentence(f)
			a.printFinding(w, &s)
		}
		if n := e.Unreadable(); n > 0 {
			return fail("features", nil, n)
		}
		return fail("ids", nil, len(e.Findings))
	}
	if e, ok := errors.AsType[*workspace.EnvironmentError](err); ok {
		known := strings.Join(e.Known, ", ")
		if e.Name != "" {
			return fail("bad-value", nil, "--env", e.Name, known)
		}
		return fail("needs-input", nil, a.words.T("run.which-env", known))
	}
	if errors.Is(err, workspace.ErrNoCase) {
		return fail("docs-nothing", nil)
	}
	if e, ok := errors.AsType[*workspace.CommitError](err); ok {
		if e.Err != nil {
			return fail("git", e.Err)
		}
		return fail("docs-commit", nil, e.Commit)
	}
	if e, ok := errors.AsType[*workspace.OutsideError](err); ok {
		return fail("outside", nil, e.Path, e.Root)
	}
	if e, ok := errors.AsType[*workspace.TargetError](err); ok {
		return a.targetFailure(e)
	}
	if e, ok := errors.AsType[*catalogue.ExpressionError](err); ok {
		say(w, a.words.T("tags.fault."+string(e.Fault), e.Token))
		if e.Suggestion != "" {
			say(w, a.words.T("tags.suggestion", e.Suggestion))
		}
		return fail("tags", nil, e.Expression)
	}
	return err
}

// documentProblems prints what is wrong with a YAML document, a line each.
func (a *app) documentProblems(w io.Writer, err error) {
	var doc *yamldoc.Error
	if !errors.As(err, &doc) {
		tell(w, term.Block("  ", technical(a.words, err)))
		return
	}
	for _, p := range doc.Problems {
		a.problemLine(w, p.File, p.Line, p.Column, a.documentSentence(p))
		if key := "document." + string(p.Code) + ".remedy"; a.words.Has(key) {
			say(w, "  → "+a.words.T(key, a.documentArgs(p)...))
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
	args := a.documentArgs(p)
	if p.Code == workspace.BadExpression {
		args = append(args[:2:2], a.words.T("tags.fault."+p.Args[1], p.Args[2]))
	}
	text := a.words.T("document."+string(p.Code)+".message", args...)
	if p.Suggest != "" {
		text += a.words.T("document.suggest", p.Suggest)
	}
	return text
}

// problemLine prints a finding in a file, with its place in the form that editors follow.
func (a *app) problemLine(w io.Writer, file string, line, column int, text string) {
	say(w, a.words.T("place", file, line, column, text))
}

// path makes a path given on the command line relative to -C, as for any tool that knows -C.
func (a *app) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.dir, p)
}

// diagnostic prints a fault of a feature file: where, what, and the remedy.
func (a *app) diagnostic(w io.Writer, d syntax.Diagnostic) {
	text := a.words.T("syntax."+string(d.Code)+".message", d.Values()...)
	say(
		w,
		a.words.T("lint.line", d.Path, d.Line, d.Column, a.words.T("severity-word."+string(d.Severity)), d.Code, text),
	)
	if remedy := "syntax." + string(d.Code) + ".remedy"; a.words.Has(remedy) {
		say(w, "  → "+a.words.T(remedy, d.Values()...))
	}
}
