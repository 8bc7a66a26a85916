package sign

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// authorityFile is the base name of the authority's two files; people's are their role in lower case.
const authorityFile = "ca"

// AuthorityPath returns the path of the authority's certificate: the file people import into their viewer.
func AuthorityPath(dir string) string { return certPath(dir, authorityFile) }

func certPath(dir, name string) string { return filepath.Join(dir, name+".cert.pem") }
func keyPath(dir, name string) string  { return filepath.Join(dir, name+".key.pem") }

// LoadAuthority opens the authority of dir. Errors: ErrNoKey, ErrKeyMode, ErrPassphrase, ErrNoPassphrase,
// ErrKeyMismatch, ErrKeyFile.
func LoadAuthority(dir string, passphrase []byte) (*Authority, error) {
	key, certs, err := loadPair(dir, authorityFile, passphrase)
	if err != nil {
		return nil, err
	}
	if !certs[0].IsCA {
		return nil, fmt.Errorf("%w: %s is not an authority", ErrKeyFile, AuthorityPath(dir))
	}
	return &Authority{Key: key, Certificate: certs[0]}, nil
}

// LoadIdentity opens the key of a role. Errors are those of LoadAuthority.
func LoadIdentity(dir string, role Role, passphrase []byte) (*Identity, error) {
	name, err := roleFile(role)
	if err != nil {
		return nil, err
	}
	key, certs, err := loadPair(dir, name, passphrase)
	if err != nil {
		return nil, err
	}
	level, err := LoadLevel(dir, role)
	if err != nil {
		return nil, err
	}
	return &Identity{Key: key, Certificate: certs[0], Chain: certs[1:], Level: level}, nil
}

// LoadCertificates reads the certificates of a role, the holder's first; it needs no passphrase. It returns ErrNoKey
// when there are none.
func LoadCertificates(dir string, role Role) ([]*x509.Certificate, error) {
	name, err := roleFile(role)
	if err != nil {
		return nil, err
	}
	text, err := read(certPath(dir, name))
	if err != nil {
		return nil, err
	}
	return decodeCertificates(text)
}

// LoadAuthorityCertificates reads the certificates of the authority; it needs no passphrase. There are none when every
// key came from elsewhere.
func LoadAuthorityCertificates(dir string) ([]*x509.Certificate, error) {
	text, err := read(AuthorityPath(dir))
	if errors.Is(err, ErrNoKey) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decodeCertificates(text)
}

// LoadLevel tells the level of trust of a role's certificate; it needs no passphrase.
func LoadLevel(dir string, role Role) (Level, error) {
	certs, err := LoadCertificates(dir, role)
	if err != nil {
		return "", err
	}
	var authority *x509.Certificate
	ca, err := LoadAuthorityCertificates(dir)
	if err != nil {
		return "", err
	}
	if len(ca) > 0 { // imported keys need no authority
		authority = ca[0]
	}
	return levelOf(certs[0], authority), nil
}

// roleFile makes a file name of a role, which must be a plain word other than the authority's.
func roleFile(role Role) (string, error) {
	name := strings.ToLower(string(role))
	if name == authorityFile || !regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`).MatchString(name) {
		return "", fmt.Errorf("%w: role %q", ErrRequest, role)
	}
	return name, nil
}

func loadPair(dir, name string, passphrase []byte) (crypto.Signer, []*x509.Certificate, error) {
	if err := private(keyPath(dir, name)); err != nil {
		return nil, nil, err
	}
	keyText, err := read(keyPath(dir, name))
	if err != nil {
		return nil, nil, err
	}
	certText, err := read(certPath(dir, name))
	if err != nil {
		return nil, nil, err
	}
	certs, err := decodeCertificates(certText)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", certPath(dir, name), err)
	}
	key, err := decodeKey(keyText, passphrase)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", keyPath(dir, name), err)
	}
	pub, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !pub.Equal(certs[0].PublicKey) {
		return nil, nil, fmt.Errorf("%s: %w", keyPath(dir, name), ErrKeyMismatch)
	}
	return key, certs, nil
}

// private refuses a key file that its mode gives to others, where modes mean something.
func private(path string) error {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" {
		return nil // read says what is wrong
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%w: %s has mode %04o, want 0600", ErrKeyMode, path, mode)
	}
	return nil
}

func read(path string) ([]byte, error) {
	b, err := bounded.ReadFile(path, bounded.Key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %s", ErrNoKey, path)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return b, nil
}

// writeNew writes a file that must not exist: it appears whole or not at all, and never over another one.
func writeNew(path string, data []byte, mode fs.FileMode) error {
	err := durable.WriteNew(path, mode, data)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%w: %s", ErrKeyExists, path)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return nil
}

// syncDir makes the new name durable.
func syncDir(dir string) error {
	if err := durable.SyncDir(dir); err != nil {
		return fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	return nil
}
