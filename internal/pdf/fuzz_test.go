package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"recette/internal/budget"
	"recette/internal/hostile"
	"recette/internal/pdf"
)

// exercise asks a document for everything it can tell.
func exercise(d *pdf.Document) []error {
	_ = d.Version()
	_ = d.Hybrid()
	_ = d.Trailing()
	var errs []error
	_, err := d.Reachable()
	errs = append(errs, err)
	pages, err := d.Pages()
	errs = append(errs, err)
	for _, p := range pages {
		_ = d.Inherited(d.Dict(p), "MediaBox")
	}
	for _, n := range d.Numbers() {
		e, _ := d.Lookup(n)
		o, err := d.Get(pdf.Ref{Num: n, Gen: e.Gen})
		errs = append(errs, err)
		if s, ok := o.(*pdf.Stream); ok {
			_, err = d.Decode(s)
			errs = append(errs, err)
		}
		_, _ = d.Span(n)
		_ = d.Text(o)
	}
	for i := range d.Revisions() {
		_, err = d.Revision(i)
		errs = append(errs, err)
	}
	return append(errs, d.Regular())
}

// FuzzOpen gives foreign files to everything that reads one: nothing may panic, hang, or fail outside the tree.
func FuzzOpen(f *testing.F) {
	f.Add(newMini(basic...).bytes())
	f.Add(newMini(basic...).revision(map[int]string{4: basic[3]}, "/ID[(a)(b)]").bytes())
	f.Add(newMini(
		"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R/Names<</Dests<</Names[(a)[3 0 R/Fit]]>>>>>>", basic[1],
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[4 0 R]/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 1 "+
			"1]/Dest[3 0 R/Fit]>>]>>",
		basic[3], "<</First 6 0 R/Last 6 0 R>>", "<</Title(a)/Parent 5 0 R/Dest[3 0 R/Fit]>>").bytes())
	f.Add(streamed())
	for _, h := range hostile.Files() {
		if h.Quick {
			f.Add(h.Make())
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := pdf.OpenLimits(b, pdf.Limits{
			Inflate: 1 << 20, InflateTotal: 1 << 22, Objects: 1 << 12, Cached: 1 << 16,
			Budget: budget.New(t.Context(), budget.Limits{Work: 1 << 24, Memory: 1 << 24}),
		})
		errs := []error{err}
		if err == nil {
			errs = append(exercise(d), rewrite(d)...)
		}
		for _, err := range errs {
			if err != nil && !errors.Is(err, pdf.ErrPDF) {
				t.Fatalf("error outside the tree: %v", err)
			}
		}
	})
}

// rewrite puts a document through everything that makes another one of it.
func rewrite(d *pdf.Document) []error {
	_, lint := pdf.Lint(d)
	_, finalise := pdf.Finalise(d.Bytes(), pdf.Options{Title: "t", Language: "fr", CreatedAt: day, Producer: "p"})
	u, err := pdf.NewUpdate(d)
	if err != nil {
		return []error{lint, finalise, err}
	}
	_, page := u.ImportPage(d, 0)
	_, write := u.Write()
	return []error{lint, finalise, page, write}
}

// streamed is a small file with a cross-reference stream and an object stream.
func streamed() []byte {
	dir := "2 0 3 30 "
	objs := "<</Type/Catalog/Pages 3 0 R>> <</Type/Pages/Kids[]/Count 0>>"
	head := "%PDF-1.5\n"
	first := fmt.Sprintf(
		"1 0 obj\n<</Type/ObjStm/N 2/First %d/Length %d>>\nstream\n%s%s\nendstream\nendobj\n", len(dir), len(dir+objs),
		dir, objs,
	)
	at := len(head + first)
	rows := []byte{1, 0, byte(len(head)), 0, 2, 0, 1, 0, 2, 0, 1, 1, 1, byte(at >> 8), byte(at), 0}
	return fmt.Appendf(
		nil,
		"%s%s4 0 obj\n<</Type/XRef/W[1 2 1]/Index[1 4]/Size 5/Root 2 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n"+
			"startxref\n%d\n%%%%EOF\n",
		head, first, len(rows), rows, at,
	)
}

func TestObjectStreamByHand(t *testing.T) {
	d := open(t, streamed())
	for _, err := range exercise(d) {
		if err != nil {
			t.Error(err)
		}
	}
	if e, _ := d.Lookup(3); e.Kind != pdf.Compressed || e.Stream != 1 || e.Index != 1 {
		t.Errorf("Lookup(3) = %+v", e)
	}
	if _, ok := d.Span(3); ok {
		t.Error("an object in a stream has a span of its own")
	}
	// A directory that disagrees with the cross-reference entry shows two documents to two readers.
	liar := bytes.Replace(streamed(), []byte("2 0 3 30 "), []byte("3 0 2 30 "), 1)
	if _, err := pdf.Open(liar); !errors.Is(err, pdf.ErrStructure) {
		t.Errorf("Open() = %v, want ErrStructure: the catalog cannot be read", err)
	}
}
