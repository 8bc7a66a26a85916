package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/lint"
	findings "recette/internal/lint/report"
	"recette/internal/lint/rules"
	"recette/internal/lint/runner"
	"recette/internal/term"
	"recette/internal/workspace"
)

// lintFlags are the flags of recette lint.
type lintFlags struct {
	format, profile, baseline      string
	rules                          []string
	noCache, fix, dryRun           bool
	updateBaseline, newOnly        bool
	maxWarnings                    int
	importGherkinLint              string
	asked, limited, baselineChosen bool // --format, --max-warnings, --baseline were given
}

// lintFormats lists the forms of what lint found.
func lintFormats() []string {
	return []string{"text", "json", "sarif", "gitlab", "checkstyle", "github"}
}

// lintVerb judges feature files. It exits with 1 when a finding counts as an error, or when warnings are too many.
func (a *app) lintVerb() *cobra.Command {
	var flags lintFlags
	c := a.command("lint [CHEMIN…]", "lint")
	f := c.Flags()
	f.StringVar(&flags.format, "format", "text", a.words.T("flag.lint.format"))
	f.StringVar(&flags.profile, "profile", "", a.words.T("flag.lint.profile"))
	f.StringSliceVar(&flags.rules, "rule", nil, a.words.T("flag.lint.rule"))
	f.IntVar(&flags.maxWarnings, "max-warnings", 0, a.words.T("flag.lint.max-warnings"))
	f.StringVar(&flags.baseline, "baseline", "", a.words.T("flag.lint.baseline"))
	f.BoolVar(&flags.updateBaseline, "update-baseline", false, a.words.T("flag.lint.update-baseline"))
	f.BoolVar(&flags.newOnly, "new-only", false, a.words.T("flag.lint.new-only"))
	f.BoolVar(&flags.fix, "fix", false, a.words.T("flag.lint.fix"))
	f.BoolVar(&flags.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	f.BoolVar(&flags.noCache, "no-cache", false, a.words.T("flag.no-cache"))
	f.StringVar(&flags.importGherkinLint, "import-gherkin-lintrc", "", a.words.T("flag.lint.import"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if flags.importGherkinLint != "" {
			return a.importGherkinLint(flags.importGherkinLint)
		}
		flags.asked, flags.limited, flags.baselineChosen = f.Changed("format"), f.Changed("max-warnings"),
			f.Changed("baseline")
		return a.lint(cmd.Context(), flags, args)
	}
	return c
}

// checkLintFlags refuses flags that do not go together, or have no such value.
func (a *app) checkLintFlags(flags *lintFlags) error {
	if a.json {
		if flags.asked && flags.format != "json" {
			return fail("flag-invalid", nil, "format", "recette lint --json", flags.format)
		}
		flags.format = "json"
	}
	if !slices.Contains(lintFormats(), flags.format) {
		return fail("bad-value", nil, "--format", flags.format, several(lintFormats()))
	}
	if flags.profile != "" && !slices.Contains(workspace.Profiles(), flags.profile) {
		return fail("bad-value", nil, "--profile", flags.profile, several(workspace.Profiles()))
	}
	if flags.limited && flags.maxWarnings < 0 {
		return fail("flag-invalid", nil, "max-warnings", "recette lint", flags.maxWarnings)
	}
	if flags.updateBaseline && (flags.newOnly || len(flags.rules) > 0 || flags.fix) {
		return fail("lint-baseline-alone", nil) // what is not looked at would be forgotten, or accepted unseen
	}
	var only []string
	all := rules.All()
	for _, name := range flags.rules {
		ids := lint.Named(all, name)
		if len(ids) == 0 && !a.isCode(name) {
			return a.unknownRule(all, name)
		}
		if only = append(only, ids...); len(ids) == 0 {
			only = append(only, name)
		}
	}
	flags.rules = only
	return nil
}

// isCode tells whether a name is a code of the parser that has texts.
func (a *app) isCode(name string) bool {
	return lint.IsCode(name) && a.words.Has("syntax."+name+".message")
}

func (a *app) lint(ctx context.Context, flags lintFlags, args []string) error {
	if err := a.checkLintFlags(&flags); err != nil {
		return err
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	targets, err := p.Targets(a.dir, args)
	if err != nil {
		return err
	}
	o, err := p.LintOptions()
	if err != nil {
		return err
	}
	o.Partial = len(args) > 0 && !p.IsWhole(targets)
	if flags.profile != "" {
		o.Profile = lint.Profile(flags.profile)
	}
	accepted, err := a.readBaseline(p, &flags)
	if err != nil {
		return err
	}
	l, err := p.Linting(ctx, o, targets, !flags.noCache)
	if err != nil {
		return err
	}
	if len(l.Entries) == 0 && len(args) > 0 {
		return fail("nothing", nil) // judging nothing is not finding nothing wrong
	}
	doc := &findings.Document{
		Version: Version, Language: string(a.words.Lang()), Files: len(l.Entries), Dry: flags.dryRun,
	}
	found, err := a.judge(ctx, &flags, l, doc)
	if err != nil {
		return err
	}
	if flags.updateBaseline {
		return a.updateBaseline(p, &flags, accepted, l, found.Findings)
	}
	a.fill(doc, &flags, accepted, l, found)
	if err := a.writeLint(doc, &flags, &l.Options, accepted != nil, l.Texts()); err != nil {
		return err
	}
	return a.lintOutcome(doc, &flags)
}

// judge judges the files, and mends them when that is asked.
func (a *app) judge(
	ctx context.Context, flags *lintFlags, l *runner.Runner, doc *findings.Document,
) (lint.Result, error) {
	show, wipe := a.counter(len(l.Entries))
	l.Judged = show
	if !flags.fix {
		found, err := l.Result(ctx)
		wipe()
		return found, err
	}
	fixed, err := l.Fix(ctx, func(f *lint.Finding) bool { return asksFor(flags.rules, f) }, flags.dryRun)
	wipe()
	for _, path := range fixed.Refused {
		say(a.env.Stderr, a.words.T("lint.fix-refused", path))
	}
	doc.Mended = fixed.Mended
	return fixed.Found, err
}

// fill words what was found and marks what the baseline accepts.
func (a *app) fill(
	doc *findings.Document, flags *lintFlags, accepted *lint.Baseline, l *runner.Runner, found lint.Result,
) {
	known := make([]bool, len(found.Findings))
	if accepted != nil {
		known, doc.Stale = accepted.Match(found.Findings, &l.Options)
	}
	doc.Waivers = found.Waivers
	for i, f := range found.Findings {
		if !asksFor(flags.rules, &f) || flags.newOnly && known[i] {
			continue
		}
		item := a.sentence(f)
		item.Accepted = known[i]
		doc.Items = append(doc.Items, item)
	}
}

func (a *app) writeLint(
	doc *findings.Document, flags *lintFlags, o *lint.Options, baselined bool, sources *runner.Texts,
) error {
	w := bufio.NewWriter(a.env.Stdout)
	var err error
	switch flags.format {
	case "json":
		err = api.Write(w, api.NewLinting(doc))
	case "sarif":
		doc.Rules = a.wordedRules(doc.Items, o)
		err = findings.SARIF(w, doc, sources.Of, baselined)
	case "gitlab":
		err = findings.GitLab(w, doc)
	case "checkstyle":
		err = findings.Checkstyle(w, doc)
	case "github":
		err = findings.GitHub(w, doc)
	default:
		findings.Terminal(cleaning{w}, doc, a.words, sources.Of)
	}
	if err = errors.Join(err, w.Flush()); err != nil {
		return fail("output", err)
	}
	return nil
}

// cleaning makes untrusted text harmless on its way to a terminal. Each write holds whole lines.
type cleaning struct{ w io.Writer }

// Write implements io.Writer.
func (c cleaning) Write(p []byte) (int, error) {
	if _, err := io.WriteString(c.w, term.Text(string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// lintOutcome gives the exit code, and says why when the findings alone do not.
func (a *app) lintOutcome(doc *findings.Document, flags *lintFlags) error {
	c := doc.Count()
	tooMany := flags.limited && c.Warnings > flags.maxWarnings
	if tooMany {
		say(a.env.Stderr, a.words.T("lint.too-many-warnings", c.Warnings, flags.maxWarnings))
	}
	if c.Errors > 0 || tooMany {
		return quiet(exitFindings)
	}
	return nil
}

// printFinding prints a finding of a run, in two lines at most.
func (a *app) printFinding(w io.Writer, f *findings.Item) {
	severity := a.words.T("severity-word." + string(f.Severity))
	if f.Path == "" {
		say(w, a.words.T("lint.project-line", severity, f.ID(), f.Message))
	} else {
		say(w, a.words.T("lint.line", f.Path, max(f.Line, 1), max(f.Column, 1), severity, f.ID(), f.Message))
	}
	if f.Remedy != "" {
		say(w, "  → "+f.Remedy)
	}
}

// sentence words a finding and its remedy.
func (a *app) sentence(f lint.Finding) findings.Item {
	s := findings.Item{Finding: f, Message: a.words.T(f.Key()+".message", f.Values()...)}
	if f.Suggest != "" {
		s.Message += a.words.T("document.suggest", f.Suggest)
	}
	if a.words.Has(f.Key() + ".remedy") {
		s.Remedy = a.words.T(f.Key()+".remedy", f.Values()...)
	}
	return s
}

// asksFor tells whether a finding is one of those that --rule names.
func asksFor(only []string, f *lint.Finding) bool {
	return len(only) == 0 || slices.Contains(only, f.Rule) || f.Code != "" && slices.Contains(only, f.Code)
}
