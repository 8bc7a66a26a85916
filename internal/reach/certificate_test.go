package reach_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/reach"
)

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

func codeOf(err error) reach.Code {
	if f, ok := errors.AsType[*reach.Fault](err); ok {
		return f.Code
	}
	return ""
}

// made is a certificate of a local authority in files, as somebody else would have made it.
func made(t *testing.T, now func() time.Time, hosts ...string) (cert, key string) {
	t.Helper()
	a := &reach.Authority{Dir: t.TempDir(), Now: now, Rand: rand.Reader}
	if _, err := a.Certificates(hosts, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	both := filepath.Join(a.Dir, "serveur.pem")
	return both, both
}

// given is the certificate that a server would give.
func given(t *testing.T, c *reach.Certificates) *x509.Certificate {
	t.Helper()
	got, err := c.Config().GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return got.Leaf
}

func TestFromFiles_Refuses(t *testing.T) {
	c := newClock()
	cert, key := made(t, c.now, "r.example")
	other, _ := made(t, c.now, "r.example")
	open := filepath.Join(t.TempDir(), "open.pem")
	data, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(open, data, 0o600), os.Chmod(open, 0o640)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		cert, key, host string
		later           time.Duration
		want            reach.Code
	}{
		"sound":             {cert, key, "r.example", 0, ""},
		"below":             {cert, key, "s.r.example", 0, reach.Unnamed},
		"another name":      {cert, key, "s.example", 0, reach.Unnamed},
		"of the group too":  {cert, open, "r.example", 0, reach.KeyOpen},
		"missing":           {cert + "x", key, "r.example", 0, reach.Unread},
		"a key that is not": {cert, key + "x", "r.example", 0, reach.Unread},
		"another key":       {other, key, "r.example", 0, reach.Unread},
		"a folder":          {cert, filepath.Dir(key), "r.example", 0, reach.Unread},
		"over":              {cert, key, "r.example", 397 * 24 * time.Hour, reach.Expired},
		"not yet":           {cert, key, "r.example", -2 * time.Hour, reach.Early},
	} {
		t.Run(name, func(t *testing.T) {
			then := &clock{c.at.Add(tt.later)}
			_, err := reach.FromFiles(tt.cert, tt.key, []string{tt.host}, then.now, slog.New(slog.DiscardHandler))
			if got := codeOf(err); got != tt.want || (err == nil) != (tt.want == "") {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
	pair, err := reach.ReadPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	for days, want := range map[int]reach.Code{300: "", 381: "", 383: reach.Soon, 398: reach.Expired} {
		if got := codeOf(reach.Lasting(pair, []string{"r.example"}, c.at.AddDate(0, 0, days))); got != want {
			t.Errorf("after %d days: %q, want %q", days, got, want)
		}
	}
}

// TestFromFiles_ReadsAgain: a certificate that is renewed is given without a restart; one that cannot be taken leaves
// that before it, and is told of once.
func TestFromFiles_ReadsAgain(t *testing.T) {
	c := newClock()
	cert, _ := made(t, c.now, "r.example")
	next, _ := made(t, c.now, "r.example")
	wrong, _ := made(t, c.now, "s.example")
	var said bytes.Buffer
	at := filepath.Join(t.TempDir(), "here.pem")
	put := func(from string) {
		data, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(at, data, 0o600)
		}
		c.at = c.at.Add(time.Minute)
		if err = errors.Join(err, os.Chtimes(at, c.at, c.at)); err != nil {
			t.Fatal(err)
		}
	}
	put(cert)
	s, err := reach.FromFiles(at, at, []string{"r.example"}, c.now, slog.New(slog.NewJSONHandler(&said, nil)))
	if err != nil {
		t.Fatal(err)
	}
	first := given(t, s)
	for name, spoil := range map[string]func(){
		"cut": func() {
			if err := os.Truncate(at, 300); err != nil {
				t.Fatal(err)
			}
		},
		"of another name": func() { put(wrong) },
		"gone": func() {
			if err := os.Remove(at); err != nil {
				t.Fatal(err)
			}
		},
		"open to others": func() {
			put(next)
			if err := os.Chmod(at, 0o644); err != nil {
				t.Fatal(err)
			}
		},
	} {
		put(cert)
		given(t, s)
		said.Reset()
		spoil()
		for range 3 {
			c.at = c.at.Add(time.Minute)
			if got := given(t, s); !got.Equal(first) {
				t.Errorf("%s: another certificate is given", name)
			}
		}
		if n := strings.Count(said.String(), "kept the one before"); n != 1 {
			t.Errorf("%s: told of %d times: %s", name, n, said.String())
		}
		if err := os.Chmod(at, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	put(next)
	c.at = c.at.Add(time.Minute)
	if given(t, s).Equal(first) {
		t.Error("the one that was renewed is not given")
	}
	if s.Expired() {
		t.Error("it is said to be over")
	}
	if c.at = c.at.AddDate(2, 0, 0); !s.Expired() {
		t.Error("it is not said to be over")
	}
}

// TestAuthority: it vouches for the names that it was made for, and for no other, even to whoever holds its key.
func TestAuthority(t *testing.T) {
	c := newClock()
	a := &reach.Authority{Dir: filepath.Join(t.TempDir(), "tls"), Now: c.now, Rand: rand.Reader}
	if err := a.Check([]string{"r.example"}); err != nil {
		t.Errorf("before it is made: %v", err)
	}
	s, err := a.Certificates([]string{"r.example"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	public, err := os.ReadFile(a.File())
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(public)
	trusted := func(leaf *x509.Certificate, host string) error {
		_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, DNSName: host, CurrentTime: c.at})
		return err
	}
	leaf := given(t, s)
	for _, host := range []string{"r.example", "localhost"} {
		if err := trusted(leaf, host); err != nil {
			t.Errorf("of %s: %v", host, err)
		}
	}
	if d := leaf.NotAfter.Sub(leaf.NotBefore); d > 397*24*time.Hour {
		t.Errorf("it lasts %s", d)
	}
	for _, f := range []string{"autorite.crt", "autorite.pem", "serveur.pem"} {
		info, err := os.Stat(filepath.Join(a.Dir, f))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f, info, err)
		}
	}
	if info, err := os.Stat(a.Dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder: %v, %v", info, err)
	}
	forged := forge(t, a.Dir, "bank.example", nil)
	if err := trusted(forged, "bank.example"); err == nil {
		t.Error("it vouches for a name that it was not made for")
	}
	if err := trusted(forge(t, a.Dir, "", net.ParseIP("192.0.2.1")), "192.0.2.1"); err == nil {
		t.Error("it vouches for an address that it was not made for")
	}
	for _, host := range []string{"s.example", "192.0.2.1", "er.example"} {
		_, err := a.Certificates([]string{host}, slog.New(slog.DiscardHandler))
		if codeOf(err) != reach.AuthorityNames {
			t.Errorf("asked for %s: %v", host, err)
		}
	}
	was, err := a.Fingerprint()
	if err != nil || len(was) != 32*3-1 {
		t.Errorf("fingerprint %q, %v", was, err)
	}
	c.at = c.at.AddDate(0, 0, 360)
	if err := trusted(given(t, s), "r.example"); err != nil {
		t.Error(err)
	}
	c.at = c.at.AddDate(0, 0, 10)
	renewed := given(t, s)
	if err := trusted(renewed, "r.example"); err != nil || renewed.Equal(leaf) {
		t.Errorf("it is not renewed before it ends: %v", err)
	}
	again, err := a.Certificates([]string{"r.example"}, slog.New(slog.DiscardHandler))
	if err != nil || !given(t, again).Equal(renewed) {
		t.Errorf("another server gives another certificate: %v", err)
	}
	if is, err := a.Fingerprint(); err != nil || is != was {
		t.Errorf("the authority changed: %s, %v", is, err)
	}
	c.at = c.at.AddDate(9, 0, 0)
	if err := a.Check([]string{"r.example"}); codeOf(err) != reach.AuthorityOld {
		t.Errorf("at its end: %v", err)
	}
}

// forge has the key of an authority vouch for a name.
func forge(t *testing.T, dir, host string, ip net.IP) *x509.Certificate {
	t.Helper()
	at := filepath.Join(dir, "autorite.pem")
	ca, err := reach.ReadPair(at, at)
	if err != nil {
		t.Fatal(err)
	}
	form := *ca.Leaf
	form.IsCA, form.MaxPathLenZero, form.PermittedDNSDomains, form.ExcludedIPRanges = false, false, nil, nil
	if form.DNSNames = []string{host}; ip != nil {
		form.DNSNames, form.IPAddresses = nil, []net.IP{ip}
	}
	der, err := x509.CreateCertificate(rand.Reader, &form, ca.Leaf, ca.Leaf.PublicKey, ca.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

func TestAnnounce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), ".recette")
	if got := reach.Announced(dir); got != "" {
		t.Errorf("nobody left %q", got)
	}
	first, err := reach.Announce(dir, "https://a.example")
	if err != nil {
		t.Fatal(err)
	}
	second, err := reach.Announce(dir, "https://b.example")
	if err != nil {
		t.Fatal(err)
	}
	first()
	if got := reach.Announced(dir); got != "https://b.example" {
		t.Errorf("once the first one ended: %q", got)
	}
	second()
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestAnnounced_Dead: what a server that was killed left is not where people are sent.
func TestAnnounced_Dead(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "serveur"), []byte("https://a.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := reach.Announced(dir); got != "" {
		t.Errorf("a dead server is at %q", got)
	}
	done, err := reach.Announce(dir, "https://b.example")
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	for range 2 {
		if got := reach.Announced(dir); got != "https://b.example" {
			t.Errorf("the one that runs is at %q", got)
		}
	}
}

// TestBroad: an authority of a whole domain is told of.
func TestBroad(t *testing.T) {
	hosts := []string{
		"exemple.fr", "recette.exemple.fr", "recette", "localhost", "recette.local", "recette.internal", "recette.test",
		"192.0.2.1", "::1", "2001:db8::1.2.3.4",
	}
	if got := reach.Broad(hosts); !slices.Equal(got, hosts[:1]) {
		t.Errorf("whole domains: %q", got)
	}
}
