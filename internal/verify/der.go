package verify

import (
	"bytes"
	"errors"
)

// errDER reports bytes that are not the DER that was expected.
var errDER = errors.New("not DER")

// The tags that a signature is made of (X.690, 8.1.2; context tags are constructed).
const (
	tagInteger  = 0x02
	tagOctets   = 0x04
	tagOID      = 0x06
	tagSequence = 0x30
	tagSet      = 0x31
	tagContext0 = 0xA0
	tagContext1 = 0xA1
	tagContext4 = 0xA4
)

// tlv is one DER value. Nothing of a signature lies under its own protection but the signed attributes: a strict reader
// leaves no byte of the rest free to change (a lenient one accepts several files for one signature).
type tlv struct {
	tag  byte
	body []byte
	full []byte
}

// next reads one value of low tag number with a definite length in its shortest form (X.690, 10.1).
func next(b []byte) (tlv, []byte, error) {
	if len(b) < 2 || b[0]&0x1F == 0x1F {
		return tlv{}, nil, errDER
	}
	n, head := int(b[1]), 2
	if n >= 0x80 {
		k := n & 0x7F
		if k == 0 || k > 4 || len(b) < 2+k || b[2] == 0 {
			return tlv{}, nil, errDER
		}
		n, head = 0, 2+k
		for _, c := range b[2:head] {
			n = n<<8 | int(c)
		}
		if n < 0x80 {
			return tlv{}, nil, errDER
		}
	}
	if n > len(b)-head {
		return tlv{}, nil, errDER
	}
	return tlv{b[0], b[head : head+n], b[:head+n]}, b[head+n:], nil
}

// reader takes values in order and keeps the first error.
type reader struct {
	b   []byte
	err error
}

// take reads a value that must have the given tag.
func (r *reader) take(tag byte) tlv {
	v, rest, err := next(r.b)
	if err == nil && v.tag != tag {
		err = errDER
	}
	if r.err == nil {
		r.err = err
	}
	if r.err != nil {
		return tlv{}
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
func (r *reader) is(tag byte) bool { return r.err == nil && len(r.b) > 0 && r.b[0] == tag }

// end wants nothing more.
func (r *reader) end() {
	if r.err == nil && len(r.b) > 0 {
		r.err = errDER
	}
}

// only reads a value of one tag that fills b.
func only(b []byte, tag byte) (tlv, error) {
	r := reader{b: b}
	v := r.take(tag)
	r.end()
	return v, r.err
}
