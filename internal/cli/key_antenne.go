package cli

import (
	"cmp"
	"context"
	"slices"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// initSeat makes the key of the référent of a branch, who signs its constat, and records its certificate. The authority
// of the project issues it: its passphrase is asked for too.
func (a *app) initSeat(ctx context.Context, p *projectAt, o *keyFlags) error {
	ring, seat := signoff.Keyring(p.Keys()), campaign.Seat(o.antenne)
	o.declared, o.seats = cmp.Or(p.Sole(recette.PPO), holderOf(ring, recette.PPO)), []recette.Role{seat}
	if _, err := ring.Resume(ctx); err != nil {
		return keyError(ring, err)
	}
	missing, err := ring.Missing(ctx, seat)
	switch {
	case err != nil:
		return keyError(ring, err)
	case slices.Contains(missing, signoff.Authority):
		return fail("no-key", nil, a.words.T("key.holder.authority"))
	}
	if len(missing) == 0 {
		return a.declareKeys(ctx, p, &o.voucher, nil)
	}
	if o.referent == "" {
		return fail("needs-input", nil, ours(a.words.T("key.referent", o.antenne)))
	}
	keys := signoff.NewKeys{
		Project: p.Name, Demo: o.demo, At: a.env.now(), Rand: a.env.Rand,
		Names: map[recette.Role]string{seat: o.referent}, Passphrases: map[recette.Role][]byte{},
	}
	if keys.Passphrases[signoff.Authority], err = a.knownSecret(
		ctx, *o.sources[""], a.words.T("key.holder.authority"),
	); err != nil {
		return err
	}
	if keys.Passphrases[seat], err = a.newSecret(ctx, *o.sources[""], signer(seat)); err != nil {
		return err
	}
	if signoff.CheckPassphrase(keys.Passphrases[seat], keys.Demo) != nil {
		return fail("weak-passphrase", nil, signer(seat), signoff.MinPassphrase)
	}
	return a.declareKeys(ctx, p, &o.voucher, func() error { return a.makeKeys(ctx, ring, keys, missing) })
}
