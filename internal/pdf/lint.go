package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// Finding is one departure from PDF/A-3b.
type Finding struct {
	// Object is the number of the object, 0 for the file as a whole.
	Object int
	// Rule says what is wrong, with the clause of ISO 19005-3.
	Rule string
}

// String gives the finding on one line.
func (f Finding) String() string {
	if f.Object == 0 {
		return f.Rule
	}
	return fmt.Sprintf("object %d: %s", f.Object, f.Rule)
}

// Lint checks a document against the rules of PDF/A-3b that are cheap to check, whether it claims conformance or not.
// It is no validator: content streams, font programs and colour operators are not read. An unreadable object is
// returned as an error.
func Lint(d *Document) ([]Finding, error) {
	var out []Finding
	add := func(num int, rule string) {
		if rule != "" {
			out = append(out, Finding{num, rule})
		}
	}
	lintFile(d, func(rule string) { add(0, rule) })
	lintMetadata(d, func(rule string) { add(0, rule) })
	reach, err := d.Reachable()
	if err != nil {
		return nil, err
	}
	nums := make([]int, 0, len(reach))
	for n := range reach {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	for _, n := range nums {
		e, _ := d.Lookup(n)
		o, err := d.Get(Ref{n, e.Gen})
		if err != nil {
			return nil, err
		}
		lintObject(d, o, func(rule string) { add(n, rule) })
	}
	return out, nil
}

// lintObject applies the dictionary rules at every depth of one object.
func lintObject(d *Document, o Object, add func(string)) {
	switch v := o.(type) {
	case Array:
		for _, e := range v {
			lintObject(d, e, add)
		}
	case *Dict:
		add(archivalFault(v, d))
		for _, e := range v.Entries {
			lintObject(d, e.Value, add)
		}
	case *Stream:
		add(archivalStreamFault(v, d))
		lintObject(d, v.Dict, add)
	}
}

// lintFile checks header, trailer and catalog.
func lintFile(d *Document, add func(string)) {
	if v := d.Version(); v < "1.0" || v > "1.7" {
		add("header version (6.1.2)")
	}
	h := d.b[:min(len(d.b), 64)]
	if i := bytes.IndexByte(h, '\n'); i < 0 || len(h) < i+6 || h[i+1] != '%' ||
		slices.ContainsFunc(h[i+2:i+6], func(c byte) bool { return c < 128 }) {
		add("no binary comment after the header (6.1.2)")
	}
	if ids := d.Array(d.Trailer().Get("ID")); len(ids) != 2 {
		add("no file identifier (6.1.3)")
	}
	if len(d.Trailing()) > 0 {
		add("bytes after %%EOF (6.1.3)")
	}
	root := d.Catalog()
	for _, k := range []Name{"Requirements", "NeedsRendering"} {
		if root.Has(k) {
			add("catalog has " + string(k) + " (6.11)")
		}
	}
	if af := d.Dict(root.Get("AcroForm")); af != nil {
		if need, _ := d.value(af.Get("NeedAppearances")).(bool); need || af.Has("XFA") {
			add("form with NeedAppearances or XFA (6.4)")
		}
	}
	for _, k := range []Name{"JavaScript", "AlternatePresentations"} {
		if d.Dict(root.Get("Names")).Has(k) {
			add("name dictionary has " + string(k) + " (6.5.1, 6.10)")
		}
	}
	lintIntent(d, add)
	lintFiles(d, add)
}

func lintIntent(d *Document, add func(string)) {
	for _, o := range d.Array(d.Catalog().Get("OutputIntents")) {
		oi := d.Dict(o)
		s := d.Stream(oi.Get("DestOutputProfile"))
		if d.Name(oi.Get("S")) != "GTS_PDFA1" || s == nil {
			continue
		}
		p, err := d.Decode(s)
		n, _ := d.Int(s.Dict.Get("N"))
		if err != nil || len(p) < 128 || string(p[36:40]) != "acsp" || p[8] > 4 || string(p[16:20]) != "RGB " ||
			n != 3 {
			add("output profile (6.2.3)")
		}
		return
	}
	add("no output intent (6.2.3)")
}

// lintFiles checks that embedded files are associated with the document and typed.
func lintFiles(d *Document, add func(string)) {
	root := d.Catalog()
	af := d.Array(root.Get("AF"))
	seen := map[Ref]bool{} // kids that share a kid would be walked once for each way that leads to it
	var walk func(o Object, depth int)
	walk = func(o Object, depth int) {
		if r, ok := o.(Ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		node := d.Dict(o)
		if depth > 16 {
			return
		}
		for _, k := range d.Array(node.Get("Kids")) {
			walk(k, depth+1)
		}
		names := d.Array(node.Get("Names"))
		for i := 1; i < len(names); i += 2 {
			spec := d.Dict(names[i])
			ef := d.Stream(d.Dict(spec.Get("EF")).Get("F"))
			if ef == nil || !strings.Contains(string(d.Name(ef.Dict.Get("Subtype"))), "/") {
				add("embedded file without media type (6.8)")
			}
			if !slices.ContainsFunc(af, func(a Object) bool { return Equal(a, names[i]) }) {
				add("embedded file not associated with the document (6.8)")
			}
		}
	}
	walk(d.Dict(root.Get("Names")).Get("EmbeddedFiles"), 0)
}

// ClaimsPDFA tells whether the metadata identify the document as PDF/A-3b.
func ClaimsPDFA(d *Document) bool {
	return strings.Contains(string(packet(d)), claim)
}

// packet returns the XMP packet, nil without one.
func packet(d *Document) []byte {
	s := d.Stream(d.Catalog().Get("Metadata"))
	if s == nil {
		return nil
	}
	b, err := d.Decode(s)
	if err != nil {
		return nil
	}
	return b
}

// lintMetadata checks the packet and its agreement with the information dictionary.
func lintMetadata(d *Document, add func(string)) {
	s := d.Stream(d.Catalog().Get("Metadata"))
	if s == nil {
		add("no metadata (6.6.2.1)")
		return
	}
	if s.Dict.Has("Filter") {
		add("filtered metadata: searchers cannot find the packet")
	}
	if !ClaimsPDFA(d) {
		add("metadata do not claim PDF/A-3b (6.6.4)")
	}
	xmp := string(packet(d))
	between := func(open, end string) string {
		_, rest, ok := strings.Cut(xmp, open)
		v, _, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			return ""
		}
		return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(v)
	}
	info := d.Dict(d.Trailer().Get("Info"))
	for _, c := range []struct {
		key       Name
		open, end string
	}{
		{"Title", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li>"},
		{"Author", "<dc:creator><rdf:Seq><rdf:li>", "</rdf:li>"},
		{"Subject", "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li>"},
		{"Creator", "<xmp:CreatorTool>", "</"},
		{"Producer", "<pdf:Producer>", "</"},
	} {
		if info.Has(c.key) && d.Text(info.Get(c.key)) != between(c.open, c.end) {
			add(string(c.key) + " differs between metadata and information dictionary (6.6.3)")
		}
	}
	for _, c := range []struct {
		key Name
		tag string
	}{{"CreationDate", "xmp:CreateDate"}, {"ModDate", "xmp:ModifyDate"}} {
		v, _ := d.String(info.Get(c.key))
		if info.Has(c.key) && !sameInstant(v, between("<"+c.tag+">", "</"+c.tag+">")) {
			add(string(c.key) + " differs between metadata and information dictionary (6.6.3)")
		}
	}
}
