package page

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func loadFace(t testing.TB, id FaceID) *face {
	t.Helper()
	f, err := readFace(id.ttf())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFace(t *testing.T) {
	f := loadFace(t, Sans)
	for r, want := range map[rune]bool{
		'A': true, 'é': true, 'Œ': true, '’': true, '\u202f': true, '€': true, '✔': false, '中': false, 0x1F600: false,
		-1: false,
	} {
		if got := f.glyph(r); got != want {
			t.Errorf("glyph(%U) = %v, want %v", r, got, want)
		}
	}
	// Advances of Liberation Sans, metric-compatible with Arial: A 667, i 222, space 278 thousandths.
	if got := []int{
		f.width("A"), f.width("i"), f.width(" "), f.width("Ai"),
	}; !slices.Equal(got, []int{667, 222, 278, 889}) {
		t.Errorf("widths = %v", got)
	}
	for n := range 200 { // a damaged font is an error or a poor face, never a panic
		ttf := bytes.Clone(Sans.ttf()[:len(Sans.ttf())*n/200])
		_, _ = readFace(ttf)
	}
}

// gofpdf writes the widths that viewers use: layout must measure with the same ones.
func TestFaceMeasuresAsGofpdf(t *testing.T) {
	for id := range faceCount {
		c := NewCanvas(100, 100, time.Unix(0, 0))
		c.AddPage()
		f := c.load(id)
		family, variant := id.family()
		c.pdf.SetFont(family, variant, 10)
		for r := rune(0x20); r < 0xFFFF; r++ {
			if f.glyph(r) && !hidden(r) && f.adv[r] > 0 && c.pdf.GetStringSymbolWidth(string(r)) != int(f.adv[r]) {
				t.Fatalf("face %d, %U: %d, gofpdf %d", id, r, f.adv[r], c.pdf.GetStringSymbolWidth(string(r)))
			}
		}
		c.press.end()
	}
}

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":            {"Écran d’accueil : « œuvre »", "Écran d’accueil : « œuvre »"},
		"emoji":            {"ok 🙂", "ok [U+1F642]"},
		"emoji, variant":   {"⚠️!", "[U+26A0]!"},
		"control":          {"a\x00b\x1b[2Jc\x7f", "a[U+0000]b[U+001B][2Jc[U+007F]"},
		"c1":               {"a\u0085b", "a[U+0085]b"},
		"direction":        {"abc\u202Efdp", "abc[U+202E]fdp"},
		"zero width":       {"a\u200bb\ufeff", "a[U+200B]b[U+FEFF]"},
		"soft hyphen":      {"a\u00adb", "a[U+00AD]b"},
		"line ends":        {"a\r\nb\rc\nd", "a\nb\nc\nd"},
		"tab":              {"a\tb", "a    b"},
		"bytes":            {"a\xff\xc3b", "a[0xFF][0xC3]b"},
		"nfd":              {"Ele\u0301onore a\u0300 C\u0327a No\u0308el", "Eléonore à Ça Nöel"},
		"two marks":        {"e\u0301\u0301", "é[U+0301]"},
		"mark alone":       {"\u0301a", "[U+0301]a"},
		"mark after emoji": {"🙂\u0301", "[U+1F642][U+0301]"},
		"no glyph":         {"中", "[U+4E2D]"},
		"hyphen":           {"mot\u2011clé", "mot-clé"},
		"private, surplus": {"\ue000\uffff\U0010ffff", "[U+E000][U+FFFF][U+10FFFF]"},
		"replacement":      {"\ufffd", "[U+FFFD]"},
	} {
		if got := loadFace(t, Sans).clean(c.in); got != c.want {
			t.Errorf("%s: clean(%q) = %q, want %q", name, c.in, got, c.want)
		}
	}
	if got := loadFace(t, Mono).clean("1\u202f000"); got != "1\u00a0000" {
		t.Errorf("narrow space without glyph: %q", got)
	}
}

// checkText holds what must be true of any text: it is drawable, unchanged when cleaned again, and wrapped lines fit
// and lose nothing but spaces.
func checkText(t *testing.T, f *face, s string) {
	t.Helper()
	c := f.clean(s)
	for _, r := range c {
		if r != '\n' && (!f.glyph(r) || hidden(r)) {
			t.Fatalf("clean(%q) keeps %U", s, r)
		}
	}
	if f.clean(c) != c {
		t.Fatalf("clean(%q) = %q is not clean", s, c)
	}
	const size, width = 9.0, 100.0
	lines := f.wrap(nil, c, size, width, 30)
	for i, l := range lines {
		if w := float64(f.width(l)) * size / 1000; w > width+0.01 && utf8.RuneCountInString(l) > 1 {
			t.Fatalf("line %d of %q is %.1f points wide: %q", i, s, w, l)
		}
	}
	strip := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r == ' ' || r == '\n' {
				return -1
			}
			return r
		}, s)
	}
	if got, want := strip(strings.Join(lines, "")), strip(c); got != want {
		t.Fatalf("wrap lost text:\n%q\n%q", got, want)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "a", "Quand l’entreprise\tadhère\r\n", "e\u0301", strings.Repeat("x", 300), "a  b   c ", "\xff🙂\u202e",
		" début", "https://exemple.org/une/adresse/longue?a=1&b=2",
	} {
		f.Add(s)
	}
	faces := []*face{loadFace(f, Sans), loadFace(f, Mono)}
	f.Fuzz(func(t *testing.T, s string) {
		for _, face := range faces {
			checkText(t, face, s)
		}
	})
}

func TestTextOfAllPlanes(t *testing.T) {
	f := loadFace(t, Sans)
	var b strings.Builder
	for r := rune(0); r <= unicode.MaxRune; r++ {
		b.WriteRune(r)
		if r&0xFFF == 0xFFF {
			b.WriteByte(' ')
			checkText(t, f, b.String())
			b.Reset()
		}
	}
}

func TestWrap(t *testing.T) {
	f := loadFace(t, Sans)
	for name, c := range map[string]struct {
		in     string
		width  float64
		indent float64
		want   []string
	}{
		"one line": {"Alors tout va", 200, 0, []string{"Alors tout va"}},
		"spaces":   {"un deux trois", 40, 0, []string{"un deux", "trois"}},
		"indent":   {"un deux trois", 40, 25, []string{"un", "deux", "trois"}},
		"no-break": {
			"prix\u00a0: «\u00a012\u00a0€\u00a0» net", 60, 0, []string{"prix\u00a0:", "«\u00a012\u00a0€\u00a0» net"},
		},
		"long word": {"anticonstitutionnellement", 40, 0, []string{"anticons", "titutionn", "ellement"}},
		"address": {
			"https://a.example.org/chemin/long", 75, 0, []string{"https://a.", "example.org/", "chemin/long"},
		},
		"line feeds":  {"a\n\nb", 50, 0, []string{"a", "", "b"}},
		"trailing":    {"a b   ", 50, 0, []string{"a b"}},
		"nothing":     {"", 50, 0, []string{""}},
		"margin kept": {"    Soit", 90, 0, []string{"    Soit"}},
	} {
		if d := cmp.Diff(c.want, f.wrap(nil, c.in, 10, c.width, c.indent)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
