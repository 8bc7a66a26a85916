package workspace

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/plan"
	"recette/internal/worker/build"
	"recette/internal/worker/process"
)

// Target is the environment under test, as steps are told of it.
type Target struct{ Name, URL string }

// BuildError is a package of steps that cannot be built. Err is that of the worker's builder.
type BuildError struct {
	Package string // as the configuration writes it
	Err     error
}

func (e *BuildError) Error() string {
	return fmt.Sprintf("build the steps of %s: %v", e.Package, e.Err)
}

// Unwrap gives the cause.
func (e *BuildError) Unwrap() error { return e.Err }

// Policy says what a step that no definition matches is, with the project's own tags; people says that they take part.
func (p *Project) Policy(people bool) binding.Policy {
	return binding.Policy{People: people, Tags: p.Tags}
}

// FrozenTarget is where a campaign is conducted: what was frozen, and what its PV will name, whatever the configuration
// says since. The password that was not frozen with the address is that of the configuration.
func (p *Project) FrozenTarget(frozen plan.Environment) Target {
	to := Target{frozen.Name, frozen.URL}
	if e := p.Environment(to.Name); e != nil && ShownAddress(e.URL) == to.URL {
		to.URL = e.URL
	}
	return to
}

// StepSources builds the workers of the project's step definitions. Steps are told of the environment under test in
// RECETTE_ENV_NAME and RECETTE_ENV_URL. It returns a *SecretError or a *BuildError.
func (p *Project) StepSources(ctx context.Context, to Target) ([]execution.Source, error) {
	secrets, err := p.Secrets(to)
	if err != nil {
		return nil, err
	}
	var sources []execution.Source
	for _, auto := range p.Automation {
		if auto.Go == "" {
			continue
		}
		bin, err := build.Build(ctx, build.Options{
			ProjectDir: p.Root, Package: auto.Go, CacheDir: filepath.Join(p.Cache(), "workers"), Env: p.deps.Environ,
			Secrets: secrets,
		})
		if err != nil {
			return nil, &BuildError{Package: auto.Go, Err: err}
		}
		deadline := auto.StepTimeout
		if deadline == 0 {
			deadline = p.StepTimeout
		}
		start := process.StartOptions{
			Environ: p.deps.Environ, Env: p.passed(slices.Concat(auto.Env, auto.PublicEnv)), Secrets: secrets,
		}
		if p.deps.Self != "" {
			start.Keeper = []string{p.deps.Self, process.KeeperVerb}
		}
		if to.Name != "" {
			start.Env = append(start.Env, "RECETTE_ENV_NAME="+to.Name, "RECETTE_ENV_URL="+to.URL)
		}
		sources = append(sources, execution.WorkerSource("go:"+auto.Go, deadline,
			func(ctx context.Context) (*process.Process, error) { return process.Start(ctx, bin, start) }))
	}
	return sources, nil
}

// passed gives the variables that the configuration names for the steps: a token of the product under test, say. Values
// stay in the environment, never in a file: secrets hides them in what steps send.
func (p *Project) passed(names []string) []string {
	var vars []string
	for _, name := range names {
		if value := p.deps.getenv(name); value != "" {
			vars = append(vars, name+"="+value)
		}
	}
	return vars
}
