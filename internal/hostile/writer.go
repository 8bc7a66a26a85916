package hostile

import (
	"bytes"
	"compress/flate"
	"fmt"
	"hash"
	"hash/adler32"
	"strings"
)

// document is a PDF under construction: objects from number 1, in order. The catalog is object 1.
type document struct {
	out  bytes.Buffer
	at   []int // offset of each object
	prev int   // offset of the section before, 0 for none
	sent int   // objects that a section before announced
}

func newDocument() *document {
	d := &document{}
	d.out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return d
}

// add writes an object and gives its number.
func (d *document) add(body string) int {
	d.at = append(d.at, d.out.Len())
	fmt.Fprintf(&d.out, "%d 0 obj\n%s\nendobj\n", len(d.at), body)
	return len(d.at)
}

// stream writes a stream with the entries of its dictionary.
func (d *document) stream(entries string, data []byte) {
	d.at = append(d.at, d.out.Len())
	fmt.Fprintf(&d.out, "%d 0 obj\n<<%s/Length %d>>\nstream\n", len(d.at), entries, len(data))
	d.out.Write(data)
	d.out.WriteString("\nendstream\nendobj\n")
}

// next is the number of the object that comes.
func (d *document) next() int { return len(d.at) + 1 }

// section ends a revision.
func (d *document) section() {
	at := d.out.Len()
	first := d.sent + 1
	if d.sent == 0 {
		fmt.Fprintf(&d.out, "xref\n0 %d\n0000000000 65535 f\r\n", len(d.at)+1)
	} else {
		fmt.Fprintf(&d.out, "xref\n0 1\n0000000000 65535 f\r\n%d %d\n", first, len(d.at)-d.sent)
	}
	for _, off := range d.at[d.sent:] {
		fmt.Fprintf(&d.out, "%010d 00000 n\r\n", off)
	}
	fmt.Fprintf(&d.out, "trailer\n<</Size %d/Root 1 0 R", len(d.at)+1)
	if d.prev > 0 {
		fmt.Fprintf(&d.out, "/Prev %d", d.prev)
	}
	fmt.Fprintf(&d.out, ">>\nstartxref\n%d\n%%%%EOF\n", at)
	d.prev, d.sent = at, len(d.at)
}

func (d *document) bytes() []byte {
	d.section()
	return d.out.Bytes()
}

// page is the smallest tree of pages, in objects 2 and 3.
func (d *document) page() {
	d.add("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	d.add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
}

// attachment is a file to be joined: what it inflates to, and how long that is.
type attachment struct {
	name string
	size int
	data []byte // deflated
}

// packer deflates parts that know nothing of each other, so that one that comes again is deflated once.
type packer struct {
	out  bytes.Buffer
	sum  hash.Hash32
	size int
}

// part is what an attachment is made of.
type part func(p *packer)

// deflated packs parts, one after the other, as a zlib stream.
func deflated(parts ...part) (data []byte, size int) {
	p := &packer{sum: adler32.New()}
	p.out.Write([]byte{0x78, 0x9c})
	for _, add := range parts {
		add(p)
	}
	z, _ := flate.NewWriter(&p.out, flate.BestSpeed)
	_ = z.Close()
	return p.sum.Sum(p.out.Bytes()), p.size
}

// segment deflates some bytes without looking at those before.
func segment(b []byte) []byte {
	var out bytes.Buffer
	z, _ := flate.NewWriter(&out, flate.BestCompression)
	_, _ = z.Write(b)
	_ = z.Flush()
	return out.Bytes()
}

func raw(b []byte) part { return times(b, 1) }

func text(s string) part { return times([]byte(s), 1) }

// repeated writes s as often as fills about n bytes.
func repeated(s string, n int) part {
	return func(p *packer) {
		block := strings.Repeat(s, max(1, min(n, MiB)/len(s)))
		times([]byte(block), max(1, n/len(block)))(p)
	}
}

func times(b []byte, n int) part {
	return func(p *packer) {
		packed := segment(b)
		for range n {
			p.out.Write(packed)
			_, _ = p.sum.Write(b)
		}
		p.size += n * len(b)
	}
}

func file(name string, parts ...part) attachment {
	data, size := deflated(parts...)
	return attachment{name: name, size: size, data: data}
}

// joined makes a document of one page with files joined to it.
func joined(files ...attachment) []byte {
	d := newDocument()
	var names, related strings.Builder
	for i, f := range files {
		fmt.Fprintf(&names, "(%s)%d 0 R", f.name, 4+2*i)
		fmt.Fprintf(&related, " %d 0 R", 4+2*i)
	}
	d.add(fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]>>", &names, &related))
	d.page()
	for i, f := range files {
		d.add(fmt.Sprintf("<</Type/Filespec/F(%[1]s)/UF(%[1]s)/EF<</F %[2]d 0 R/UF %[2]d 0 R>>>>", f.name, 5+2*i))
		d.stream(fmt.Sprintf("/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>", f.size), f.data)
	}
	return d.bytes()
}
