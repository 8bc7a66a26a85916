package signoff_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/signoff"
)

// A foreign key is kept under a passphrase of its own, and opens with it alone; one that could not sign is refused
// before anything is written.
func TestKeyring_TakesInAForeignKey(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	source := t.TempDir()
	authority, err := sign.CreateAuthority(
		sign.AuthorityRequest{Name: "Ailleurs", Project: "Autre", At: now.AddDate(-4, 0, 0)},
	)
	if err != nil {
		t.Fatal(err)
	}
	id, err := authority.Issue(sign.IssueRequest{Name: "Élise Fontaine", Role: sign.RolePPO, At: now.AddDate(0, -1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if err := sign.SaveKeys(t.Context(), source, sign.Keys{
		Identities:  map[sign.Role]*sign.Identity{sign.RolePPO: id},
		Passphrases: map[sign.Role][]byte{sign.RolePPO: []byte("celle du fichier")},
	}); err != nil {
		t.Fatal(err)
	}
	key, err1 := os.ReadFile(filepath.Join(source, "ppo.key.pem"))
	certs, err2 := os.ReadFile(filepath.Join(source, "ppo.cert.pem"))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	foreign := signoff.Foreign{Key: key, Certificates: certs, Passphrase: []byte("celle du fichier")}
	with := func(change func(*signoff.Foreign)) signoff.Foreign {
		f := foreign
		change(&f)
		return f
	}
	ring := signoff.Keyring(t.TempDir())
	for name, tt := range map[string]struct {
		role recette.Role
		f    signoff.Foreign
		at   time.Time
		want error
	}{
		"no passphrase": {
			recette.PPO, with(func(f *signoff.Foreign) { f.Passphrase = nil }), now, signoff.ErrNoPassphrase,
		},
		"wrong passphrase": {
			recette.PPO, with(func(f *signoff.Foreign) { f.Passphrase = []byte("x") }), now, signoff.ErrPassphrase,
		},
		"expired":    {recette.PPO, foreign, now.AddDate(4, 0, 0), signoff.ErrExpired},
		"not yet":    {recette.PPO, foreign, now.AddDate(-1, 0, 0), signoff.ErrNotYetValid},
		"of the PPO": {recette.PO, foreign, now, signoff.ErrRole},
		"no certificate": {
			recette.PPO, with(func(f *signoff.Foreign) { f.Certificates = f.Key }), now, signoff.ErrKeyFile,
		},
		"not PKCS#12":   {recette.PPO, signoff.Foreign{PKCS12: []byte("x")}, now, signoff.ErrKeyFile},
		"signs nothing": {recette.Tester, foreign, now, signoff.ErrRole},
	} {
		if _, _, err := ring.Open(t.Context(), tt.role, tt.f, tt.at); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	got, cert, err := ring.Open(t.Context(), recette.PPO, foreign, now)
	if err != nil || cert.Name != "Élise Fontaine" || cert.Issuer != "Ailleurs" || !cert.StatesRole {
		t.Fatalf("Open() = %+v, %v", cert, err)
	}
	if err := ring.Keep(t.Context(), got, []byte("celle du projet")); err != nil {
		t.Fatal(err)
	}
	if kept, err := ring.Certificate(recette.PPO); err != nil || kept.SHA256 != cert.SHA256 ||
		kept.Level != sign.Imported {
		t.Errorf("kept %+v, %v", kept, err)
	}
	for pass, want := range map[string]error{"celle du projet": nil, "celle du fichier": signoff.ErrPassphrase} {
		if _, err := sign.LoadIdentity(string(ring), sign.RolePPO, []byte(pass)); !errors.Is(err, want) {
			t.Errorf("with %q: %v, want %v", pass, err, want)
		}
	}
	if _, _, err := ring.Open(t.Context(), recette.PPO, foreign, now); !errors.Is(err, signoff.ErrKeyExists) {
		t.Errorf("a second time: %v, want ErrKeyExists", err)
	}
}
