package cli

import (
	"errors"

	"recette/internal/authoring"
	"recette/internal/lint"
	"recette/internal/lint/runner"
	"recette/internal/output"
	"recette/internal/workspace"
)

// baselining is what the flags ask of the baseline of the project.
func (a *app) baselining(flags *lintFlags) workspace.Baselining {
	b := workspace.Baselining{New: flags.newOnly, Update: flags.updateBaseline}
	if flags.baselineChosen {
		b.File = a.path(flags.baseline)
	}
	return b
}

// readBaseline reads the findings that the project accepts, nil when it accepts none.
func (a *app) readBaseline(p *projectAt, flags *lintFlags) (*lint.Baseline, error) {
	b := a.baselining(flags)
	// a place that a person names is one output among others
	if file := p.BaselineFile(b); b.Update && !authoring.OwnsBaseline(p, file) {
		if _, err := a.outlet(file, output.JSON, false); err != nil {
			return nil, err
		}
	}
	read, err := p.Baseline(b)
	if errors.Is(err, workspace.ErrNoBaseline) {
		return nil, fail("lint-no-baseline", nil)
	}
	if bad, ok := errors.AsType[*workspace.BaselineError](err); ok {
		return nil, fail("lint-baseline", bad.Err, bad.Path)
	}
	return read, err
}

// updateBaseline accepts what was found. What cannot be accepted is counted, and is a failure as before.
func (a *app) updateBaseline(
	p *projectAt, flags *lintFlags, old *lint.Baseline, l *runner.Runner, found []lint.Finding,
) error {
	made, err := authoring.Accept(p, a.baselining(flags), old, l, found, flags.dryRun)
	if err != nil {
		return err
	}
	for _, f := range made.Left {
		item := a.sentence(f)
		a.printFinding(a.env.Stdout, &item)
	}
	say(a.env.Stdout, a.words.N("lint.baseline-written", made.Count, made.Name))
	if made.Undeclared {
		say(a.env.Stdout, "→ "+a.words.T("lint.baseline-declare", made.Name))
	}
	if n := len(made.Left); n > 0 {
		say(a.env.Stdout, a.words.N("lint.baseline-left", n))
		return quiet(exitFindings)
	}
	return nil
}
