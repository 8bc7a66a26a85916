package reports

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func loadFace(t testing.TB, id faceID) *face {
	t.Helper()
	f, err := readFace(id.ttf())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFace(t *testing.T) {
	f := loadFace(t, sans)
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
		ttf := bytes.Clone(sans.ttf()[:len(sans.ttf())*n/200])
		_, _ = readFace(ttf)
	}
}

// gofpdf writes the widths that viewers use: layout must measure with the same ones.
func TestFaceMeasuresAsGofpdf(t *testing.T) {
	for id := range faceCount {
		c := newCanvas(100, 100, *at(1, 1, 1))
		c.addPage()
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
		if got := loadFace(t, sans).clean(c.in); got != c.want {
			t.Errorf("%s: clean(%q) = %q, want %q", name, c.in, got, c.want)
		}
	}
	if got := loadFace(t, mono).clean("1\u202f000"); got != "1\u00a0000" {
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
	faces := []*face{loadFace(f, sans), loadFace(f, mono)}
	f.Fuzz(func(t *testing.T, s string) {
		for _, face := range faces {
			checkText(t, face, s)
		}
	})
}

func TestTextOfAllPlanes(t *testing.T) {
	f := loadFace(t, sans)
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
	f := loadFace(t, sans)
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

// A hostile comment, name or evidence never breaks the PV, and its plain words stay readable.
func TestPDFHostileTexts(t *testing.T) {
	var all strings.Builder
	for r := rune(0); r <= unicode.MaxRune; r += 251 {
		fmt.Fprintf(&all, "%c", r)
	}
	pv := fixture()
	pv.Title = "DEBUT \U0001F600\x00(\\) endstream endobj " + all.String()[:2000] + " FINTITRE"
	pv.Producer, pv.Client.Name = "\U0010FFFF\xf0", "a\xf0\x9f"
	pv.Cases[0].Name = strings.Repeat("Nom-sans-fin", 60) + "FINNOM"
	pv.Cases[0].Steps[3].Observed = "AVANT " + all.String() + " APRES"
	pv.Cases[0].Steps[2].Table = [][]string{{}, {"a", strings.Repeat("cellule ", 900), "\x1b[2J"}, {"FINTABLE"}}
	pv.Cases[0].Steps[2].DocString = strings.Repeat("ligne\n", 400) + "FINDOC"
	pv.Cases[0].Steps[0].Evidence = []Evidence{{Name: "../\u202Egnp.exe", MIME: "image/png", SHA256: "court"}}
	pv.Cases[1].ID = ""
	pv.Anomalies[0].Summary = strings.Repeat("Résumé très long. ", 800) + "FINRESUME"
	pdf, _ := render(t, pv, frenchOptions(t))
	if out := tool(t, pdf, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
	text := folded(tool(t, pdf, "pdftotext", "FILE", "-"))
	for _, want := range []string{
		"DEBUT [U+1F600][U+0000](\\) endstream endobj", "AVANT", "APRES", "FINDOC", "FINTABLE", "FINRESUME", "[U+202E]",
		"[U+001B][2J",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	if !strings.Contains(strings.ReplaceAll(text, " ", ""), "FINNOM") {
		t.Error("the text lacks FINNOM")
	}
}

func TestPDFPictures(t *testing.T) {
	pv := fixture()
	pdf, _ := render(t, pv, frenchOptions(t))
	images := strings.Split(strings.TrimSpace(tool(t, pdf, "pdfimages", "-list", "FILE")), "\n")
	if got := len(images) - 2; got != 3 { // two lines of titles
		t.Errorf("%d images, want 3:\n%s", got, strings.Join(images, "\n"))
	}
	for _, line := range images[2:] {
		if strings.Contains(line, "smask") || !strings.Contains(line, "rgb") {
			t.Errorf("image with transparency or palette: %s", line)
		}
	}
	pv.Cases[0].Steps[3].Evidence = nil
	for i := range maxPictures + 20 {
		pv.Cases[0].Steps[3].Evidence = append(
			pv.Cases[0].Steps[3].Evidence,
			Evidence{Name: fmt.Sprint("vue-", i), MIME: "image/png", SHA256: sha(fmt.Sprint(i))},
		)
	}
	one, _ := screenshots()(sha("refus-siret.png"))
	calls := 0
	made := Thumbnails(&pv, func(string) ([]byte, bool) {
		calls++
		if calls > 3 {
			return nil, false
		}
		return one, true
	})
	if len(made) != 3 || calls < maxPictures {
		t.Errorf("%d thumbnails, %d calls", len(made), calls)
	}
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00N \x00\x00N \x08\x02\x00\x00\x00")
	if _, _, _, err := thumbnail(bomb, 0); err == nil {
		t.Error("a PNG of 20,000 × 20,000 pixels was decoded")
	}
}

// Both languages have the same keys with the same arguments, every key has a use, and the French is typeset.
func TestTexts(t *testing.T) {
	fr, en := readTexts(t, "fr"), readTexts(t, "en")
	verb := regexp.MustCompile(`%\[\d\]s`)
	verbs := func(s string) []string {
		vs := verb.FindAllString(s, -1)
		slices.Sort(vs)
		return slices.Compact(vs)
	}
	for k, s := range fr {
		if _, ok := en[k]; !ok {
			t.Errorf("%s: no English", k)
			continue
		}
		if d := cmp.Diff(verbs(s), verbs(en[k])); d != "" {
			t.Errorf("%s: %s", k, d)
		}
		if m := regexp.MustCompile(`« | »| [:;!?%]|\w'\w`).FindString(strings.ReplaceAll(s, "%[", "")); m != "" {
			t.Errorf("%s: %q in %q wants a no-break space or a curly apostrophe", k, m, s)
		}
	}
	for k := range en {
		if _, ok := fr[k]; !ok {
			t.Errorf("%s: no French", k)
		}
	}
	var source strings.Builder
	files, _ := filepath.Glob("*.go")
	for _, f := range files {
		if !strings.HasSuffix(f, "_test.go") {
			b, _ := os.ReadFile(f)
			source.Write(b)
		}
	}
	used := func(k string) bool {
		if strings.Contains(source.String(), `"`+k+`"`) || strings.Contains(source.String(), `reports.`+k+`"`) {
			return true
		}
		head, last, _ := cutLast(k)
		if strings.Contains(source.String(), `"`+head+`."`) || slices.Contains(vocabulary(head), last) {
			return true
		}
		if last == "one" || last == "many" || last == "formula" {
			return strings.Contains(source.String(), `"`+head+`"`) || strings.HasPrefix(head, "rate.")
		}
		kind, number, _ := strings.Cut(k, ".")
		return kind == "field" && (slices.Contains(mandatory(), number) || strings.Contains(
			source.String(), `d.f("`+number+`"`,
		)) ||
			kind == "section" && strings.Contains(source.String(), `"`+number+`"`) || kind == "rate" || kind == "verify"
	}
	for k := range fr {
		if !used(strings.TrimPrefix(k, "reports.")) {
			t.Errorf("%s: nothing uses it", k)
		}
	}
	for _, kind := range []string{
		"verdict", "outcome", "freshness", "mode", "cause", "severity", "status", "decision", "nature", "state", "role",
		"golive",
	} {
		for _, v := range vocabulary(kind) {
			if fr["reports."+kind+"."+v] == "" {
				t.Errorf("no word for %s %s", kind, v)
			}
		}
	}
	for _, n := range mandatory() {
		if fr["reports.field."+n] == "" {
			t.Errorf("no label for the mandatory field %s", n)
		}
	}
}

func cutLast(k string) (head, last string, ok bool) {
	i := strings.LastIndexByte(k, '.')
	if i < 0 {
		return k, "", false
	}
	return k[:i], k[i+1:], true
}
