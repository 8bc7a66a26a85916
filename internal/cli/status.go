package cli

import (
	"context"
	"errors"

	"recette/internal/plan"
	"recette/internal/standing"
)

// statusesOf gives what the record knows today of each case, by id, against the features as they stand: texts is what the
// caller read of them. It reads beside whoever writes: no lock is taken, and a project without a record has no status and
// is left without one.
func (a *app) statusesOf(ctx context.Context, p *projectAt, texts plan.Presence) (_ map[string]standing.Status, err error) {
	w, err := a.open(ctx, reading)
	if f, ok := errors.AsType[*failure](err); ok && f.key == "no-database" {
		return map[string]standing.Status{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return standing.Load(ctx, w.db, standing.Present{Texts: texts, Builds: p.Deployed()})
}
