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

// drifted gives the frozen cases that are not in the features as they were, by their id there.
func (w *openRecord) drifted(
	ctx context.Context, p *projectAt, frozen *campaign.Outline,
) (map[string]campaign.Drift, error) {
	list, err := p.Drift(ctx, frozen)
	if err != nil {
		return nil, err
	}
	drifts := map[string]campaign.Drift{}
	for i := range list {
		if d := &list[i]; d.Kind != campaign.Identical {
			drifts[d.ID] = *d
		}
	}
	return drifts, nil
}

// showDrift says before the first step of a case that the features hold another text, name or place of it than the one
// that is tested.
func (c *console) showDrift(row string) {
	d, ok := c.drifts[campaign.CaseOf(row)]
	if !ok {
		return
	}
	said := c.words.T("plan.drift." + string(d.Kind))
	if d.Was != d.Now && d.Now != "" {
		said = c.words.T("test.drift.named", said, d.Now)
	} else if d.WasPath != d.NowPath && d.NowPath != "" {
		said = c.words.T("test.drift.placed", said, d.NowPath)
	}
	say(c.out, c.words.T("test.field", c.words.T("test.drift"), said))
}
