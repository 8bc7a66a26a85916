package secret

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func masker(t testing.TB, values ...Value) *Masker {
	t.Helper()
	m, err := New(values...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// tricky has what each of the escapes escapes.
const tricky = `jéton "7/9+&<%é\n>' ok=`

func TestString_EveryForm(t *testing.T) {
	js := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, value := range []string{"s3cr3t-Jeton", tricky, "9f8a-77aa-öü", "abcdefgh1", "abcdefgh12", "abcdefgh123"} {
		written := map[string]string{
			"whole":          value,
			"quoted":         fmt.Sprintf("%q", value),
			"quoted, ASCII":  fmt.Sprintf("%+q", value),
			"JSON":           js(value),
			"JSON in JSON":   js(js(value)),
			"JSON, slashes":  strings.ReplaceAll(js(value), "/", `\/`),
			"JSON, ASCII":    asciiJSON(value),
			"form":           url.QueryEscape(value),
			"path":           url.PathEscape(value),
			"percent, lower": strings.ToLower(url.QueryEscape(strings.ToLower(value))) + value,
			"percent, all": "%" + strings.TrimSpace(
				strings.ReplaceAll(strings.ToUpper(spaced(value)), " ", "%"),
			) + " ",
			"percent twice":    url.QueryEscape(url.QueryEscape(value)),
			"HTML":             html.EscapeString(value),
			"HTML, numeric":    numeric(value),
			"HTML of JSON":     html.EscapeString(js(value)),
			"base64":           b64(value),
			"base64, bare":     strings.TrimRight(b64(value), "="),
			"base64 URL":       base64.URLEncoding.EncodeToString([]byte(value)),
			"base64 in query":  url.QueryEscape(b64("user:" + value)),
			"Basic 1":          "Authorization: Basic " + b64("a:"+value),
			"Basic 2":          "Authorization: Basic " + b64("ab:"+value),
			"Basic 3":          "Authorization: Basic " + b64("abc:"+value),
			"within, 1":        b64("a" + value + "z"),
			"within, 2":        b64("ab" + value + "zz"),
			"within, 3":        b64("abc" + value + "zzz"),
			"base64 of JSON":   b64(`{"a":` + js(value) + `}`),
			"base64, lines":    wrapped(b64("un texte assez long "+value+" et encore"), 7, "\n"),
			"base64, CRLF":     wrapped(b64("un texte assez long "+value+" et encore"), 5, "\r\n"),
			"hexadecimal":      hex.EncodeToString([]byte(value)),
			"hexadecimal, up":  strings.ToUpper(hex.EncodeToString([]byte(value))),
			"hexadecimal, % x": fmt.Sprintf("% x", value),
			"bytes":            fmt.Sprintf("%d", []byte(value)),
			"NFD":              norm.NFD.String(value),
			"NFD, base64":      b64(norm.NFD.String(value)),
			"JSON of NFD":      js(norm.NFD.String(value)),
			"latin-1":          latin1(value) + value,
			"quoted-printable": quotedPrintable(t, strings.Repeat("é", 12)+value),
		}
		m := masker(t, Value{"JETON", value})
		for name, text := range written {
			got := m.String("avant " + text + " après")
			if n := strings.Count(got, Mark("JETON")); n < 1 {
				t.Errorf("%s of %q: %q is not masked: %q", name, value, text, got)
			}
			if leaks(got, value) {
				t.Errorf("%s of %q still shows in %q", name, value, got)
			}
			if again := m.String(got); again != got {
				t.Errorf("%s: masked twice gives %q, want %q", name, again, got)
			}
			for i := range len(text) { // cut anywhere, the pieces give the same
				s := m.Stream()
				var b strings.Builder
				b.Write(s.Add([]byte("avant " + text[:i])))
				b.Write(s.Add([]byte(text[i:] + " après")))
				b.Write(s.Flush())
				if b.String() != got {
					t.Fatalf("%s cut at %d: %q, want %q", name, i, b.String(), got)
				}
			}
		}
	}
}

// leaks looks for a value as a reader would: in the text, and in what the text decodes to.
func leaks(text, value string) bool {
	decoded := []string{text, html.UnescapeString(text)}
	if q, err := url.QueryUnescape(text); err == nil {
		decoded = append(decoded, q)
	}
	for word := range strings.FieldsSeq(text) {
		for i := range min(4, len(word)) {
			w := strings.TrimRight(word[i:], "=")
			for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
				b, _ := enc.DecodeString(w) // what comes before an error counts
				decoded = append(decoded, string(b))
			}
			b, _ := hex.DecodeString(word[i:])
			decoded = append(decoded, string(b))
		}
	}
	for _, d := range decoded {
		if strings.Contains(d, value) {
			return true
		}
	}
	return false
}

func asciiJSON(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, `\u%04x`, u)
	}
	return b.String()
}

func numeric(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i%2 == 0 {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			fmt.Fprintf(&b, "&#x%X;", r)
		}
	}
	return b.String()
}

func wrapped(s string, n int, end string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += n {
		b.WriteString(s[i:min(i+n, len(s))] + end)
	}
	return b.String()
}

func quotedPrintable(t *testing.T, s string) string {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestString_LeavesTheRest(t *testing.T) {
	m := masker(t, Value{"JETON", "s3cr3t-Jeton"}, Value{"AUTRE", "Jeton-s3cr3t"})
	for _, text := range []string{
		"", "rien", "s3cr3t-Jeto", "100 % & plus = \\ +", "s3cr3t-\nJeton", "%", "%z", "&eacute", `\u12`, "é",
	} {
		if got := m.String(text); got != text {
			t.Errorf("String(%q) = %q", text, got)
		}
	}
	got := m.String("s3cr3t-Jeton-s3cr3t, s3cr3t-Jeton et Jeton-s3cr3t")
	want := "[***JETON***], [***JETON***] et [***AUTRE***]"
	if got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	var none *Masker
	if got := none.String("s3cr3t-Jeton"); got != "s3cr3t-Jeton" {
		t.Errorf("no masker: %q", got)
	}
}

func TestString_Lines(t *testing.T) {
	const key = "-----BEGIN KEY-----\nMIIEowIBAAKCAQEA7\n  x9Qp-7f2kLm\nab\n-----END KEY-----\n"
	m := masker(t, Value{"CLE", key})
	for _, text := range []string{
		key, strings.ReplaceAll(key, "\n", "\r\n"), "MIIEowIBAAKCAQEA7", "x9Qp-7f2kLm", strings.TrimSpace(key),
	} {
		got := m.String("< " + text + " >")
		if strings.Contains(got, "MIIE") || strings.Contains(got, "x9Qp") || !strings.Contains(got, Mark("CLE")) {
			t.Errorf("String(%q) = %q", text, got)
		}
	}
}

func TestStream_TellsNoHalf(t *testing.T) {
	m := masker(t, Value{"JETON", "s3cr3t-Jeton"})
	s := m.Stream()
	first := string(s.Add([]byte("premier s3cr3t-"))) + string(s.Flush())
	second := string(s.Add([]byte("Jeton, second"))) + string(s.Flush())
	if first != "premier [***JETON***]" || second != ", second" {
		t.Errorf("pieces = %q and %q", first, second)
	}
	s = m.Stream()
	got := string(s.Add([]byte("s3c"))) + string(s.Flush()) + string(s.Add([]byte("ret"))) + string(s.Flush())
	if got != "s3cret" {
		t.Errorf("what tells nothing = %q", got)
	}
	s = m.Stream()
	got = string(s.Add([]byte("s3cr3t"))) + string(s.Flush()) + string(s.Add([]byte("ement dit"))) + string(s.Flush())
	if got != "[***JETON***]ement dit" {
		t.Errorf("what was no value = %q", got)
	}
}

func TestNew_RefusesWhatHidesTooMuch(t *testing.T) {
	tests := map[string]struct {
		value string
		want  bool
	}{
		"empty":            {"", true},
		"language":         {"fr", false},
		"flag":             {"true", false},
		"seven":            {"a1-B2c3", false},
		"blanks around":    {"  a1-B2  ", false},
		"eight":            {"a1-B2c3d", true},
		"repeated":         {"********", false},
		"word":             {"production", false},
		"Word":             {"Administrateur", false},
		"WORD":             {"PREPRODUCTION", false},
		"accented word":    {"énormément", false},
		"long word":        {"anticonstitutionnellement", true},
		"number":           {"12345678", false},
		"date":             {"2026-11-28", false},
		"telephone":        {"01 23 45 67 89", false},
		"version":          {"1.2.3-4.5.6", false},
		"long number":      {"4970101234567890", true},
		"address":          {"https://crm.example/", true},
		"letters and case": {"kLmNoPqR", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(Value{"AVANT", "un-jeton-s3rieux"}, Value{"CRM_X", tt.value})
			if (err == nil) != tt.want {
				t.Fatalf("New(%q) = %v", tt.value, err)
			}
			var weak *WeakError
			if err != nil && (!errors.As(err, &weak) || weak.Name != "CRM_X" ||
				tt.value != "" && strings.Contains(err.Error(), tt.value)) {
				t.Errorf("error = %v, want one that names CRM_X and not its value", err)
			}
		})
	}
}

func TestNew_MarkTellsNothing(t *testing.T) {
	m := masker(t, Value{"A", "JETON_API"}, Value{"JETON_API", "s3cr3t-Jeton"}, Value{"de l’adresse", "un-aut7e"})
	if got, want := m.String("JETON_API=s3cr3t-Jeton un-aut7e"), "[***A***]=[***] [***de_l_adresse***]"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

func TestBody(t *testing.T) {
	m := masker(t, Value{"JETON", "s3cr3t-Jeton"}, Value{"CODE", "4970101234567890"})
	wide := func(s string, bigEndian, mark bool) string {
		units := utf16.Encode([]rune(s))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		var b []byte
		for _, u := range units {
			if bigEndian {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return string(b)
	}
	png := "\x89PNG\r\n\x1a\n\x00s3cr3t-Jeton"
	tests := map[string]struct{ media, body, want string }{
		"text":          {"text/plain", "é s3cr3t-Jeton", "é [***JETON***]"},
		"text, latin-1": {"text/plain; charset=iso-8859-1", "\xe9 s3cr3t-Jeton", "\xe9 [***JETON***]"},
		"JSON":          {"application/json", `{"a":"s3cr3t-Jeton","n":1}`, `{"a":"[***JETON***]","n":1}`},
		"JSON, number": {
			"application/json", `{"a":4970101234567890,"b":"x\"4970101234567890"}`,
			`{"a":"[***CODE***]","b":"x\"[***CODE***]"}`,
		},
		"problem":      {"application/problem+json", `["s3cr3t-Jeton"]`, `["[***JETON***]"]`},
		"undeclared":   {"application/octet-stream", "a=s3cr3t-Jeton", "a=[***JETON***]"},
		"no type":      {"", "a=s3cr3t-Jeton", "a=[***JETON***]"},
		"log, latin-1": {"application/octet-stream", "\xe9 s3cr3t-Jeton", "\xe9 [***JETON***]"},
		"picture":      {"image/png", png, png},
		"UTF-16":       {"text/plain", wide("é s3cr3t-Jeton", false, true), wide("é [***JETON***]", false, true)},
		"UTF-16 BE":    {"text/plain", wide("é s3cr3t-Jeton", true, true), wide("é [***JETON***]", true, true)},
		"UTF-16, declared": {
			"text/plain; charset=UTF-16LE", wide("s3cr3t-Jeton", false, false), wide("[***JETON***]", false, false),
		},
		"UTF-16, clean": {"text/plain", "\xff\xfea\x00\x00\xd8", "\xff\xfea\x00\x00\xd8"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, string(m.Body(tt.media, []byte(tt.body)))); diff != "" {
				t.Errorf("Body (-want +got):\n%s", diff)
			}
		})
	}
}

// A text made to be read in many ways at each place must not be slow.
func TestString_BoundedTime(t *testing.T) {
	m := masker(t, Value{"A", strings.Repeat(`\`, 20) + "abcdefg"})
	m.String(strings.Repeat(`\`, 500))
	s := m.Stream()
	for range 2000 {
		s.Add([]byte("\n"))
	}
}

// A value that ends as it begins, said again and again without end, is hidden as it comes: little of it is held back.
func TestStream_HoldsLittle(t *testing.T) {
	const value = "ab1c9ab1c9"
	m := masker(t, Value{"A", value})
	s := m.Stream()
	var out strings.Builder
	held := 0
	for range 500 {
		out.Write(s.Add([]byte(strings.Repeat("ab1c9", 100))))
		held = max(held, len(s.held))
	}
	out.Write(s.Flush())
	if held > 2000 {
		t.Errorf("%d bytes were held back, want few", held)
	}
	if strings.Contains(out.String(), value) || !strings.Contains(out.String(), Mark("A")) {
		t.Errorf("%.200q shows the value", out.String())
	}
}

func FuzzString(f *testing.F) {
	f.Add("s3cr3t-Jeton", "avant ", " après", 3)
	f.Add(tricky, "%", "%2", 1)
	f.Add(strings.Repeat("ab1%-", 4), "ab1%", "-ab", 2)
	f.Fuzz(func(t *testing.T, value, before, after string, cut int) {
		m, err := New(Value{"X", value})
		if err != nil || value == "" {
			return
		}
		text := before + value + after
		got := m.String(text)
		if strings.Contains(got, value) && !strings.Contains(Mark("X"), value) {
			t.Fatalf("%q shows %q", got, value)
		}
		cut = min(max(cut, 0), len(text))
		s := m.Stream()
		pieces := string(s.Add([]byte(text[:cut]))) + string(s.Add([]byte(text[cut:])))
		pieces += string(s.Flush())
		if len(s.held) == 0 && pieces != got {
			t.Fatalf("in pieces %q, whole %q", pieces, got)
		}
		if strings.Contains(pieces, value) && !strings.Contains(Mark("X"), value) {
			t.Fatalf("pieces %q show %q", pieces, value)
		}
	})
}

func BenchmarkString(b *testing.B) {
	m := masker(b, Value{"JETON", "s3cr3t-Jeton-9f8a77aa"}, Value{"AUTRE", tricky})
	text := strings.Repeat("Alors l’adhérent voit « bienvenue » en 12 ms, statut=200 & co\n", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		m.String(text)
	}
}
