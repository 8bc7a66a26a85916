package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"testing"
)

// The gravest of several files decides, whatever their order.
func TestGraver(t *testing.T) {
	order := []int{exitOK, verifyIndeterminate, verifyNotConform, verifyUnreadable}
	for i, a := range order {
		for j, b := range order {
			if got, want := graver(a, b), order[max(i, j)]; got != want {
				t.Errorf("graver(%d, %d) = %d, want %d", a, b, got, want)
			}
		}
	}
}

func TestCertificates(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	tests := map[string]struct {
		data []byte
		want int
		ok   bool
	}{
		"one":                {block("CERTIFICATE", der), 1, true},
		"two beside a key":   {append(append(block("CERTIFICATE", der), block("PRIVATE KEY", der)...), block("CERTIFICATE", der)...), 2, true},
		"binary":             {der, 0, false},
		"empty":              {nil, 0, false},
		"a key alone":        {block("PRIVATE KEY", der), 0, false},
		"broken certificate": {block("CERTIFICATE", der[:40]), 0, false},
	}
	for name, tt := range tests {
		got, err := certificates(tt.data)
		if len(got) != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: certificates = %d, %v, want %d, ok %v", name, len(got), err, tt.want, tt.ok)
		}
	}
}
