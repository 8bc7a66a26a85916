package cli

import (
	"context"

	"recette/internal/plan"
)

// waivers gives the rules that authors set aside in the features of the project, for the plan that is frozen and its PV.
func (a *app) waivers(ctx context.Context, p *projectAt) ([]plan.Waiver, error) {
	o, err := p.LintOptions()
	if err != nil {
		return nil, err
	}
	l, err := p.Linting(ctx, o, p.Features, cacheVersion())
	if err != nil {
		return nil, err
	}
	found, err := l.Result(ctx)
	if err != nil {
		return nil, err
	}
	var out []plan.Waiver
	for _, w := range found.Waivers {
		out = append(out, plan.Waiver(w))
	}
	return out, nil
}
