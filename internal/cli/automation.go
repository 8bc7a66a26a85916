package cli

import (
	"cmp"
	"errors"
	"io"
	"net/url"
	"runtime"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"recette/internal/execution"
	"recette/internal/term"
	"recette/internal/workspace"
)

// asked is what execution asks of the environment under test. Nobody sees the product of one that does not answer: a
// campaign then records nothing, and a free run no failure.
func (a *app) asked(to workspace.Target, official bool) execution.Target {
	address := workspace.ShownAddress(to.URL)
	return execution.Target{
		Address: address, Via: a.proxy(address), Required: official,
	}
}

// proxy gives the proxy that steps would go through to reach an address, by the variables that they are given too.
func (a *app) proxy(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	get := func(name string) string { return cmp.Or(a.env.getenv(name), a.env.getenv(strings.ToLower(name))) }
	set := httpproxy.Config{HTTPProxy: get("HTTP_PROXY"), HTTPSProxy: get("HTTPS_PROXY"), NoProxy: get("NO_PROXY")}
	via, err := set.ProxyFunc()(u)
	if err != nil || via == nil {
		return ""
	}
	return via.String()
}

// buildError prints what the toolchain said and makes the failure that fits.
func (a *app) buildError(w io.Writer, err error, pkg string) error {
	var compile *workspace.CompileError
	switch {
	case errors.Is(err, workspace.ErrNoGo):
		return fail("no-go", nil, pkg)
	case errors.As(err, &compile):
		for _, f := range compile.Faults {
			a.problemLine(w, f.File, f.Line, f.Column, f.Text)
		}
		if len(compile.Faults) == 0 {
			tell(w, term.Block("  ", compile.Output))
			return fail("steps-unbuilt", nil, pkg)
		}
		return fail("steps-build", nil, pkg)
	}
	if key := workspace.BuildKey(err); key != "" && a.words.Has(key) {
		tell(w, a.words.T(key, err.Error()))
		return fail("steps-unbuilt", nil, pkg)
	}
	return err
}

// lanes is how many cases run at once unless the user says otherwise.
func lanes(jobs int) int {
	if jobs > 0 {
		return jobs
	}
	return runtime.NumCPU()
}
