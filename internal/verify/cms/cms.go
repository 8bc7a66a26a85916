package cms

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	encoding "encoding/asn1"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// oid gives the DER of an object identifier.
func oid(arcs ...int) string {
	b, err := encoding.Marshal(encoding.ObjectIdentifier(arcs))
	if err != nil {
		panic(err) // arcs are constants of this package
	}
	return string(b)
}

// The object identifiers of a signature.
func oidData() string         { return oid(1, 2, 840, 113549, 1, 7, 1) }         // RFC 5652, 4
func oidSignedData() string   { return oid(1, 2, 840, 113549, 1, 7, 2) }         // RFC 5652, 5.1
func oidContentType() string  { return oid(1, 2, 840, 113549, 1, 9, 3) }         // RFC 5652, 11.1
func oidMessage() string      { return oid(1, 2, 840, 113549, 1, 9, 4) }         // RFC 5652, 11.2
func oidCertificate() string  { return oid(1, 2, 840, 113549, 1, 9, 16, 2, 47) } // RFC 5035, 3
func oidProtection() string   { return oid(1, 2, 840, 113549, 1, 9, 52) }        // RFC 6211, 2
func oidRSA() string          { return oid(1, 2, 840, 113549, 1, 1, 1) }         // RFC 3370, 3.2
func oidPSS() string          { return oid(1, 2, 840, 113549, 1, 1, 10) }        // RFC 4055, 3
func oidMGF1() string         { return oid(1, 2, 840, 113549, 1, 1, 8) }         // RFC 4055, 2.2
func oidHash(arc int) string  { return oid(2, 16, 840, 1, 101, 3, 4, 2, arc) }   // RFC 5754, 2
func oidRSAWith(a int) string { return oid(1, 2, 840, 113549, 1, 1, a) }         // RFC 5754, 3.2
func oidECDSA(a int) string   { return oid(1, 2, 840, 10045, 4, 3, a) }          // RFC 5754, 3.3

// null is the DER of NULL.
const null = "\x05\x00"

// Signature is a detached CMS SignedData of one signer (RFC 5652), as PAdES baseline makes it (EN 319 142-1, 6.3).
type Signature struct {
	Certificates []*x509.Certificate // that came along
	Signer       *x509.Certificate   // the one that the signer identifier names; nil when it did not come along
	Value        []byte

	digest     algorithm
	signing    algorithm
	attributes map[string][]byte // value by identifier
	signed     []byte            // the bytes that the signature value covers
	company    int               // of the certificates that the signature names beside the signer's
	high       bool              // the signature value is ECDSA's, in the form that the product does not write
}

// algorithm is an AlgorithmIdentifier.
type algorithm struct {
	id         string // DER of the identifier
	parameters string // DER, empty when absent
	full       []byte
}

// Parse reads the one form that the product writes and refuses the rest: several signers, content inside, unsigned
// attributes, revocation lists.
func Parse(der []byte) (*Signature, *Failure) {
	c := &Signature{attributes: map[string][]byte{}}
	outer := reader{b: der}
	info := reader{b: outer.take(asn1.SEQUENCE).body}
	outer.end()
	info.equal([]byte(oidSignedData()))
	explicit := reader{b: info.take(context0).body}
	info.end()
	data := reader{b: explicit.take(asn1.SEQUENCE).body}
	explicit.end()
	if outer.err != nil || info.err != nil || explicit.err != nil {
		return nil, malformed("SignedData")
	}
	data.equal([]byte{byte(asn1.INTEGER), 1, 1}) // version 1: one signer named by issuer and serial number
	digests := data.take(asn1.SET)
	content := reader{b: data.take(asn1.SEQUENCE).body}
	content.equal([]byte(oidData()))
	content.end()
	if data.err == nil && content.err != nil {
		return nil, malformed("encapContentInfo")
	}
	certificates := data.take(context0)
	signers := reader{b: data.take(asn1.SET).body}
	data.end()
	if data.err != nil {
		return nil, malformed("SignedData")
	}
	one := signers.take(asn1.SEQUENCE)
	signers.end()
	if signers.err != nil {
		return nil, malformed("signerInfos")
	}
	if f := c.people(certificates.body); f != nil {
		return nil, f
	}
	if f := c.signerInfo(one.body); f != nil {
		return nil, f
	}
	if string(digests.body) != string(c.digest.full) {
		return nil, malformed("digestAlgorithms")
	}
	return c, nil
}

// maxCertificates bounds how many certificates come along: each is looked at beside each other one.
const maxCertificates = 16

// people reads the certificates, each of which must be one.
func (c *Signature) people(b []byte) *Failure {
	var last []byte
	for r := (reader{b: b}); len(r.b) > 0; {
		v := r.take(asn1.SEQUENCE)
		if r.err != nil || bytes.Compare(v.full, last) <= 0 { // a SET OF is in order (X.690, 11.6), each once
			return malformed("certificates")
		}
		last = v.full
		x, err := x509.ParseCertificate(v.full)
		if err != nil {
			return malformed("certificates")
		}
		if key, ok := x.PublicKey.(*rsa.PublicKey); ok && key.N.BitLen() > maxRSA {
			return weak("RSA")
		}
		if len(c.Certificates) == maxCertificates {
			return malformed("certificates")
		}
		c.Certificates = append(c.Certificates, x)
	}
	return nil
}

func (c *Signature) signerInfo(b []byte) *Failure {
	r := reader{b: b}
	r.equal([]byte{byte(asn1.INTEGER), 1, 1})
	name := reader{b: r.take(asn1.SEQUENCE).body}
	issuer, serial := name.take(asn1.SEQUENCE), name.take(asn1.INTEGER)
	name.end()
	digest := r.take(asn1.SEQUENCE)
	if r.err == nil && !r.is(context0) {
		return malformed("signedAttrs")
	}
	attributes := r.take(context0)
	signing, value := r.take(asn1.SEQUENCE), r.take(asn1.OCTET_STRING)
	if r.is(context1) {
		return malformed("unsignedAttrs")
	}
	r.end()
	if r.err != nil || name.err != nil {
		return malformed("SignerInfo")
	}
	var ok, okToo bool
	c.digest, ok = parseAlgorithm(digest)
	c.signing, okToo = parseAlgorithm(signing)
	if !ok || !okToo {
		return malformed("AlgorithmIdentifier")
	}
	c.Value = value.body
	// RFC 5652, 5.4: the signature covers the attributes under the tag of SET OF.
	c.signed = append([]byte{byte(asn1.SET)}, attributes.full[1:]...)
	for _, x := range c.Certificates {
		if n, err := encoding.Marshal(x.SerialNumber); err == nil && string(n) == string(serial.full) &&
			string(x.RawIssuer) == string(issuer.full) {
			c.Signer = x
		}
	}
	return c.attribute(attributes.body)
}

// attribute reads the signed attributes: each once, of one value, and none but those of the baseline. There is no
// signing time: the baseline forbids it beside the M entry of the dictionary.
func (c *Signature) attribute(b []byte) *Failure {
	for r := (reader{b: b}); len(r.b) > 0; {
		a := reader{b: r.take(asn1.SEQUENCE).body}
		id := a.take(asn1.OBJECT_IDENTIFIER)
		values := reader{b: a.take(asn1.SET).body}
		a.end()
		v, rest, err := next(values.b)
		if r.err != nil || a.err != nil || values.err != nil || err != nil || len(rest) > 0 {
			return malformed("signedAttrs")
		}
		if _, twice := c.attributes[string(id.full)]; twice {
			return malformed("signedAttrs")
		}
		c.attributes[string(id.full)] = v.full
	}
	for id := range c.attributes {
		switch id {
		case oidContentType(), oidMessage(), oidCertificate(), oidProtection():
		default:
			return malformed("signedAttrs")
		}
	}
	return nil
}

func parseAlgorithm(v element) (algorithm, bool) {
	r := reader{b: v.body}
	id := r.take(asn1.OBJECT_IDENTIFIER)
	if r.err != nil {
		return algorithm{}, false
	}
	if len(r.b) > 0 {
		if _, rest, err := next(r.b); err != nil || len(rest) > 0 {
			return algorithm{}, false
		}
	}
	return algorithm{string(id.full), string(r.b), v.full}, true
}

// hash gives the digest that an algorithm names, 0 outside the list: SHA-1 and older prove nothing any more.
func (a algorithm) hash() crypto.Hash {
	if a.parameters != "" && a.parameters != null {
		return 0
	}
	switch a.id {
	case oidHash(1):
		return crypto.SHA256
	case oidHash(2):
		return crypto.SHA384
	case oidHash(3):
		return crypto.SHA512
	}
	return 0
}
