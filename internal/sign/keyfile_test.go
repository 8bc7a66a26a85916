package sign_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"recette/internal/i18n"
	"recette/internal/sign"
)

var secret = []byte("une phrase longue")

func saveAuthority(dir string, a *sign.Authority, passphrase []byte) error {
	return sign.SaveKeys(
		context.Background(), dir, sign.Keys{Authority: a, Passphrases: map[sign.Role][]byte{"": passphrase}},
	)
}

func saveIdentity(dir string, role sign.Role, id *sign.Identity, passphrase []byte) error {
	return sign.SaveKeys(context.Background(), dir, sign.Keys{
		Identities:  map[sign.Role]*sign.Identity{role: id},
		Passphrases: map[sign.Role][]byte{role: passphrase},
	})
}

func TestKeysComeBackFromTheirFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	a := authority(t, false)
	zoe := issue(t, a, "Zoë Lefèvre", sign.RolePPO)
	if err := saveAuthority(dir, a, []byte("autre phrase")); err != nil {
		t.Fatal(err)
	}
	if err := saveIdentity(dir, sign.RolePPO, zoe, secret); err != nil {
		t.Fatal(err)
	}
	got, err := sign.LoadIdentity(dir, sign.RolePPO, secret)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name() != "Zoë Lefèvre" || got.Level != sign.LocalAuthority || len(got.Chain) != 1 ||
		!got.Certificate.Equal(zoe.Certificate) {
		t.Errorf("identity = %s, %s, chain of %d", got.Name(), got.Level, len(got.Chain))
	}
	if _, err := sign.Sign(report(t, 3), sign.Request{Field: "PPO", Identity: got, At: day}); err != nil {
		t.Errorf("the key that came back does not sign: %v", err)
	}
	if _, err := sign.LoadAuthority(dir, []byte("autre phrase")); err != nil {
		t.Errorf("LoadAuthority() = %v", err)
	}
	for path, want := range map[string]fs.FileMode{
		dir: 0o700 | fs.ModeDir, filepath.Join(dir, "ppo.key.pem"): 0o600, filepath.Join(dir, "ca.key.pem"): 0o600,
		filepath.Join(dir, "ppo.cert.pem"): 0o644, sign.AuthorityPath(dir): 0o644,
	} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: mode %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, ".new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files left: %v, %v", left, err)
	}
}

// TestKeysOfEverybodyAreRefused: a copy of a key is all that a thief needs to guess its passphrase.
func TestKeysOfEverybodyAreRefused(t *testing.T) {
	dir := t.TempDir()
	if err := saveIdentity(dir, sign.RolePPO, issue(t, authority(t, false), "Zoë", sign.RolePPO), secret); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "ppo.key.pem")
	for mode, want := range map[fs.FileMode]error{
		0o600: nil, 0o400: nil, 0o640: sign.ErrKeyMode, 0o604: sign.ErrKeyMode, 0o620: sign.ErrKeyMode,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := sign.LoadIdentity(dir, sign.RolePPO, secret); !errors.Is(err, want) {
			t.Errorf("mode %04o: LoadIdentity() = %v, want %v", mode, err, want)
		}
		if _, err := sign.LoadLevel(dir, sign.RolePPO); err != nil {
			t.Errorf("mode %04o: LoadLevel() = %v: it reads no key", mode, err)
		}
	}
}

func TestKeyFilesAreNeverOverwritten(t *testing.T) {
	dir := t.TempDir()
	a := authority(t, false)
	if err := saveIdentity(dir, sign.RolePO, issue(t, a, "Jeanne", sign.RolePO), secret); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, "po.key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	another := issue(t, a, "Autre", sign.RolePO)
	if err := saveIdentity(dir, sign.RolePO, another, secret); !errors.Is(err, sign.ErrKeyExists) {
		t.Errorf("SaveKeys() = %v, want ErrKeyExists", err)
	}
	if after, err := os.ReadFile(filepath.Join(dir, "po.key.pem")); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the key file changed, %v", err)
	}
	// A certificate that is in the way leaves no key alone behind.
	if err := os.WriteFile(filepath.Join(dir, "ppo.cert.pem"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	zoe := issue(t, a, "Zoë", sign.RolePPO)
	if err := saveIdentity(dir, sign.RolePPO, zoe, secret); !errors.Is(err, sign.ErrKeyExists) {
		t.Errorf("SaveKeys() = %v, want ErrKeyExists", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ppo.key.pem")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half a pair was left: %v", err)
	}
}

func TestKeyFilesThatDoNotOpen(t *testing.T) {
	dir := t.TempDir()
	a := authority(t, false)
	if err := saveIdentity(dir, sign.RolePPO, issue(t, a, "Zoë", sign.RolePPO), secret); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(filepath.Join(dir, "ppo.key.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(good)
	// The encrypted data, the last element, has 144 bytes for a P-256 key.
	data := len(block.Bytes) - 144
	if !bytes.Equal(block.Bytes[data-3:data], []byte{0x04, 0x81, 144}) {
		t.Fatal("the key file is not laid out as this test expects")
	}
	damaged := bytes.Clone(block.Bytes)
	damaged[data] ^= 1
	odd := bytes.Clone(block.Bytes)
	odd[data-1]-- // not whole blocks any more
	tests := map[string]struct {
		key        []byte
		passphrase string
		want       error
	}{
		"wrong passphrase": {good, "mauvaise", sign.ErrPassphrase},
		"no passphrase":    {good, "", sign.ErrNoPassphrase},
		"damaged data": {
			pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: damaged}), string(secret), sign.ErrPassphrase,
		},
		"cut structure": {
			pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: block.Bytes[:40]}), string(secret), sign.ErrKeyFile,
		},
		"odd length": {pem.EncodeToMemory(&pem.Block{Type: block.Type, Bytes: odd}), string(secret), sign.ErrKeyFile},
		"not PEM":    {[]byte("clef"), string(secret), sign.ErrKeyFile},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(filepath.Join(dir, "ppo.key.pem"), tt.key, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := sign.LoadIdentity(dir, sign.RolePPO, []byte(tt.passphrase)); !errors.Is(err, tt.want) {
				t.Errorf("LoadIdentity() = %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := sign.LoadIdentity(dir, sign.RolePO, secret); !errors.Is(err, sign.ErrNoKey) {
		t.Errorf("LoadIdentity() of an absent role = %v, want ErrNoKey", err)
	}
	if _, err := sign.LoadIdentity(dir, "../ca", secret); !errors.Is(err, sign.ErrRequest) {
		t.Errorf("LoadIdentity() of a path = %v, want ErrRequest", err)
	}
}

func TestOpenSSLOpensOurKeys(t *testing.T) {
	need(t, "openssl")
	dir := t.TempDir()
	a := authority(t, false)
	if err := saveAuthority(dir, a, secret); err != nil {
		t.Fatal(err)
	}
	if err := saveIdentity(dir, sign.RolePPO, issue(t, a, "Zoë", sign.RolePPO), secret); err != nil {
		t.Fatal(err)
	}
	if got := run(
		t, "openssl", "pkey", "-in", filepath.Join(dir, "ppo.key.pem"), "-passin", "pass:"+string(secret), "-noout",
		"-text",
	); !strings.Contains(got, "P-256") {
		t.Errorf("openssl pkey says\n%s", got)
	}
	got := run(
		t, "openssl", "verify", "-no_check_time", "-CAfile", sign.AuthorityPath(dir),
		filepath.Join(dir, "ppo.cert.pem"),
	)
	if !strings.Contains(got, "ppo.cert.pem: OK") {
		t.Errorf("openssl verify says\n%s", got)
	}
}

func TestImportedPairs(t *testing.T) {
	need(t, "openssl")
	dir := t.TempDir()
	key, cert := filepath.Join(dir, "k.pem"), filepath.Join(dir, "c.pem")
	clear := filepath.Join(dir, "clear.pem")
	run(
		t, "openssl", "req", "-x509", "-newkey", "rsa:3072", "-keyout", key, "-out", cert, "-passout", "pass:x",
		"-days", "30",
		"-subj", "/CN=Tiers", "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=nonRepudiation",
	)
	run(t, "openssl", "rsa", "-in", key, "-passin", "pass:x", "-traditional", "-out", clear)
	text := func(p string) []byte {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	other := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority(t, false).Certificate.Raw})
	tests := map[string]struct {
		key, certs []byte
		passphrase string
		want       error
	}{
		"encrypted":        {text(key), text(cert), "x", nil},
		"in clear":         {text(clear), text(cert), "", nil},
		"chain first":      {text(key), append(bytes.Clone(other), text(cert)...), "x", nil},
		"wrong passphrase": {text(key), text(cert), "y", sign.ErrPassphrase},
		"other's":          {text(key), other, "x", sign.ErrKeyMismatch},
		"no certificate":   {text(key), text(key), "x", sign.ErrKeyFile},
		"no key":           {text(cert), text(cert), "x", sign.ErrKeyFile},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			id, err := sign.ParseIdentity(tt.key, tt.certs, []byte(tt.passphrase))
			if !errors.Is(err, tt.want) {
				t.Fatalf("ParseIdentity() = %v, want %v", err, tt.want)
			}
			if err == nil && (id.Name() != "Tiers" || id.Level != sign.Imported) {
				t.Errorf("identity %s, %s", id.Name(), id.Level)
			}
		})
	}
}

func TestCertificatesSayWhatTheyAreFor(t *testing.T) {
	a := authority(t, false)
	if c := a.Certificate; !c.IsCA || c.MaxPathLen != 0 || !c.MaxPathLenZero ||
		!c.NotAfter.Equal(day.AddDate(10, 0, 0)) {
		t.Errorf("authority: CA %t, path length %d, until %s", c.IsCA, c.MaxPathLen, c.NotAfter)
	}
	c := issue(t, a, "Zoë", sign.RolePPO).Certificate
	if c.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment || len(c.UnknownExtKeyUsage) != 2 ||
		!slices.Equal(c.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}) {
		t.Errorf("usages %v %v %v", c.KeyUsage, c.ExtKeyUsage, c.UnknownExtKeyUsage)
	}
	if !slices.Equal(c.Subject.OrganizationalUnit, []string{"PPO"}) || !c.NotAfter.Equal(day.AddDate(3, 0, 0)) {
		t.Errorf("subject %s, until %s", c.Subject, c.NotAfter)
	}
	late, err := a.Issue(sign.IssueRequest{Name: "Zoë", Role: sign.RolePPO, At: day.AddDate(9, 0, 0)})
	if err != nil || !late.Certificate.NotAfter.Equal(a.Certificate.NotAfter) {
		t.Errorf("a late certificate outlives its authority, %v", err)
	}
	for _, at := range []time.Time{day.Add(-time.Second), day.AddDate(10, 0, 0)} {
		if _, err := a.Issue(
			sign.IssueRequest{Name: "Zoë", Role: sign.RolePPO, At: at},
		); !errors.Is(err, sign.ErrCertificate) {
			t.Errorf("Issue() at %s = %v, want ErrCertificate", at, err)
		}
	}
}

func TestDemoIsSaidWhereverPeopleLook(t *testing.T) {
	id := issue(t, authority(t, true), "Zoë", sign.RolePPO)
	if s := id.Certificate.Subject; s.CommonName != "DEMO Zoë" || s.Organization[0] != "DEMO Projet CRM" ||
		id.Level != sign.Demo {
		t.Errorf("subject %s, level %s", s, id.Level)
	}
	one, err := authority(t, false).Issue(sign.IssueRequest{Name: "Zoë", Role: sign.RolePPO, At: day, Demo: true})
	if err != nil || one.Level != sign.Demo {
		t.Errorf("level %s, %v; want demo", one.Level, err)
	}
}

func TestEveryLevelHasWords(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range []sign.Level{sign.LocalAuthority, sign.Imported, sign.Demo} {
			if !p.Has(l.Key()) || !p.Has("reports.level."+string(l)) {
				t.Errorf("%s: no words for %s", lang, l)
			}
		}
	}
}

// TestParsePKCS12: what OpenSSL and others export, of today and of before, opens with its passphrase and no other.
func TestParsePKCS12(t *testing.T) {
	a := authority(t, false)
	id := issue(t, a, "Tiers", sign.RolePPO)
	for name, encoder := range map[string]*pkcs12.Encoder{"modern": pkcs12.Modern, "of before": pkcs12.LegacyDES} {
		file, err := encoder.Encode(id.Key, id.Certificate, []*x509.Certificate{a.Certificate}, "phrase")
		if err != nil {
			t.Fatal(err)
		}
		for pass, want := range map[string]error{"phrase": nil, "autre": sign.ErrPassphrase, "": sign.ErrNoPassphrase} {
			got, err := sign.ParsePKCS12(file, []byte(pass))
			if !errors.Is(err, want) {
				t.Errorf("%s, with %q: %v, want %v", name, pass, err, want)
			}
			if err == nil && (got.Name() != "Tiers" || len(got.Chain) != 1 || got.Level != sign.Imported) {
				t.Errorf("%s: identity %s, chain of %d, %s", name, got.Name(), len(got.Chain), got.Level)
			}
		}
		if _, err := sign.ParsePKCS12(file[:len(file)/2], []byte("phrase")); !errors.Is(err, sign.ErrKeyFile) {
			t.Errorf("%s, cut short: %v, want ErrKeyFile", name, err)
		}
	}
}
