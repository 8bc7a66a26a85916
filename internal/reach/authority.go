package reach

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// How long what the local authority makes lasts. Browsers take no certificate of a server beyond 398 days.
const (
	authorityTime = 10 * 365 * 24 * time.Hour
	leafTime      = 397 * 24 * time.Hour
	leafRenewed   = 30 * 24 * time.Hour // before its end
	clockSlack    = time.Hour           // by which the clock of a browser may be late
)

// Authority makes the certificates of a team that has no authority of its own. Whoever installs it trusts it for the
// names that it was made for, for every name below them (RFC 5280, 4.2.1.10), and for nothing else.
type Authority struct {
	Dir  string // private
	Now  func() time.Time
	Rand io.Reader
}

// File is the certificate of the authority, which people install.
func (a *Authority) File() string { return filepath.Join(a.Dir, "autorite.crt") }

// secret holds the key of the authority, and its certificate; server those of the server.
func (a *Authority) secret() string { return filepath.Join(a.Dir, "autorite.pem") }
func (a *Authority) server() string { return filepath.Join(a.Dir, "serveur.pem") }

// Fingerprint gives the SHA-256 digest of the certificate of the authority, as systems show it.
func (a *Authority) Fingerprint() (string, error) {
	c, err := ReadPair(a.secret(), a.secret())
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(c.Certificate[0])
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":"), nil
}

// Certificates gives the certificate of the server for hosts, renewed before it ends. The authority is made when there
// is none; one that was made for other names is refused (AuthorityNames): people would have to install another.
func (a *Authority) Certificates(hosts []string, log *slog.Logger) (*Certificates, error) {
	return newCertificates(a.Now, log, func(now time.Time, stamp string) (*tls.Certificate, string, error) {
		if until, err := time.Parse(time.RFC3339, stamp); err == nil && until.Sub(now) >= leafRenewed {
			return nil, stamp, nil
		}
		c, err := a.leaf(hosts, now)
		if err != nil {
			return nil, err.Error(), err
		}
		return c, c.Leaf.NotAfter.UTC().Format(time.RFC3339), nil
	})
}

// Check looks at what was made, and makes nothing: nil when nothing was.
func (a *Authority) Check(hosts []string) error {
	c, err := ReadPair(a.secret(), a.secret())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return vouches(c, hosts, a.Now())
}

// leaf gives the certificate of the server: that which is kept, or another.
func (a *Authority) leaf(hosts []string, now time.Time) (*tls.Certificate, error) {
	ca, err := a.authority(hosts, now)
	if err != nil {
		return nil, err
	}
	if kept, err := ReadPair(a.server(), a.server()); err == nil && kept.Leaf.CheckSignatureFrom(ca.Leaf) == nil &&
		sound(kept, hosts, now) == nil && kept.Leaf.NotAfter.Sub(now) >= leafRenewed {
		return kept, nil
	}
	begins := now.Add(-clockSlack)
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: short(hosts[0])}, NotBefore: begins, NotAfter: begins.Add(leafTime),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, h := range withLocal(hosts) {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	if t.NotAfter.After(ca.Leaf.NotAfter) {
		t.NotAfter = ca.Leaf.NotAfter
	}
	return a.issue(a.server(), t, ca)
}

// authority gives the authority, or makes it for hosts.
func (a *Authority) authority(hosts []string, now time.Time) (*tls.Certificate, error) {
	ca, err := ReadPair(a.secret(), a.secret())
	if errors.Is(err, fs.ErrNotExist) {
		ca, err = a.found(hosts, now)
	}
	if err == nil {
		err = vouches(ca, hosts, now)
	}
	if err != nil {
		return nil, err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Certificate[0]})
	if kept, err := bounded.ReadFile(a.File(), bounded.Document); err == nil && bytes.Equal(kept, public) {
		return ca, nil
	}
	return ca, durable.Write(a.File(), 0o600, durable.Bytes(public))
}

// Broad gives those of hosts that are whole domains, as a local authority for them may vouch for every name below: of
// two labels, but for what is of one network or of nobody (RFC 6761, 6762).
func Broad(hosts []string) (all []string) {
	own := []string{"local", "internal", "test", local}
	for _, h := range hosts {
		top := h[strings.LastIndexByte(h, '.')+1:]
		if net.ParseIP(h) == nil && strings.Count(h, ".") == 1 && !slices.Contains(own, top) {
			all = append(all, h)
		}
	}
	return all
}

// found makes an authority that may vouch for hosts, and for what is below them, alone.
func (a *Authority) found(hosts []string, now time.Time) (*tls.Certificate, error) {
	begins := now.Add(-clockSlack)
	t := &x509.Certificate{
		Subject:   pkix.Name{CommonName: "Recette, autorité locale", Organization: []string{short(hosts[0])}},
		NotBefore: begins, NotAfter: begins.Add(authorityTime),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage:    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},

		PermittedDNSDomainsCritical: true,
	}
	for _, h := range withLocal(hosts) {
		if ip := net.ParseIP(h); ip != nil {
			t.PermittedIPRanges = append(t.PermittedIPRanges, one(ip))
		} else {
			t.PermittedDNSDomains = append(t.PermittedDNSDomains, h)
		}
	}
	if len(t.PermittedIPRanges) == 0 { // a kind of name that nothing is said of is not constrained
		t.ExcludedIPRanges = []*net.IPNet{
			{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)}, {IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
		}
	}
	return a.issue(a.secret(), t, nil)
}

// issue makes a key, has by sign its certificate, or itself, and keeps both in one file: neither is there without the
// other.
func (a *Authority) issue(path string, t *x509.Certificate, by *tls.Certificate) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), a.Rand)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	serial := make([]byte, 16)
	if _, err := io.ReadFull(a.Rand, serial); err != nil {
		return nil, fmt.Errorf("number a certificate: %w", err)
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and of sixteen bytes
	t.SerialNumber = new(big.Int).SetBytes(serial)
	issuer, signer := t, any(key)
	if by != nil {
		issuer, signer = by.Leaf, by.PrivateKey
	}
	der, err := x509.CreateCertificate(a.Rand, t, issuer, &key.PublicKey, signer)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("keep a key: %w", err)
	}
	both := append(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...,
	)
	if err := durable.MakeDir(a.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("keep a certificate: %w", err)
	}
	if err := durable.Write(path, 0o600, durable.Bytes(both)); err != nil {
		return nil, fmt.Errorf("keep a certificate: %w", err)
	}
	return ReadPair(path, path)
}

// vouches tells whether an authority may vouch for hosts now: AuthorityNames, AuthorityOld.
func vouches(ca *tls.Certificate, hosts []string, now time.Time) error {
	if ca.Leaf.NotAfter.Sub(now) < leafRenewed {
		return &Fault{Code: AuthorityOld, Key: "tls", Args: []any{ca.Leaf.NotAfter}}
	}
	for _, h := range hosts {
		if !permitted(ca.Leaf, h) {
			return &Fault{Code: AuthorityNames, Key: "hosts", Args: []any{h}}
		}
	}
	return nil
}

func permitted(ca *x509.Certificate, host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		for _, r := range ca.PermittedIPRanges {
			if r.Contains(ip) {
				return true
			}
		}
		return false
	}
	for _, d := range ca.PermittedDNSDomains {
		if host == d || strings.HasSuffix(host, "."+d) {
			return true
		}
	}
	return false
}

// withLocal adds the name of this machine for itself: whoever watches the server asks by it.
func withLocal(hosts []string) []string {
	if slices.Contains(hosts, local) {
		return hosts
	}
	return append(append([]string{}, hosts...), local)
}

// one is the range that holds one address.
func one(ip net.IP) *net.IPNet {
	if v4 := ip.To4(); v4 != nil {
		return &net.IPNet{IP: v4, Mask: net.CIDRMask(32, 32)}
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(128, 128)}
}

// short cuts a name to what a certificate takes (RFC 5280, ub-common-name).
func short(name string) string { return name[:min(len(name), 64)] }
