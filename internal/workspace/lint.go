package workspace

import (
	"context"
	"maps"

	"recette/internal/cache"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/lint/runner"
	"recette/internal/project"
	"recette/internal/reference"
)

// LintOptions gathers what rules know of the project. It returns a *ConfigError when the settings of rules are at
// fault.
func (p *Project) LintOptions() (lint.Options, error) {
	known, _ := p.References() // what is wrong with the files is a finding
	return p.lintOptions(known)
}

// lintOptions is LintOptions for references that were read already.
func (p *Project) lintOptions(known *reference.Set) (lint.Options, error) {
	all := rules.All()
	settings, err := lint.Settings(project.FileName, "lint.rules", p.Lint.Rules, all)
	if err != nil {
		return lint.Options{}, &ConfigError{Err: err}
	}
	return lint.Options{
		Rules: all, Profile: lint.Profile(p.Lint.Profile), Tags: p.Tags,
		Retired: p.Retired, Language: p.Language, Settings: p.withLayout(settings), Reference: known,
	}, nil
}

// withLayout tells the rule of the layout which indentation the project asks for, unless the rule has its own setting.
func (p *Project) withLayout(settings map[string]lint.Setting) map[string]lint.Setting {
	const rule, option = "format", "indent"
	if _, given := settings[rule].Values[option]; given || p.Format.Indent == 0 {
		return settings
	}
	all := maps.Clone(settings)
	if all == nil {
		all = map[string]lint.Setting{}
	}
	set := all[rule]
	set.Values = maps.Clone(set.Values)
	if set.Values == nil {
		set.Values = map[string]any{}
	}
	set.Values[option] = p.Format.Indent
	all[rule] = set
	return all
}

// Linting lists the files that targets select, to be judged; cached says whether what was found before may answer.
func (p *Project) Linting(ctx context.Context, o lint.Options, targets []string, cached bool) (*runner.Runner, error) {
	r := &runner.Runner{Tree: p.Tree(), Root: p.Root, Options: o, Reading: p.Options()}
	r.Reading.OutlineOnly = true
	entries, err := p.list(ctx, targets, r.Reading)
	if err != nil {
		return nil, err
	}
	r.Entries = entries
	if cached && p.deps.Program != "" {
		r.Cache = cache.Open(p.Cache(), "lint", p.deps.Program)
	}
	return r, nil
}
