package cli

import (
	"context"

	"recette/internal/i18n"
	"recette/internal/pv"
)

// pvInput gathers what a PV is made of: the log's part is loaded by the fold's own package, the rest comes from here.
func (w *openRecord) pvInput(ctx context.Context, r *rendering, number string) (pv.Input, error) {
	words, err := i18n.New(i18n.Lang(r.plan.Language))
	if err != nil {
		return pv.Input{}, err
	}
	p, err := w.project()
	if err != nil {
		return pv.Input{}, err
	}
	in, err := pv.Load(ctx, w.db, r.plan.Campaign, r.journey)
	if err != nil {
		return pv.Input{}, err
	}
	in.Present, in.Number, in.IssuedAt, in.Producer = r.present, number, w.env.now(), producer()
	in.Demo, in.Words, in.Tags = w.demoKeys(), words.T, p.Tags
	return in, nil
}
