package verify_test

import (
	"bytes"
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"math/big"
	"slices"
	"testing"

	"recette/internal/verify"
)

// contents puts other bytes in the hole of the last signature, which no signature covers.
func contents(t *testing.T, file []byte, change func(der []byte) []byte) []byte {
	t.Helper()
	from, to := hole(t, file, 1)
	der := make([]byte, (to-from-2)/2)
	if _, err := hex.Decode(der, file[from+1:to-1]); err != nil {
		t.Fatal(err)
	}
	var value asn1.RawValue
	rest, err := asn1.Unmarshal(der, &value)
	check(t, err)
	der = change(slices.Clone(der[:len(der)-len(rest)]))
	if 2*len(der) > to-from-2 {
		t.Fatal("the hole is too small")
	}
	out := bytes.Clone(file)
	copy(out[from+1:], hex.EncodeToString(der))
	for i := from + 1 + 2*len(der); i < to-1; i++ {
		out[i] = '0'
	}
	return out
}

// node is a DER value, to change and write again.
type node struct {
	raw      asn1.RawValue
	children []*node
}

func parse(t *testing.T, der []byte) *node {
	t.Helper()
	n := &node{}
	_, err := asn1.Unmarshal(der, &n.raw)
	check(t, err)
	for rest := n.raw.Bytes; n.raw.IsCompound && len(rest) > 0; {
		var v asn1.RawValue
		rest, err = asn1.Unmarshal(rest, &v)
		check(t, err)
		n.children = append(n.children, parse(t, v.FullBytes))
	}
	return n
}

func (n *node) write(t *testing.T) []byte {
	t.Helper()
	v := asn1.RawValue{Class: n.raw.Class, Tag: n.raw.Tag, IsCompound: n.raw.IsCompound, Bytes: n.raw.Bytes}
	if n.raw.IsCompound {
		v.Bytes = nil
		for _, c := range n.children {
			v.Bytes = append(v.Bytes, c.write(t)...)
		}
	}
	out, err := asn1.Marshal(v)
	check(t, err)
	return out
}

// The parts of a SignedData, by place: version, digests, content, certificates, signers.
func signedData(n *node) *node   { return n.children[1].children[0] }
func certificates(n *node) *node { return signedData(n).children[3] }
func signerInfo(n *node) *node   { return signedData(n).children[4].children[0] }

// Whoever holds a signed PV makes no other file of it that is conform: the last signature is in the one form that the
// product writes, down to what it does not cover.
func TestTheLastSignatureHasOneForm(t *testing.T) {
	p := conduct(t)
	file := p.issuePV("").po.PDF
	edit := func(change func(n *node)) func(t *testing.T, der []byte) []byte {
		return func(t *testing.T, der []byte) []byte {
			n := parse(t, der)
			change(n)
			return n.write(t)
		}
	}
	null := &node{raw: asn1.RawValue{Tag: asn1.TagNull}}
	for name, change := range map[string]func(t *testing.T, der []byte) []byte{
		"s mirrored": edit(func(n *node) {
			value := signerInfo(n).children[5]
			var v struct{ R, S *big.Int }
			_, err := asn1.Unmarshal(value.raw.Bytes, &v)
			check(t, err)
			v.S.Sub(elliptic.P256().Params().N, v.S)
			value.raw.Bytes, err = asn1.Marshal(v)
			check(t, err)
		}),
		"first certificate dropped": edit(func(n *node) {
			certificates(n).children = certificates(n).children[1:]
		}),
		"last certificate dropped": edit(func(n *node) {
			certificates(n).children = certificates(n).children[:1]
		}),
		"certificates dropped": edit(func(n *node) { certificates(n).children = nil }),
		"certificates in another order": edit(func(n *node) {
			slices.Reverse(certificates(n).children)
		}),
		"certificate doubled": edit(func(n *node) {
			c := certificates(n)
			c.children = append(c.children, c.children[1])
		}),
		"certificate added": edit(func(n *node) {
			c := certificates(n)
			c.children = append(c.children, parse(t, p.ppo.Certificate.Raw))
			slices.SortFunc(c.children, func(a, b *node) int { return bytes.Compare(a.write(t), b.write(t)) })
		}),
		"unsigned attribute": edit(func(n *node) {
			oid, err := asn1.Marshal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5})
			check(t, err)
			attribute := &node{raw: asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true}, children: []*node{
				parse(t, oid), {raw: asn1.RawValue{Tag: asn1.TagSet, IsCompound: true}, children: []*node{null}},
			}}
			s := signerInfo(n)
			s.children = append(s.children, &node{
				raw:      asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true},
				children: []*node{attribute},
			})
		}),
		"no unsigned attribute": edit(func(n *node) {
			s := signerInfo(n)
			s.children = append(s.children, &node{
				raw: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true},
			})
		}),
		"revocation list": edit(func(n *node) {
			d := signedData(n)
			d.children = slices.Insert(d.children, 4, &node{
				raw: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true},
			})
		}),
		"digest without parameters": edit(func(n *node) {
			a := signedData(n).children[1].children[0]
			a.children = a.children[:1]
		}),
		"signature algorithm with parameters": edit(func(n *node) {
			a := signerInfo(n).children[4]
			a.children = append(a.children, null)
		}),
		"another version":        edit(func(n *node) { signedData(n).children[0].raw.Bytes = []byte{3} }),
		"signer of version 3":    edit(func(n *node) { signerInfo(n).children[0].raw.Bytes = []byte{3} }),
		"attributes in an order": edit(func(n *node) { slices.Reverse(signerInfo(n).children[3].children) }),
		"value with a zero": edit(func(n *node) {
			v := parse(t, signerInfo(n).children[5].raw.Bytes)
			v.children[1].raw.Bytes = append([]byte{0}, v.children[1].raw.Bytes...)
			signerInfo(n).children[5].raw.Bytes = v.write(t)
		}),
		"value and more": edit(func(n *node) {
			v := signerInfo(n).children[5]
			v.raw.Bytes = append(slices.Clone(v.raw.Bytes), 5, 0)
		}),
		"length in a longer form": func(_ *testing.T, der []byte) []byte {
			return append([]byte{der[0], 0x83, 0, der[2], der[3]}, der[4:]...)
		},
		"indefinite length": func(_ *testing.T, der []byte) []byte {
			return append(append([]byte{der[0], 0x80}, der[4:]...), 0, 0)
		},
		"something after":  func(_ *testing.T, der []byte) []byte { return append(der, 1) },
		"a null after":     func(_ *testing.T, der []byte) []byte { return append(der, 5, 0) },
		"the same, within": edit(func(n *node) { n.children = append(n.children, null) }),
	} {
		t.Run(name, func(t *testing.T) {
			other := contents(t, file, func(der []byte) []byte { return change(t, der) })
			if bytes.Equal(other, file) {
				t.Fatal("nothing changed")
			}
			expect(t, p.verify(other), "")
		})
	}
	t.Run("hexadecimal digits", func(t *testing.T) {
		from, to := hole(t, file, 1)
		other := bytes.Clone(file)
		copy(other[from:to], bytes.ToUpper(file[from:to]))
		expect(t, p.verify(other), verify.FormatFailure)
	})
	t.Run("unchanged", func(t *testing.T) {
		other := contents(t, file, func(der []byte) []byte { return parse(t, der).write(t) })
		if r := p.verify(other); !bytes.Equal(other, file) || r.Status != verify.Conform {
			t.Errorf("status %s: %v", r.Status, all(r))
		}
	})
}

// The signer writes the lower of the two values of ECDSA, whatever the key gives: one of a token too.
func TestTheSignerWritesOneForm(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	half := new(big.Int).Rsh(elliptic.P256().Params().N, 1)
	for range 12 {
		var value struct{ R, S *big.Int }
		der := p.sign(base, p.ppo, nil).CMS
		_, err := asn1.Unmarshal(signerInfo(parse(t, der)).children[5].raw.Bytes, &value)
		check(t, err)
		if value.S.Cmp(half) > 0 {
			t.Fatal("the signer wrote the higher value")
		}
	}
}

// Certificates of elsewhere, with no issuer beside them, doubled or with their own among their issuers, are written and
// verified alike.
func TestCertificatesAreNamedByTheSignature(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	for name, chain := range map[string][]*x509.Certificate{
		"none": nil, "doubled": {p.authority.Certificate, p.authority.Certificate},
		"own": {p.ppo.Certificate, p.authority.Certificate},
	} {
		t.Run(name, func(t *testing.T) {
			id := *p.ppo
			id.Chain = chain
			r := p.verify(p.sign(p.sign(base, &id, nil).PDF, p.po, nil).PDF)
			if r.Status != verify.Conform {
				t.Errorf("status %s: %v", r.Status, all(r))
			}
		})
	}
}

// A signature says what the product has it say, and nothing beside: whoever holds the key of a signer writes another
// dictionary, and signs that.
func TestWhatASignatureSaysMore(t *testing.T) {
	p := conduct(t)
	file := p.issuePV("").po.PDF
	at := bytes.LastIndex(file, []byte("/Reason(Re"))
	if at < 0 {
		t.Fatal("no reason")
	}
	for name, tt := range map[string]struct {
		key  string
		want verify.Status
	}{
		"what it said":    {"/Reason(Re", verify.Conform},
		"a place":         {"/Location(", verify.NotConform},
		"a key of nobody": {"/Remark(Re", verify.NotConform},
	} {
		t.Run(name, func(t *testing.T) {
			lying := bytes.Clone(file)
			copy(lying[at:], tt.key)
			r := p.verify(p.resigned(lying))
			if r.Status != tt.want || has(r, verify.FormatFailure) != (tt.want == verify.NotConform) {
				t.Errorf("%s %v", r.Status, all(r))
			}
		})
	}
}

// resigned has the PO sign again what the last signature covers: the attributes hold its digest, the value is over
// them.
func (p *project) resigned(file []byte) []byte {
	t := p.t.(*testing.T)
	t.Helper()
	from, to := hole(t, file, 1)
	sum := sha256.Sum256(slices.Concat(file[:from], file[to:]))
	return contents(t, file, func(der []byte) []byte {
		n := parse(t, der)
		info := signerInfo(n)
		attributes := info.children[3]
		digest := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
		for _, a := range attributes.children {
			var id asn1.ObjectIdentifier
			if _, err := asn1.Unmarshal(a.children[0].raw.FullBytes, &id); err == nil && id.Equal(digest) {
				a.children[1].children[0].raw.Bytes = sum[:]
			}
		}
		set := node{raw: asn1.RawValue{Tag: asn1.TagSet, IsCompound: true}, children: attributes.children}
		covered := sha256.Sum256(set.write(t))
		der, err := p.po.Key.Sign(rand.Reader, covered[:], crypto.SHA256)
		check(t, err)
		var v struct{ R, S *big.Int }
		_, err = asn1.Unmarshal(der, &v)
		check(t, err)
		if order := elliptic.P256().Params().N; v.S.Cmp(new(big.Int).Rsh(order, 1)) > 0 {
			v.S.Sub(order, v.S)
		}
		info.children[5].raw.Bytes, err = asn1.Marshal(v)
		check(t, err)
		return n.write(t)
	})
}
