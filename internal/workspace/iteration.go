package workspace

import (
	"context"
	"slices"
	"time"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// Impact reads the tag expression of what a new build may bear on; nil, which is everything, when it is empty. It
// returns a *catalogue.ExpressionError.
func (p *Project) Impact(expression string) (impact func(tags []string) bool, err error) {
	if expression == "" {
		return nil, nil
	}
	e, err := catalogue.ParseExpression(expression)
	if err != nil {
		return nil, err //nolint:wrapcheck // it holds the expression
	}
	return e.Matches, nil
}

// Regression tells whether a row, by its tags, is of those that each build is checked with.
func (p *Project) Regression() func(tags []string) bool {
	names := p.Tags.Filled()
	return func(tags []string) bool {
		return slices.Contains(tags, names.Regression) || slices.Contains(tags, names.Smoke)
	}
}

// Delivered is the plan of a campaign that goes on with another delivery. It returns a *RefusedError when a decision
// that excuses a criterion is acted no more.
func (p *Project) Delivered(former plan.Manifest, by plan.Release, at time.Time) (plan.Manifest, error) {
	if problems := former.Excuses(p.acted); len(problems) > 0 {
		return plan.Manifest{}, &RefusedError{Plan: former.Campaign, Problems: problems}
	}
	return former.Delivered(by, p.Deployed()[former.Environment.Name], at), nil
}

// Rebase freezes the plan of a campaign with the texts and the data of now. It returns what Freeze does.
func (p *Project) Rebase(ctx context.Context, former plan.Manifest, f Freezing) (*Frozen, error) {
	if f.Plan == "" {
		f.Plan = p.planOf(former.Campaign)
	}
	f.ongoing = true
	frozen, err := p.Freeze(ctx, f)
	if err != nil {
		return nil, err
	}
	frozen.Manifest = former.Rebased(frozen.Manifest)
	return frozen, nil
}

// planOf gives the name of the plan of a campaign: that of its file, unless another file gives itself that name.
func (p *Project) planOf(campaign string) string {
	names, err := plan.List(p.Tree())
	if err != nil || slices.Contains(names, campaign) {
		return campaign
	}
	for _, name := range names {
		if read, err := plan.Open(p.Tree(), name); err == nil && read.Name == campaign {
			return name
		}
	}
	return campaign
}
