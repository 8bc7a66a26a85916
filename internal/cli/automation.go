package cli

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"runtime"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/project"
	"recette/internal/worker"
)

// sources builds the workers of the project's automation. The environment under test is given to steps in
// RECETTE_ENV_NAME and RECETTE_ENV_URL.
func (a *app) sources(ctx context.Context, p *projectAt, env *project.Environment) ([]execution.Source, error) {
	var sources []execution.Source
	for _, auto := range p.Automation {
		if auto.Go == "" {
			continue
		}
		bin, err := worker.Build(ctx, worker.BuildOptions{
			ProjectDir: p.root, Package: auto.Go, CacheDir: filepath.Join(p.Cache(), "workers"), Env: a.env.Environ,
		})
		if err != nil {
			return nil, a.buildError(err, auto.Go)
		}
		deadline := auto.StepTimeout
		if deadline == 0 {
			deadline = p.StepTimeout
		}
		start := worker.StartOptions{Environ: a.env.Environ}
		if env != nil {
			start.Env = []string{"RECETTE_ENV_NAME=" + env.Name, "RECETTE_ENV_URL=" + env.URL}
		}
		sources = append(sources, execution.WorkerSource("go:"+auto.Go, bin, start, deadline))
	}
	return sources, nil
}

// buildError prints what the toolchain said and makes the failure that fits.
func (a *app) buildError(err error, pkg string) error {
	var compile *worker.CompileError
	switch {
	case errors.Is(err, worker.ErrNoGo):
		return fail("no-go", nil, pkg)
	case errors.As(err, &compile):
		for _, f := range compile.Faults {
			a.problemLine(f.File, f.Line, f.Column, f.Text)
		}
		if len(compile.Faults) == 0 {
			say(a.env.Stderr, strings.TrimSpace(compile.Output))
		}
		return fail("steps-build", nil, pkg)
	}
	if key := worker.Key(err); key != "" && a.words.Has(key) {
		say(a.env.Stderr, a.words.T(key, err.Error()))
		return fail("steps-build", nil, pkg)
	}
	return err
}

// environment chooses where the product is tested: by name, else the only one of the project.
func (p *projectAt) environment(name string) *project.Environment {
	if name != "" {
		return p.Environment(name)
	}
	if len(p.Environments) > 0 {
		return &p.Environments[0]
	}
	return nil
}

// stream gives the cases of the targets that a tag expression selects, file by file: memory does not grow with the
// number of files. Errors of the files are printed in the first pass and counted in broken.
func (a *app) stream(
	ctx context.Context, p *projectAt, targets []string, chosen func([]string) bool, broken *int,
) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		stop := errors.New("stop")
		err := a.walk(ctx, p, targets, func(f catalogue.File) error {
			if broken != nil {
				*broken += a.fileErrors(f)
			}
			for i := range f.Cases {
				if chosen(f.Cases[i].Tags) && !yield(f.Cases[i], nil) {
					return stop
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(catalogue.Case{}, err)
		}
	}
}

// policy says what an unmatched step is, with the project's own tags.
func (p *projectAt) policy(people bool) execution.Policy {
	manual := p.Tags.Manual
	if manual == "" {
		manual = execution.TagManual
	}
	return execution.Policy{People: people, Manual: manual, Auto: execution.TagAuto}
}

// lanes is how many cases run at once unless the user says otherwise.
func lanes(jobs int) int {
	if jobs > 0 {
		return jobs
	}
	return runtime.NumCPU()
}
