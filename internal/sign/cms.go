package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"slices"
)

// signedData builds the detached CMS SignedData (RFC 5652) of a PAdES baseline signature over a SHA-256 digest, and
// returns it with the bare signature value.
//
// Signed attributes: content type, message digest, ESS signing certificate v2 (mandatory: EN 319 142-1, 6.3) and
// algorithm protection (RFC 6211). There is no signing time: baseline forbids it beside the M entry of the signature
// dictionary, which is why no general CMS library serves here (those available write it always).
func signedData(id *Identity, digest []byte, random io.Reader) (cms, signature []byte, err error) {
	var d der
	digestAlg := algorithm(oidSHA256, true)
	var signAlg pkix.AlgorithmIdentifier
	switch id.Certificate.PublicKey.(type) {
	case *rsa.PublicKey:
		signAlg = algorithm(oidRSA, true)
	case *ecdsa.PublicKey:
		signAlg = algorithm(oidECDSA256, false)
	default:
		return nil, nil, ErrAlgorithm
	}
	company := id.company()
	attributes := sorted(
		d.attribute(oidContent, d.value(oidData)),
		d.attribute(oidDigest, d.value(digest)),
		d.attribute(oidESS, d.signingCertificate(id.Certificate, company)),
		d.attribute(oidProtection, d.protection(digestAlg, signAlg)),
	)
	if d.err != nil {
		return nil, nil, d.err
	}
	// What is signed is the attributes as a SET OF, whereas they are stored under [0] (RFC 5652, 5.4).
	tbs := sha256.Sum256(d.wrap(asn1.ClassUniversal, asn1.TagSet, attributes))
	signature, err = id.Key.Sign(random, tbs[:], crypto.SHA256)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: private key: %w", ErrSign, err)
	}
	if !verifies(id.Certificate.PublicKey, tbs[:], signature) {
		return nil, nil, ErrKeyMismatch
	}
	if signature, err = oneForm(id.Certificate.PublicKey, signature); err != nil {
		return nil, nil, err
	}
	signer := d.sequence(
		d.value(1), // version 1: the signer is named by issuer and serial number
		d.sequence(id.Certificate.RawIssuer, d.value(id.Certificate.SerialNumber)),
		d.value(digestAlg),
		d.context(0, attributes),
		d.value(signAlg),
		d.value(signature),
	)
	certificates := [][]byte{id.Certificate.Raw}
	for _, c := range company {
		certificates = append(certificates, c.Raw)
	}
	cms = d.sequence(d.value(oidSignedData), d.context(0, d.sequence(
		d.value(1),
		d.set(d.value(digestAlg)),
		d.sequence(d.value(oidData)), // no content inside: the signature is detached
		d.context(0, sorted(certificates...)),
		d.set(signer),
	)))
	return cms, signature, d.err
}

// signingCertificate makes SigningCertificateV2 (RFC 5035, 4): the SHA-256 of the certificate, the default algorithm
// and so left out, and its issuer and serial number; then the same of those that come along. The signature covers no
// certificate: what is not named here could be dropped or added by anybody.
func (d *der) signingCertificate(signer *x509.Certificate, company []*x509.Certificate) []byte {
	var all [][]byte
	for _, c := range append([]*x509.Certificate{signer}, company...) {
		sum := sha256.Sum256(c.Raw)
		general := d.sequence(d.context(4, c.RawIssuer)) // GeneralNames of one directoryName
		all = append(all, d.sequence(d.value(sum[:]), d.sequence(general, d.value(c.SerialNumber))))
	}
	return d.sequence(d.sequence(all...))
}

// company gives the certificates that come along with the signer's, each once.
func (id *Identity) company() []*x509.Certificate {
	var out []*x509.Certificate
	for _, c := range id.Chain {
		if !c.Equal(id.Certificate) && !slices.ContainsFunc(out, c.Equal) {
			out = append(out, c)
		}
	}
	return out
}

// oneForm gives the one form of a signature value: of ECDSA, s and n − s are worth the same to whoever verifies, and
// the lower one is written. Otherwise anybody could make another file of a signed one.
func oneForm(pub crypto.PublicKey, signature []byte) ([]byte, error) {
	key, ok := pub.(*ecdsa.PublicKey)
	if !ok {
		return signature, nil
	}
	var value struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(signature, &value); err != nil {
		return nil, fmt.Errorf("%w: value: %w", ErrSign, err)
	}
	n := key.Params().N
	if mirror := new(big.Int).Sub(n, value.S); mirror.Cmp(value.S) < 0 {
		value.S = mirror
	}
	out, err := asn1.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("%w: value: %w", ErrSign, err)
	}
	return out, nil
}

// protection makes CMSAlgorithmProtection (RFC 6211, 2): the two algorithms, the second under an implicit [1].
func (d *der) protection(digest, signature pkix.AlgorithmIdentifier) []byte {
	var inner asn1.RawValue
	if _, err := asn1.Unmarshal(d.value(signature), &inner); err != nil && d.err == nil {
		d.err = fmt.Errorf("encode signature: %w", err)
	}
	return d.sequence(d.value(digest), d.context(1, inner.Bytes))
}

// verifies checks a fresh signature, so that a faulty token or a wrong key is found before the document leaves.
func verifies(pub crypto.PublicKey, digest, signature []byte) bool {
	switch k := pub.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(k, crypto.SHA256, digest, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(k, digest, signature)
	}
	return false
}
