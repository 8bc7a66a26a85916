package signoff

import (
	"context"
	"fmt"
	"io/fs"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/reference"
)

// Decider is the role whose key a decision asks for.
const Decider = recette.PO

// CheckDecide refuses, before anybody is asked for a passphrase, a decision that is not the actor's to pronounce now,
// or whose key is not there or not known to the journal: ErrDerogation, ErrUnacted, ErrNoKey, ErrUndeclared, and the
// errors of campaign.Service.CheckDecide.
func (s *Service) CheckDecide(ctx context.Context, actor recette.Actor, d campaign.Decide) error {
	if err := checkDerogation(s.Project, d.Derogation); err != nil {
		return err
	}
	if err := s.Campaigns.CheckDecide(ctx, actor, d); err != nil {
		return err
	}
	_, err := s.known(ctx, actor, Decider)
	return err
}

// Decide records what the decision-maker pronounces, with the key that Unlock opened for them: whoever only knows their
// name does not decide in it. It returns ErrNoKey without that key; the rest is as CheckDecide.
func (s *Service) Decide(
	ctx context.Context, actor recette.Actor, id *Identity, d campaign.Decide,
) (campaign.Decided, error) {
	if id == nil || id.role != Decider || !holder(id, actor) {
		return campaign.Decided{}, ErrNoKey
	}
	if err := checkDerogation(s.Project, d.Derogation); err != nil {
		return campaign.Decided{}, err
	}
	return s.Campaigns.Decide(ctx, actor, d)
}

// checkDerogation refuses a number that opens nothing, as reference.CheckActed does. No number is none, and a
// derogation of the campaign is in its journal: the campaign says what it is worth.
func checkDerogation(project fs.FS, number string) error {
	if number == "" || recette.Derogation(number) {
		return nil
	}
	if err := reference.CheckActed(project, number); err != nil {
		return fmt.Errorf("derogation: %w", err)
	}
	return nil
}

// DerogationFile is where the decision of a number is written down, relative to the project.
func DerogationFile(number string) string { return reference.DecisionFile(number) }
