package verify_test

import (
	"slices"
	"testing"

	"recette/internal/pdf"
	"recette/internal/pdf/pdftest"
	"recette/internal/verify"
)

// forge writes a file of one revision anew, with some objects changed: what somebody who holds the keys could prepare
// before the signatures. It is the attacker's tool, and shares nothing with the product's writer but the syntax.
type forge struct {
	t       testing.TB
	d       *pdf.Document
	objects map[int]pdf.Object
	next    int
}

func (f *forge) add(o pdf.Object) pdf.Ref {
	r := pdf.Ref{Num: f.next}
	f.objects[f.next] = o
	f.next++
	return r
}

// edit changes a dictionary, or that of a stream.
func (f *forge) edit(o pdf.Object, change func(x *pdf.Dict)) {
	n := o.(pdf.Ref).Num
	switch v := f.objects[n].(type) {
	case *pdf.Dict:
		v = v.Clone()
		change(v)
		f.objects[n] = v
	case *pdf.Stream:
		v = &pdf.Stream{Dict: v.Dict.Clone(), Data: v.Data}
		change(v.Dict)
		f.objects[n] = v
	default:
		f.t.Fatalf("object %d is a %T", n, v)
	}
}

func forged(t testing.TB, base []byte, change func(f *forge)) []byte {
	t.Helper()
	d, err := pdf.Open(base)
	check(t, err)
	f := &forge{t: t, d: d, objects: pdftest.Objects(t, d)}
	for n := range f.objects {
		f.next = max(f.next, n+1)
	}
	change(f)
	return pdftest.Write(t, d, f.objects)
}

// What stands in revision 1 is covered by both signatures, and refused all the same.
func TestPreparedAttacksAreNotConform(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	base := p.render(doc, manifest, nil)
	if r := p.verify(p.both(forged(t, base, func(*forge) {})).po.PDF); r.Status != verify.Conform {
		t.Fatalf("the forger's tool alone spoils the file: %v", all(r))
	}
	annotate := func(f *forge, a pdf.Object) {
		f.edit(page(f.d, 0), func(x *pdf.Dict) { x.Set("Annots", append(slices.Clone(f.d.Array(x.Get("Annots"))), a)) })
	}
	uri := func(target string) func(f *forge) {
		return func(f *forge) {
			annotate(
				f,
				f.add(
					dict("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Link"), "F", pdf.Integer(4), "P", page(f.d, 0),
						"Rect", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(9), pdf.Integer(9)},
						"A", dict("S", pdf.Name("URI"), "URI", pdf.String(target))),
				),
			)
		}
	}
	inRoot := func(key pdf.Name, value pdf.Object) func(f *forge) {
		return func(f *forge) { f.edit(root(f.d), func(x *pdf.Dict) { x.Set(key, value) }) }
	}
	tests := map[string]struct {
		change func(f *forge)
		want   verify.Code
	}{
		"script on opening": {
			inRoot("OpenAction", dict("S", pdf.Name("JavaScript"), "JS", pdf.String("app.alert(1)"))), verify.Forbidden,
		},
		"additional actions":  {inRoot("AA", dict()), verify.Forbidden},
		"optional content":    {inRoot("OCProperties", dict("OCGs", pdf.Array{})), verify.Forbidden},
		"unknown catalog key": {inRoot("Collection", dict()), verify.Forbidden},
		"NeedAppearances": {func(f *forge) {
			f.edit(f.d.Catalog().Get("AcroForm"), func(x *pdf.Dict) { x.Set("NeedAppearances", true) })
		}, verify.Forbidden},
		"named script": {func(f *forge) {
			f.edit(f.d.Catalog().Get("Names"), func(x *pdf.Dict) { x.Set("JavaScript", dict("Names", pdf.Array{})) })
		}, verify.Forbidden},
		"hidden object": {func(f *forge) { f.add(dict("Type", pdf.Name("Page"))) }, verify.FileObjects},
		"reference to an object to come": {func(f *forge) {
			f.edit(
				page(f.d, 0),
				func(x *pdf.Dict) { x.Set("Contents", pdf.Array{x.Get("Contents"), pdf.Ref{Num: f.next + 5}}) },
			)
			f.next += 9
		}, verify.FileObjects},
		"annotation": {func(f *forge) {
			annotate(f, f.add(dict("Type", pdf.Name("Annot"), "Subtype", pdf.Name("FreeText"), "F", pdf.Integer(4))))
		}, verify.Forbidden},
		"text field": {func(f *forge) {
			r := f.add(
				dict(
					"Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Tx"), "T", pdf.Text("x"),
					"P", page(f.d, 0),
				),
			)
			annotate(f, r)
			f.edit(
				f.d.Catalog().Get("AcroForm"),
				func(x *pdf.Dict) { x.Set("Fields", append(slices.Clone(f.d.Array(x.Get("Fields"))), r)) },
			)
		}, verify.Forbidden},
		"appearance in an empty field": {func(f *forge) {
			n := f.d.Dict(f.d.Dict(sigField(f.d, 1)).Get("AP")).Get("N").(pdf.Ref)
			f.objects[n.Num] = form("1 0 0 rg 0 0 200 80 re f")
		}, verify.Forbidden},
		"field with an action": {func(f *forge) {
			f.edit(sigField(f.d, 0), func(x *pdf.Dict) { x.Set("A", dict("S", pdf.Name("Launch"))) })
		}, verify.Forbidden},
		"link to a script":  {uri("javascript:alert(1)"), verify.Forbidden},
		"link to a program": {uri("file:///bin/sh"), verify.Forbidden},
		"link in clear":     {uri("http://example.org"), verify.Forbidden},
		"bookmark that acts": {func(f *forge) {
			first := f.d.Dict(f.d.Catalog().Get("Outlines")).Get("First")
			f.edit(first, func(x *pdf.Dict) { x.Set("A", dict("S", pdf.Name("Launch"), "F", pdf.String("x"))) })
		}, verify.Forbidden},
		"page that acts": {func(f *forge) {
			f.edit(page(f.d, 0), func(x *pdf.Dict) { x.Set("AA", dict()) })
		}, verify.Forbidden},
		"third file, unannounced": {func(f *forge) {
			f.edit(page(f.d, 0), func(x *pdf.Dict) {
				e := f.add(&pdf.Stream{Dict: dict("Type", pdf.Name("EmbeddedFile")), Data: []byte("x")})
				x.Set("Group", dict("Type", pdf.Name("Filespec"), "EF", dict("F", e)))
			})
		}, verify.Forbidden},
		"one file under two names": {func(f *forge) {
			spec := f.d.Array(f.d.Catalog().Get("AF"))[0]
			f.edit(spec, func(x *pdf.Dict) {
				e := f.add(&pdf.Stream{Dict: dict("Type", pdf.Name("EmbeddedFile")), Data: []byte(`{}`)})
				x.Set("EF", dict("F", f.d.Dict(x.Get("EF")).Get("F"), "UF", e))
			})
		}, verify.Forbidden},
		"stream in another file": {func(f *forge) {
			f.edit(f.d.Dict(page(f.d, 0)).Get("Contents"), func(x *pdf.Dict) { x.Set("F", pdf.String("x")) })
		}, verify.Forbidden},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			expect(t, p.verify(p.both(forged(t, base, tt.change)).po.PDF), tt.want)
		})
	}
}

func TestAttachmentsAreExactlyTwo(t *testing.T) {
	p := conduct(t)
	doc, manifest := p.build("")
	third := pdf.Attachment{Name: "note.txt", MIME: "text/plain", Relationship: "Supplement", Data: []byte("x")}
	tests := map[string]func(o *pdf.Options){
		"a third":     func(o *pdf.Options) { o.Attachments = append(o.Attachments, third) },
		"no manifest": func(o *pdf.Options) { o.Attachments = o.Attachments[:1] },
		"none":        func(o *pdf.Options) { o.Attachments = nil },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			r := p.verify(p.both(p.render(doc, manifest, change)).po.PDF)
			expect(t, r, verify.Attached)
		})
	}
}
