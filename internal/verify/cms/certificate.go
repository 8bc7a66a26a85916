package cms

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"
)

// Issuer gives the certificate that issued another one: an anchor, else one that came along; nil when none did.
func (c *Signature) Issuer(anchors []*x509.Certificate, x *x509.Certificate) *x509.Certificate {
	for _, p := range slices.Concat(anchors, c.Certificates) {
		if p != x && issued(p, x) {
			return p
		}
	}
	return nil
}

// Company tells of a certificate that came along whether it issued another one there, and whether one that is there or
// an anchor vouches for it.
func (c *Signature) Company(anchors []*x509.Certificate, x *x509.Certificate) (issues, vouched bool) {
	for _, other := range c.Certificates {
		issues = issues || other != x && bytes.Equal(other.RawIssuer, x.RawSubject)
	}
	for _, p := range slices.Concat(anchors, c.Certificates) {
		vouched = vouched || bytes.Equal(p.Raw, x.Raw) && p != x || issued(p, x)
	}
	return issues, vouched
}

func issued(p, x *x509.Certificate) bool {
	return bytes.Equal(p.RawSubject, x.RawIssuer) && x.CheckSignatureFrom(p) == nil
}

// Trusted tells whether a chain leads from the signer's certificate to an anchor, at a time. The certificates that came
// along are its issuers.
func (c *Signature) Trusted(anchors []*x509.Certificate, at time.Time) bool {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range anchors {
		roots.AddCert(a)
	}
	for _, other := range c.Certificates {
		if other != c.Signer {
			others.AddCert(other)
		}
	}
	_, err := c.Signer.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: others, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	return err == nil
}

// Free names the parts that the signature leaves free to be written otherwise: the greater of the two ECDSA values,
// and certificates that came along and that the signature does not name. Verify has read both.
func (c *Signature) Free() []string {
	var free []string
	if c.high {
		free = append(free, "s")
	}
	if c.company != len(c.Certificates)-1 {
		free = append(free, "certificates")
	}
	return free
}

// MaySign applies ETSI EN 319 412-2, 4.3.2, and what NSS and Acrobat accept as extended usage.
func MaySign(x *x509.Certificate) bool {
	if x.IsCA || x.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return false
	}
	if len(x.ExtKeyUsage)+len(x.UnknownExtKeyUsage) == 0 {
		return true
	}
	documents := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36} // RFC 9336
	adobe := asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 5}
	return slices.ContainsFunc(x.ExtKeyUsage, func(u x509.ExtKeyUsage) bool {
		return u == x509.ExtKeyUsageEmailProtection || u == x509.ExtKeyUsageAny
	}) || slices.ContainsFunc(x.UnknownExtKeyUsage, func(u asn1.ObjectIdentifier) bool {
		return documents.Equal(u) || adobe.Equal(u)
	})
}
