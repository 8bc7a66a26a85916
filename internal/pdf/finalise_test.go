package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/pdf"
)

// options are those of a report of two files and two signatures; the boxes stand on the given page.
func options(page int) pdf.Options {
	return pdf.Options{
		Title: "PV de recette – Parcours « adhésion »", Author: "Équipe recette", Subject: "Campagne R & D <1>",
		Language: "fr-FR", CreatedAt: day, Producer: "recette test",
		Attachments: []pdf.Attachment{
			{
				Name: "résultats.json", MIME: "application/json", Description: "Résultats lisibles par machine",
				Relationship: "Data", Data: []byte(strings.Repeat(`{"étape":1}`, 50)),
			},
			{
				Name: "preuves.txt", MIME: "text/plain", Relationship: "Source", Data: []byte("ok"),
				ModifiedAt: day.Add(-time.Hour),
			},
		},
		Fields: []pdf.SignatureField{
			{Name: "PPO", Tooltip: "Signature du PPO", Page: page, Rect: [4]float64{56.7, 500, 283.5, 600.25}},
			{
				Name: "PO", Tooltip: "Signature du PO", Page: page, Rect: [4]float64{311.8, 500, 538.6, 600.25},
				Lock: true,
			},
		},
	}
}

func finalise(t testing.TB, n int) []byte {
	t.Helper()
	out, err := pdf.Finalise(report(t, n), options(n+1))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// need skips a test when a program it checks with is not installed.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: needs %s", tool)
		}
	}
}

// run gives the output of a program.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func save(t *testing.T, b []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(p, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestFinalise(t *testing.T) {
	out := finalise(t, 3)
	d, err := pdf.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Regular(); err != nil {
		t.Errorf("Regular() = %v", err)
	}
	if got := d.Version(); got != "1.7" {
		t.Errorf("version %s, want 1.7", got)
	}
	findings, err := pdf.Lint(d)
	if err != nil || len(findings) > 0 {
		t.Errorf("Lint() = %v, %v; want nothing", findings, err)
	}
	if !pdf.ClaimsPDFA(d) {
		t.Error("the result does not claim PDF/A-3b")
	}
	reach, err := d.Reachable()
	if err != nil || len(reach) != len(d.Numbers()) {
		t.Errorf("%d objects of %d are reachable, %v", len(reach), len(d.Numbers()), err)
	}
	af := d.Dict(d.Catalog().Get("AcroForm"))
	if got, _ := d.Int(af.Get("SigFlags")); got != 3 {
		t.Errorf("SigFlags = %d, want 3", got)
	}
	fields := d.Array(af.Get("Fields"))
	if len(fields) != 2 {
		t.Fatalf("%d fields, want 2", len(fields))
	}
	for i, want := range []string{"PPO", "PO"} {
		f := d.Dict(fields[i])
		if got := d.Text(f.Get("T")); got != want || f.Has("V") || f.Has("Lock") != (want == "PO") {
			t.Errorf("field %d: name %q, V %t, Lock %t", i, got, f.Has("V"), f.Has("Lock"))
		}
	}
}

func TestFinaliseIsDeterministic(t *testing.T) {
	if a, b := finalise(t, 3), finalise(t, 3); !bytes.Equal(a, b) {
		t.Error("two runs give different bytes")
	}
}

func TestFinaliseRefuses(t *testing.T) {
	raw := report(t, 1)
	tests := map[string]struct {
		raw    []byte
		change func(*pdf.Options)
		want   error
	}{
		"not a PDF":         {[]byte("hello"), func(*pdf.Options) {}, pdf.ErrSyntax},
		"already finalised": {finalise(t, 1), func(*pdf.Options) {}, pdf.ErrStructure},
		"no title":          {raw, func(o *pdf.Options) { o.Title = "" }, pdf.ErrOptions},
		"no language":       {raw, func(o *pdf.Options) { o.Language = "" }, pdf.ErrOptions},
		"no date":           {raw, func(o *pdf.Options) { o.CreatedAt = time.Time{} }, pdf.ErrOptions},
		"broken text":       {raw, func(o *pdf.Options) { o.Author = "\xff" }, pdf.ErrOptions},
		"attachment twice": {
			raw, func(o *pdf.Options) { o.Attachments[1].Name = o.Attachments[0].Name }, pdf.ErrOptions,
		},
		"attachment in folder": {raw, func(o *pdf.Options) { o.Attachments[0].Name = "../a" }, pdf.ErrOptions},
		"media type":           {raw, func(o *pdf.Options) { o.Attachments[0].MIME = "json" }, pdf.ErrOptions},
		"relationship": {
			raw, func(o *pdf.Options) { o.Attachments[0].Relationship = "Data Source" }, pdf.ErrOptions,
		},
		"field twice":         {raw, func(o *pdf.Options) { o.Fields[1].Name = "PPO" }, pdf.ErrOptions},
		"field off the pages": {raw, func(o *pdf.Options) { o.Fields[0].Page = 3 }, pdf.ErrOptions},
		"field upside down": {
			raw, func(o *pdf.Options) { o.Fields[0].Rect = [4]float64{9, 9, 1, 1} }, pdf.ErrOptions,
		},
		"lock before the last": {raw, func(o *pdf.Options) { o.Fields[0].Lock = true }, pdf.ErrOptions},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			o := options(1)
			tt.change(&o)
			if _, err := pdf.Finalise(tt.raw, o); !errors.Is(err, tt.want) {
				t.Errorf("Finalise() = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestFinalisePassesQpdf(t *testing.T) {
	need(t, "qpdf")
	got := run(t, "qpdf", "--check", save(t, finalise(t, 3)))
	if !strings.Contains(got, "No syntax or stream encoding errors found") {
		t.Errorf("qpdf --check says\n%s", got)
	}
}

func TestFinaliseAttachmentsExtract(t *testing.T) {
	need(t, "pdfdetach")
	o := options(1)
	dir := t.TempDir()
	run(t, "pdfdetach", "-saveall", "-o", dir, save(t, finalise(t, 1)))
	for _, a := range o.Attachments {
		got, err := os.ReadFile(filepath.Join(dir, a.Name))
		if err != nil || !bytes.Equal(got, a.Data) {
			t.Errorf("%s: %v, %d bytes; want %d equal bytes", a.Name, err, len(got), len(a.Data))
		}
	}
}

func TestFinaliseKeepsText(t *testing.T) {
	need(t, "pdftotext", "pdfinfo")
	p := save(t, finalise(t, 1))
	text := run(t, "pdftotext", "-layout", p, "-")
	for _, want := range []string{"Procès-verbal de recette", "Œuvre : « été » — n° 7, 12 € d’écart…", "SC-0039"} {
		if !strings.Contains(text, want) {
			t.Errorf("text lacks %q", want)
		}
	}
	info := run(t, "pdfinfo", p)
	for _, want := range []string{
		"PV de recette – Parcours « adhésion »", "Pages:           3", "PDF version:     1.7",
	} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
}

// target gives the index of the page a link or bookmark leads to.
func target(t *testing.T, d *pdf.Document, key pdf.Object) int {
	t.Helper()
	name, ok := d.String(key)
	if !ok {
		t.Fatalf("destination %v is not a name", key)
	}
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var find func(o pdf.Object) pdf.Array
	find = func(o pdf.Object) pdf.Array {
		node := d.Dict(o)
		for _, k := range d.Array(node.Get("Kids")) {
			if a := find(k); a != nil {
				return a
			}
		}
		names := d.Array(node.Get("Names"))
		for i := 0; i+1 < len(names); i += 2 {
			if names[i] == name {
				return d.Array(names[i+1])
			}
		}
		return nil
	}
	a := find(d.Dict(d.Catalog().Get("Names")).Get("Dests"))
	for i := range pages {
		if len(a) > 0 && a[0] == pages[i] {
			return i
		}
	}
	t.Fatalf("destination %s leads nowhere", name)
	return -1
}

func TestLinksAndBookmarksGoToTheirPages(t *testing.T) {
	for _, n := range []int{1, 3, 200} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			d, err := pdf.Open(finalise(t, n))
			if err != nil {
				t.Fatal(err)
			}
			pages, err := d.Pages()
			if err != nil {
				t.Fatal(err)
			}
			var links []int
			for _, a := range d.Array(d.Dict(pages[0]).Get("Annots")) {
				if dest := d.Dict(a).Get("Dest"); dest != nil {
					links = append(links, target(t, d, dest))
				}
			}
			if len(links) != 2 || links[0] != 1 || links[1] != n+1 {
				t.Errorf("links of the first page lead to %v, want [1 %d]", links, n+1)
			}
			outline := d.Dict(d.Catalog().Get("Outlines"))
			if got, _ := d.Int(outline.Get("Count")); got != 3 {
				t.Errorf("outline Count = %d, want 3", got)
			}
			want := 0
			var walk func(o pdf.Object)
			walk = func(o pdf.Object) {
				for item := d.Dict(o); item != nil; item = d.Dict(item.Get("Next")) {
					if got := target(t, d, item.Get("Dest")); got != want {
						t.Fatalf("bookmark %q leads to page %d, want %d", d.Text(item.Get("Title")), got, want)
					}
					want++
					walk(item.Get("First"))
				}
			}
			walk(outline.Get("First"))
			if want != n+2 {
				t.Errorf("%d bookmarks, want %d", want, n+2)
			}
		})
	}
}

// poppler follows links and bookmarks on its own.
func TestPopplerFollowsLinksAndBookmarks(t *testing.T) {
	need(t, "pdftohtml")
	xml := run(t, "pdftohtml", "-xml", "-i", "-stdout", save(t, finalise(t, 3)))
	for _, want := range []string{
		`<item page="1">Synthèse</item>`, `<item page="2">Résultats 1</item>`, `<item page="4">Résultats 3</item>`,
		`<item page="5">Décision et signatures</item>`, `#2">Résultats détaillés</a>`, `#5">Décision et signatures</a>`,
		`<a href="https://example.org/depot">Dépôt</a>`,
	} {
		if !strings.Contains(xml, want) {
			t.Errorf("pdftohtml lacks %s", want)
		}
	}
}

func BenchmarkFinalise(b *testing.B) {
	for _, n := range []int{200, 2000} {
		raw := report(b, n)
		b.Run(fmt.Sprint(n, "pages"), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, err := pdf.Finalise(raw, options(n)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A walk from the trailer meets the signature fields by way of their pages before anything else leads to them:
// destinations come after the page tree.
func TestFinalisePutsNamesAfterPages(t *testing.T) {
	var keys []pdf.Name
	for _, e := range open(t, finalise(t, 1)).Catalog().Entries {
		keys = append(keys, e.Key)
	}
	if slices.Index(keys, "Pages") != 1 || slices.Index(keys, "Names") < 2 || slices.Index(keys, "AcroForm") < 2 {
		t.Errorf("catalog keys in order %v", keys)
	}
}

// An attachment that is written bit by bit gives the same file as one that is given whole.
func TestFinaliseStreamsAttachments(t *testing.T) {
	whole, streamed := options(3), options(3)
	data := whole.Attachments[0].Data
	streamed.Attachments[0].Data = nil
	streamed.Attachments[0].Write = func(w io.Writer) error {
		for _, b := range data {
			if _, err := w.Write([]byte{b}); err != nil {
				return err
			}
		}
		return nil
	}
	raw := report(t, 2)
	want, err := pdf.Finalise(raw, whole)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := pdf.Finalise(raw, streamed); err != nil || !bytes.Equal(got, want) {
		t.Errorf("streamed, the file differs; error %v", err)
	}
	packed := options(3)
	for i := range packed.Attachments {
		if err := packed.Attachments[i].Pack(); err != nil {
			t.Fatal(err)
		}
	}
	if packed.Attachments[0].Data != nil {
		t.Error("packed, the content is still held")
	}
	if got, err := pdf.Finalise(raw, packed); err != nil || !bytes.Equal(got, want) {
		t.Errorf("packed before, the file differs; error %v", err)
	}
	broken := errors.New("broken")
	streamed.Attachments[0].Write = func(io.Writer) error { return broken }
	if _, err := pdf.Finalise(raw, streamed); !errors.Is(err, broken) {
		t.Errorf("Finalise = %v, want the error of Write", err)
	}
	streamed.Attachments[0].Data = data
	if _, err := pdf.Finalise(raw, streamed); !errors.Is(err, pdf.ErrOptions) {
		t.Errorf("Finalise with two contents = %v, want ErrOptions", err)
	}
}

// short takes some bytes, then fails.
type short struct{ left int }

var errFull = errors.New("full")

func (s *short) Write(p []byte) (int, error) {
	if s.left -= len(p); s.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// A file that is passed on while it is made is the same; contents given apart take the place of those of the report.
func TestFinaliseTo(t *testing.T) {
	raw, o := report(t, 2), options(3)
	want, err := pdf.Finalise(raw, o)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := pdf.FinaliseTo(&got, raw, o); err != nil || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("passed on, the file differs; error %v", err)
	}
	for _, room := range []int{0, 1000, len(want) - 1} {
		if err := pdf.FinaliseTo(&short{room}, raw, o); !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
	d := open(t, want)
	if !d.Identified() {
		t.Error("the identifier is not that of the bytes")
	}
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		o.Contents = append(o.Contents, d.Stream(d.Dict(p).Get("Contents")).Data)
	}
	o.Contents[1] = o.Contents[0]
	changed, err := pdf.Finalise(raw, o)
	if err != nil {
		t.Fatal(err)
	}
	d = open(t, changed)
	for i, p := range pages {
		if s := d.Stream(d.Dict(p).Get("Contents")); !bytes.Equal(s.Data, o.Contents[i]) {
			t.Errorf("page %d has not the content that was given", i+1)
		}
	}
	o.Contents = o.Contents[1:]
	if _, err := pdf.Finalise(raw, o); !errors.Is(err, pdf.ErrOptions) {
		t.Errorf("too few contents: %v, want ErrOptions", err)
	}
}
