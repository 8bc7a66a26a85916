package standing

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/plan"
)

// Statuses gives what is known of every case, as far as the log was folded. Names are those that the log knows at
// present: one that was erased since is not remembered.
func (f *Fold) Statuses(ctx context.Context, log campaign.Journal, present Present) (Statuses, error) {
	return f.statuses(ctx, log, f.judge(present))
}

// StatusesOf is Statuses by what one campaign recorded, as if there were no other and no run outside campaigns. It
// gives nothing for one that was not folded.
func (f *Fold) StatusesOf(
	ctx context.Context, log campaign.Journal, present Present, campaign string,
) (Statuses, error) {
	one := New()
	if c := f.byID[campaign]; c != nil {
		one.campaigns = append(one.campaigns, c)
	}
	return f.statuses(ctx, log, one.judge(present))
}

func (*Fold) statuses(ctx context.Context, log campaign.Journal, j *judgement) (Statuses, error) {
	persons, err := log.Persons(ctx, j.commitments())
	if err != nil {
		return Statuses{}, fmt.Errorf("read people: %w", err)
	}
	names := make(map[string]string, len(persons))
	for c, p := range persons {
		names[c] = p.Name
	}
	return Statuses{Cases: j.finish(names), Anomalies: j.whole}, nil
}

func outline(ctx context.Context, log campaign.Journal, l *journal.Leaf) (*plan.Outline, error) {
	if l.Open == nil {
		return nil, fmt.Errorf("campaign %s: %w", l.Campaign, campaign.ErrManifest)
	}
	return campaign.ReadOutline(ctx, log, l.Campaign, l.Open.Manifest)
}

// commitments lists the names that the statuses will show, sorted, each once.
func (j *judgement) commitments() []string {
	var cs []string
	for _, g := range j.cases {
		for i := range g.results {
			cs = append(cs, g.results[i].who)
		}
	}
	slices.Sort(cs)
	return slices.DeleteFunc(slices.Compact(cs), func(c string) bool { return c == "" })
}
