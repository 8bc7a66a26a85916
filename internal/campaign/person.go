package campaign

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// NameOf gives the name of somebody who takes part in the project now: ErrUnknown of nobody, of who was revoked, and of
// whose name was erased. It is for who lets people in, once they proved who they are: it asks for no right.
func (s *Service) NameOf(ctx context.Context, ref string) (string, error) {
	v, _, err := s.crowd(ctx)
	if err != nil {
		return "", err
	}
	hides, err := s.hidings(ctx)
	if err != nil {
		return "", err
	}
	s.named.mu.Lock()
	defer s.named.mu.Unlock()
	for _, p := range s.users.parties(v.Planned) {
		if p.Ref == ref && ref != "" && v.Names[ref] != "" && !hides("", ref) {
			return v.Names[ref], nil
		}
	}
	return "", fmt.Errorf("%w: %s takes no part in the project", ErrUnknown, ref)
}

// ReaderOf gives somebody as who reads a campaign, in the role that reads it of those that they hold in it now. Where
// they hold none the campaign does not exist for them: ErrUnknown, as of one that does not. What they see of it the
// calls that are made in their name say.
func (s *Service) ReaderOf(ctx context.Context, ref, id string) (recette.Actor, error) {
	c, err := s.present(ctx, id)
	if err != nil {
		return recette.Actor{}, err
	}
	c.mu.Lock()
	hidden := c.hidden(ref)
	c.mu.Unlock()
	parties := c.crew().parties
	for _, role := range access.Acting(access.ReadDossier) {
		for _, p := range parties {
			if p.Ref == ref && roleOf(p.Role) == role && !hidden {
				return actorOf(p), nil
			}
		}
	}
	return recette.Actor{}, fmt.Errorf("%w: campaign %q", ErrUnknown, id)
}

// ListOf is List for somebody, in the role in which they read each campaign.
func (s *Service) ListOf(ctx context.Context, ref string) ([]Summary, error) {
	all, err := s.List(ctx, recette.Actor{Ref: access.Local, Role: recette.Auditor})
	if err != nil {
		return nil, err
	}
	var theirs []Summary
	for _, one := range all {
		var c *loaded
		actor, err := s.ReaderOf(ctx, ref, one.Campaign)
		if err == nil {
			c, err = s.shown(ctx, actor, one.Campaign, access.ReadStatus)
		}
		switch {
		case errors.Is(err, ErrUnknown), errors.Is(err, access.ErrDenied): // not theirs to see
			continue
		case err != nil:
			return nil, err
		}
		c.mu.Lock()
		theirs = append(theirs, c.summary(actor))
		c.mu.Unlock()
	}
	return theirs, nil
}

// PlayerOf gives somebody as who records in a campaign: in the role of theirs that does, ok is false when none does.
func PlayerOf(m *plan.Manifest, ref string) (actor recette.Actor, ok bool) {
	for _, role := range access.Acting(access.Record) {
		for _, p := range m.Parties {
			if p.Ref == ref && ref != "" && roleOf(p.Role) == role {
				return actorOf(p), true
			}
		}
	}
	return recette.Actor{}, false
}
