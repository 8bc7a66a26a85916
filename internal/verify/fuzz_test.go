package verify_test

import (
	"crypto/x509"
	"errors"
	"testing"

	"recette/internal/verify"
)

// Whatever the bytes: no panic, and no verdict but that of the file that was signed.
func FuzzPDF(f *testing.F) {
	p := conduct(f)
	s := p.issuePV("adhesion")
	f.Add(s.po.PDF)
	f.Add(s.base)
	f.Add([]byte("%PDF-1.7\n%%EOF\n"))
	f.Add([]byte{})
	anchors := []*x509.Certificate{p.authority.Certificate}
	good := verify.Digest(s.po.PDF)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := verify.PDF(t.Context(), data, verify.Options{Anchors: anchors})
		if err != nil {
			if !errors.Is(err, verify.ErrUnreadable) {
				t.Fatal(err)
			}
			return
		}
		if r.Status == verify.Conform && r.SHA256 != good {
			t.Fatalf("another file is conform: %v", all(r))
		}
	})
}
