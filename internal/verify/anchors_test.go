package verify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"testing"
)

func TestAnchors(t *testing.T) {
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
		"one": {block("CERTIFICATE", der), 1, true},
		"two beside a key": {
			append(append(block("CERTIFICATE", der), block("PRIVATE KEY", der)...), block("CERTIFICATE", der)...), 2,
			true,
		},
		"binary":             {der, 0, false},
		"empty":              {nil, 0, false},
		"a key alone":        {block("PRIVATE KEY", der), 0, false},
		"broken certificate": {block("CERTIFICATE", der[:40]), 0, false},
	}
	for name, tt := range tests {
		got, err := Anchors(tt.data)
		if len(got) != tt.want || (err == nil) != tt.ok {
			t.Errorf("%s: Anchors = %d, %v, want %d, ok %v", name, len(got), err, tt.want, tt.ok)
		}
	}
}

// A report says yes of what was read alone, and only while every signature holds it.
func TestReport_Answers(t *testing.T) {
	fits, broken := Signature{Status: Indeterminate}, Signature{Status: NotConform}
	for name, tt := range map[string]struct {
		r                Report
		content, changes Answer
	}{
		"nothing read":       {Report{Signatures: []Signature{fits}}, NotVerified, NotVerified},
		"pages without data": {Report{Pages: 2, Revisions: 1, Signatures: []Signature{fits}}, NotVerified, Sound},
		"data without pages": {
			Report{Data: &Data{}, Revisions: 1, Signatures: []Signature{fits}}, Sound, NotVerified,
		},
		"all read": {
			Report{Data: &Data{}, Pages: 2, Revisions: 3, Signatures: []Signature{fits, fits}}, Sound, Sound,
		},
		"one signature broken": {
			Report{Data: &Data{}, Pages: 2, Revisions: 3, Signatures: []Signature{fits, broken}}, Unsigned, Unsigned,
		},
		"no signature": {Report{Data: &Data{}, Pages: 2, Revisions: 3}, Unsigned, Unsigned},
	} {
		if got := tt.r.ContentAnswer(); got != tt.content {
			t.Errorf("%s: content %s, want %s", name, got, tt.content)
		}
		if got := tt.r.ChangesAnswer(); got != tt.changes {
			t.Errorf("%s: changes %s, want %s", name, got, tt.changes)
		}
	}
}
