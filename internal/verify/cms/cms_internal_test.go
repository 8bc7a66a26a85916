package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	_ "crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"
)

// The tags that the tests write by themselves, whatever the reader calls them (X.690, 8.1.2).
const (
	tagInteger  = 0x02
	tagOctets   = 0x04
	tagSequence = 0x30
	tagSet      = 0x31
	tagContext0 = 0xA0
	tagContext1 = 0xA1
	tagContext4 = 0xA4
)

// recipe says how to build a CMS. The zero value, with a key, is what the product writes; each field spoils one thing.
type recipe struct {
	key        crypto.Signer
	hash       crypto.Hash
	hashOID    []byte
	pss        bool
	salt       int
	signAlg    []byte
	content    []byte   // encapsulated
	attributes [][]byte // added
	drop       string   // attribute left out
	ess        []byte   // certificate that ESS names instead
	protect    []byte   // digest algorithm that is protected instead
	unsigned   []byte
	twice      bool // two signers
	stranger   bool // signer identifier of nobody
	extra      [][]byte
	version    byte
}

func wrap(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	out := []byte{tag}
	switch n := len(body); {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x100:
		out = append(out, 0x81, byte(n))
	case n < 0x10000:
		out = append(out, 0x82, byte(n>>8), byte(n))
	default:
		out = append(out, 0x83, byte(n>>16), byte(n>>8), byte(n))
	}
	return append(out, body...)
}

func seq(parts ...[]byte) []byte { return wrap(tagSequence, parts...) }

func setOf(parts ...[]byte) []byte {
	slices.SortFunc(parts, bytes.Compare)
	return wrap(tagSet, parts...)
}

func number(n *big.Int) []byte { b, _ := asn1.Marshal(n); return b }

func certificateOf(t *testing.T, key crypto.Signer) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(4242),
		Subject:      pkix.Name{CommonName: "Zoë Lefèvre", OrganizationalUnit: []string{"PPO"}},
		NotBefore:    time.Unix(1_700_000_000, 0), NotAfter: time.Unix(1_900_000_000, 0),
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const message = "les octets signés"

func (r recipe) build(t *testing.T) []byte {
	t.Helper()
	if r.hash == 0 {
		r.hash, r.hashOID = crypto.SHA256, []byte(oidHash(1))
	}
	if r.version == 0 {
		r.version = 1
	}
	cert := certificateOf(t, r.key)
	digestAlg := seq(r.hashOID, []byte(null))
	signAlg := r.signAlg
	if signAlg == nil {
		switch r.key.(type) {
		case *rsa.PrivateKey:
			if signAlg = seq([]byte(oidRSA()), []byte(null)); r.pss {
				signAlg = seq(
					[]byte(oidPSS()), seq(wrap(0xA0, digestAlg), wrap(0xA1, seq([]byte(oidMGF1()), digestAlg)),
						wrap(0xA2, number(big.NewInt(int64(r.salt))))),
				)
			}
		default:
			arc := map[crypto.Hash]int{crypto.SHA1: 1, crypto.SHA256: 2, crypto.SHA384: 3, crypto.SHA512: 4}[r.hash]
			signAlg = seq([]byte(oidECDSA(arc)))
		}
	}
	h := r.hash.New()
	h.Write([]byte(message))
	named := cert.Raw
	if r.ess != nil {
		named = r.ess
	}
	sum := sha256.Sum256(named)
	protected := digestAlg
	if r.protect != nil {
		protected = r.protect
	}
	sign, _ := only(signAlg, tagSequence)
	all := map[string][]byte{
		"contentType":   seq([]byte(oidContentType()), setOf([]byte(oidData()))),
		"messageDigest": seq([]byte(oidMessage()), setOf(wrap(tagOctets, h.Sum(nil)))),
		"ess": seq([]byte(oidCertificate()), setOf(seq(seq(seq(wrap(tagOctets, sum[:]),
			seq(seq(wrap(tagContext4, cert.RawIssuer)), number(cert.SerialNumber))))))),
		"protection": seq([]byte(oidProtection()), setOf(seq(protected, wrap(tagContext1, sign.body)))),
	}
	delete(all, r.drop)
	attributes := slices.Clone(r.attributes)
	for _, a := range all {
		attributes = append(attributes, a)
	}
	signed := setOf(attributes...)
	h = r.hash.New()
	h.Write(signed)
	var opts crypto.SignerOpts = r.hash
	if r.pss {
		opts = &rsa.PSSOptions{SaltLength: r.salt, Hash: r.hash}
	}
	value, err := r.key.Sign(rand.Reader, h.Sum(nil), opts)
	if err != nil {
		t.Fatal(err)
	}
	serial := cert.SerialNumber
	if r.stranger {
		serial = big.NewInt(7)
	}
	info := seq(number(big.NewInt(1)), seq(cert.RawIssuer, number(serial)), digestAlg,
		append([]byte{tagContext0}, signed[1:]...), signAlg, wrap(tagOctets, value), r.unsigned)
	infos := [][]byte{info}
	if r.twice {
		infos = append(infos, info)
	}
	encapsulated := seq([]byte(oidData()))
	if r.content != nil {
		encapsulated = seq([]byte(oidData()), wrap(tagContext0, wrap(tagOctets, r.content)))
	}
	return seq([]byte(oidSignedData()), wrap(tagContext0, seq([]byte{tagInteger, 1, r.version}, wrap(tagSet, digestAlg),
		encapsulated, wrap(tagContext0, append([][]byte{cert.Raw}, r.extra...)...), setOf(infos...))))
}

func ecKey(t *testing.T, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rsaKey(t *testing.T, bits int) crypto.Signer {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestCMS(t *testing.T) {
	p256, r3072 := ecKey(t, elliptic.P256()), rsaKey(t, 3072)
	sha384, sha512 := []byte(oidHash(2)), []byte(oidHash(3))
	signingTime, _ := asn1.Marshal(time.Unix(1_800_000_000, 0).UTC())
	other := certificateOf(t, p256)
	tests := map[string]struct {
		r    recipe
		want Kind // 0: it holds
	}{
		"ECDSA P-256":          {recipe{key: p256}, 0},
		"ECDSA P-384, SHA-384": {recipe{key: ecKey(t, elliptic.P384()), hash: crypto.SHA384, hashOID: sha384}, 0},
		"ECDSA P-521, SHA-512": {recipe{key: ecKey(t, elliptic.P521()), hash: crypto.SHA512, hashOID: sha512}, 0},
		"RSA PKCS#1":           {recipe{key: r3072}, 0},
		"RSA PKCS#1, SHA-512":  {recipe{key: r3072, hash: crypto.SHA512, hashOID: sha512}, 0},
		"RSA PSS":              {recipe{key: r3072, pss: true, salt: 32}, 0},
		"without protection":   {recipe{key: p256, drop: "protection"}, 0},
		"RSA PSS, short salt":  {recipe{key: r3072, pss: true, salt: 20}, Weak},
		"RSA of 2048 bits":     {recipe{key: rsaKey(t, 2048)}, Weak},
		"ECDSA P-224":          {recipe{key: ecKey(t, elliptic.P224())}, Weak},
		"SHA-1": {
			recipe{key: p256, hash: crypto.SHA1, hashOID: []byte(oid(1, 3, 14, 3, 2, 26))}, Weak,
		},
		"algorithm of other kind": {recipe{key: p256, signAlg: seq([]byte(oidRSA()), []byte(null))}, Weak},
		"algorithm of other hash": {recipe{key: p256, signAlg: seq([]byte(oidECDSA(3)))}, Weak},
		"content inside":          {recipe{key: p256, content: []byte(message)}, Malformed},
		"two signers":             {recipe{key: p256, twice: true}, Malformed},
		"signer of nobody":        {recipe{key: p256, stranger: true}, NoCertificate},
		"no content type":         {recipe{key: p256, drop: "contentType"}, Malformed},
		"no message digest":       {recipe{key: p256, drop: "messageDigest"}, Malformed},
		"no signing certificate":  {recipe{key: p256, drop: "ess"}, Malformed},
		"other certificate named": {recipe{key: p256, ess: other.Raw}, Malformed},
		"other digest protected":  {recipe{key: p256, protect: seq(sha384, []byte(null))}, Malformed},
		"signing time": {recipe{key: p256, attributes: [][]byte{
			seq([]byte(oid(1, 2, 840, 113549, 1, 9, 5)), setOf(signingTime)),
		}}, Malformed},
		"attribute twice": {
			recipe{key: p256, attributes: [][]byte{seq([]byte(oidContentType()), setOf([]byte(oidData())))}},
			Malformed,
		},
		"attribute of two": {
			recipe{
				key: p256, drop: "contentType",
				attributes: [][]byte{seq([]byte(oidContentType()), wrap(tagSet, []byte(oidData()), []byte(oidData())))},
			}, Malformed,
		},
		"unsigned attributes": {
			recipe{key: p256, unsigned: wrap(tagContext1, seq([]byte(oidMessage()), setOf(wrap(tagOctets))))},
			Malformed,
		},
		"broken certificate": {recipe{key: p256, extra: [][]byte{seq([]byte{5, 0})}}, Malformed},
		"other version":      {recipe{key: p256, version: 3}, Malformed},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, f := Parse(tt.r.build(t))
			if f == nil {
				f = c.Verify([]byte(message))
			}
			switch {
			case f == nil && tt.want != 0:
				t.Errorf("it holds, want %d", tt.want)
			case f != nil && f.Kind != tt.want:
				t.Errorf("finding %v, want %d", *f, tt.want)
			}
		})
	}
}

func TestCMSOfOtherBytes(t *testing.T) {
	der := recipe{key: ecKey(t, elliptic.P256())}.build(t)
	c, f := Parse(der)
	if f != nil {
		t.Fatal(*f)
	}
	if f := c.Verify([]byte(message), []byte("!")); f == nil || f.Kind != OtherBytes {
		t.Errorf("other bytes: %v, want %d", f, OtherBytes)
	}
	c.Value[len(c.Value)-1] ^= 1
	if f := c.Verify([]byte(message)); f == nil || f.Kind != WrongValue {
		t.Errorf("other value: %v, want %d", f, WrongValue)
	}
	for i := range der {
		for _, spoiled := range [][]byte{der[:i], append(bytes.Clone(der[:i]), der[i+1:]...)} {
			if c, f := Parse(spoiled); f == nil && c.Verify([]byte(message)) == nil && c.Signer.CheckSignature(
				c.Signer.SignatureAlgorithm, c.Signer.RawTBSCertificate, c.Signer.Signature,
			) == nil {
				t.Fatalf("byte %d of %d can go", i, len(der))
			}
		}
	}
}

func TestDERIsStrict(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": {}, "no length": {0x30}, "too long": {0x30, 2, 0}, "indefinite": {0x30, 0x80, 0, 0},
		"long form of a short length": {0x30, 0x81, 1, 0},
		"leading zero":                {0x30, 0x82, 0, 1, 0}, "high tag": {0x1F, 1, 0},
		"huge":         {0x30, 0x85, 1, 1, 1, 1, 1},
		"wraps around": {0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0}, "cut length": {0x30, 0x82, 1},
		"reserved length": {0x30, 0xFF, 0},
	} {
		if v, _, err := next(b); err == nil {
			t.Errorf("%s: read as %x", name, v.full)
		}
	}
}
