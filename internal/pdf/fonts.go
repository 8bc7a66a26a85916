package pdf

import (
	"crypto/sha256"
	"strings"
)

// subsetFonts gives the composite fonts of the report the tag that says that they are subsets (9.6.4): gofpdf embeds
// the glyphs it used and leaves the name bare, so that a program merging documents could take one subset for another.
func (f *finaliser) subsetFonts() error {
	for _, n := range f.src.Numbers() {
		o, err := f.src.Get(f.ref(n))
		if err != nil {
			return err
		}
		d, ok := o.(*Dict)
		if !ok || d.Get("Type") != Name("Font") || d.Get("Subtype") != Name("Type0") {
			continue
		}
		kids := f.src.Array(d.Get("DescendantFonts"))
		if len(kids) != 1 {
			continue
		}
		cidRef, ok1 := kids[0].(Ref)
		cid := f.src.Dict(cidRef)
		descRef, ok2 := cid.Get("FontDescriptor").(Ref)
		desc := f.src.Dict(descRef)
		file := f.src.Stream(desc.Get("FontFile2"))
		base := f.src.Name(d.Get("BaseFont"))
		if !ok1 || !ok2 || file == nil || strings.Contains(string(base), "+") {
			continue
		}
		tagged := subsetTag(file.Data) + "+" + base
		for _, c := range []struct {
			num int
			d   *Dict
			key Name
		}{{n, d, "BaseFont"}, {cidRef.Num, cid, "BaseFont"}, {descRef.Num, desc, "FontName"}} {
			clone := c.d.Clone()
			clone.Set(c.key, tagged)
			f.objects[c.num] = clone
		}
	}
	return nil
}

// subsetTag makes six capital letters of the font program.
func subsetTag(program []byte) Name {
	h := sha256.Sum256(program)
	b := make([]byte, 6)
	for i := range b {
		b[i] = 'A' + h[i]%26
	}
	return Name(b)
}
