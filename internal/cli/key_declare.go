package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// voucher says who vouches for certificates, and why some replace others.
type voucher struct {
	as, reason string
	seats      []recette.Role // whose certificates are recorded beside those of the signers
	declared   string         // the PPO whom the command names otherwise, who vouches when nobody else is said to
}

func (a *app) vouchFlags(c *cobra.Command, v *voucher) {
	a.asFlag(c, &v.as)
	c.Flags().StringVar(&v.reason, "reason", "", a.words.T("flag.key.reason"))
}

// holderOf gives the name on the certificate of a role; nothing when there is none.
func holderOf(ring signoff.Keyring, role recette.Role) string {
	c, err := ring.Certificate(role)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(c.Name, "DEMO ")
}

// mayDeclare refuses, before anybody is asked for a passphrase, keys that the journal could not take: it has no key of
// its own, or knows another certificate in a role, and nobody says why that one is replaced. It tells whether there is
// nothing to make and nothing to record.
func (a *app) mayDeclare(ctx context.Context, missing []recette.Role, v *voucher) (nothing bool, err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if err := w.CheckKey(ctx, reader()); err != nil {
		return false, err
	}
	known, err := w.Service.SignerKeys(ctx, reader())
	if err != nil {
		return false, err
	}
	undeclared, err := w.SignOff.Undeclared(ctx, reader())
	if err != nil {
		return false, err
	}
	for _, role := range append(undeclared, missing...) {
		if k, ok := known.By[role]; ok && recette.Blank(v.reason) {
			return false, a.keyKnown(&campaign.KeyKnownError{Role: role, KnownKey: k})
		}
	}
	return len(missing)+len(undeclared) == 0, nil
}

// keyKnown words that the journal knows another certificate.
func (a *app) keyKnown(e *campaign.KeyKnownError) error {
	return fail("key-known", nil, signer(e.Role), e.SHA256[:16], ours(a.leafDay(e.At)))
}

// declareKeys records the certificates that the journal does not know, once make has made some: the record is there
// before they are, so that what cannot be recorded is not made.
func (a *app) declareKeys(ctx context.Context, p *projectAt, v *voucher, make func() error) (err error) {
	w, err := a.open(ctx, creating)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	actor, err := a.vouching(ctx, p, w.Service, v)
	if err != nil {
		return err
	}
	if make != nil {
		if err := make(); err != nil {
			return err
		}
	}
	added, err := w.SignOff.Declare(ctx, actor, v.reason, v.seats...)
	if e, ok := errors.AsType[*campaign.KeyKnownError](err); ok {
		err = a.keyKnown(e)
	}
	if err == nil {
		names := []string{}
		for _, role := range added {
			names = append(names, signer(role))
		}
		say(a.env.Stdout, a.words.T("key.declared", strings.Join(names, ", "), actor.Name))
	}
	return w.seal(ctx, err)
}

// vouching finds who vouches: the person after --as, else the PPO whom the command names. Nobody but a PPO does.
func (a *app) vouching(
	ctx context.Context, p *projectAt, s *campaign.Service, v *voucher,
) (recette.Actor, error) {
	var also []campaign.Participant
	if v.declared != "" {
		also = append(also, campaign.Participant{Name: v.declared, Role: string(recette.PPO)})
	}
	as := v.as
	if as == "" && a.env.getenv("RECETTE_AS") == "" {
		as = v.declared
	}
	actor, err := a.projectPerson(ctx, p, s, as, rights.AddKey, also...)
	if err == nil && !slices.Contains(rights.Holders(rights.AddKey), actor.Role) {
		err = rights.Allow(actor, rights.AddKey, rights.Scope{})
	}
	return actor, err
}
