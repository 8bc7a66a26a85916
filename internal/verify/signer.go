package verify

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// demoMark stands at the head of the organisation of certificates that prove nothing.
const demoMark = "DEMO"

// clockSkew is how far in the future a declared time may lie.
const clockSkew = 24 * time.Hour

// signer judges the certificate: what it may do, whom and which role it names, when, and who vouches for it.
func (c *check) signer(s *signature) {
	x, at := s.cms.signer, s.out.DeclaredAt
	s.out.Signer, s.out.Issuer = x.Subject.CommonName, x.Issuer.CommonName
	s.out.Certificate, s.out.Demo = digest(x.Raw), isDemo(x)
	if !maySign(x) {
		s.fail(ChainConstraints)
	}
	switch {
	case at.Before(x.NotBefore):
		s.fail(NotYetValid, x.NotBefore.UTC().Format(time.RFC3339))
	case at.After(x.NotAfter):
		s.fail(Expired, x.NotAfter.UTC().Format(time.RFC3339))
	case !c.o.Now.IsZero() && c.o.Now.After(x.NotAfter):
		s.findings.add(info(expiredSince, x.NotAfter.UTC().Format(time.RFC3339)))
	}
	if !c.o.Now.IsZero() && at.After(c.o.Now.Add(clockSkew)) {
		s.findings.add(doubt(TimeFuture, at.UTC().Format(time.RFC3339)))
	}
	c.role(s, x)
	if !sameName(s.name, x.Subject.CommonName) {
		s.fail(NameMismatch, s.name, x.Subject.CommonName)
	}
	for _, other := range c.signed { // those read before
		if o := other.cms; o != nil && o.signer != nil && (bytes.Equal(o.signer.Raw, x.Raw) ||
			bytes.Equal(o.signer.RawSubjectPublicKeyInfo, x.RawSubjectPublicKeyInfo) ||
			sameName(o.signer.Subject.CommonName, x.Subject.CommonName)) {
			s.fail(SameSigner, other.out.Field)
			other.fail(SameSigner, s.out.Field)
		}
	}
	c.chain(s, x, at)
}

// role compares the organisational unit with the field. A certificate from elsewhere may name no role at all: declared
// looks for a leaf that does.
func (c *check) role(s *signature, x *x509.Certificate) {
	units := x.Subject.OrganizationalUnit
	switch {
	case slices.Contains(units, s.out.Field):
	case slices.Contains(units, "PPO"), slices.Contains(units, "PO"):
		s.fail(RoleMismatch, s.out.Field, strings.Join(units, ", "))
	default:
		s.unstated = true
	}
}

// chain looks for a way from the certificate to an anchor, at the declared time. The certificates that came along are
// its issuers, each vouched for, and nothing else: the signature does not cover them.
func (c *check) chain(s *signature, x *x509.Certificate, at time.Time) {
	roots, others := x509.NewCertPool(), x509.NewCertPool()
	for _, a := range c.o.Anchors {
		roots.AddCert(a)
	}
	for _, other := range s.cms.certificates {
		if other != x {
			others.AddCert(other)
		}
	}
	if !at.IsZero() && len(c.o.Anchors) > 0 {
		_, err := x.Verify(x509.VerifyOptions{
			Roots: roots, Intermediates: others, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		s.out.Trusted = err == nil
	}
	s.out.Authority = c.issuer(s.cms, x)
	if !s.out.Trusted {
		s.findings.add(doubt(noCertificateChain, x.Issuer.CommonName))
	}
	for _, other := range s.cms.certificates {
		if other == x {
			continue
		}
		switch issues, vouched := c.company(s.cms, other); {
		case !issues, !vouched && (s.out.Trusted || bytes.Equal(other.RawIssuer, other.RawSubject)):
			s.fail(CertificateUnverified, other.Subject.CommonName)
		case !vouched:
			s.findings.add(doubt(CertificateUnverified, other.Subject.CommonName))
		}
	}
}

// issuer gives the fingerprint of the certificate that issued another one: a trusted one, else one that came along.
func (c *check) issuer(m *cms, x *x509.Certificate) string {
	for _, p := range slices.Concat(c.o.Anchors, m.certificates) {
		if p != x && bytes.Equal(p.RawSubject, x.RawIssuer) && x.CheckSignatureFrom(p) == nil {
			return digest(p.Raw)
		}
	}
	return ""
}

// company tells of a certificate that came along whether it issued another one there, and whether somebody who is there
// or trusted vouches for it.
func (c *check) company(m *cms, x *x509.Certificate) (issues, vouched bool) {
	for _, other := range m.certificates {
		issues = issues || other != x && bytes.Equal(other.RawIssuer, x.RawSubject)
	}
	for _, list := range [][]*x509.Certificate{c.o.Anchors, m.certificates} {
		for _, p := range list {
			vouched = vouched || bytes.Equal(p.Raw, x.Raw) && p != x || bytes.Equal(
				p.RawSubject, x.RawIssuer,
			) && x.CheckSignatureFrom(p) == nil
		}
	}
	return issues, vouched
}

// maySign applies ETSI EN 319 412-2, 4.3.2, and what NSS and Acrobat accept as extended usage.
func maySign(x *x509.Certificate) bool {
	if x.IsCA || x.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return false
	}
	if len(x.ExtKeyUsage)+len(x.UnknownExtKeyUsage) == 0 {
		return true
	}
	documents := asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 36} // RFC 9336
	adobe := asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 5}
	return slices.Contains(
		x.ExtKeyUsage, x509.ExtKeyUsageEmailProtection,
	) || slices.Contains(x.ExtKeyUsage, x509.ExtKeyUsageAny) ||
		slices.ContainsFunc(
			x.UnknownExtKeyUsage, documents.Equal,
		) || slices.ContainsFunc(x.UnknownExtKeyUsage, adobe.Equal)
}

// isDemo tells whether a certificate says, in its own name or its issuer's, that it proves nothing.
func isDemo(x *x509.Certificate) bool {
	return slices.ContainsFunc(
		append(slices.Clone(x.Subject.Organization), x.Issuer.Organization...), func(o string) bool {
			return o == demoMark || strings.HasPrefix(o, demoMark+" ")
		},
	)
}

// sameName compares two names of a person, without the mark of demonstration: whatever the apostrophes and the hyphens
// that a keyboard gives, and what shows nothing.
func sameName(a, b string) bool {
	return strings.EqualFold(typed(a), typed(b))
}

func typed(name string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("’‘ʼ′`´", r):
			return '\''
		case unicode.Is(unicode.Pd, r), r == '\u2212':
			return '-'
		case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point),
			r == '\u2800':
			return -1
		}
		return r
	}, plain(name)))
}
