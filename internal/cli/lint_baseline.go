package cli

import (
	"errors"
	"io/fs"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/lint"
	"recette/internal/lint/runner"
	"recette/internal/output"
	"recette/internal/syntax"
	"recette/internal/workspace"
)

// baselineFile is where the baseline lies: --baseline, else recette.yaml, else where the flags that need one expect it.
func (a *app) baselineFile(p *projectAt, flags *lintFlags) string {
	switch {
	case flags.baselineChosen:
		return a.path(flags.baseline)
	case p.Lint.Baseline != "":
		return p.Baseline()
	case flags.updateBaseline || flags.newOnly:
		return filepath.Join(p.Root, workspace.DefaultBaseline)
	}
	return ""
}

// readBaseline reads the findings that the project accepts, nil when it accepts none.
func (a *app) readBaseline(p *projectAt, flags *lintFlags) (*lint.Baseline, error) {
	file := a.baselineFile(p, flags)
	if file == "" {
		return nil, nil
	}
	if flags.updateBaseline && !ownBaseline(p, file) { // a place that a person names is one output among others
		if _, err := a.outlet(file, output.JSON, false); err != nil {
			return nil, err
		}
	}
	data, err := bounded.ReadFile(file, bounded.Record)
	if errors.Is(err, fs.ErrNotExist) && (flags.updateBaseline || !flags.baselineChosen) {
		if flags.newOnly && p.Lint.Baseline == "" {
			return nil, fail("lint-no-baseline", nil)
		}
		return &lint.Baseline{}, nil // not made yet: nothing is accepted
	}
	if err != nil {
		return nil, fail("file", err, file)
	}
	b, err := lint.ReadBaseline(data)
	if err != nil {
		return nil, fail("lint-baseline", err, file)
	}
	return b, nil
}

// ownBaseline tells whether a file is where the project keeps its baseline: it is replaced, as no other file of a
// project is.
func ownBaseline(p *projectAt, file string) bool {
	for _, name := range []string{workspace.DefaultBaseline, p.Lint.Baseline} {
		if name != "" && absolute(file) == absolute(filepath.Join(p.Root, filepath.FromSlash(name))) {
			return true
		}
	}
	return false
}

// updateBaseline accepts what was found. What cannot be accepted is counted, and is a failure as before.
func (a *app) updateBaseline(p *projectAt, flags *lintFlags, old *lint.Baseline, l *runner.Runner, findings []lint.Finding) error {
	file := a.baselineFile(p, flags)
	if old == nil {
		old = &lint.Baseline{}
	}
	judged := map[string]bool{}
	for i := range l.Entries {
		judged[l.Entries[i].Path] = true
	}
	b := old.Accept(findings, l.Options.Rules, func(path string) bool { return l.Options.Partial && !judged[path] })
	data, err := b.Encode()
	if err != nil {
		return err
	}
	if !flags.dryRun {
		if err := replaceOrWrite(file, data); err != nil {
			return err
		}
	}
	name := file
	if rel, ok := workspace.Within(p.Root, file); ok {
		name = filepath.ToSlash(rel)
	}
	count, left := 0, 0
	for _, e := range b.Entries {
		count += e.Count
	}
	for i := range findings {
		if f := &findings[i]; f.Severity == syntax.Error && !lint.Acceptable(f, l.Options.Rules) {
			left++
			item := a.sentence(*f)
			a.printFinding(a.env.Stdout, &item)
		}
	}
	say(a.env.Stdout, a.words.N("lint.baseline-written", count, name))
	if p.Lint.Baseline == "" && !flags.baselineChosen {
		say(a.env.Stdout, "→ "+a.words.T("lint.baseline-declare", name))
	}
	if left > 0 {
		say(a.env.Stdout, a.words.N("lint.baseline-left", left))
		return quiet(exitFindings)
	}
	return nil
}
