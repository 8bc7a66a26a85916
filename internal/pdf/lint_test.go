package pdf_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"

	"recette/internal/pdf"
)

func lint(t *testing.T, b []byte) []string {
	t.Helper()
	findings, err := pdf.Lint(open(t, b))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range findings {
		out = append(out, f.String())
	}
	return out
}

func TestLintOfTheRawReport(t *testing.T) {
	got := strings.Join(lint(t, report(t, 1)), "\n")
	for _, want := range []string{
		"no file identifier", "no binary comment", "no output intent", "no metadata", "annotation flags",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("Lint() lacks %q:\n%s", want, got)
		}
	}
}

// Each change breaks one rule of a conforming file, and Lint names it.
func TestLintFindsEachFault(t *testing.T) {
	good := finalise(t, 1)
	tests := map[string]struct {
		from, to string
		want     string
	}{
		"header comment":    {"%\xE2\xE3\xCF\xD3", "%abcd", "binary comment"},
		"version":           {"%PDF-1.7", "%PDF-2.0", "header version"},
		"identifier":        {"/ID[", "/IX[", "file identifier"},
		"hidden annotation": {"/F 4", "/F 2", "annotation flags"},
		"no print flag":     {"/F 4", "/F 0", "annotation flags"},
		"media type":        {"/application#2Fjson", "/application-2Fjson", "media type"},
		"relationship":      {"/AFRelationship", "/AFXelationship", "AFRelationship"},
		"associated files":  {"/AF[", "/AX[", "not associated"},
		"intent":            {"/GTS_PDFA1", "/GTS_PDFX1", "output intent"},
		"script":            {"/S/URI/URI", "/S/JSx/URI", "action JSx"},
		"font":              {"/FontFile2", "/FontFileX", "not embedded"},
		"appearance":        {"/AP<</N", "/AX<</N", "normal appearance"},
		"XMP title":         {"PV de recette – ", "PV de Recette – ", "Title differs"},
		"XMP date":          {"<xmp:CreateDate>2026", "<xmp:CreateDate>2025", "CreationDate differs"},
		"claim":             {"<pdfaid:part>3", "<pdfaid:part>1", "do not claim"},
		"forms":             {"/SigFlags 3", "/XFA      3", "XFA"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if len(tt.from) != len(tt.to) || !bytes.Contains(good, []byte(tt.from)) {
				t.Fatalf("the report has no %q, or the change has another length", tt.from)
			}
			got := lint(t, bytes.Replace(good, []byte(tt.from), []byte(tt.to), 1))
			if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, tt.want) }) {
				t.Errorf("Lint() = %q, want %q in it", got, tt.want)
			}
		})
	}
}

// A report with a font that is not embedded is finalised, but does not claim what it is not.
func TestFinaliseDoesNotClaimWhatIsNot(t *testing.T) {
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetCompression(false)
	f.AddPage()
	f.SetFont("Helvetica", "", 12)
	f.Cell(0, 10, "PV")
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	out, err := pdf.Finalise(b.Bytes(), pdf.Options{Title: "PV", Language: "fr", CreatedAt: day, Producer: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if pdf.ClaimsPDFA(open(t, out)) {
		t.Error("the result claims PDF/A-3b with a font that is not embedded")
	}
	if got := fmt.Sprint(lint(t, out)); !strings.Contains(got, "not embedded") {
		t.Errorf("Lint() = %s", got)
	}
}

// TestLintOfSharedKids: nodes of a name tree that name one another many times over are walked once each.
func TestLintOfSharedKids(t *testing.T) {
	objects := append([]string{}, basic...)
	objects[0] = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 5 0 R>>>>"
	for n := 5; n < 20; n++ {
		objects = append(objects, "<</Kids["+strings.Repeat(fmt.Sprintf("%d 0 R ", n+1), 8)+"]>>")
	}
	objects = append(objects, "<</Names[(a)null]>>")
	got := lint(t, newMini(objects...).bytes()) // 8^15 walks would not come back
	if n := strings.Count(strings.Join(got, "\n"), "without media type"); n != 1 {
		t.Errorf("the shared leaf is reported %d times, want once: %q", n, got)
	}
}
