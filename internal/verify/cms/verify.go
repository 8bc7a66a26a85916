package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // the longer digests that hash() names
	"crypto/x509"
	encoding "encoding/asn1"
	"math/big"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// minRSA is the least size of an RSA key, in bits: what the product accepts to sign with (ETSI TS 119 312 asks for 3000
// beyond 2025).
const minRSA = 3072

// maxRSA is the greatest: the time of a verification grows with the square, and nobody signs with more.
const maxRSA = 16384

// Verify checks the signed attributes against the signed bytes, and the signature value against the signer's key.
func (c *Signature) Verify(parts ...[]byte) *Failure {
	h := c.digest.hash()
	if h == 0 {
		return weak("digest")
	}
	if string(c.attributes[oidContentType()]) != oidData() {
		return malformed("contentType")
	}
	message, err := only(c.attributes[oidMessage()], asn1.OCTET_STRING)
	if err != nil {
		return malformed("messageDigest")
	}
	sum := h.New()
	for _, p := range parts {
		sum.Write(p)
	}
	if !bytes.Equal(message.body, sum.Sum(nil)) {
		return &Failure{Kind: OtherBytes}
	}
	if c.Signer == nil {
		return &Failure{Kind: NoCertificate}
	}
	if !c.names(c.Signer) {
		return malformed("signingCertificateV2")
	}
	if p, there := c.attributes[oidProtection()]; there && !c.protects(p) {
		return malformed("CMSAlgorithmProtection")
	}
	return c.check(h)
}

// check verifies the signature value with algorithms of the list: ECDSA on the curves of NIST, RSA PKCS#1
// v1.5 and PSS, with the digest of the message.
func (c *Signature) check(h crypto.Hash) *Failure {
	sum := h.New()
	sum.Write(c.signed)
	digest, ok := sum.Sum(nil), false
	rank := map[crypto.Hash]int{crypto.SHA256: 0, crypto.SHA384: 1, crypto.SHA512: 2}[h]
	switch key := c.Signer.PublicKey.(type) {
	case *ecdsa.PublicKey:
		if bits := key.Curve.Params().BitSize; bits < 256 {
			return weak("ECDSA")
		}
		if c.signing.id != oidECDSA(2+rank) || c.signing.parameters != "" {
			return weak("ECDSA")
		}
		ok = ecdsa.VerifyASN1(key, digest, c.Value)
		c.high = ok && c.mirrored(key)
	case *rsa.PublicKey:
		if key.N.BitLen() < minRSA {
			return weak("RSA")
		}
		switch {
		case c.signing.id == oidPSS():
			if !pss(c.signing.parameters, c.digest, h) {
				return weak("RSASSA-PSS")
			}
			ok = rsa.VerifyPSS(key, h, digest, c.Value, &rsa.PSSOptions{SaltLength: h.Size(), Hash: h}) == nil
		case (c.signing.id == oidRSA() || c.signing.id == oidRSAWith(11+rank)) && c.signing.parameters == null:
			ok = rsa.VerifyPKCS1v15(key, h, digest, c.Value) == nil
		default:
			return weak("RSA")
		}
	default:
		return weak("key")
	}
	if !ok {
		return &Failure{Kind: WrongValue}
	}
	return nil
}

// mirrored tells whether s is above half of the order: n − s verifies too, and is the one that the product writes.
func (c *Signature) mirrored(key *ecdsa.PublicKey) bool {
	v, err := only(c.Value, asn1.SEQUENCE)
	r := reader{b: v.body}
	r.take(asn1.INTEGER)
	s := new(big.Int).SetBytes(r.take(asn1.INTEGER).body)
	return err == nil && r.err == nil && s.Cmp(new(big.Int).Rsh(key.Params().N, 1)) > 0
}

// pss accepts parameters that name the digest of the message everywhere and a salt as long as the digest (RFC 4055,
// 3.1).
func pss(parameters string, digest algorithm, h crypto.Hash) bool {
	r := reader{b: []byte(parameters)}
	p := reader{b: r.take(asn1.SEQUENCE).body}
	r.end()
	hash, err := only(p.take(context0).body, asn1.SEQUENCE)
	if err != nil {
		return false
	}
	mask, err := only(p.take(context1).body, asn1.SEQUENCE)
	if err != nil {
		return false
	}
	m := reader{b: mask.body}
	m.equal([]byte(oidMGF1()))
	inner := m.take(asn1.SEQUENCE)
	m.end()
	salt, err := only(p.take(context2).body, asn1.INTEGER)
	p.end()
	one, ok1 := parseAlgorithm(hash)
	two, ok2 := parseAlgorithm(inner)
	return err == nil && r.err == nil && p.err == nil && m.err == nil && ok1 && ok2 &&
		one.id == digest.id && two.id == digest.id && one.hash() == h && two.hash() == h &&
		len(salt.body) == 1 && int(salt.body[0]) == h.Size()
}

// names checks the ESS attribute (RFC 5035, 4): the first certificate identifier is the signer's, by digest and, when
// it says so, by issuer and serial number. Without it another certificate of the same key could be put in its place.
func (c *Signature) names(signer *x509.Certificate) bool {
	attribute, err := only(c.attributes[oidCertificate()], asn1.SEQUENCE)
	if err != nil {
		return false
	}
	all := reader{b: attribute.body}
	ids := reader{b: all.take(asn1.SEQUENCE).body}
	all.end() // no policies
	id := reader{b: ids.take(asn1.SEQUENCE).body}
	if all.err != nil || ids.err != nil || !c.accompanied(ids.b, signer) {
		return false
	}
	h := crypto.SHA256 // the default
	if id.is(asn1.SEQUENCE) {
		a, ok := parseAlgorithm(id.take(asn1.SEQUENCE))
		if h = a.hash(); !ok || h == 0 {
			return false
		}
	}
	sum := h.New()
	sum.Write(signer.Raw)
	if digest := id.take(asn1.OCTET_STRING); id.err != nil || !bytes.Equal(digest.body, sum.Sum(nil)) {
		return false
	}
	if len(id.b) == 0 {
		return true
	}
	serial := reader{b: id.take(asn1.SEQUENCE).body}
	id.end()
	general, err := only(serial.take(asn1.SEQUENCE).body, context4)
	number := serial.take(asn1.INTEGER)
	serial.end()
	want, wrong := encoding.Marshal(signer.SerialNumber)
	return err == nil && wrong == nil && id.err == nil && serial.err == nil && bytes.Equal(
		general.body, signer.RawIssuer,
	) &&
		bytes.Equal(number.full, want)
}

// accompanied reads the certificate identifiers after the signer's: each is of a certificate that came along, by its
// SHA-256, and when there are any, none came along that is not named.
func (c *Signature) accompanied(ids []byte, signer *x509.Certificate) bool {
	named := map[string]bool{}
	for r := (reader{b: ids}); len(r.b) > 0; {
		id := reader{b: r.take(asn1.SEQUENCE).body}
		sum := id.take(asn1.OCTET_STRING)
		id.take(asn1.SEQUENCE)
		id.end()
		if r.err != nil || id.err != nil || named[string(sum.body)] {
			return false
		}
		named[string(sum.body)] = true
	}
	if c.company = len(named); c.company == 0 {
		return true
	}
	for _, x := range c.Certificates {
		sum := sha256.Sum256(x.Raw)
		if x != signer && !named[string(sum[:])] {
			return false
		}
		delete(named, string(sum[:]))
	}
	return len(named) == 0
}

// protects compares the protected algorithms with those in use (RFC 6211, 2).
func (c *Signature) protects(attribute []byte) bool {
	v, err := only(attribute, asn1.SEQUENCE)
	if err != nil {
		return false
	}
	r := reader{b: v.body}
	r.equal(c.digest.full)
	signing := r.take(context1)
	r.end()
	want, err := only(c.signing.full, asn1.SEQUENCE)
	return err == nil && r.err == nil && bytes.Equal(signing.body, want.body)
}
