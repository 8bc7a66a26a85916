package cli

import (
	"context"
	"errors"

	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/status"
)

// statuses gives what the record knows today of each case, by id, against the features as they stand. It reads beside
// whoever writes: no lock is taken, and a project without a record has no status and is left without one. A feature file
// that cannot be read is an error, as for a decision: its cases would be said to have changed.
func (a *app) statuses(ctx context.Context, p *projectAt) (map[string]status.Status, error) {
	texts := plan.Presence{}
	broken := 0
	err := a.walk(ctx, p, p.Features, func(f catalogue.File) error {
		broken += a.fileErrors(f)
		for i := range f.Cases {
			texts.Add(&f.Cases[i])
		}
		return nil
	})
	if err == nil && broken > 0 {
		err = fail("features", nil, broken)
	}
	if err != nil {
		return nil, err
	}
	return a.statusesOf(ctx, p, texts)
}

// statusesOf is statuses for a caller that has read the features already.
func (a *app) statusesOf(ctx context.Context, p *projectAt, texts plan.Presence) (_ map[string]status.Status, err error) {
	w, err := a.open(ctx, reading)
	if f, ok := errors.AsType[*failure](err); ok && f.key == "no-database" {
		return map[string]status.Status{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return status.Load(ctx, w.db, status.Present{Texts: texts, Builds: deployed(p)})
}

// deployed gives what the project says is deployed, by environment.
func deployed(p *projectAt) map[string]string {
	builds := map[string]string{}
	for _, e := range p.Environments {
		if e.Build != "" {
			builds[e.Name] = e.Build
		}
	}
	return builds
}
