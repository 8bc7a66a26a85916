package hostile

import (
	"bytes"
	"fmt"
	"strings"
)

// references are hostile by what leads where.
func references() []File {
	return []File{
		{Name: "object streams that hold each other", Make: objectStreamsThatTurn},
		{Name: "revisions that turn", Make: revisionsThatTurn},
		{Name: "hybrid cross-reference of millions", Make: func() []byte { return hybrid(200_000) }},
		{Name: "lengths that lead to streams, 100,000 deep", Make: func() []byte { return lengths(100_000) }},
		{Name: "lengths that turn", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/A[4 0 R 5 0 R]>>")
			d.page()
			d.add("<</Length 5 0 R>>\nstream\n\nendstream")
			d.add("<</Length 4 0 R>>\nstream\n\nendstream")
			return d.bytes()
		}},
		{Name: "lengths that lie", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/A[" + refs(4, 100_000) + "]>>")
			d.page()
			for i := range 100_000 {
				d.add(fmt.Sprintf("<</Length %d>>\nstream\nx\nendstream", (i%3)*20_000_000))
			}
			return d.bytes()
		}},
		{Name: "deep tree of pages", Make: func() []byte { return deepTree(100_000) }},
		{Name: "box of a million numbers, for 10,000 pages", Make: wideBox},
		{Name: "count of pages beyond all", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R>>")
			d.add("<</Type/Pages/Kids[3 0 R]/Count 9223372036854775807>>")
			d.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
			return d.bytes()
		}},
		{Name: "tree of attachments that turns", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 4 0 R/Dests 4 0 R>>/AF[4 0 R]>>")
			d.page()
			d.add("<</Kids[4 0 R 5 0 R 4 0 R]/Names[(pv.json)4 0 R]/EF<</F 4 0 R/UF 4 0 R>>>>")
			d.add("<</Kids[4 0 R 5 0 R]/Limits[(a)(b)]>>")
			return d.bytes()
		}},
		{Name: "fields under fields", Make: func() []byte {
			const n = 100_000
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>")
			d.page()
			for i := range n {
				d.add(fmt.Sprintf("<</FT/Sig/T(F)/Parent %d 0 R/Kids[%d 0 R]>>", 3+i, 5+i))
			}
			d.add("<</FT/Sig/T(PPO)/V 4 0 R>>")
			return d.bytes()
		}},
	}
}

// objectStreamsThatTurn announces two streams of objects, each inside the other.
func objectStreamsThatTurn() []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A[4 0 R 5 0 R]>>")
	d.page()
	var rows bytes.Buffer
	rows.Write([]byte{0, 0, 0, 0, 0})
	for _, at := range d.at {
		rows.Write([]byte{1, byte(at >> 16), byte(at >> 8), byte(at), 0})
	}
	rows.Write([]byte{2, 0, 0, 5, 0, 2, 0, 0, 4, 0})
	at := d.out.Len()
	rows.Write([]byte{1, byte(at >> 16), byte(at >> 8), byte(at), 0})
	fmt.Fprintf(&d.out, "6 0 obj\n<</Type/XRef/W[1 3 1]/Size 7/Root 1 0 R/Length %d>>\nstream\n", rows.Len())
	d.out.Write(rows.Bytes())
	fmt.Fprintf(&d.out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", at)
	return d.out.Bytes()
}

// revisionsThatTurn has two sections, each after the other.
func revisionsThatTurn() []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R>>")
	d.page()
	first := d.out.Len()
	const place = "/Prev 0000000000"
	fmt.Fprintf(&d.out, "xref\n0 4\n0000000000 65535 f\r\n")
	for _, off := range d.at {
		fmt.Fprintf(&d.out, "%010d 00000 n\r\n", off)
	}
	fmt.Fprintf(&d.out, "trailer\n<</Size 4/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", place, first)
	second := d.out.Len()
	fmt.Fprintf(&d.out, "xref\n0 1\n0000000000 65535 f\r\ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\n", first)
	fmt.Fprintf(&d.out, "startxref\n%d\n%%%%EOF\n", second)
	return bytes.Replace(d.out.Bytes(), []byte(place), fmt.Appendf(nil, "/Prev %010d", second), 1)
}

// hybrid announces n objects in a stream that the table names beside it.
func hybrid(n int) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A[" + refs(4, n) + "]>>")
	d.page()
	at := d.out.Len()
	data, _ := deflated(repeated("\x01\x00\x00\x09\x00", 5*n))
	d.stream(fmt.Sprintf("/Type/XRef/W[1 3 1]/Index[4 %d]/Size %d/Root 1 0 R/Filter/FlateDecode", n, n+4), data)
	table := d.out.Len()
	fmt.Fprintf(&d.out, "xref\n0 4\n0000000000 65535 f\r\n")
	for _, off := range d.at[:3] {
		fmt.Fprintf(&d.out, "%010d 00000 n\r\n", off)
	}
	fmt.Fprintf(&d.out, "trailer\n<</Size %d/Root 1 0 R/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n", n+4, at, table)
	return d.out.Bytes()
}

// lengths makes n streams whose length is the stream that comes after.
func lengths(n int) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A 4 0 R>>")
	d.page()
	for range n {
		d.add(fmt.Sprintf("<</Length %d 0 R>>\nstream\n\nendstream", d.next()+1))
	}
	d.add("0")
	return d.bytes()
}

// deepTree makes a tree of pages of n levels.
func deepTree(n int) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R>>")
	for i := range n {
		d.add(fmt.Sprintf("<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>", 1+i, 3+i))
	}
	d.add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/Contents 2 0 R>>", n+1))
	return d.bytes()
}

func wideBox() []byte {
	const pages = 10_000
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R>>")
	d.add(fmt.Sprintf(
		"<</Type/Pages/MediaBox[%s]/Kids[%s]/Count %d>>", strings.Repeat("9 ", 1_000_000), refs(3, pages), pages,
	))
	for range pages {
		d.add("<</Type/Page/Parent 2 0 R>>")
	}
	return d.bytes()
}
