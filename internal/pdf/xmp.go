package pdf

import (
	"strings"
	"time"
)

// information writes the information dictionary anew and reserves the place of the XMP packet, which says the same
// (ISO 19005-3, 6.6.3) and waits for the PDF/A verdict.
func (f *finaliser) information() {
	at := Date(f.o.CreatedAt)
	d := NewDict(Entry{"Title", Text(f.o.Title)})
	if f.o.Author != "" {
		d.Set("Author", Text(f.o.Author))
	}
	if f.o.Subject != "" {
		d.Set("Subject", Text(f.o.Subject))
	}
	for _, e := range []Entry{
		{"Creator", Text(f.o.Producer)},
		{"Producer", Text(f.o.Producer)},
		{"CreationDate", at},
		{"ModDate", at},
	} {
		d.Set(e.Key, e.Value)
	}
	f.infoRef = f.add(d)
	f.xmpRef = f.add(nil)
	f.root.Set("Metadata", f.xmpRef)
}

// claim is the identification of PDF/A-3b (ISO 19005-3, 6.6.4).
const claim = "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>\n"

// metadata writes the XMP packet (ISO 16684-1).
func (f *finaliser) metadata() *Stream {
	at := f.o.CreatedAt.Format(xmpTime)
	var b strings.Builder
	b.Grow(2048)
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF " +
		"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" +
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"" +
		" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n")
	if f.archival {
		b.WriteString(claim)
	}
	b.WriteString("<dc:format>application/pdf</dc:format>\n")
	element(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", f.o.Title, "</rdf:li></rdf:Alt></dc:title>\n")
	if f.o.Author != "" {
		element(&b, "<dc:creator><rdf:Seq><rdf:li>", f.o.Author, "</rdf:li></rdf:Seq></dc:creator>\n")
	}
	if f.o.Subject != "" {
		element(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", f.o.Subject,
			"</rdf:li></rdf:Alt></dc:description>\n")
	}
	element(&b, "<dc:language><rdf:Bag><rdf:li>", f.o.Language, "</rdf:li></rdf:Bag></dc:language>\n")
	element(&b, "<xmp:CreateDate>", at, "</xmp:CreateDate>\n")
	element(&b, "<xmp:ModifyDate>", at, "</xmp:ModifyDate>\n")
	element(&b, "<xmp:MetadataDate>", at, "</xmp:MetadataDate>\n")
	element(&b, "<xmp:CreatorTool>", f.o.Producer, "</xmp:CreatorTool>\n")
	element(&b, "<pdf:Producer>", f.o.Producer, "</pdf:Producer>\n")
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return &Stream{
		Dict: NewDict(Entry{"Type", Name("Metadata")}, Entry{"Subtype", Name("XML")}),
		Data: []byte(b.String()),
	}
}

// xmpTime is a date of XMP with its zone as an offset, never Z: the same value as Date gives.
const xmpTime = "2006-01-02T15:04:05-07:00"

// element writes escaped text between two tags. Characters that XML 1.0 forbids are replaced.
func element(b *strings.Builder, open, text, end string) {
	b.WriteString(open)
	for _, r := range text {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r == 0xFFFE, r == 0xFFFF:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	b.WriteString(end)
}

// sameInstant tells whether an information date and an XMP date say the same.
func sameInstant(info String, xmp string) bool {
	a, ok := ParseDate(info)
	b, err := time.Parse(xmpTime, xmp)
	return ok && err == nil && a.Equal(b)
}
