package signoff

import (
	"context"
	"fmt"
	"io/fs"
	"path"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// Decide records what the decision-maker pronounces. A derogation that no decision of the project holds is
// ErrDerogation; the rest is as campaign.Service.Decide.
func (s *Service) Decide(ctx context.Context, actor recette.Actor, d campaign.Decide) (campaign.Decided, error) {
	if err := checkDerogation(s.Project, d.Derogation); err != nil {
		return campaign.Decided{}, err
	}
	return s.Campaigns.Decide(ctx, actor, d)
}

// checkDerogation refuses a number behind which no decision is written down in the project. No number is none.
func checkDerogation(project fs.FS, number string) error {
	if number == "" {
		return nil
	}
	if _, err := fs.Stat(project, DerogationFile(number)); err != nil {
		return fmt.Errorf("derogation %s: %w", number, ErrDerogation)
	}
	return nil
}

// DerogationFile is where the decision of a number is written down, relative to the project.
func DerogationFile(number string) string { return path.Join("decisions", path.Base(number)+".md") }
