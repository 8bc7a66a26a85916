package signoff

import (
	"context"
	"time"

	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports"
)

// Warnings gives those that a PV of the request would show if it were made now, with what was answered to each: for
// those who may answer them. No PV is made of it.
func (s *Service) Warnings(ctx context.Context, actor recette.Actor, r Request) ([]reports.Warning, error) {
	in, err := pv.LoadWarned(ctx, s.Campaigns, actor, r.Campaign, r.Journey)
	if err != nil {
		return nil, err
	}
	texts, err := s.texts(in.Plan.Language)
	if err != nil {
		return nil, err
	}
	in.Present, in.Number, in.IssuedAt = r.Present, "PV", s.Clock().UTC().Truncate(time.Millisecond)
	in.Producer, in.Words, in.Tags = s.Producer, texts, r.Tags
	doc, err := pv.Build(in)
	return doc.Warnings, err
}
