package cms

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// Whatever the bytes: no panic, and no signature that holds but over what its signer signed.
func FuzzParse(f *testing.F) {
	// Each process of a fuzzer makes its seeds anew: these are the same in all of them.
	var signed [][]byte
	for _, name := range []string{"ecdsa.der", "pss.der"} {
		der, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		c, failed := Parse(der)
		if failed != nil {
			f.Fatalf("%s: %v", name, failed)
		}
		if failed := c.Verify([]byte(message)); failed != nil {
			f.Fatalf("%s: %v", name, failed)
		}
		f.Add(der)
		signed = append(signed, c.signed)
	}
	certificate := seq(bytes.Repeat([]byte{tagSequence, 0}, 100))
	f.Add(seq([]byte(oidSignedData()), wrap(tagContext0, seq([]byte{tagInteger, 1, 1}, wrap(tagSet),
		seq([]byte(oidData())), wrap(tagContext0, bytes.Repeat(certificate, 40)), setOf()))))
	f.Add(bytes.Repeat([]byte{tagSequence, 0x80}, 500))
	f.Add([]byte{tagSequence, 0x84, 0xFF, 0xFF, 0xFF, 0xFF})
	f.Fuzz(func(t *testing.T, der []byte) {
		if value, ok := Unpad(der); ok && len(value) > len(der) {
			t.Fatal("more than was given")
		}
		_, _ = only(der, asn1.SEQUENCE)
		c, failed := Parse(der)
		if failed != nil {
			return
		}
		for _, x := range c.Certificates {
			_, _ = c.Company(nil, x)
			_ = c.Issuer(nil, x)
		}
		if c.Verify([]byte(message)) != nil {
			return
		}
		for _, s := range signed {
			if bytes.Equal(s, c.signed) {
				return
			}
		}
		t.Fatalf("a signature holds over attributes that nobody signed: %x", c.signed)
	})
}
