package cms

import (
	"bytes"
	"errors"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// errDER reports bytes that are not the DER that was expected.
var errDER = errors.New("not DER")

// The context tags of a signature (X.690, 8.1.2); all are constructed.
const (
	context0 = asn1.Tag(0xA0)
	context1 = asn1.Tag(0xA1)
	context2 = asn1.Tag(0xA2)
	context4 = asn1.Tag(0xA4)
)

// element is one DER value. Nothing of a signature lies under its own protection but the signed attributes: a strict
// reader leaves no byte of the rest free to change (a lenient one accepts several files for one signature).
type element struct {
	tag  asn1.Tag
	body []byte
	full []byte
}

// next reads one value of low tag number with a definite length in its shortest form (X.690, 10.1).
func next(b []byte) (element, []byte, error) {
	var e element
	var full, body cryptobyte.String
	rest := cryptobyte.String(b)
	if !rest.ReadAnyASN1Element(&full, &e.tag) {
		return element{}, nil, errDER
	}
	e.full = full
	if !full.ReadAnyASN1(&body, nil) {
		return element{}, nil, errDER
	}
	e.body = body
	return e, rest, nil
}

// reader takes values in order and keeps the first error.
type reader struct {
	b   []byte
	err error
}

// take reads a value that must have the given tag.
func (r *reader) take(tag asn1.Tag) element {
	v, rest, err := next(r.b)
	if err == nil && v.tag != tag {
		err = errDER
	}
	if r.err == nil {
		r.err = err
	}
	if r.err != nil {
		return element{}
	}
	r.b = rest
	return v
}

// equal reads a value that must be exactly the given bytes.
func (r *reader) equal(want []byte) {
	if v, rest, err := next(r.b); err == nil && bytes.Equal(v.full, want) {
		r.b = rest
	} else if r.err == nil {
		r.err = errDER
	}
}

// is tells whether the next value has the tag.
func (r *reader) is(tag asn1.Tag) bool {
	return r.err == nil && cryptobyte.String(r.b).PeekASN1Tag(tag)
}

// end wants nothing more.
func (r *reader) end() {
	if r.err == nil && len(r.b) > 0 {
		r.err = errDER
	}
}

// only reads a value of one tag that fills b.
func only(b []byte, tag asn1.Tag) (element, error) {
	r := reader{b: b}
	v := r.take(tag)
	r.end()
	return v, r.err
}

// Unpad gives the DER value at the head of b, when nothing but zeros follows it.
func Unpad(b []byte) ([]byte, bool) {
	value, rest, err := next(b)
	return value.full, err == nil && len(bytes.Trim(rest, "\x00")) == 0
}
