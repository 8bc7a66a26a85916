package verify_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/pdf"
	"recette/internal/sign"
	"recette/internal/verify"
)

// update adds a revision to a file.
func update(t testing.TB, data []byte, change func(d *pdf.Document, u *pdf.Update)) []byte {
	t.Helper()
	d, err := pdf.Open(data)
	check(t, err)
	u, err := pdf.NewUpdate(d)
	check(t, err)
	change(d, u)
	out, err := u.Write()
	check(t, err)
	return out.Bytes
}

// set replaces one dictionary, changed.
func set(d *pdf.Document, u *pdf.Update, o pdf.Object, change func(*pdf.Dict)) {
	r := o.(pdf.Ref)
	x := d.Dict(r).Clone()
	change(x)
	if err := u.Set(r, x); err != nil {
		panic(err)
	}
}

func root(d *pdf.Document) pdf.Object { return d.Trailer().Get("Root") }

func page(d *pdf.Document, i int) pdf.Ref {
	pages, err := d.Pages()
	if err != nil {
		panic(err)
	}
	return pages[i]
}

func sigField(d *pdf.Document, i int) pdf.Object {
	return d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields"))[i]
}

func dict(kv ...any) *pdf.Dict {
	d := pdf.NewDict()
	for i := 0; i < len(kv); i += 2 {
		d.Set(pdf.Name(kv[i].(string)), kv[i+1])
	}
	return d
}

func form(content string) *pdf.Stream {
	return &pdf.Stream{
		Dict: dict(
			"Type", pdf.Name("XObject"), "Subtype", pdf.Name("Form"), "BBox",
			pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(200), pdf.Integer(80)},
		),
		Data: []byte(content),
	}
}

// incremental are the mutants that add a revision to the PV that both signed, with the path that the report
// must name.
func incremental() map[string]struct {
	change func(d *pdf.Document, u *pdf.Update)
	path   string
} {
	return map[string]struct {
		change func(d *pdf.Document, u *pdf.Update)
		path   string
	}{
		"content stream replaced": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, page(d, 0), func(x *pdf.Dict) {
				x.Set("Contents", u.Add(&pdf.Stream{Dict: dict(), Data: []byte("BT (ACCEPTE) Tj ET")}))
			})
		}, "page 1/Contents"},
		"content stream rewritten in place": {func(d *pdf.Document, u *pdf.Update) {
			r := d.Dict(page(d, 0)).Get("Contents").(pdf.Ref)
			check2(u.Set(r, &pdf.Stream{Dict: dict(), Data: []byte("BT (ACCEPTE) Tj ET")}))
		}, "page 1/Contents"},
		"info title": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, d.Trailer().Get("Info"), func(x *pdf.Dict) { x.Set("Title", pdf.Text("Autre titre")) })
		}, "/Info/Title"},
		"attachment swapped": {func(d *pdf.Document, u *pdf.Update) {
			spec := d.Array(d.Dict(d.Dict(d.Catalog().Get("Names")).Get("EmbeddedFiles")).Get("Names"))[1]
			set(d, u, spec, func(x *pdf.Dict) {
				f := u.Add(&pdf.Stream{Dict: dict("Type", pdf.Name("EmbeddedFile")), Data: []byte(`{}`)})
				x.Set("EF", dict("F", f, "UF", f))
			})
		}, "/Root/AF[1]/EF/F"},
		"annotation over a page": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, page(d, 0), func(x *pdf.Dict) {
				a := u.Add(dict("Type", pdf.Name("Annot"), "Subtype", pdf.Name("FreeText"), "F", pdf.Integer(4),
					"AP", dict("N", u.Add(form("1 1 1 rg 0 0 200 40 re f")))))
				x.Set("Annots", append(slices.Clone(d.Array(x.Get("Annots"))), a))
			})
		}, "page 1/Annots[2]"},
		"page added": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, d.Catalog().Get("Pages"), func(x *pdf.Dict) {
				p := u.Add(dict("Type", pdf.Name("Page"), "Parent", d.Catalog().Get("Pages")))
				kids := append(slices.Clone(d.Array(x.Get("Kids"))), p)
				x.Set("Kids", kids)
				x.Set("Count", pdf.Integer(len(kids)))
			})
		}, "/Root/Pages/Count"},
		"script on opening": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, root(d), func(x *pdf.Dict) {
				x.Set("OpenAction", dict("S", pdf.Name("JavaScript"), "JS", pdf.String("app.alert(1)")))
			})
		}, "/Root/OpenAction"},
		"NeedAppearances": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, d.Catalog().Get("AcroForm"), func(x *pdf.Dict) { x.Set("NeedAppearances", true) })
		}, "/Root/AcroForm/NeedAppearances"},
		"appearance of a signature replaced": {func(d *pdf.Document, u *pdf.Update) {
			set(
				d, u, sigField(d, 1),
				func(x *pdf.Dict) { x.Set("AP", dict("N", u.Add(form("1 0 0 rg 0 0 200 80 re f")))) },
			)
		}, "/Root/AcroForm/Fields[1]/AP/N"},
		"reason replaced": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, d.Dict(sigField(d, 1)).Get("V"), func(x *pdf.Dict) { x.Set("Reason", pdf.Text("Autre motif")) })
		}, "/Root/AcroForm/Fields[1]/V/Reason"},
		"value of a signature removed": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, sigField(d, 1), func(x *pdf.Dict) { x.Delete("V") })
		}, "/Root/AcroForm/Fields[1]/V"},
		"value of a signature made null": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, sigField(d, 1), func(x *pdf.Dict) { x.Set("V", nil) })
		}, "/Root/AcroForm/Fields[1]/V"},
		"font swapped": {func(d *pdf.Document, u *pdf.Update) {
			for _, n := range d.Numbers() {
				if x := d.Dict(pdf.Ref{Num: n}); x != nil && d.Name(x.Get("Type")) == "FontDescriptor" {
					set(d, u, pdf.Ref{Num: n}, func(x *pdf.Dict) {
						x.Set("FontFile2", u.Add(&pdf.Stream{Dict: dict(), Data: []byte("x")}))
					})
				}
			}
		}, ""},
		"outline removed": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, d.Catalog().Get("Outlines"), func(x *pdf.Dict) { x.Delete("First") })
		}, "/Root/Outlines/First"},
		"permissions removed": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, root(d), func(x *pdf.Dict) { x.Delete("Perms") })
		}, "/Root/Perms"},
		"optional content": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, root(d), func(x *pdf.Dict) { x.Set("OCProperties", dict("OCGs", pdf.Array{})) })
		}, "/Root/OCProperties"},
		"hidden object": {func(_ *pdf.Document, u *pdf.Update) {
			u.Add(dict("Injected", true))
		}, ""},
		"object written again as it was": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, page(d, 0), func(*pdf.Dict) {})
		}, "page 1"},
		"language": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, root(d), func(x *pdf.Dict) { x.Set("Lang", pdf.Text("en")) })
		}, "/Root/Lang"},
		"lock removed": {func(d *pdf.Document, u *pdf.Update) {
			set(d, u, sigField(d, 1), func(x *pdf.Dict) { x.Delete("Lock") })
		}, "/Root/AcroForm/Fields[1]/Lock"},
	}
}

func check2(err error) {
	if err != nil {
		panic(err)
	}
}

func TestLaterChangesAreNotConform(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	for name, m := range incremental() {
		t.Run(name, func(t *testing.T) {
			r := p.verify(update(t, s.po.PDF, m.change))
			expect(t, r, verify.RevisionUnsigned)
			expect(t, r, verify.Changed)
			named := m.path == ""
			for _, f := range r.Changes {
				named = named || f.Code == verify.Changed && f.Args[0] == m.path
			}
			if !named {
				t.Errorf("no change at %q: %v", m.path, r.Changes)
			}
		})
	}
}

// Between the two signatures, and after the first when only the PPO's is expected.
func TestChangesBeforeTheLastSignature(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	moved := func(d *pdf.Document, u *pdf.Update) {
		set(d, u, sigField(d, 1), func(x *pdf.Dict) {
			x.Set("Rect", pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(595), pdf.Integer(842)})
		})
	}
	removed := func(d *pdf.Document, u *pdf.Update) {
		set(d, u, d.Catalog().Get("AcroForm"), func(x *pdf.Dict) { x.Set("Fields", d.Array(x.Get("Fields"))[:1]) })
	}
	added := func(d *pdf.Document, u *pdf.Update) {
		f := u.Add(
			dict("Type", pdf.Name("Annot"), "Subtype", pdf.Name("Widget"), "FT", pdf.Name("Sig"), "T", pdf.Text("PO2"),
				"F", pdf.Integer(4), "P", page(d, 0), "Rect",
				pdf.Array{pdf.Integer(0), pdf.Integer(0), pdf.Integer(0), pdf.Integer(0)}),
		)
		set(d, u, d.Catalog().Get("AcroForm"), func(x *pdf.Dict) {
			x.Set("Fields", append(slices.Clone(d.Array(x.Get("Fields"))), f))
		})
	}
	for name, change := range map[string]func(*pdf.Document, *pdf.Update){
		"field moved": moved, "field removed": removed, "field added": added,
	} {
		t.Run(name, func(t *testing.T) {
			o := verify.Options{Anchors: p.anchors(), Expect: []string{"PPO"}}
			if r := judge(t, s.ppo.PDF, o); r.Status != verify.Conform {
				t.Fatalf("the PPO's state alone: %v", all(r))
			}
			mutant := update(t, s.ppo.PDF, change)
			expect(t, judge(t, mutant, o), verify.Changed)
			if name == "field removed" {
				return
			}
			id, field := p.po, "PO"
			if name == "field added" {
				field = "PO2"
			}
			res := p.sign(mutant, id, func(r *sign.Request) {
				if r.Field = field; field == "PO2" {
					r.Appearance = nil
				}
			})
			expect(t, p.verify(res.PDF), verify.Changed)
		})
	}
}

// hole gives the bounds of the Contents of the nth signature, angle brackets included.
func hole(t testing.TB, data []byte, n int) (from, to int) {
	t.Helper()
	at := 0
	for range n + 1 {
		i := bytes.Index(data[at:], []byte("/Contents <30"))
		if i < 0 {
			t.Fatal("no Contents")
		}
		at += i + len("/Contents ")
	}
	return at, at + bytes.IndexByte(data[at:], '>') + 1
}

// ranges replaces the ByteRange of the last signature, padded to its width.
func ranges(data []byte, with string) []byte {
	out := bytes.Clone(data)
	from := bytes.LastIndex(out, []byte("/ByteRange [")) + len("/ByteRange ")
	width := bytes.IndexByte(out[from:], ']') + 1
	copy(out[from:], fmt.Sprintf("%-*s", width, with))
	return out
}

func TestRawMutantsAreNotConform(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	other := conduct(t).issuePV("")
	file := s.po.PDF
	from, to := hole(t, file, 1)
	der := from + 1 + 2*len(s.po.CMS)
	edit := func(change func(b []byte) []byte) func() []byte {
		return func() []byte { return change(bytes.Clone(file)) }
	}
	fill := func(b []byte, c string) []byte {
		copy(b[from+1:to-1], strings.Repeat(c, to-from-2))
		return b
	}
	tests := map[string]struct {
		file func() []byte
		want verify.Code
	}{
		"contents zeroed": {edit(func(b []byte) []byte { return fill(b, "0") }), verify.FormatFailure},
		"contents null": {edit(func(b []byte) []byte {
			copy(b[from:to], "null"+strings.Repeat(" ", to-from-4))
			return b
		}), verify.FormatFailure},
		"contents of another type": {edit(func(b []byte) []byte {
			copy(b[from:to], "(0"+strings.Repeat("0", to-from-3)+")")
			return b
		}), verify.FormatFailure},
		"byte range negative": {func() []byte { return ranges(file, "[0 -1 -1 0]") }, verify.FormatFailure},
		"byte range zero":     {func() []byte { return ranges(file, "[0 0 0 0]") }, verify.FormatFailure},
		"byte range of two":   {func() []byte { return ranges(file, "[0 9]") }, verify.FormatFailure},
		"byte range missing": {
			func() []byte { return bytes.ReplaceAll(file, []byte("/ByteRange"), []byte("/ByteRangf")) },
			verify.FormatFailure,
		},
		"byte range of the other": {
			func() []byte { return ranges(file, string(byteRangeOf(s.ppo.PDF))) }, verify.FormatFailure,
		},
		"hole widened": {func() []byte {
			return ranges(file, fmt.Sprintf("[0 %d %d %d]", from-10, to, len(file)-to))
		}, verify.FormatFailure},
		"bytes injected in the hole": {edit(func(b []byte) []byte {
			return append(b[:to:to], append([]byte("/Injected true "), b[to:]...)...)
		}), verify.FileUnreadable},
		"trailing comment": {edit(func(b []byte) []byte { return append(b, "% bonjour\n"...) }), verify.FileLayout},
		"trailing line":    {edit(func(b []byte) []byte { return append(b, '\n') }), verify.FileLayout},
		"trailing xref": {edit(func(b []byte) []byte {
			return append(b, "xref\n0 0\ntrailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n0\n%%EOF\n"...)
		}), ""},
		"CMS bit": {edit(func(b []byte) []byte { b[der-3] ^= 1; return b }), ""},
		"CMS digits in upper case": {edit(func(b []byte) []byte {
			return append(b[:from:from], append(bytes.ToUpper(b[from:to]), b[to:]...)...)
		}), verify.FormatFailure},
		"padding not zero":       {edit(func(b []byte) []byte { b[to-2] = '1'; return b }), verify.FormatFailure},
		"padding blank":          {edit(func(b []byte) []byte { b[to-2] = ' '; return b }), verify.FormatFailure},
		"back to revision 1":     {func() []byte { return s.base }, verify.SignatureMissing},
		"back to revision 2":     {func() []byte { return s.ppo.PDF }, verify.SignatureMissing},
		"cut in revision 3":      {func() []byte { return file[:len(file)-40] }, ""},
		"cut to half":            {func() []byte { return file[:len(file)/2] }, ""},
		"empty":                  {func() []byte { return nil }, ""},
		"byte before the header": {func() []byte { return append([]byte("x"), file...) }, ""},
		"signature of another PV": {edit(func(b []byte) []byte {
			copy(fill(b, "0")[from+1:], fmt.Appendf(nil, "%x", other.po.CMS))
			return b
		}), verify.HashFailure},
		"signature of the PPO copied": {edit(func(b []byte) []byte {
			copy(fill(b, "0")[from+1:], fmt.Appendf(nil, "%x", s.ppo.CMS))
			return b
		}), verify.HashFailure},
		"text of page 1": {edit(func(b []byte) []byte { b[len(s.base)/3] ^= 4; return b }), ""},
		"field rolled back by a table alone": {
			func() []byte { return tableOnly(t, file, s.base, "") }, verify.FileLayout,
		},
		"hybrid table": {func() []byte { return tableOnly(t, file, s.base, "/XRefStm 9 ") }, ""},
		"PV of another with its signatures": {func() []byte {
			return append(bytes.Clone(s.base), other.po.PDF[min(len(s.base), len(other.po.PDF)):]...)
		}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { expect(t, p.verify(tt.file()), tt.want) })
	}
}

// tableOnly appends a cross-reference section without any object: it sends the PO's field back to its unsigned state of
// revision 1, which is there under the same number.
func tableOnly(t testing.TB, file, base []byte, extra string) []byte {
	t.Helper()
	d, err := pdf.Open(file)
	check(t, err)
	first, err := pdf.Open(base)
	check(t, err)
	field := sigField(d, 1).(pdf.Ref)
	old, _ := first.Lookup(field.Num)
	revs := d.Revisions()
	size, _ := d.Int(d.Trailer().Get("Size"))
	out := bytes.NewBuffer(bytes.Clone(file))
	fmt.Fprintf(out, "xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n", field.Num, old.Offset)
	trailer, err := pdf.AppendObject(nil, d.Trailer().Get("ID"))
	check(t, err)
	fmt.Fprintf(out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID%s/Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n", size,
		d.Trailer().Get("Root").(pdf.Ref).Num, d.Trailer().Get("Info").(pdf.Ref).Num, trailer,
		revs[len(revs)-1].XRefOffset, extra, len(file))
	return out.Bytes()
}

func byteRangeOf(data []byte) []byte {
	from := bytes.LastIndex(data, []byte("/ByteRange [")) + len("/ByteRange ")
	return data[from : from+bytes.IndexByte(data[from:], ']')+1]
}

// A single altered bit is never conform, wherever it lies: over the whole file, and over the hole that no signature
// covers.
func TestBitFlipsAreNotConform(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	file := s.po.PDF
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	from, to := hole(t, file, 1)
	flip := func(i int, bit uint) {
		t.Helper()
		b := bytes.Clone(file)
		b[i] ^= 1 << bit
		if got := p.verify(b); got.Status != verify.NotConform {
			t.Errorf("seed %d: bit %d of byte %d (%q to %q): %s, %v", seed, bit, i, file[i], b[i], got.Status, all(got))
		}
	}
	flips := 200
	if testing.Short() {
		flips = 30
	}
	for range flips {
		flip(r.IntN(len(file)), uint(r.IntN(8)))
	}
	for range flips / 2 {
		flip(from+r.IntN(2*len(s.po.CMS)+2), uint(r.IntN(8)))
	}
	for range flips / 10 {
		flip(from+r.IntN(to-from), uint(r.IntN(8)))
		flip(r.IntN(20), uint(r.IntN(8)))
		flip(len(file)-1-r.IntN(40), uint(r.IntN(8)))
	}
}

func TestRewritingByAToolIsNotConform(t *testing.T) {
	p := conduct(t)
	s := p.issuePV("")
	dir := t.TempDir()
	in := filepath.Join(dir, "pv.pdf")
	check(t, os.WriteFile(in, s.po.PDF, 0o600))
	for _, args := range [][]string{{"--linearize"}, {"--object-streams=generate"}, {"--qdf"}} {
		t.Run(args[0], func(t *testing.T) {
			if _, err := exec.LookPath("qpdf"); err != nil {
				t.Skip("SKIPPED: needs qpdf")
			}
			out := filepath.Join(t.TempDir(), "out.pdf")
			if text, err := exec.Command("qpdf", append(args, in, out)...).CombinedOutput(); err != nil {
				t.Fatalf("qpdf: %v\n%s", err, text)
			}
			b, err := os.ReadFile(out)
			check(t, err)
			expect(t, p.verify(b), "")
		})
	}
}
