package cli

import (
	"context"

	"recette/internal/plan"
	"recette/internal/standing"
)

// statusesOf gives what the record knows today of each case, by id, against the features as they stand: texts is what the
// caller read of them. It reads beside whoever writes: no lock is taken, and a project without a record has no status and
// is left without one.
func (a *app) statusesOf(ctx context.Context, p *projectAt, texts plan.Presence) (map[string]standing.Status, error) {
	return a.application().Follow(p.Root).Statuses(ctx, standing.Present{Texts: texts, Builds: p.Deployed()})
}
