package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// purposeSigner is what a certificate that people sign with is for.
const purposeSigner = "signer"

// SignerKey is a certificate that will sign in a role.
type SignerKey struct {
	Role   recette.Role
	SHA256 string // of the certificate
	Issuer string // sha256 of its issuer's certificate; empty when it is not known
	Level  string // where the trust in it comes from
	Demo   bool
	Holder string // as the certificate names them
}

// KnownKey is the certificate that signs in a role, as the journal says.
type KnownKey struct {
	SHA256   string
	Seq      int64  // of the leaf that added it
	At       string // as in that leaf
	Replaces string // sha256 of the one that signs no more; empty for the first of its role
	Level    string // where the trust in it comes from; a leaf of before says none
	Restored bool   // it was added after the log was restored: the log of before may have known another one
	// Remade is when the journal first named the authority that came in the place of the one that issued it, among
	// those of one level; empty when none did.
	Remade string
}

// SignerKeys is what the journal says of the certificates that sign.
type SignerKeys struct {
	Opened int64 // position of the leaf that opened the log; -1 when none did
	By     map[recette.Role]KnownKey
}

// errKeyKnown says that the journal knows another certificate in a role: replacing it takes a reason.
var errKeyKnown = fmt.Errorf("%w: the journal knows another certificate in this role", Err)

// ErrUndeclared says that a signature was made with another certificate than the one that the journal knows in its
// role.
var ErrUndeclared = fmt.Errorf("%w: the journal does not know the certificate", Err)

// KeyKnownError names the certificate that would be replaced. It is errKeyKnown.
type KeyKnownError struct {
	Role recette.Role
	KnownKey
}

func (e *KeyKnownError) Error() string { return fmt.Sprintf("%v: %s", errKeyKnown, e.Role) }

// Unwrap gives errKeyKnown.
func (e *KeyKnownError) Unwrap() error { return errKeyKnown }

// SignerKeys reads which certificate signs in each role.
func (s *Service) SignerKeys(ctx context.Context, actor recette.Actor) (SignerKeys, error) {
	if err := s.allow(ctx, actor, access.ReadPV); err != nil {
		return SignerKeys{}, err
	}
	return s.signerKeys(ctx)
}

// signerKeys folds the leaves that add certificates: the last one of a role holds.
func (s *Service) signerKeys(ctx context.Context) (SignerKeys, error) {
	b, err := s.log.Binding(ctx)
	if err != nil {
		return SignerKeys{}, err
	}
	keys := SignerKeys{Opened: b.Seq, By: map[recette.Role]KnownKey{}}
	kinds, restored := []journal.Kind{journal.KindKeyAdd, journal.KindLogRestore}, false
	issuers := map[recette.Role]string{}
	newest := map[string]*journal.Leaf{} // by level, the first of the issuer that came last
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: kinds}) {
		if err != nil {
			return SignerKeys{}, fmt.Errorf("read the keys: %w", err)
		}
		restored = restored || rec.Leaf.Restore != nil
		if k := rec.Leaf.Key; k != nil && k.Purpose == purposeSigner && rec.Leaf.Campaign == "" {
			keys.By[recette.Role(k.Role)] = KnownKey{
				SHA256: k.Fingerprint, Seq: rec.Leaf.Seq, At: rec.Leaf.At, Replaces: k.Replaces, Level: k.Level,
				Restored: restored,
			}
			issuers[recette.Role(k.Role)] = k.Issuer
			if last := newest[k.Level]; k.Issuer != "" && (last == nil || last.Key.Issuer != k.Issuer) {
				newest[k.Level] = &rec.Leaf
			}
		}
	}
	for role, k := range keys.By {
		if last, issuer := newest[k.Level], issuers[role]; last != nil && issuer != "" && issuer != last.Key.Issuer {
			k.Remade = last.At
			keys.By[role] = k
		}
	}
	return keys, nil
}

// AddKeys records certificates before they sign: the actor vouches for them. One that the journal knows in its role is
// not recorded again; one that comes in the place of another takes a reason: *KeyKnownError. It gives the roles that
// were recorded, and returns refusals under access.ErrDenied.
func (s *Service) AddKeys(
	ctx context.Context, actor recette.Actor, list []SignerKey, reason string,
) (added []recette.Role, err error) {
	if err := s.allow(ctx, actor, access.AddKey); err != nil {
		return nil, err
	}
	for i := range list {
		if !journal.IsDigest(list[i].SHA256) || list[i].Issuer != "" && !journal.IsDigest(list[i].Issuer) {
			return nil, invalid("certificate")
		}
	}
	err = s.addToProject(ctx, func(ctx context.Context) ([]*entry, error) {
		keys, err := s.signerKeys(ctx)
		if err != nil {
			return nil, err
		}
		var made []*entry
		added = nil
		for i := range list {
			k := &list[i]
			former, replaces := keys.By[k.Role]
			if former.SHA256 == k.SHA256 {
				continue
			}
			if replaces && recette.Blank(reason) {
				return nil, &KeyKnownError{Role: k.Role, KnownKey: former}
			}
			d := s.entry(actor, journal.KindKeyAdd, "")
			d.entry.Leaf.Key = &journal.Key{
				Purpose: purposeSigner, Role: string(k.Role), Fingerprint: k.SHA256, Demo: k.Demo, Issuer: k.Issuer,
				Level: k.Level, Name: d.text("holder", k.Holder),
			}
			if replaces {
				d.entry.Leaf.Key.Replaces, d.entry.Leaf.Key.Reason = former.SHA256, d.text("reason", reason)
			}
			made, added = append(made, d), append(added, k.Role)
		}
		return made, nil
	})
	return added, err
}

// SignerIn gives the sha256 of the certificate that leaves of the journal name last in a role; empty when none does.
func SignerIn(leaves [][]byte, role recette.Role) string {
	last := ""
	for _, raw := range leaves {
		l, err := journal.Decode(raw)
		if err == nil && l.Key != nil && l.Key.Purpose == purposeSigner && l.Key.Role == string(role) {
			last = l.Key.Fingerprint
		}
	}
	return last
}
