package standing

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
)

// Load reads from the log what Of needs and gives the statuses. It reads campaign after campaign and keeps none: memory
// grows with the cases, not with what was observed. It returns campaign.ErrManifest when the document of a campaign is
// missing or is not the one that the journal names, and the errors of the log.
func Load(ctx context.Context, log campaign.Log, present Present) (map[string]Status, error) {
	f := newFold(present)
	for rec, err := range log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindCampaignOpen, journal.KindRunOpen}}) {
		if err != nil {
			return nil, fmt.Errorf("list campaigns: %w", err)
		}
		l := &rec.Leaf
		if l.Kind == journal.KindRunOpen {
			if err := f.readRun(ctx, log, l.Campaign); err != nil {
				return nil, err
			}
			continue
		}
		m, err := manifest(ctx, log, l)
		if err != nil {
			return nil, err
		}
		if err := f.campaign(&m, log.Records(ctx, journal.Filter{Campaign: l.Campaign})); err != nil {
			return nil, fmt.Errorf("read campaign %s: %w", l.Campaign, err)
		}
	}
	persons, err := log.Persons(ctx, f.commitments())
	if err != nil {
		return nil, fmt.Errorf("read people: %w", err)
	}
	names := make(map[string]string, len(persons))
	for c, p := range persons {
		names[c] = p.Name
	}
	return f.finish(names), nil
}

func (f *fold) readRun(ctx context.Context, log campaign.Log, id string) error {
	for rec, err := range log.Records(ctx, journal.Filter{Campaign: id}) {
		if err != nil {
			return fmt.Errorf("read run %s: %w", id, err)
		}
		f.run(&rec.Leaf)
	}
	return nil
}

func manifest(ctx context.Context, log campaign.Log, l *journal.Leaf) (plan.Manifest, error) {
	if l.Open == nil {
		return plan.Manifest{}, fmt.Errorf("campaign %s: %w", l.Campaign, campaign.ErrManifest)
	}
	data, err := log.Blob(ctx, l.Open.Manifest)
	if err != nil {
		return plan.Manifest{}, fmt.Errorf("campaign %s: %w: %w", l.Campaign, campaign.ErrManifest, err)
	}
	if plan.Digest(data) != l.Open.Manifest {
		return plan.Manifest{}, fmt.Errorf("campaign %s: %w: digest differs", l.Campaign, campaign.ErrManifest)
	}
	m, err := plan.Parse(data)
	if err != nil {
		return plan.Manifest{}, fmt.Errorf("campaign %s: %w: %w", l.Campaign, campaign.ErrManifest, err)
	}
	return m, nil
}

// commitments lists the names that the statuses will show, sorted, each once.
func (f *fold) commitments() []string {
	var cs []string
	for _, g := range f.cases {
		for i := range g.results {
			cs = append(cs, g.results[i].who)
		}
	}
	slices.Sort(cs)
	return slices.DeleteFunc(slices.Compact(cs), func(c string) bool { return c == "" })
}
