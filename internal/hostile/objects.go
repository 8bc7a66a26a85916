package hostile

import (
	"bytes"
	"fmt"
	"strings"
)

// objects are hostile by what a PDF is made of.
func objects() []File {
	// Nothing is made before it is asked for: whoever lists the files has no room for all of them.
	catalog := func(entries string, after func(d *document)) func() []byte {
		return func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R" + entries + ">>")
			d.page()
			if after != nil {
				after(d)
			}
			return d.bytes()
		}
	}
	long := func(before, again string, n int, after string) func() []byte {
		return func() []byte { return catalog(before+strings.Repeat(again, n)+after, nil)() }
	}
	return []File{
		{Name: "60 MB of numbers in an array", Make: long("/A[", "0 ", 30*MiB, "]")},
		{Name: "arrays of nothing", Make: long("/A[", "[]", 30*MiB, "]")},
		{Name: "nested arrays", Make: long("/A", "[", 10*MiB, "")},
		{Name: "one long string", Make: long("/A(", "a", 60*MiB, ")")},
		{Name: "one long string with escapes", Make: long("/A(", `\n`, 30*MiB, ")")},
		{Name: "one long name", Make: long("/", "a", 60*MiB, " 1")},
		{Name: "one long text in hexadecimal", Make: long("/A<", "ab", 30*MiB, ">")},
		{Name: "white space between objects", Make: long("/A 4 0 R", " ", 60*MiB, "")},
		{Name: "names of 60 KB on the way to objects", Make: catalog("/A 4 0 R", func(d *document) {
			key := "/" + strings.Repeat("k", 60_000)
			d.add("<<" + key + "<<" + key + "[" + refs(5, 100_000) + "]>>>>")
			for range 100_000 {
				d.add("0")
			}
		})},
		{Name: "250,000 objects", Make: func() []byte { return listed(250_000, "<</B[0 0 0 0]>>") }},
		{Name: "a million objects", Make: func() []byte { return listed(1_000_000, "0") }},
		{Name: "one field 5,000 times", Make: func() []byte {
			return signed(strings.Repeat("4 0 R ", 5000), 1, 20*MiB)
		}},
		{Name: "5,000 signed fields", Make: func() []byte { return signed(refs(4, 5000), 5000, 20*MiB) }},
		{Name: "annotations shared by pages", Make: sharedAnnotations},
		{Name: "one action of 60,000 keys, 100,000 times", Make: sharedAction},
		{Name: "one page 1,000,000 times", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R>>")
			d.add("<</Type/Pages/Kids[" + strings.Repeat("3 0 R ", 1_000_000) + "]/Count 1000000>>")
			d.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
			return d.bytes()
		}},
		{Name: "tree of pages that turns", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R>>")
			d.add("<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>")
			d.add("<</Type/Pages/Parent 2 0 R/Kids[2 0 R 2 0 R]/Count 2>>")
			return d.bytes()
		}},
		{Name: "bookmarks that turn", Make: catalog("/Outlines 4 0 R", func(d *document) {
			d.add("<</First 5 0 R/Last 6 0 R>>")
			d.add("<</Title(a)/Next 6 0 R/First 5 0 R>>")
			d.add("<</Title(b)/Next 5 0 R/First 4 0 R>>")
		})},
		{Name: "10,000 revisions", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R>>")
			d.page()
			for range 10_000 {
				d.section()
				d.add("0")
			}
			return d.bytes()
		}},
		{Name: "16 revisions of 15,000 objects", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R>>")
			d.page()
			for range 15 {
				d.section()
				for range 15_000 {
					d.add("[0 0 0 0]")
				}
			}
			return d.bytes()
		}},
		{Name: "cross-reference stream of millions", Make: func() []byte { return xrefStream(3_000_000, "") }},
		{Name: "cross-reference stream with predictor", Make: func() []byte {
			return xrefStream(3_000_000, "/DecodeParms<</Predictor 12/Columns 1000000>>")
		}},
		{Name: "offsets that all lead to one object", Make: sameOffset},
		{Name: "appearance that inflates", Make: func() []byte {
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>")
			d.page()
			d.add("<</FT/Sig/T(PPO)/AP<</N 5 0 R>>>>")
			content, _ := deflated(repeated("\x00", 2000*MiB))
			d.stream("/Filter/FlateDecode", content)
			return d.bytes()
		}},
		{Name: "filter over filter", Make: func() []byte {
			content, _ := deflated(repeated("\x00", 2000*MiB))
			twice, _ := deflated(raw(content))
			d := newDocument()
			d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>")
			d.page()
			d.add("<</FT/Sig/T(PPO)/AP<</N 5 0 R>>>>")
			d.stream("/Filter[/FlateDecode/FlateDecode]", twice)
			return d.bytes()
		}},
		{Name: "object streams", Make: objectStreams},
	}
}

// listed makes n times the same object, and a list of them.
func listed(n int, object string) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A[" + refs(4, n) + "]>>")
	d.page()
	for range n {
		d.add(object)
	}
	return d.bytes()
}

func refs(first, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d 0 R ", first+i)
	}
	return b.String()
}

func sharedAnnotations() []byte {
	const pages, annotations = 10_000, 50_000
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R>>")
	d.add(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", refs(5, pages), pages))
	d.add("[" + refs(5+pages, annotations) + "]")
	d.add("0")
	for range pages {
		d.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots 3 0 R>>")
	}
	for range annotations {
		d.add("<</Type/Annot/Subtype/Link/Rect[0 0 1 1]>>")
	}
	return d.bytes()
}

func sharedAction() []byte {
	var keys strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&keys, "/K%d 0", i)
	}
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A[" + refs(5, 100_000) + "]>>")
	d.page()
	d.add("<</S/URI/URI(https://example.org)" + keys.String() + ">>")
	for range 100_000 {
		d.add("<</A 4 0 R>>")
	}
	return d.bytes()
}

// xrefStream announces n objects in a stream.
func xrefStream(n int, entries string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n")
	at := out.Len()
	data, _ := deflated(repeated("\x01\x00\x00\x09\x00", 5*n))
	fmt.Fprintf(
		&out, "2 0 obj\n<</Type/XRef/W[1 3 1]/Size %d/Root 1 0 R/Filter/FlateDecode%s/Length %d>>\nstream\n",
		n, entries, len(data),
	)
	out.Write(data)
	fmt.Fprintf(&out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", at)
	return out.Bytes()
}

// sameOffset announces 200,000 objects at the place of one, which is large.
func sameOffset() []byte {
	const n = 200_000
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/A[" + refs(4, n) + "]>>")
	d.page()
	large := d.add("[" + strings.Repeat("0 ", 4*MiB) + "]")
	for len(d.at) < n {
		d.at = append(d.at, d.at[large-1])
	}
	return d.bytes()
}

// objectStreams announces 200 streams of objects that inflate to 15 MB each.
func objectStreams() []byte {
	const n = 200
	d := newDocument()
	d.add(fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/A[%s]>>", refs(4+n, n)))
	d.page()
	var rows bytes.Buffer
	rows.Write([]byte{0, 0, 0, 0, 0})
	for range n {
		dir := fmt.Sprintf("%d 0 ", d.next()+n)
		content, _ := deflated(text(dir+"[0]"), repeated(" ", 15*MiB))
		d.stream(fmt.Sprintf("/Type/ObjStm/N 1/First %d/Filter/FlateDecode", len(dir)), content)
	}
	for _, at := range d.at {
		rows.Write([]byte{1, byte(at >> 16), byte(at >> 8), byte(at), 0})
	}
	for i := range n {
		rows.Write([]byte{2, 0, byte((4 + i) >> 8), byte(4 + i), 0})
	}
	at := d.out.Len()
	rows.Write([]byte{1, byte(at >> 16), byte(at >> 8), byte(at), 0})
	fmt.Fprintf(
		&d.out, "%d 0 obj\n<</Type/XRef/W[1 3 1]/Size %d/Root 1 0 R/Length %d>>\nstream\n", 4+2*n, 5+2*n, rows.Len(),
	)
	d.out.Write(rows.Bytes())
	fmt.Fprintf(&d.out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", at)
	return d.out.Bytes()
}
