package verify

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/verify/cms"
)

// demoMark stands at the head of the organisation of certificates that prove nothing.
const demoMark = "DEMO"

// clockSkew is how far in the future a declared time may lie.
const clockSkew = 24 * time.Hour

// signer judges the certificate: what it may do, whom and which role it names, when, and who vouches for it.
func (c *check) signer(s *signature) {
	x, at := s.cms.Signer, s.out.DeclaredAt
	s.out.Signer, s.out.Issuer = x.Subject.CommonName, x.Issuer.CommonName
	s.out.Certificate, s.out.Demo = digest(x.Raw), isDemo(x)
	if !cms.MaySign(x) {
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
		if o := other.cms; o != nil && o.Signer != nil && (bytes.Equal(o.Signer.Raw, x.Raw) ||
			bytes.Equal(o.Signer.RawSubjectPublicKeyInfo, x.RawSubjectPublicKeyInfo) ||
			sameLetters(o.Signer.Subject.CommonName, x.Subject.CommonName)) {
			s.fail(SameSigner, other.out.Field)
			other.fail(SameSigner, s.out.Field)
		} else if o != nil && o.Signer != nil && lookalike(o.Signer.Subject.CommonName, x.Subject.CommonName) {
			s.findings.add(doubt(NamesAlike, o.Signer.Subject.CommonName, x.Subject.CommonName))
			other.findings.add(doubt(NamesAlike, x.Subject.CommonName, o.Signer.Subject.CommonName))
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
	if !at.IsZero() && len(c.o.Anchors) > 0 {
		s.out.Trusted = s.cms.Trusted(c.o.Anchors, at)
	}
	if p := s.cms.Issuer(c.o.Anchors, x); p != nil {
		s.out.Authority = digest(p.Raw)
	}
	if !s.out.Trusted {
		s.findings.add(doubt(noCertificateChain, x.Issuer.CommonName))
	}
	for _, other := range s.cms.Certificates {
		if other == x {
			continue
		}
		switch issues, vouched := s.cms.Company(c.o.Anchors, other); {
		case !issues, !vouched && (s.out.Trusted || bytes.Equal(other.RawIssuer, other.RawSubject)):
			s.fail(CertificateUnverified, other.Subject.CommonName)
		case !vouched:
			s.findings.add(doubt(CertificateUnverified, other.Subject.CommonName))
		}
	}
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
func sameName(a, b string) bool { return nameKey(a) == nameKey(b) }

// nameKey writes all the names that are one to sameName in one way.
func nameKey(name string) string { return uncased(typed(name)) }

// uncased writes in one way the texts that are equal under simple case folding.
func uncased(text string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for x := unicode.SimpleFold(r); x != r; x = unicode.SimpleFold(x) {
			least = min(least, x)
		}
		return least
	}, text)
}

func typed(name string) string { return norm.NFC.String(struck(plain(name))) }

// struck writes what keyboards write in several ways in one, and drops what shows nothing.
func struck(name string) string {
	return strings.Map(func(r rune) rune {
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
	}, name)
}

// manner completes who is to sign with what they do, as the plan says, and with the kind of electronic signature that
// their certificate makes: that of the authority of the project makes a simple one, and an imported one what its issuer
// attests (regulation eIDAS, article 3).
func (c *check) manner(s *signatory, p *frozenParty) {
	if !c.canon.covers {
		return
	}
	s.Function = c.function(p)
	switch known := c.custody.keys[s.Field]; {
	case known.Fingerprint == "":
	case known.Level == "imported":
		s.Method = "electronic_issuer"
	default:
		s.Method = "electronic_simple"
	}
}

// function gives what somebody does, as the plan says of them, or of who represents the customer or the supplier.
func (c *check) function(p *frozenParty) string {
	switch {
	case p.Function != "":
		return p.Function
	case p.Name == c.frozen.Client.Representative:
		return c.frozen.Client.Title
	case p.Name == c.frozen.Supplier.Representative:
		return c.frozen.Supplier.Title
	}
	return ""
}
