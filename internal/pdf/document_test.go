package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/pdf"
)

func TestOpenReport(t *testing.T) {
	d := open(t, report(t, 3))
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

// qpdf rewrites a file with object streams and a predicted cross-reference stream; the same document comes out.
func TestOpenCrossReferenceStream(t *testing.T) {
	need(t, "qpdf")
	src := finalise(t, 3)
	p := filepath.Join(t.TempDir(), "streams.pdf")
	run(t, "qpdf", "--object-streams=generate", "--static-id", save(t, src), p)
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	a, d := open(t, src), open(t, b)
	if !d.Revisions()[0].XRefStream {
		t.Fatal("qpdf wrote a table")
	}
	if err := d.Regular(); err != nil {
		t.Errorf("Regular() = %v", err)
	}
	for _, err := range exercise(d) {
		if err != nil {
			t.Errorf("reading everything: %v", err)
		}
	}
	if x, y := content(t, a), content(t, d); !bytes.Equal(x, y) {
		t.Errorf("contents differ: %d and %d bytes", len(x), len(y))
	}
	if _, err := pdf.NewUpdate(d); !errors.Is(err, pdf.ErrUnsupported) {
		t.Errorf("NewUpdate() = %v, want ErrUnsupported", err)
	}
}

// A linearised file reads like any other, but its sections are not in the order of its bytes: no verifier of this
// product can call it regular, and no tool rewrites a signed report without being seen.
func TestOpenLinearised(t *testing.T) {
	need(t, "qpdf")
	src := finalise(t, 3)
	p := filepath.Join(t.TempDir(), "linear.pdf")
	run(t, "qpdf", "--linearize", save(t, src), p)
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, b)
	if !bytes.Equal(content(t, open(t, src)), content(t, d)) {
		t.Error("contents differ")
	}
	if err := d.Regular(); !errors.Is(err, pdf.ErrIrregular) {
		t.Errorf("Regular() = %v, want ErrIrregular", err)
	}
}

// content joins the decoded contents of all pages.
func content(t *testing.T, d *pdf.Document) []byte {
	t.Helper()
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for _, p := range pages {
		b, err := d.Decode(d.Stream(d.Dict(p).Get("Contents")))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b...)
	}
	return out
}

func TestOpenRefuses(t *testing.T) {
	good := string(newMini(basic...).bytes())
	replace := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("the file has no %q", from)
		}
		return strings.Replace(good, from, to, 1)
	}
	tests := map[string]struct {
		in   string
		want error
	}{
		"empty":                  {"", pdf.ErrSyntax},
		"no header":              {good[1:], pdf.ErrSyntax},
		"no startxref":           {replace("startxref", "startxxxx"), pdf.ErrXRef},
		"startxref off by one":   {replace("xref\n0 1", "\nxref\n0 1"), pdf.ErrXRef},
		"no root":                {replace("/Root 1 0 R", "/Root 9 0 R"), pdf.ErrStructure},
		"direct root":            {replace("/Root 1 0 R", "/Root<<>>  "), pdf.ErrStructure},
		"object beyond Size":     {replace("/Size 5", "/Size 4"), pdf.ErrXRef},
		"no Size":                {replace("/Size 5", "/Sise 5"), pdf.ErrXRef},
		"encrypted":              {replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 9 0 R"), pdf.ErrEncrypted},
		"loop":                   {string(newMini(basic...).loop()), pdf.ErrXRef},
		"object announced twice": {replace("2 1\n", "1 1\n"), pdf.ErrXRef},
		"entry kind":             {replace(" 00000 n", " 00000 x"), pdf.ErrXRef},
		"more entries than file": {replace("0 1\n", "0 99999\n"), pdf.ErrLimit},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := pdf.Open([]byte(tt.in)); !errors.Is(err, tt.want) {
				t.Errorf("Open() = %v, want %v", err, tt.want)
			}
		})
	}
}

// loop adds a revision whose Prev is itself.
func (m *mini) loop() []byte {
	m.prev = m.b.Len()
	return m.revision(nil, "").bytes()
}

func TestGet(t *testing.T) {
	d := open(t, newMini(append(basic[:3:3],
		"<</Length 6 0 R>>\nstream\nq Q\n\nendstream", // 4
		"<</Length 9>>\nstream\nq Q\n\nendstream",     // 5: wrong length
		"4",
		"<</Length 7 0 R>>\nstream\n\nendstream", // 7: its own length
		"[8 0 R]",
	)...).bytes())
	if s := d.Stream(pdf.Ref{Num: 4}); s == nil || string(s.Data) != "q Q\n" {
		t.Errorf("stream with a length by reference = %v", s)
	}
	for _, n := range []int{5, 7} {
		if _, err := d.Get(pdf.Ref{Num: n}); !errors.Is(err, pdf.ErrSyntax) {
			t.Errorf("Get(%d) = %v, want ErrSyntax", n, err)
		}
	}
	for _, r := range []pdf.Ref{{Num: 99}, {Num: 1, Gen: 1}} {
		if o, err := d.Get(r); o != nil || err != nil {
			t.Errorf("Get(%v) = %v, %v; want the null object", r, o, err)
		}
	}
	if _, err := d.Reachable(); err != nil {
		t.Errorf("Reachable() = %v: objects that nothing leads to do not count", err)
	}
	s, ok := d.Span(6)
	if !ok || string(d.Bytes()[s.Start:s.End]) != "6 0 obj\n4\nendobj" {
		t.Errorf("Span(6) = %q", d.Bytes()[s.Start:s.End])
	}
}

func TestPagesRefuses(t *testing.T) {
	tests := map[string]string{
		"page twice":  "<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>",
		"loop":        "<</Type/Pages/Kids[2 0 R]/Count 1>>",
		"wrong count": "<</Type/Pages/Kids[3 0 R]/Count 2>>",
		"direct page": "<</Type/Pages/Kids[<</Type/Page>>]/Count 1>>",
		"not a page":  "<</Type/Pages/Kids[4 0 R]/Count 1>>",
		"no type":     "<</Kids[3 0 R]/Count 1>>",
	}
	for name, node := range tests {
		t.Run(name, func(t *testing.T) {
			o := append([]string(nil), basic...)
			o[1] = node
			if _, err := open(t, newMini(o...).bytes()).Pages(); !errors.Is(err, pdf.ErrStructure) {
				t.Errorf("Pages() = %v, want ErrStructure", err)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	for range 200 {
		if _, err := w.Write(make([]byte, 10_000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	bomb := fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", z.Len(), z.String())
	b := newMini(basic[0], basic[1], basic[2], bomb).bytes()
	for name, l := range map[string]pdf.Limits{
		"one stream": {Inflate: 1_999_999}, "all streams": {InflateTotal: 1_999_999},
	} {
		d, err := pdf.OpenLimits(b, l)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there may be no room at all
			if _, err := d.Decode(d.Stream(pdf.Ref{Num: 4})); !errors.Is(err, pdf.ErrLimit) {
				t.Errorf("%s: Decode() = %v, want ErrLimit", name, err)
			}
		}
	}
	d := open(t, b)
	if out, err := d.Decode(d.Stream(pdf.Ref{Num: 4})); err != nil || len(out) != 2_000_000 {
		t.Errorf("Decode() = %d bytes, %v", len(out), err)
	}
	m := newMini(basic...)
	for range 5 {
		m.revision(map[int]string{4: basic[3]}, "")
	}
	if _, err := pdf.OpenLimits(m.bytes(), pdf.Limits{Revisions: 5}); !errors.Is(err, pdf.ErrLimit) {
		t.Errorf("six revisions: Open() = %v, want ErrLimit", err)
	}
	if _, err := pdf.OpenLimits(m.bytes(), pdf.Limits{Objects: 10}); !errors.Is(err, pdf.ErrLimit) {
		t.Errorf("more than ten entries: Open() = %v, want ErrLimit", err)
	}
	if _, err := pdf.OpenLimits(m.bytes(), pdf.Limits{Revisions: 6}); err != nil {
		t.Errorf("Open() = %v", err)
	}
}

func TestDecodeRefusesOtherFilters(t *testing.T) {
	for _, dict := range []string{
		"/Filter/LZWDecode", "/Filter[/FlateDecode/ASCIIHexDecode]", "/Filter/FlateDecode", "/F(x)", "/Filter 3",
	} {
		d := open(t, newMini(basic[0], basic[1], basic[2], "<</Length 4"+dict+">>\nstream\nq Q\n\nendstream").bytes())
		if _, err := d.Decode(d.Stream(pdf.Ref{Num: 4})); !errors.Is(err, pdf.ErrPDF) {
			t.Errorf("%s: Decode() = %v, want an error of the tree", dict, err)
		}
	}
}

// The length of a stream that is a stream, whose length is one in turn, and so on, is refused, not followed to the end:
// a reader that calls itself for each takes memory that nobody counts.
func TestLengthsThatLeadToStreams(t *testing.T) {
	for _, n := range []int{1, 5, 20, 90} {
		objects := slices.Clone(basic[:3])
		for i := range n {
			objects = append(objects, fmt.Sprintf("<</Length %d 0 R>>\nstream\n\nendstream", 5+i))
		}
		d := open(t, newMini(append(objects, "0")...).bytes())
		_, err := d.Get(pdf.Ref{Num: 4})
		want := pdf.ErrSyntax // a length is a number
		switch {
		case n == 1:
			want = nil
		case n > 10:
			want = pdf.ErrLimit
		}
		if !errors.Is(err, want) {
			t.Errorf("%d streams: %v, want %v", n, err, want)
		}
	}
}
