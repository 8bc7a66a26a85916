package cli

import (
	"context"

	"recette/internal/api"
	"recette/internal/campaign"
)

// drift compares a campaign's frozen texts with the features as they stand. Files that cannot be read count as removed
// cases: status shows, it does not judge.
func (w *openRecord) drift(ctx context.Context, frozen *campaign.Outline) ([]campaign.Drift, error) {
	p, err := w.project()
	if err != nil {
		return nil, err
	}
	return p.Drift(ctx, frozen)
}

// printDrifts shows what moved away from the frozen texts, a line each.
func (w *openRecord) printDrifts(doc *api.CampaignStatus) {
	if len(doc.Drift) == 0 {
		return
	}
	say(w.env.Stdout, w.words.T("campaign.drift", len(doc.Drift)))
	for _, d := range doc.Drift {
		say(w.env.Stdout, w.words.T("campaign.drift-line", d.Case, w.words.T("plan.drift."+string(d.Kind)), d.Path))
	}
}
