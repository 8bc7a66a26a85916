package pdf_test

import (
	"testing"

	"recette/internal/pdf"
)

func TestOpenReport(t *testing.T) {
	d, err := pdf.Open(report(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Regular(); err != nil {
		t.Errorf("Regular() = %v, want nil", err)
	}
	pages, err := d.Pages()
	if err != nil || len(pages) != 5 {
		t.Fatalf("Pages() = %d pages, %v; want 5", len(pages), err)
	}
	if _, err := d.Reachable(); err != nil {
		t.Fatal(err)
	}
	if got := d.Version(); got != "1.3" {
		t.Errorf("Version() = %q, want 1.3", got)
	}
	if got := d.Text(d.Dict(d.Trailer().Get("Info")).Get("Title")); got != "PV de recette" {
		t.Errorf("title = %q", got)
	}
}
