package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"
	"time"
)

// Authority is the project's own certification authority. Its key signs certificates, never documents.
type Authority struct {
	Key         crypto.Signer
	Certificate *x509.Certificate
}

// AuthorityRequest says which authority to make.
type AuthorityRequest struct {
	// Name is the common name, Project the organisation.
	Name, Project string
	// At is the first second of its ten years.
	At time.Time
	// Demo marks it, and all that it issues, as worth nothing.
	Demo bool
	// Rand makes the serial number; nil means crypto/rand.
	Rand io.Reader
}

// Lifetimes of the certificates.
const (
	authorityYears = 10
	personYears    = 3
)

// CreateAuthority makes an EC P-384 authority for ten years that can issue to people only (path length 0).
func CreateAuthority(r AuthorityRequest) (*Authority, error) {
	if r.Name == "" || r.Project == "" || r.At.IsZero() {
		return nil, fmt.Errorf("%w: an authority needs a name, a project and a date", ErrRequest)
	}
	key, err := ecdsa.GenerateKey(elliptic.P384(), source(r.Rand))
	if err != nil {
		return nil, fmt.Errorf("create authority: %w", err)
	}
	serial, err := serialNumber(r.Rand)
	if err != nil {
		return nil, fmt.Errorf("create authority: %w", err)
	}
	at := r.At.UTC().Truncate(time.Second)
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject(r.Name, r.Project, "", r.Demo),
		NotBefore:    at, NotAfter: at.AddDate(authorityYears, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true,
		SignatureAlgorithm: x509.ECDSAWithSHA384,
	}
	cert, err := certify(template, template, key.Public(), key, r.Rand)
	if err != nil {
		return nil, fmt.Errorf("create authority: %w", err)
	}
	return &Authority{Key: key, Certificate: cert}, nil
}

// IssueRequest says whom to make a certificate for.
type IssueRequest struct {
	// Name is the person's common name.
	Name string
	// Role becomes the organisational unit; the organisation is the authority's.
	Role Role
	// At is the first second of the three years, which end with the authority's at the latest.
	At time.Time
	// Demo marks the certificate as worth nothing, even under an authority that is not for demonstration.
	Demo bool
	// Rand makes the serial number; nil means crypto/rand.
	Rand io.Reader
}

// Issue makes an EC P-256 key and a certificate for three years, with the key usages that NSS, Acrobat and RFC 9336
// want together.
func (a *Authority) Issue(r IssueRequest) (*Identity, error) {
	if r.Name == "" || r.Role == "" || r.At.IsZero() {
		return nil, fmt.Errorf("%w: a certificate needs a name, a role and a date", ErrRequest)
	}
	at := r.At.UTC().Truncate(time.Second)
	end := at.AddDate(personYears, 0, 0)
	if end.After(a.Certificate.NotAfter) {
		end = a.Certificate.NotAfter
	}
	switch {
	case at.Before(a.Certificate.NotBefore):
		return nil, fmt.Errorf(
			"%w: the authority starts on %s", ErrNotYetValid, a.Certificate.NotBefore.Format(time.RFC3339),
		)
	case !at.Before(end):
		return nil, fmt.Errorf("%w: the authority ended on %s", ErrExpired, a.Certificate.NotAfter.Format(time.RFC3339))
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), source(r.Rand))
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	serial, err := serialNumber(r.Rand)
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	project := ""
	if o := a.Certificate.Subject.Organization; len(o) > 0 {
		project = o[0]
	}
	demo := r.Demo || isDemo(a.Certificate)
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      subject(r.Name, project, string(r.Role), demo),
		NotBefore:    at, NotAfter: end,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection},
		UnknownExtKeyUsage:    []asn1.ObjectIdentifier{ekuDocumentSigning, ekuAdobe},
		BasicConstraintsValid: true,
	}
	cert, err := certify(template, a.Certificate, key.Public(), a.Key, r.Rand)
	if err != nil {
		return nil, fmt.Errorf("issue certificate: %w", err)
	}
	id := &Identity{Key: key, Certificate: cert, Chain: []*x509.Certificate{a.Certificate}}
	id.Level = levelOf(cert, a.Certificate)
	return id, nil
}

// levelOf tells where a certificate comes from, given the local authority's or nil.
func levelOf(c, authority *x509.Certificate) Level {
	switch {
	case isDemo(c):
		return Demo
	case authority != nil && c.CheckSignatureFrom(authority) == nil:
		return LocalAuthority
	}
	return Imported
}

// subject makes the name of a holder; for a demonstration the mark stands in both places people look at.
func subject(name, project, unit string, demo bool) pkix.Name {
	if demo {
		name, project = mark(name), mark(project)
	}
	n := pkix.Name{CommonName: name, Organization: []string{project}}
	if unit != "" {
		n.OrganizationalUnit = []string{unit}
	}
	return n
}

func mark(s string) string {
	if len(s) > len(demoMark) && s[:len(demoMark)+1] == demoMark+" " {
		return s
	}
	return demoMark + " " + s
}

func certify(
	template, parent *x509.Certificate, pub crypto.PublicKey, key crypto.Signer, random io.Reader,
) (*x509.Certificate, error) {
	raw, err := x509.CreateCertificate(source(random), template, parent, pub, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

// serialNumber makes 127 random bits: positive, at most 20 octets (RFC 5280, 4.1.2.2), and with enough chance.
func serialNumber(random io.Reader) (*big.Int, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(source(random), b); err != nil {
		return nil, err
	}
	b[0] = b[0]&0x7F | 0x40 // never zero, always the same length
	return new(big.Int).SetBytes(b), nil
}

func source(r io.Reader) io.Reader {
	if r == nil {
		return rand.Reader
	}
	return r
}
