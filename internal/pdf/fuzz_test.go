package pdf_test

import (
	"errors"
	"testing"

	"recette/internal/pdf"
)

// exercise asks a document for everything it can tell.
func exercise(d *pdf.Document) error {
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
	errs = append(errs, d.Regular())
	return errors.Join(errs...)
}

func FuzzOpen(f *testing.F) {
	f.Add(report(f, 1))
	f.Add([]byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n57\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := pdf.OpenLimits(b, pdf.Limits{Inflate: 1 << 20, InflateTotal: 1 << 22})
		if err == nil {
			err = exercise(d)
		}
		if err != nil && !errors.Is(err, pdf.ErrPDF) {
			t.Fatalf("error outside the tree: %v", err)
		}
	})
}
