package signoff

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"recette/internal/recette"
	"recette/internal/sign"
)

// ErrRole reports a role that signs nothing, or a certificate that names the other one, and ErrSameKey one whose key
// signs in the other role: a PV that it signed would be found not conform.
var (
	ErrRole    = fmt.Errorf("%w: the certificate names another role", errSignOff)
	ErrSameKey = fmt.Errorf("%w: the key signs in the other role", errSignOff)
)

// Foreign is a key and its certificates, as an outside authority issued them: a PKCS#12 file, or a key and certificates
// in PEM, which may be one file.
type Foreign struct {
	PKCS12            []byte
	Key, Certificates []byte
	Passphrase        []byte // of the file
}

// Open reads a foreign key for a role, and refuses one that could not sign at that time: ErrPassphrase,
// ErrNoPassphrase, ErrExpired, ErrNotYetValid, ErrUsage, ErrAlgorithm, ErrKeyMismatch, ErrRole, ErrSameKey,
// ErrKeyExists.
func (k Keyring) Open(ctx context.Context, role recette.Role, f Foreign, at time.Time) (*Identity, Certificate, error) {
	if !slices.Contains(Signers(), role) {
		return nil, Certificate{}, ErrRole
	}
	missing, err := k.Missing(ctx)
	if err != nil {
		return nil, Certificate{}, err
	}
	if !slices.Contains(missing, role) {
		return nil, Certificate{}, ErrKeyExists
	}
	var id *sign.Identity
	if f.PKCS12 != nil {
		id, err = sign.ParsePKCS12(f.PKCS12, f.Passphrase)
	} else {
		id, err = sign.ParseIdentity(f.Key, f.Certificates, f.Passphrase)
	}
	if err != nil {
		return nil, Certificate{}, err
	}
	if err := id.Check(at); err != nil {
		return nil, Certificate{}, err
	}
	for _, other := range Signers() {
		if other == role {
			continue
		}
		if saysRole(id.Certificate, other) && !saysRole(id.Certificate, role) {
			return nil, Certificate{}, ErrRole
		}
		certs, err := sign.LoadCertificates(string(k), signer(other))
		if err == nil && bytes.Equal(certs[0].RawSubjectPublicKeyInfo, id.Certificate.RawSubjectPublicKeyInfo) {
			return nil, Certificate{}, ErrSameKey
		}
	}
	c := certificate(role, id.Level, id.Certificate)
	c.Issuer, c.StatesRole = id.Certificate.Issuer.CommonName, saysRole(id.Certificate, role)
	return &Identity{role: role, Identity: id}, c, nil
}

func saysRole(c *x509.Certificate, role recette.Role) bool {
	return slices.Contains(c.Subject.OrganizationalUnit, string(signer(role)))
}

// Keep stores a foreign key under a passphrase of its own, with its certificates. It returns ErrKeyExists rather than
// replace one.
func (k Keyring) Keep(ctx context.Context, id *Identity, passphrase []byte) error {
	role := signer(id.role)
	return sign.SaveKeys(ctx, string(k), sign.Keys{
		Identities:  map[sign.Role]*sign.Identity{role: id.Identity},
		Passphrases: map[sign.Role][]byte{role: passphrase},
	})
}
