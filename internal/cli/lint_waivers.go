package cli

import (
	"context"

	"recette/internal/cache"
	"recette/internal/plan"
)

// waivers gives the rules that authors set aside in the features of the project, for the plan that is frozen and its PV.
func (a *app) waivers(ctx context.Context, p *projectAt) ([]plan.Waiver, error) {
	o, err := a.lintOptions(p)
	if err != nil {
		return nil, err
	}
	l, err := a.newLinting(ctx, p, o, p.Features)
	if err != nil {
		return nil, err
	}
	if version := cacheVersion(); version != "" {
		l.cache = cache.Open(p.Cache(), version)
	}
	found, err := l.result(ctx)
	if err != nil {
		return nil, err
	}
	var out []plan.Waiver
	for _, w := range found.Waivers {
		out = append(out, plan.Waiver(w))
	}
	return out, nil
}
