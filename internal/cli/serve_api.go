package cli

import (
	"context"
	"errors"
	"slices"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/web/rest"
)

// Status gives the document of "recette campaign status" as its reader may see it. What bears on all branches, the
// indicators and what moved of the data sets, is of who sees all of them.
func (d downloads) Status(ctx context.Context, by recette.Actor, id string) (doc api.CampaignStatus, err error) {
	w, err := d.app.open(ctx, reading)
	if err != nil {
		return doc, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	s, err := w.Service.Status(ctx, by, id)
	if err != nil {
		return doc, err
	}
	p, err := w.project()
	if err != nil {
		return doc, err
	}
	f, err := w.Service.Forecast(ctx, by, id, func(tags []string) bool {
		return p.Tags.Mode(tags) == recette.Automated
	})
	if err != nil {
		return doc, err
	}
	drifts, err := w.drift(ctx, s.Plan)
	if err != nil {
		return doc, err
	}
	seen, err := w.Service.Cases(ctx, by, id)
	if err != nil {
		return doc, err
	}
	theirs := map[string]bool{}
	for i := range s.Plan.Cases {
		theirs[campaign.CaseOf(s.Plan.Cases[i].ID)] = false
	}
	for i := range seen {
		theirs[campaign.CaseOf(seen[i].ID)] = true
	}
	drifts = slices.DeleteFunc(drifts, func(x campaign.Drift) bool {
		sees, frozen := theirs[x.ID]
		return frozen && !sees
	})
	doc = api.NewCampaignStatus(&s, drifts, f)
	err = w.Service.May(ctx, by, id, "", rights.ReadReception)
	if errors.Is(err, rights.ErrDenied) {
		return doc, nil
	}
	if err == nil {
		doc.DataDrift = movedData(p, s.Plan, &s.Notes)
		doc.Indicators, err = d.app.indicators(ctx, w, by, id)
	}
	if errors.Is(err, rights.ErrDenied) {
		err = nil
	}
	return doc, err
}

// Import takes a cahier.
func (d downloads) Import(context.Context, recette.Actor, string, rest.Cahier) (api.Import, error) {
	return api.Import{}, rest.ErrCahier
}
