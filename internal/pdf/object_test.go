package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/pdf"
)

func TestParseObject(t *testing.T) {
	tests := map[string]struct {
		in   string
		want pdf.Object
		err  error
	}{
		"null":             {"null", nil, nil},
		"comment first":    {"% c\n true", true, nil},
		"integer":          {"-17", pdf.Integer(-17), nil},
		"plus":             {"+5", pdf.Integer(5), nil},
		"real":             {"-.50", pdf.Real("-.50"), nil},
		"huge integer":     {"99999999999999999999", pdf.Real("99999999999999999999"), nil},
		"reference":        {"12 0 R", pdf.Ref{Num: 12}, nil},
		"two integers":     {"[12 0 1]", pdf.Array{pdf.Integer(12), pdf.Integer(0), pdf.Integer(1)}, nil},
		"RG is no R":       {"[1 0 true]", pdf.Array{pdf.Integer(1), pdf.Integer(0), true}, nil},
		"name":             {"/A#20B", pdf.Name("A B"), nil},
		"empty name":       {"[/ 1]", pdf.Array{pdf.Name(""), pdf.Integer(1)}, nil},
		"string":           {`(a(b)\)\\\101\n` + "\r\n)", pdf.String("a(b))\\A\n\n"), nil},
		"continued string": {"(a\\\r\nb)", pdf.String("ab"), nil},
		"short octal":      {`(\0z)`, pdf.String("\x00z"), nil},
		"hexadecimal":      {"<4 1 4>", pdf.String("A@"), nil},
		"dictionary": {
			"<</A/B/C<</D[]>>>>",
			pdf.NewDict(
				pdf.Entry{Key: "A", Value: pdf.Name("B")},
				pdf.Entry{Key: "C", Value: pdf.NewDict(pdf.Entry{Key: "D", Value: pdf.Array{}})},
			), nil,
		},
		"nothing":           {" ", nil, pdf.ErrSyntax},
		"exponent":          {"1e3", nil, pdf.ErrSyntax},
		"two dots":          {"1.2.3", nil, pdf.ErrSyntax},
		"bad name escape":   {"/A#G0", nil, pdf.ErrSyntax},
		"bad hexadecimal":   {"<4G>", nil, pdf.ErrSyntax},
		"open string":       {"(a", nil, pdf.ErrSyntax},
		"open escape":       {`(\`, nil, pdf.ErrSyntax},
		"open array":        {"[1", nil, pdf.ErrSyntax},
		"open dictionary":   {"<</A 1", nil, pdf.ErrSyntax},
		"key is no name":    {"<<(A) 1>>", nil, pdf.ErrSyntax},
		"key without value": {"<</A>>", nil, pdf.ErrSyntax},
		"key twice":         {"<</A 1/B 2/A 3>>", nil, pdf.ErrSyntax},
		"key twice, many":   {"<<" + strings.Repeat("/K", 1) + many(40) + "/K3 0>>", nil, pdf.ErrSyntax},
		"too deep":          {strings.Repeat("[", 1000), nil, pdf.ErrLimit},
		"too deep, dicts":   {strings.Repeat("<</A", 1000), nil, pdf.ErrLimit},
		"keyword":           {"endobj", nil, pdf.ErrSyntax},
		"stray delimiter":   {")", nil, pdf.ErrSyntax},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, _, err := pdf.ParseObject([]byte(tt.in))
			if !errors.Is(err, tt.err) {
				t.Fatalf("ParseObject(%.40q) error = %v, want %v", tt.in, err, tt.err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("ParseObject(%.40q):\n%s", tt.in, diff)
			}
		})
	}
}

// many gives the inside of a dictionary of n keys; its first value completes a key written before it.
func many(n int) string {
	var b strings.Builder
	b.WriteString(" 0")
	for i := range n {
		b.WriteString("/K" + string(rune('0'+i%10)) + strings.Repeat("x", i/10) + " 0")
	}
	return b.String()
}

// FuzzParseObject checks that whatever is read is written so that it reads the same.
func FuzzParseObject(f *testing.F) {
	for _, s := range []string{"<</A[1 -2.5(x\\)<)<00FF>/B#20 null true 3 0 R]/ 1>>", "(é)", "[/A/B(c)]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		o, _, err := pdf.ParseObject(b)
		if err != nil {
			if !errors.Is(err, pdf.ErrPDF) {
				t.Fatalf("error outside the tree: %v", err)
			}
			return
		}
		out, err := pdf.AppendObject(nil, o)
		if err != nil {
			t.Fatal(err)
		}
		again, n, err := pdf.ParseObject(out)
		if err != nil || n < len(bytes.TrimRight(out, " ")) || !pdf.Equal(o, again) {
			t.Fatalf("%q became %q: %v", b, out, err)
		}
	})
}

func TestAppendObjectRefusesForeignValues(t *testing.T) {
	for _, o := range []pdf.Object{42, pdf.Array{"text"}, &pdf.Stream{}, (*pdf.Stream)(nil)} {
		if _, err := pdf.AppendObject(nil, o); !errors.Is(err, pdf.ErrStructure) {
			t.Errorf("AppendObject(%v) = %v, want ErrStructure", o, err)
		}
	}
	if b, err := pdf.AppendObject(nil, (*pdf.Dict)(nil)); err != nil || string(b) != "null" {
		t.Errorf("AppendObject(no dictionary) = %s, %v; want null", b, err)
	}
}

func TestText(t *testing.T) {
	for _, s := range []string{"", "PV", "« été »", "œ€ 𝄞", "a\nb", "a\x7fb"} {
		if got := pdf.DecodeText(pdf.Text(s)); got != s {
			t.Errorf("DecodeText(Text(%q)) = %q", s, got)
		}
	}
	if got := pdf.DecodeText("\xEF\xBB\xBFété"); got != "été" {
		t.Errorf("UTF-8 text = %q", got)
	}
	if got := pdf.DecodeText("\xE9t\xE9 \xA0"); got != "été €" {
		t.Errorf("PDFDocEncoding text = %q", got)
	}
}

func TestDate(t *testing.T) {
	tests := map[string]struct {
		zone *time.Location
		want pdf.String
	}{
		"UTC":    {time.UTC, "D:20260102030405+00'00'"},
		"Paris":  {time.FixedZone("", 7200), "D:20260102030405+02'00'"},
		"Nepal":  {time.FixedZone("", 5*3600+45*60), "D:20260102030405+05'45'"},
		"Hawaii": {time.FixedZone("", -10*3600), "D:20260102030405-10'00'"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			at := time.Date(2026, 1, 2, 3, 4, 5, 0, tt.zone)
			s := pdf.Date(at)
			if s != tt.want {
				t.Errorf("Date() = %s, want %s", s, tt.want)
			}
			if got, ok := pdf.ParseDate(s); !ok || !got.Equal(at) {
				t.Errorf("ParseDate(%s) = %s, %t", s, got, ok)
			}
		})
	}
	for _, s := range []pdf.String{
		"", "D:", "20260102", "D:20261302", "D:20260230", "D:20260102250000", "D:20260102030405+99'00'",
		"D:2026010203040506",
	} {
		if got, ok := pdf.ParseDate(s); ok {
			t.Errorf("ParseDate(%q) = %s, want refusal", s, got)
		}
	}
}
