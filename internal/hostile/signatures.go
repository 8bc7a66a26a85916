package hostile

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"strings"
)

// signed makes a file of size bytes, in two revisions, whose fields hold signatures over all of it.
func signed(fields string, n, size int) []byte {
	return enveloped(fields, n, size, strings.Repeat("30", 2048))
}

// signedWith makes a file whose only signature, over all of it, is der.
func signedWith(der []byte) []byte { return enveloped("4 0 R", 1, 0, hex.EncodeToString(der)) }

func enveloped(fields string, n, size int, digits string) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[" + fields + "]>>>>")
	d.page()
	for i := range n {
		name := fmt.Sprintf("F%d", i)
		if i == 0 {
			name = "PPO" // else it is no PV, and nobody looks at it any further
		}
		d.add(fmt.Sprintf("<</FT/Sig/T(%s)/V %d 0 R>>", name, 5+n))
	}
	d.stream("", bytes.Repeat([]byte("x"), size))
	d.section()
	begin := d.out.Len()
	d.add(fmt.Sprintf(
		"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M(D:20261123090000Z)"+
			"/ByteRange[%s]/Contents<%s>>>",
		strings.Repeat(" ", 60), digits,
	))
	out := d.bytes()
	at := begin + bytes.Index(out[begin:], []byte("/Contents<")) + len("/Contents")
	end := at + len(digits) + 2
	ranges := fmt.Sprintf("0 %d %d %d", at, end, len(out)-end)
	copy(out[begin+bytes.Index(out[begin:], []byte("/ByteRange["))+len("/ByteRange["):], ranges)
	return out
}

// der is one value: its tag, and what it holds.
func der(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	length := []byte{byte(len(body))}
	if n := len(body); n > 127 {
		length = []byte{0x83, byte(n >> 16), byte(n >> 8), byte(n)}
	}
	return append(append([]byte{tag}, length...), body...)
}

func oid(arcs ...int) []byte {
	b, _ := asn1.Marshal(asn1.ObjectIdentifier(arcs))
	return b
}

// envelope is a SignedData with some certificates and attributes (RFC 5652, 5.1).
func envelope(certificates, attributes []byte) []byte {
	one := []byte{2, 1, 1}
	sha := der(0x30, oid(2, 16, 840, 1, 101, 3, 4, 2, 1), []byte{5, 0})
	info := der(0x30, one, der(0x30, der(0x30), one), sha, der(0xA0, attributes), sha, der(4))
	data := der(0x30, one, der(0x31, sha), der(0x30, oid(1, 2, 840, 113549, 1, 7, 1)), der(0xA0, certificates),
		der(0x31, info))
	return der(0x30, oid(1, 2, 840, 113549, 1, 7, 2), der(0xA0, data))
}

// certificates gives n certificates, in order, each of as many alternative names.
func certificates(n, names int) []byte {
	one := []byte{2, 1, 1}
	alternative := der(0x30, oid(2, 5, 29, 17), der(4, der(0x30, bytes.Repeat(der(0x82, []byte("a")), names))))
	algorithm := der(0x30, oid(1, 2, 840, 10045, 4, 3, 2))
	key := der(0x30, der(0x30, oid(1, 2, 840, 10045, 2, 1), oid(1, 2, 840, 10045, 3, 1, 7)), der(3, []byte{0},
		generator()))
	validity := der(0x30, der(0x17, []byte("250101000000Z")), der(0x17, []byte("350101000000Z")))
	var all []byte
	for i := range n {
		serial := der(2, []byte{1, byte(i)})
		body := der(0x30, der(0xA0, []byte{2, 1, 2}), serial, algorithm, der(0x30), validity, der(0x30), key,
			der(0xA3, der(0x30, alternative)))
		all = append(all, der(0x30, body, algorithm, der(3, []byte{0}, der(0x30, one, one)))...)
	}
	return envelope(all, nil)
}

// generator is a point of the curve P-256 (SEC 2, 2.4.2), uncompressed.
func generator() []byte {
	b, _ := hex.DecodeString("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" +
		"4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
	return b
}

func attributes(n int) []byte {
	var all []byte
	for i := range n {
		all = append(all, der(0x30, oid(1, 2, i), der(0x31, []byte{5, 0}))...)
	}
	return envelope(nil, all)
}
