// Package pdftest writes PDF files anew for tests, with other objects than those that they had: the tool of somebody
// who prepares a file before it is signed. It shares nothing with the writers of the product but the syntax of objects.
package pdftest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"testing"

	"recette/internal/pdf"
)

// Objects gives the objects of a document, by number.
func Objects(t testing.TB, d *pdf.Document) map[int]pdf.Object {
	t.Helper()
	objects := map[int]pdf.Object{}
	for _, n := range d.Numbers() {
		o, err := d.Get(pdf.Ref{Num: n})
		if err != nil {
			t.Fatal(err)
		}
		objects[n] = o
	}
	return objects
}

// Write writes a file of one revision that holds these objects, under the trailer of a document, with an identifier
// that is right.
func Write(t testing.TB, d *pdf.Document, objects map[int]pdf.Object) []byte {
	t.Helper()
	written := func(o pdf.Object) []byte {
		text, err := pdf.AppendObject(nil, o)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	nums := slices.Sorted(maps.Keys(objects))
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := map[int]int{}
	for _, n := range nums {
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, written(objects[n]))
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
	fmt.Fprintf(&out, "trailer\n%s\nstartxref\n%d\n%%%%EOF\n", written(trailer), xref)
	return out.Bytes()
}
