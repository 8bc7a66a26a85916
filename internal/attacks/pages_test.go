package attacks

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// contents gives the files inside a PV, by name.
func (w *world) contents(file []byte) map[string][]byte {
	w.t.Helper()
	files, err := verify.Enclosures(w.t.Context(), file)
	w.must(err)
	all := map[string][]byte{}
	for name, e := range files {
		all[name], err = e.Bytes()
		w.must(err)
	}
	return all
}

// edited gives an attack that changes objects of the real file.
func edited(change func(f *forge)) func(w *world, m made) []byte {
	return func(w *world, m made) []byte { return forged(w.t, m.file, change) }
}

// swap replaces a text on page 1.
func swap(old, with string) func(w *world, m made) []byte {
	return edited(func(f *forge) {
		f.page(1, func(b []byte) []byte { return bytes.ReplaceAll(b, encoded(old), encoded(with)) })
	})
}

// pageKey sets a key of page 1.
func pageKey(key pdf.Name, value pdf.Object) func(w *world, m made) []byte {
	return edited(func(f *forge) { f.edit(f.pages()[0], func(x *pdf.Dict) { x.Set(key, value) }) })
}

// drawnFrom gives an attack whose pages are drawn by the real writer from other data than those that are joined.
func drawnFrom(change func(pv *reports.PV)) func(w *world, m made) []byte {
	return func(w *world, m made) []byte {
		lie := m.pv
		change(&lie)
		texts, err := words("fr")
		w.must(err)
		return w.draw(lie, m.pv, m, texts, w.contents(m.file))
	}
}

func dict(pairs ...any) *pdf.Dict {
	d := pdf.NewDict()
	for i := 0; i < len(pairs); i += 2 {
		d.Set(pdf.Name(pairs[i].(string)), pairs[i+1])
	}
	return d
}

// attack is a file that lies, and what shows it.
type attack struct {
	file func(w *world, m made) []byte
	want []verify.Code
}

// by lists what shows an attack.
func by(codes ...verify.Code) []verify.Code { return codes }

func pageAttacks() map[string]attack {
	otherwise := by(verify.DrawnOtherwise)
	half := pdf.Array{pdf.Integer(0), pdf.Integer(300), pdf.Integer(595), pdf.Integer(842)}
	return map[string]attack{
		"page 1 says without reserve, everything conform": {drawnFrom(func(pv *reports.PV) {
			pv.Decision.Decision, pv.Decision.Reserves, pv.Warnings = "accepted", nil, nil
			pv.Figures = reports.Figures{InScope: 139, Planned: 139, Executed: 139, Passed: 139}
		}), by(verify.PageText)},
		"a warning less": {drawnFrom(func(pv *reports.PV) {
			pv.Warnings = pv.Warnings[1:]
		}), by(verify.PageText, verify.PageTextMissing, verify.PageTextDrawn)},
		"another decision is ticked": {drawnFrom(func(pv *reports.PV) {
			pv.Decision.Decision = "refused"
		}), by(verify.PageText)},
		"another number on the pages": {drawnFrom(func(pv *reports.PV) {
			pv.Number = "PV-2026-777-v9"
		}), by(verify.PageText)},
		"annexes that are not printed": {drawnFrom(func(pv *reports.PV) {
			pv.Printed = []string{}
		}), by(verify.PageCount)},
		"the sheet of the failure left out with its annex": {func(w *world, m made) []byte {
			data := m.pv
			data.Printed = []string{}
			pages := data
			pages.Cases = slices.Clone(data.Cases)
			*of(&pages, "SC-2") = *of(&data, "SC-1") // a plain case: nothing printed of it
			return w.draw(pages, data, m, w.texts(), w.contents(m.file))
		}, by(verify.PageCount)},
		"other times on the pages": {drawnFrom(func(pv *reports.PV) {
			pv.TimeZone = "Asia/Tokyo"
		}), by(verify.PageText)},
		"a figure changed by hand":  {swap("conforme avec", "conforme dont"), by(verify.PageText)},
		"the decision by hand":      {swap("avec réserves (retenue)", "sans réserve (retenue)"), by(verify.PageText)},
		"a number changed by hand":  {swap("PV-2026-", "PV-2025-"), by(verify.PageText)},
		"blank pages":               {edited(blank), by(verify.PageTextMissing)},
		"a rectangle on the figure": {edited(func(f *forge) { f.page(1, cover) }), by(verify.PageShape)},
		"a rectangle drawn first, last": {edited(func(f *forge) {
			f.page(1, restack)
		}), by(verify.PageStacking)},
		"a text in white": {edited(func(f *forge) {
			f.page(1, func(b []byte) []byte {
				return append([]byte("1 1 1 rg\n"), bytes.ReplaceAll(b, []byte(" 0 g"), []byte(" 1 g"))...)
			})
		}), by(verify.PageTextDrawn)},
		"a text that is not painted": {edited(func(f *forge) {
			f.page(1, func(b []byte) []byte { return bytes.Replace(b, []byte("BT "), []byte("BT 3 Tr "), 1) })
		}), by(verify.PageTextDrawn)},
		"transparent": {edited(func(f *forge) {
			gs := f.add(dict("Type", pdf.Name("ExtGState"), "ca", pdf.Real("0.0")))
			r := f.d.Dict(f.pages()[0]).Get("Resources")
			f.edit(r, func(x *pdf.Dict) { x.Set("ExtGState", dict("G1", gs)) })
			f.page(1, func(b []byte) []byte { return append([]byte("/G1 gs\n"), b...) })
		}), otherwise},
		"pages in another order": {edited(func(f *forge) {
			f.edit(f.d.Catalog().Get("Pages"), func(x *pdf.Dict) {
				kids := slices.Clone(f.d.Array(x.Get("Kids")))
				kids[2], kids[3] = kids[3], kids[2]
				x.Set("Kids", kids)
			})
		}), by(verify.PageOrder)},
		"a page missing": {edited(func(f *forge) {
			f.edit(f.d.Catalog().Get("Pages"), func(x *pdf.Dict) {
				kids := f.d.Array(x.Get("Kids"))
				x.Set("Kids", kids[:len(kids)-1])
				x.Set("Count", pdf.Integer(len(kids)-1))
			})
		}), by(verify.PageCount)},
		"a page twice": {edited(func(f *forge) {
			f.edit(f.d.Catalog().Get("Pages"), func(x *pdf.Dict) {
				kids := slices.Clone(f.d.Array(x.Get("Kids")))
				copied := f.add(f.d.Dict(kids[0]).Clone())
				x.Set("Kids", append(kids, copied))
				x.Set("Count", pdf.Integer(len(kids)+1))
			})
		}), by(verify.PageCount)},
		"letters exchanged in a font": {edited(func(f *forge) {
			for _, font := range f.fonts() {
				f.rewrite(f.descendant(font).Get("CIDToGIDMap"), func(b []byte) []byte { return exchange(b, 'e', 'a') })
			}
		}), by(verify.PageFont)},
		"shapes exchanged in a font": {edited(func(f *forge) {
			for _, font := range f.fonts() {
				program := f.d.Dict(f.descendant(font).Get("FontDescriptor")).Get("FontFile2")
				f.rewrite(program, func(b []byte) []byte { return exchangeGlyphs(f.t, b) })
			}
		}), by(verify.PageFont)},
		"a font that reads otherwise": {edited(func(f *forge) {
			f.rewrite(f.fonts()[0].Get("ToUnicode"), func(b []byte) []byte {
				return bytes.Replace(b, []byte("<0000> <FFFF> <0000>"), []byte("<0000> <FFFE> <0001>"), 1)
			})
		}), by(verify.PageFont)},
		"fonts that are not embedded": {edited(func(f *forge) {
			for _, font := range f.fonts() {
				f.edit(f.descendant(font).Get("FontDescriptor"), func(x *pdf.Dict) {
					delete(f.objects, x.Get("FontFile2").(pdf.Ref).Num)
					x.Delete("FontFile2")
				})
			}
		}), otherwise},
		"another picture": {edited(func(f *forge) {
			images := f.d.Dict(f.d.Dict(f.d.Dict(f.pages()[0]).Get("Resources")).Get("XObject"))
			f.rewrite(images.Entries[0].Value, func(b []byte) []byte {
				return bytes.Map(func(r rune) rune { return r }, append(bytes.Repeat([]byte{0}, 200), b[200:]...))
			})
		}), by(verify.PagePicture)},
		"a smaller page":        {pageKey("MediaBox", half), otherwise},
		"a cropped page":        {pageKey("CropBox", half), otherwise},
		"a page turned":         {pageKey("Rotate", pdf.Integer(180)), otherwise},
		"a page in other units": {pageKey("UserUnit", pdf.Real("0.01")), otherwise},
		"a transparency group":  {pageKey("Group", dict("S", pdf.Name("Transparency"))), otherwise},
		"contents in two streams": {edited(func(f *forge) {
			extra := f.add(&pdf.Stream{Dict: dict(), Data: []byte("1 g 30 600 500 60 re f 0 g\n")})
			f.edit(f.pages()[0], func(x *pdf.Dict) { x.Set("Contents", pdf.Array{x.Get("Contents"), extra}) })
		}), otherwise},
		"a link that leads elsewhere": {edited(func(f *forge) {
			f.edit(f.link(), func(x *pdf.Dict) { x.Set("Dest", pdf.String("d0000002")) })
		}), otherwise},
		"a link out of the document": {edited(func(f *forge) {
			f.edit(f.link(), func(x *pdf.Dict) {
				x.Delete("Dest")
				x.Set("A", dict("S", pdf.Name("URI"), "URI", pdf.String("https://example.org/pv-sans-reserve.pdf")))
			})
		}), otherwise},
		"a link whose frame hides": {edited(func(f *forge) {
			f.edit(f.link(), func(x *pdf.Dict) {
				x.Set("Border", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(400)})
			})
		}), otherwise},
		"another bookmark": {edited(func(f *forge) {
			f.edit(f.d.Dict(f.d.Catalog().Get("Outlines")).Get("First"), func(x *pdf.Dict) {
				x.Set("Title", pdf.Text("Recette prononcée sans réserve"))
			})
		}), otherwise},
		"another title": {edited(func(f *forge) {
			f.edit(f.d.Trailer().Get("Info"), func(x *pdf.Dict) { x.Set("Title", pdf.Text("PV sans réserve")) })
		}), otherwise},
		"other metadata": {edited(func(f *forge) {
			m := f.d.Catalog().Get("Metadata").(pdf.Ref)
			s := f.d.Stream(m)
			data := bytes.ReplaceAll(s.Data, []byte("Recette"), []byte("Réussie"))
			f.objects[m.Num] = &pdf.Stream{Dict: s.Dict, Data: data}
		}), otherwise},
		"another tooltip on a field": {edited(func(f *forge) {
			f.edit(f.d.Array(f.d.Dict(f.d.Catalog().Get("AcroForm")).Get("Fields"))[1], func(x *pdf.Dict) {
				x.Set("TU", pdf.Text("Accusé de réception"))
			})
		}), otherwise},
		"a field elsewhere": {edited(func(f *forge) {
			f.edit(f.d.Array(f.d.Dict(f.d.Catalog().Get("AcroForm")).Get("Fields"))[1], func(x *pdf.Dict) {
				x.Set("Rect", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(595), pdf.Integer(842)})
			})
		}), otherwise},
		"another version on the file": {edited(func(f *forge) {
			f.edit(f.d.Trailer().Get("Root"), func(x *pdf.Dict) { x.Set("Lang", pdf.String("en")) })
		}), otherwise},
	}
}

func blank(f *forge) {
	for i := range f.pages() {
		f.page(i+1, func([]byte) []byte { return []byte(" \n") })
	}
}

func cover(b []byte) []byte { return append(b, "1 1 1 rg 30 600 500 60 re f 0 g\n"...) }

// restack draws the first rectangle last.
func restack(b []byte) []byte {
	for line := range bytes.Lines(b) {
		if bytes.HasSuffix(line, []byte(" re f 0 g\n")) {
			return append(bytes.Replace(b, line, nil, 1), line...)
		}
	}
	return b
}

// link gives a link inside the document.
func (f *forge) link() pdf.Object {
	for _, p := range f.pages() {
		for _, o := range f.d.Array(f.d.Dict(p).Get("Annots")) {
			if a := f.d.Dict(o); a.Has("Dest") {
				return o
			}
		}
	}
	f.t.Fatal("no link")
	return nil
}

func (f *forge) descendant(font *pdf.Dict) *pdf.Dict {
	return f.d.Dict(f.d.Array(font.Get("DescendantFonts"))[0])
}

// exchange makes two characters show each other's letter.
func exchange(table []byte, a, b int) []byte {
	for i := range 2 {
		table[2*a+i], table[2*b+i] = table[2*b+i], table[2*a+i]
	}
	return table
}

// exchangeGlyphs moves the outlines of two glyphs to each other's place in a TrueType program.
func exchangeGlyphs(t testing.TB, b []byte) []byte {
	for i := range int(binary.BigEndian.Uint16(b[4:])) {
		record := b[12+16*i:]
		if string(record[:4]) == "loca" {
			at, size := binary.BigEndian.Uint32(record[8:]), binary.BigEndian.Uint32(record[12:])
			loca := b[at : at+size]
			slices.Reverse(loca[len(loca)/2 : len(loca)/2+8])
			return b
		}
	}
	t.Fatal("no table of outlines")
	return nil
}

// Each file is recorded by the real journal and signed by both: whoever verifies sees it, with or without the record,
// and the product leads nobody to sign it.
func TestPagesThatLie(t *testing.T) {
	t.Parallel()
	for name, a := range pageAttacks() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t) // a PV lists those before it: each attack is the first of its project
			m := w.make()
			file := a.file(w, m)
			w.rendered(m, file)
			if found := w.refused(file); len(found) == 0 {
				t.Error("nothing says why it may not be signed")
			}
			signed := w.sign(m, file)
			for _, alone := range []bool{true, false} {
				r := w.judge(signed, alone)
				found := codes(r)
				if r.Status != verify.NotConform {
					t.Errorf("alone %t: %s, want not conform: %v", alone, r.Status, found)
				}
				for _, code := range a.want {
					if found[code] != verify.NotConform {
						t.Errorf("alone %t: %v, want %s", alone, found, code)
					}
				}
			}
		})
	}
}
