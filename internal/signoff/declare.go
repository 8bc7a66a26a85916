package signoff

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/reports"
)

// Errors of a certificate that the journal must know before it signs.
var (
	// ErrUndeclared is one that the journal does not name in its role.
	ErrUndeclared = campaign.ErrUndeclared
	// ErrDeclaredLater is one that came into the journal after the PV was rendered: nobody could tell from the PV.
	ErrDeclaredLater = fmt.Errorf("%w: the PV was rendered before its certificate was known", errSignOff)
)

// Declare records the certificates of the ring that the journal does not know: the actor vouches for them. One that
// replaces another takes a reason. It gives the roles that were recorded, and the errors of campaign.Service.AddKeys.
func (s *Service) Declare(
	ctx context.Context, actor recette.Actor, reason string, seats ...recette.Role,
) ([]recette.Role, error) {
	var list []campaign.SignerKey
	for _, role := range append(Signers(), seats...) {
		c, err := s.Keys.Certificate(role)
		if errors.Is(err, ErrNoKey) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, campaign.SignerKey{
			Role: role, SHA256: c.SHA256, Issuer: c.Authority, Level: string(c.Level), Demo: c.Level == Demo,
			Holder: c.Name,
		})
	}
	return s.Campaigns.AddKeys(ctx, actor, list, reason)
}

// Undeclared lists the roles whose certificate in the ring is not the one that the journal knows.
func (s *Service) Undeclared(ctx context.Context, actor recette.Actor) ([]recette.Role, error) {
	known, err := s.Campaigns.SignerKeys(ctx, actor)
	if err != nil {
		return nil, err
	}
	var list []recette.Role
	for _, role := range Signers() {
		switch c, err := s.Keys.Certificate(role); {
		case errors.Is(err, ErrNoKey):
		case err != nil:
			return nil, err
		case c.SHA256 != known.By[role].SHA256:
			list = append(list, role)
		}
	}
	return list, nil
}

// declared refuses a certificate that the journal does not know in the role, or that the PV does not hold: whoever has
// the file alone could not tell that it may sign. A PV of before the log named any certificate holds none.
func (s *Service) declared(ctx context.Context, actor recette.Actor, role recette.Role, d *Document) error {
	known, err := s.known(ctx, actor, role)
	if err != nil {
		return err
	}
	j := &d.PV.Journal
	switch {
	case len(j.Project) == 0 && known.Opened >= j.Size:
		return nil
	case !holds(j.Project, role, known.By[role].SHA256):
		return ErrDeclaredLater
	}
	return nil
}

// declaredLevel gives the level of trust of a key as the journal names it, which whoever verifies compares with the
// box: the ring may have another authority since. A journal of before names none.
func (s *Service) declaredLevel(ctx context.Context, actor recette.Actor, id *Identity) (Level, error) {
	known, err := s.Campaigns.SignerKeys(ctx, actor)
	if err != nil {
		return "", err
	}
	if k := known.By[id.role]; k.Level != "" && k.SHA256 == certificate(id.role, id.Level, id.Certificate).SHA256 {
		return Level(k.Level), nil
	}
	return id.Level, nil
}

// Named gives a certificate of the ring with the trust that the journal names: the ring may have another authority
// since, and then knows nothing of the one that issued it.
func (s *Service) Named(ctx context.Context, actor recette.Actor, c Certificate) (Certificate, error) {
	known, err := s.Campaigns.SignerKeys(ctx, actor)
	if k := known.By[c.Role]; err == nil && c.Level == sign.Imported && k.SHA256 == c.SHA256 && k.Level != "" {
		if c.Level = Level(k.Level); c.Level == sign.LocalAuthority {
			c.Remade = k.Remade
		}
	}
	return c, err
}

// known gives what the journal says of the certificates, and refuses one of the ring that is not the one that it names
// in the role.
func (s *Service) known(ctx context.Context, actor recette.Actor, role recette.Role) (campaign.SignerKeys, error) {
	c, err := s.Keys.Certificate(role)
	if err != nil {
		return campaign.SignerKeys{}, err
	}
	known, err := s.Campaigns.SignerKeys(ctx, actor)
	if err == nil && known.By[role].SHA256 != c.SHA256 {
		err = ErrUndeclared
	}
	return known, err
}

func holds(leaves []reports.Leaf, role recette.Role, sha256 string) bool {
	raws := make([][]byte, len(leaves))
	for i := range leaves {
		raws[i] = leaves[i].Raw
	}
	return campaign.SignerIn(raws, role) == sha256
}
