package cms

import (
	"bytes"
	"crypto/elliptic"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// Whatever the bytes: no panic, and no signature that holds but over what its signer signed.
func FuzzParse(f *testing.F) {
	p256 := ecKey(f, elliptic.P256())
	var signed [][]byte
	for _, r := range []recipe{
		{key: p256},
		{key: p256, drop: "protection"},
		{key: rsaKey(f, 3072), pss: true, salt: 32},
		{key: p256, twice: true},
		{key: p256, extra: [][]byte{certificateOf(f, p256).Raw}},
	} {
		der := r.build(f)
		f.Add(der)
		if c, _ := Parse(der); c != nil {
			signed = append(signed, c.signed)
		}
	}
	certificate := certificateOf(f, p256).Raw
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
