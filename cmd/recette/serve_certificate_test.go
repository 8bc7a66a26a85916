package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestServe_CertificateOver: a server whose certificate ends while it runs tells whoever watches that it is not ready,
// and why.
func TestServe_CertificateOver(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	until := time.Now().Add(12 * time.Second)
	file := ending(t, until)
	cmd := p.command("serve", "--listen", "127.0.0.1:0", "--tls-cert", file, "--tls-key", file, "--host", "localhost",
		"--min-free", "0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	said := make([]byte, 4096)
	n, err := out.Read(said)
	_, after, found := strings.Cut(string(said[:n]), "https://localhost:")
	if err != nil || !found {
		t.Fatalf("it says %s, %v", said[:n], err)
	}
	port, _, _ := strings.Cut(after, "/entrer")
	watcher := newBrowser(t)
	watcher.Transport = &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, //nolint:gosec // as who watches one that is over
	}
	page := "https://localhost:" + port + "/readyz"
	if status, said := get(t, watcher, page); status != http.StatusOK && time.Now().Before(until) {
		t.Errorf("before it is over: %d, %s", status, said)
	}
	time.Sleep(time.Until(until.Add(2 * time.Second))) // an answer serves for a second
	status, answer := get(t, watcher, page)
	if want := `{"ready":false,"reasons":["certificate"]}`; status != http.StatusServiceUnavailable ||
		strings.TrimSpace(answer) != want {
		t.Errorf("once it is over: %d, %s; want %s", status, answer, want)
	}
}

// ending makes a file of a certificate of this machine, valid until then, and of its key.
func ending(t *testing.T, until time.Time) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: until.Add(-time.Hour), NotAfter: until, DNSNames: []string{"localhost"},
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	both := slices.Concat(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}),
	)
	file := filepath.Join(t.TempDir(), "serveur.pem")
	if err := os.WriteFile(file, both, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
