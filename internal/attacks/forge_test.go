package attacks

import (
	"bytes"
	"compress/zlib"
	"io"
	"testing"

	"recette/internal/pdf"
	"recette/internal/pdf/pdftest"
)

// forge writes a file of one revision anew with some objects changed, and makes its identifier right: the tool of
// somebody who prepares a file before it is signed.
type forge struct {
	t       testing.TB
	d       *pdf.Document
	objects map[int]pdf.Object
	next    int
}

func forged(t testing.TB, file []byte, change func(f *forge)) []byte {
	t.Helper()
	d, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	f := &forge{t: t, d: d, objects: pdftest.Objects(t, d)}
	for n := range f.objects {
		f.next = max(f.next, n+1)
	}
	change(f)
	return pdftest.Write(t, d, f.objects)
}

func (f *forge) add(o pdf.Object) pdf.Ref {
	r := pdf.Ref{Num: f.next}
	f.objects[f.next] = o
	f.next++
	return r
}

// edit changes a dictionary, or that of a stream.
func (f *forge) edit(o pdf.Object, change func(x *pdf.Dict)) {
	f.t.Helper()
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

// rewrite changes what a stream holds.
func (f *forge) rewrite(o pdf.Object, change func(content []byte) []byte) {
	f.t.Helper()
	s := f.d.Stream(o)
	if s == nil {
		f.t.Fatalf("%v is no stream", o)
	}
	content, err := f.d.Decode(s)
	if err != nil {
		f.t.Fatal(err)
	}
	after := change(bytes.Clone(content))
	if bytes.Equal(after, content) {
		f.t.Fatal("nothing was changed")
	}
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = io.Copy(w, bytes.NewReader(after)) // a buffer takes everything
	_ = w.Close()
	d := s.Dict.Clone()
	d.Set("Filter", pdf.Name("FlateDecode"))
	f.objects[o.(pdf.Ref).Num] = &pdf.Stream{Dict: d, Data: z.Bytes()}
}

func (f *forge) pages() []pdf.Ref {
	pages, err := f.d.Pages()
	if err != nil {
		f.t.Fatal(err)
	}
	return pages
}

// page changes the operators of a page, from 1.
func (f *forge) page(n int, change func(operators []byte) []byte) {
	f.t.Helper()
	f.rewrite(f.d.Dict(f.pages()[n-1]).Get("Contents"), change)
}

// fonts gives the composite fonts that page 1 names.
func (f *forge) fonts() []*pdf.Dict {
	var out []*pdf.Dict
	fonts := f.d.Dict(f.d.Dict(f.d.Inherited(f.d.Dict(f.pages()[0]), "Resources")).Get("Font"))
	for _, e := range fonts.Entries {
		out = append(out, f.d.Dict(e.Value))
	}
	return out
}

// encoded writes a text as pages do, two bytes a character.
func encoded(s string) []byte {
	var b []byte
	for _, r := range s {
		for _, c := range []byte{byte(r >> 8), byte(r)} {
			if c == '\\' || c == '(' || c == ')' {
				b = append(b, '\\')
			}
			b = append(b, c)
		}
	}
	return b
}
