package replay

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/pdf"
	"recette/internal/verify"
)

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

// redeflated writes a file anew with its contents changed and deflated at another level.
func redeflated(t testing.TB, file []byte, change func([]byte) []byte) []byte {
	t.Helper()
	d := open(t, file)
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	var table bytes.Buffer
	for _, n := range d.Numbers() {
		o, err := d.Get(pdf.Ref{Num: n})
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := o.(*pdf.Stream); ok && s.Dict.Has("Filter") && s.Dict.Get("Type") != pdf.Name("EmbeddedFile") {
			content, err := d.Decode(s)
			if err != nil {
				t.Fatal(err)
			}
			var z bytes.Buffer
			w, _ := zlib.NewWriterLevel(&z, zlib.HuffmanOnly)
			_, _ = w.Write(change(content)) // a buffer takes everything
			_ = w.Close()
			o = &pdf.Stream{Dict: s.Dict, Data: z.Bytes()}
		}
		text, err := pdf.AppendObject(nil, o)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n, text)
	}
	sum := sha256.Sum256(out.Bytes())
	trailer := d.Trailer().Clone()
	trailer.Set("ID", pdf.Array{pdf.String(sum[:16]), pdf.String(sum[:16])})
	text, err := pdf.AppendObject(nil, trailer)
	if err != nil {
		t.Fatal(err)
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n",
		len(d.Numbers())+1, table.Bytes(), text, xref)
	return out.Bytes()
}

// The same picture drawn by other operators is the same; what a reader would see otherwise is not.
func TestDiffer(t *testing.T) {
	const (
		yes   = "BT /F1 9 Tf 10 20 Td (\x00O\x00u\x00i) Tj ET\n"
		no    = "BT /F1 9 Tf 10 20 Td (\x00N\x00o\x00n) Tj ET\n"
		fill  = "1 0 0 rg 5 5 50 9 re f 0 g\n"
		shown = "q 10 0 0 9 7 8 cm /I1 Do Q\n"
		base  = yes + fill + shown
	)
	find := func(code verify.Code, args ...string) verify.Finding {
		return verify.Finding{Code: code, Status: verify.NotConform, Args: append([]string{"3"}, args...)}
	}
	shape := find(verify.PageShape)
	everything := []verify.Finding{
		find(verify.PageTextDrawn, "Oui"), shape, find(verify.PageImage), find(verify.PageShapeMissing),
		find(verify.PageImage),
	}
	for name, tt := range map[string]struct {
		got  string
		want []verify.Finding
	}{
		"the same":                   {base, nil},
		"more spaces":                {"  " + base + "% rien\n", nil},
		"what is saved and restored": {"q " + base + " Q", nil},
		"another text": {
			no + fill + shown,
			[]verify.Finding{find(verify.PageText, "Non", "Oui")},
		},
		"a text more": {
			base + "BT 10 90 Td (\x00N\x00o\x00n) Tj ET", []verify.Finding{find(verify.PageTextAdded, "Non")},
		},
		"a text less": {
			fill + shown,
			[]verify.Finding{find(verify.PageTextMissing, "Oui")},
		},
		"a text in white":   {"1 g " + base, []verify.Finding{find(verify.PageTextDrawn, "Oui")}},
		"a text stretched":  {"BT 1 Tz ET " + base, []verify.Finding{find(verify.PageTextDrawn, "Oui")}},
		"all of it smaller": {".1 0 0 .1 0 0 cm " + base, everything},
		"clipped":           {"0 0 1 1 re W n " + base, everything},
		"a rectangle on it": {base + "1 g 0 0 99 99 re f", []verify.Finding{shape}},
		"a shading":         {base + "/Sh1 sh", []verify.Finding{shape}},
		"what is optional":  {"/OC /o BDC " + base + " EMC", []verify.Finding{shape, shape}},
		"an image inside":   {base + "BI /W 1 ID x EI", []verify.Finding{shape}},
		"another image":     {base + "/I2 Do", []verify.Finding{find(verify.PageImage)}},
		"in another order": {
			shown + yes + fill,
			[]verify.Finding{find(verify.PageStacking)},
		},
		"not an operator": {base + ")", []verify.Finding{shape}},
	} {
		got := differ(3, marks([]byte(tt.got)), marks([]byte(base)))
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// The box of a signature may be deflated or not; the same bytes under another filter are another stream.
func TestFiltersOfABox(t *testing.T) {
	d := open(t, drawn(t, small("fr")))
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write([]byte("q Q")) // a buffer takes everything
	_ = w.Close()
	stream := func(filter pdf.Object, data []byte) *pdf.Stream {
		dict := &pdf.Dict{}
		if filter != nil {
			dict.Set("Filter", filter)
		}
		return &pdf.Stream{Dict: dict, Data: data}
	}
	flate := pdf.Name("FlateDecode")
	for name, tt := range map[string]struct {
		got, want *pdf.Stream
		same      bool
	}{
		"as it is":       {stream(flate, z.Bytes()), stream(flate, z.Bytes()), true},
		"not deflated":   {stream(nil, []byte("q Q")), stream(flate, z.Bytes()), true},
		"filter removed": {stream(nil, z.Bytes()), stream(flate, z.Bytes()), false},
		"filter added":   {stream(flate, z.Bytes()), stream(nil, z.Bytes()), false},
		"another filter": {stream(pdf.Name("DCTDecode"), z.Bytes()), stream(flate, z.Bytes()), false},
	} {
		c := &comparison{got: d, want: d, loose: true, imported: true, seen: map[[2]int]bool{}}
		if c.walk("/N", tt.got, tt.want); (len(c.found) == 0) != tt.same {
			t.Errorf("%s: %v, want the same: %t", name, c.found, tt.same)
		}
	}
}
