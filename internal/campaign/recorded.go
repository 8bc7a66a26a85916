package campaign

import (
	"cmp"
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Recorded gives the frozen plan of a campaign, with its texts, and its records, in order of position: for whoever
// measures what they come to. What stands behind commitments does not come with them.
func (s *Service) Recorded(
	ctx context.Context, actor recette.Actor, id string,
) (*plan.Manifest, []journal.Record, error) {
	_, err := s.shown(
		ctx, actor, id, access.ReadStatus, access.ReadAttempts, access.ReadDossier, access.ReadJournal,
	)
	if err != nil {
		return nil, nil, err
	}
	var records []journal.Record
	document := ""
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: id}) {
		if err != nil {
			return nil, nil, fmt.Errorf("read campaign %s: %w", id, err)
		}
		records = append(records, rec)
		document = cmp.Or(rec.Leaf.Document(), document) // the one in force after these records, whatever came since
	}
	m, err := s.manifest(ctx, id, document)
	return &m, records, err
}
