package cli

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/meant"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// initSeat makes the key of the référent of a branch, who signs its constat, and records its certificate. The authority
// of the project issues it: its passphrase is asked for too.
func (a *app) initSeat(ctx context.Context, p *projectAt, o *keyFlags) error {
	if err := a.seated(ctx, o); err != nil {
		return err
	}
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
		return a.keptSeat(ctx, p, ring, seat, o)
	}
	if _, err := a.mayDeclare(ctx, missing, &o.voucher); err != nil {
		return err
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

// seated finds, among the référents of the frozen plans and of the journal, the one whose key is to be made, and their
// branch, as those write them: a certificate names nobody else.
func (a *app) seated(ctx context.Context, o *keyFlags) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	branches, err := w.Service.Branches(ctx, reader())
	if err != nil {
		return err
	}
	at := slices.IndexFunc(branches, func(b string) bool { return meant.Fold(b) == meant.Fold(o.antenne) })
	if at < 0 {
		return fail("unknown-antenne", nil, o.antenne, several(branches))
	}
	o.antenne = branches[at]
	all, err := w.Service.Users(ctx, reader())
	if err != nil {
		return err
	}
	var theirs []string
	for i := range all {
		for _, h := range all[i].Held {
			if h.Branch == o.antenne && !slices.Contains(theirs, all[i].Name) {
				theirs = append(theirs, all[i].Name)
			}
		}
	}
	switch found := meant.Among(theirs, o.referent); {
	case len(theirs) == 0:
		return fail("seat-empty", nil, o.antenne)
	case o.referent == "" && len(theirs) == 1:
		o.referent = theirs[0]
	case o.referent == "":
		return fail("needs-input", nil, ours(a.words.T("key.referent", o.antenne)))
	case len(found) != 1:
		return fail("bad-choice", nil, "--referent", o.referent, several(theirs))
	default:
		o.referent = theirs[found[0]]
	}
	return nil
}

// keptSeat records a key that is there when the journal does not know it, and refuses to take that of somebody else for
// the référent's.
func (a *app) keptSeat(
	ctx context.Context, p *projectAt, ring signoff.Keyring, seat recette.Role, o *keyFlags,
) error {
	c, err := ring.Certificate(seat)
	if err != nil {
		return keyError(ring, err)
	}
	if holder := holderOf(ring, seat); meant.Fold(holder) != meant.Fold(o.referent) {
		return fail("seat-held", nil, signer(seat), holder, o.referent, strings.ToLower(string(seat)))
	}
	known, err := a.knownKey(ctx, seat)
	switch {
	case err != nil:
		return err
	case known == c.SHA256:
		return fail("keys-there", nil, string(ring))
	}
	return a.declareKeys(ctx, p, &o.voucher, nil)
}

// knownKey gives the certificate that the journal knows in a role; empty when it knows none.
func (a *app) knownKey(ctx context.Context, role recette.Role) (sum string, err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	known, err := w.Service.SignerKeys(ctx, reader())
	return known.By[role].SHA256, err
}

// seats are the roles under which the journal knows keys of référents.
func (a *app) seats(ctx context.Context) (seats []recette.Role, err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	known, err := w.Service.SignerKeys(ctx, reader())
	for _, role := range slices.Sorted(maps.Keys(known.By)) {
		if strings.HasPrefix(string(role), string(recette.Referent)+"-") {
			seats = append(seats, role)
		}
	}
	return seats, err
}
