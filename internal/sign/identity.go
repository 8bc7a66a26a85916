package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"
	"time"
)

// Role is the part a person signs in.
type Role string

// The roles, as the organisational unit of the certificates says them.
const (
	RolePPO Role = "PPO"
	RolePO  Role = "PO"
)

// Level says where the trust in a certificate comes from. The zero value is not a level. None is ever called
// qualified: that would need the statements of the certificate and a trusted list.
type Level string

// The levels.
const (
	// LocalAuthority is a certificate issued by the project's own authority.
	LocalAuthority Level = "local-authority"
	// Imported is a certificate that came from elsewhere.
	Imported Level = "imported"
	// Demo is a certificate that proves nothing and says so in its subject.
	Demo Level = "demo"
)

// Key returns the key of the level's wording in the i18n catalogue.
func (l Level) Key() string { return "sign.level." + string(l) }

// Identity is a key ready to sign and the certificate that names its holder.
type Identity struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
	// Chain holds the issuers, nearest first, for verifiers that do not have them.
	Chain []*x509.Certificate
	Level Level
}

// Name returns the common name of the holder.
func (id *Identity) Name() string { return id.Certificate.Subject.CommonName }

// demoMark stands at the head of the organisation and common name of demonstration certificates.
const demoMark = "DEMO"

// isDemo tells whether a certificate says that it is for demonstration, in its own subject or its issuer's.
func isDemo(c *x509.Certificate) bool {
	for _, o := range append(slices.Clone(c.Subject.Organization), c.Issuer.Organization...) {
		if o == demoMark || len(o) > len(demoMark) && o[:len(demoMark)+1] == demoMark+" " {
			return true
		}
	}
	return false
}

// Extended key usages that x509 does not name: documents (RFC 9336) and Adobe's.
var (
	ekuDocumentSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36}
	ekuAdobe           = asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 5}
)

// Check refuses an identity that may not sign a document at the given time.
func (id *Identity) Check(at time.Time) error {
	if id == nil || id.Key == nil || id.Certificate == nil {
		return fmt.Errorf("%w: no identity", ErrRequest)
	}
	c := id.Certificate
	if at.Before(c.NotBefore) {
		return fmt.Errorf(
			"%w: valid from %s, signing at %s", ErrNotYetValid, c.NotBefore.Format(time.RFC3339),
			at.Format(time.RFC3339),
		)
	}
	if at.After(c.NotAfter) {
		return fmt.Errorf(
			"%w: valid until %s, signing at %s", ErrExpired, c.NotAfter.Format(time.RFC3339), at.Format(time.RFC3339),
		)
	}
	if err := checkUsage(c); err != nil {
		return err
	}
	if err := checkAlgorithm(c.PublicKey); err != nil {
		return err
	}
	pub, ok := id.Key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !pub.Equal(c.PublicKey) {
		return ErrKeyMismatch
	}
	return nil
}

// checkUsage applies ETSI EN 319 412-2, 4.3.2 (key usage must exist and speak of signatures) and, for the extended
// usages, what NSS and Acrobat accept.
func checkUsage(c *x509.Certificate) error {
	if c.IsCA {
		return fmt.Errorf("%w: certificate of an authority", ErrUsage)
	}
	if c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return fmt.Errorf("%w: key usage", ErrUsage)
	}
	if len(c.ExtKeyUsage)+len(c.UnknownExtKeyUsage) == 0 ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageEmailProtection) ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageAny) ||
		slices.ContainsFunc(c.UnknownExtKeyUsage, ekuDocumentSigning.Equal) ||
		slices.ContainsFunc(c.UnknownExtKeyUsage, ekuAdobe.Equal) {
		return nil
	}
	return fmt.Errorf("%w: extended key usage", ErrUsage)
}

// checkAlgorithm keeps to what every reader accepts with SHA-256: Ed25519 and PSS are refused by poppler or mutool
// (measured).
func checkAlgorithm(pub crypto.PublicKey) error {
	switch k := pub.(type) {
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P256() {
			return nil
		}
		return fmt.Errorf("%w: ECDSA %s", ErrAlgorithm, k.Curve.Params().Name)
	case *rsa.PublicKey:
		if k.N.BitLen() >= 3072 {
			return nil
		}
		return fmt.Errorf("%w: RSA of %d bits", ErrAlgorithm, k.N.BitLen())
	}
	return fmt.Errorf("%w: %T", ErrAlgorithm, pub)
}
