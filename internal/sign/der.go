package sign

import (
	"bytes"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
)

// Object identifiers of the signature.
var (
	oidData       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}         // RFC 5652, 4
	oidSignedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}         // RFC 5652, 5.1
	oidContent    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}         // RFC 5652, 11.1
	oidDigest     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}         // RFC 5652, 11.2
	oidESS        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // RFC 5035, 3
	oidProtection = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}        // RFC 6211, 2
	oidSHA256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}     // RFC 5754, 2.2
	oidRSA        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}         // RFC 3370, 3.2
	oidECDSA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}          // RFC 5754, 3.3
)

// der builds DER from the inside out and keeps the first error, so that the structure reads as the standard writes it.
type der struct{ err error }

// value encodes anything encoding/asn1 knows.
func (d *der) value(v any) []byte {
	b, err := asn1.Marshal(v)
	if err != nil && d.err == nil {
		d.err = fmt.Errorf("encode signature: %w", err)
	}
	return b
}

// wrap makes a constructed value of the given class and tag.
func (d *der) wrap(class, tag int, parts ...[]byte) []byte {
	return d.value(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: bytes.Join(parts, nil)})
}

func (d *der) sequence(parts ...[]byte) []byte {
	return d.wrap(asn1.ClassUniversal, asn1.TagSequence, parts...)
}

// context makes a constructed context-specific value, as EXPLICIT and as IMPLICIT SEQUENCE or SET want it.
func (d *der) context(tag int, parts ...[]byte) []byte {
	return d.wrap(asn1.ClassContextSpecific, tag, parts...)
}

// sorted joins the members of a SET OF in DER order (X.690, 11.6).
func sorted(members ...[]byte) []byte {
	slices.SortFunc(members, bytes.Compare)
	return bytes.Join(members, nil)
}

func (d *der) set(members ...[]byte) []byte {
	return d.wrap(asn1.ClassUniversal, asn1.TagSet, sorted(members...))
}

// attribute makes an Attribute of one value (RFC 5652, 5.3).
func (d *der) attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	return d.sequence(d.value(oid), d.set(value))
}

// algorithm makes an AlgorithmIdentifier, with NULL parameters when null.
func algorithm(oid asn1.ObjectIdentifier, null bool) pkix.AlgorithmIdentifier {
	a := pkix.AlgorithmIdentifier{Algorithm: oid}
	if null {
		a.Parameters = asn1.NullRawValue
	}
	return a
}
