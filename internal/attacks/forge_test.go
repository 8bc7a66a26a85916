package attacks

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"testing"

	"recette/internal/pdf"
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
	f := &forge{t: t, d: d, objects: map[int]pdf.Object{}}
	for _, n := range d.Numbers() {
		if f.objects[n], err = d.Get(pdf.Ref{Num: n}); err != nil {
			t.Fatal(err)
		}
		f.next = max(f.next, n+1)
	}
	change(f)
	nums := make([]int, 0, len(f.objects))
	for n := range f.objects {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := map[int]int{}
	for _, n := range nums {
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, f.written(f.objects[n]))
	}
	sum := sha256.Sum256(out.Bytes())
	id := pdf.String(sum[:16])
	xref := out.Len()
	out.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for i := 0; i < len(nums); {
		j := i + 1
		for j < len(nums) && nums[j] == nums[j-1]+1 {
			j++
		}
		fmt.Fprintf(&out, "%d %d\n", nums[i], j-i)
		for ; i < j; i++ {
			fmt.Fprintf(&out, "%010d 00000 n \n", offsets[nums[i]])
		}
	}
	trailer := d.Trailer().Clone()
	trailer.Set("Size", pdf.Integer(nums[len(nums)-1]+1))
	trailer.Set("ID", pdf.Array{id, id})
	fmt.Fprintf(&out, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", f.written(trailer), xref)
	return out.Bytes()
}

func (f *forge) written(o pdf.Object) []byte {
	text, err := pdf.AppendObject(nil, o)
	if err != nil {
		f.t.Fatal(err)
	}
	return text
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
