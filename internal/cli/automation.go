package cli

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/term"
	"recette/internal/worker/build"
	"recette/internal/worker/process"
	"recette/internal/workspace"
)

// target is the environment under test, as steps are told of it.
type target struct{ name, url string }

// asked is what execution asks of the environment under test. Nobody sees the product of one that does not answer: a
// campaign then records nothing, and a free run no failure.
func (a *app) asked(to target, official bool) execution.Target {
	address := workspace.ShownAddress(to.url)
	return execution.Target{
		Address: address, Via: a.proxy(address), Required: official, Silence: a.words.T("fail.unreachable", address),
	}
}

// proxy gives the proxy that steps would go through to reach an address, by the variables that they are given too.
func (a *app) proxy(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	get := func(name string) string { return cmp.Or(a.env.Getenv(name), a.env.Getenv(strings.ToLower(name))) }
	set := httpproxy.Config{HTTPProxy: get("HTTP_PROXY"), HTTPSProxy: get("HTTPS_PROXY"), NoProxy: get("NO_PROXY")}
	via, err := set.ProxyFunc()(u)
	if err != nil || via == nil {
		return ""
	}
	return via.String()
}

// automated reports whether a case of the list may have a step that automation runs.
func automated(list []execution.Item, policy execution.Policy) bool {
	return slices.ContainsFunc(list, func(i execution.Item) bool { return !policy.Leaves(i.Case.Tags) })
}

// sameBuild refuses to record on a campaign when recette.yaml says that another build is deployed by now.
func (w *openRecord) sameBuild(p *projectAt, m *plan.Manifest) error {
	deployed := ""
	if env := p.Environment(m.Environment.Name); env != nil {
		deployed = env.Build
	}
	if other, ok := errors.AsType[*campaign.BuildError](campaign.CheckBuild(m, deployed)); ok {
		return fail("other-build", nil, other.Frozen, other.Deployed)
	}
	return nil
}

// passed gives the variables that recette.yaml names for the steps: a token of the product under test, say. Values stay
// in the environment, never in a file: secrets hides them in what steps send.
func (a *app) passed(names []string) []string {
	var vars []string
	for _, name := range names {
		if value := a.env.Getenv(name); value != "" {
			vars = append(vars, name+"="+value)
		}
	}
	return vars
}

// sources builds the workers of the project's automation. The environment under test is given to steps in
// RECETTE_ENV_NAME and RECETTE_ENV_URL.
func (a *app) sources(ctx context.Context, p *projectAt, to target) ([]execution.Source, error) {
	secrets, err := a.secrets(p, to)
	if err != nil {
		return nil, err
	}
	var sources []execution.Source
	for _, auto := range p.Automation {
		if auto.Go == "" {
			continue
		}
		bin, err := build.Build(ctx, build.Options{
			ProjectDir: p.Root, Package: auto.Go, CacheDir: filepath.Join(p.Cache(), "workers"), Env: a.env.Environ,
			Secrets: secrets,
		})
		if err != nil {
			return nil, a.buildError(err, auto.Go)
		}
		deadline := auto.StepTimeout
		if deadline == 0 {
			deadline = p.StepTimeout
		}
		start := process.StartOptions{
			Environ: a.env.Environ, Env: a.passed(slices.Concat(auto.Env, auto.PublicEnv)), Secrets: secrets,
		}
		if a.env.Self != "" {
			start.Keeper = []string{a.env.Self, process.KeeperVerb}
		}
		if to.name != "" {
			start.Env = append(start.Env, "RECETTE_ENV_NAME="+to.name, "RECETTE_ENV_URL="+to.url)
		}
		sources = append(sources, execution.WorkerSource("go:"+auto.Go, deadline,
			func(ctx context.Context) (*process.Process, error) { return process.Start(ctx, bin, start) }))
	}
	return sources, nil
}

// buildError prints what the toolchain said and makes the failure that fits.
func (a *app) buildError(err error, pkg string) error {
	var compile *build.CompileError
	switch {
	case errors.Is(err, build.ErrNoGo):
		return fail("no-go", nil, pkg)
	case errors.As(err, &compile):
		for _, f := range compile.Faults {
			a.problemLine(a.env.Stderr, f.File, f.Line, f.Column, f.Text)
		}
		if len(compile.Faults) == 0 {
			tell(a.env.Stderr, term.Block("  ", compile.Output))
			return fail("steps-unbuilt", nil, pkg)
		}
		return fail("steps-build", nil, pkg)
	}
	if key := build.Key(err); key != "" && a.words.Has(key) {
		tell(a.env.Stderr, a.words.T(key, err.Error()))
		return fail("steps-unbuilt", nil, pkg)
	}
	return err
}

// environment chooses where the product is tested: by name, else the only one of the project. Among several none is
// taken for granted: the first one may be the one that nobody should test on.
func (a *app) environment(p *projectAt, name string) (*project.Environment, error) {
	switch {
	case name != "":
		if env := p.Environment(name); env != nil {
			return env, nil
		}
		return nil, fail("bad-value", nil, "--env", name, environmentNames(p))
	case len(p.Environments) > 1:
		return nil, fail("needs-input", nil, a.words.T("run.which-env", environmentNames(p)))
	case len(p.Environments) == 1:
		return &p.Environments[0], nil
	}
	return nil, nil
}

func environmentNames(p *projectAt) string {
	var names []string
	for _, e := range p.Environments {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}

// stream gives the cases of files that a tag expression selects, file by file: memory does not grow with the number of
// files. What is wrong with the files was said before, by selected.
func stream(ctx context.Context, files *workspace.Memory, chosen func([]string) bool) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		stop := errors.New("stop")
		err := files.Walk(ctx, func(f catalogue.File) error {
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
func policyOf(p *projectAt, people bool) execution.Policy {
	return execution.Policy{People: people, Tags: p.Tags}
}

// lanes is how many cases run at once unless the user says otherwise.
func lanes(jobs int) int {
	if jobs > 0 {
		return jobs
	}
	return runtime.NumCPU()
}
