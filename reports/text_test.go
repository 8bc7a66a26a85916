package reports

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

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
	if got := len(images) - 2; got != 4 { // two lines of titles
		t.Errorf("%d images, want 4:\n%s", got, strings.Join(images, "\n"))
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
	kit, _ := filepath.Glob("page/*.go")
	files = append(files, kit...)
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
