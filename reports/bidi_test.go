package reports

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Hebrew letters are written here by their code points, for an editor would turn the lines of this file around.
func TestVisual(t *testing.T) {
	const shalom, olam = "\u05e9\u05dc\u05d5\u05dd", "\u05e2\u05d5\u05dc\u05dd" // in reading order
	const molahs, malo = "\u05dd\u05d5\u05dc\u05e9", "\u05dd\u05dc\u05d5\u05e2" // as drawn
	for name, tt := range map[string]struct{ in, want string }{
		"Latin":                   {"Montant dû : 12,50 € (TTC)", "Montant dû : 12,50 € (TTC)"},
		"one word":                {shalom, molahs},
		"two words":               {shalom + " " + olam, malo + " " + molahs},
		"after our words":         {"Constaté : " + shalom + " " + olam, "Constaté : " + malo + " " + molahs},
		"before our words":        {shalom + " – SC-1", molahs + " – SC-1"},
		"a number between":        {shalom + " 12,50 " + olam, malo + " 12,50 " + molahs},
		"a number after":          {shalom + " 2026", "2026 " + molahs},
		"a rate after":            {shalom + " 50%", "50% " + molahs},
		"a number and our words":  {shalom + " 12, abc", "12 " + molahs + ", abc"},
		"a number before":         {"12 " + shalom, "12 " + molahs},
		"Latin inside":            {shalom + " SC-1 " + olam, molahs + " SC-1 " + malo},
		"brackets":                {shalom + " (" + olam + ")", "(" + malo + ") " + molahs},
		"guillemets":              {shalom + " «" + olam + "» " + shalom, molahs + " «" + malo + "» " + molahs},
		"a mark on its letter":    {"\u05e9\u05c1\u05dc", "\u05dc\u05e9\u05c1"},
		"code points stay":        {shalom + " [U+0645] " + olam, molahs + " [U+0645] " + malo},
		"accents, nothing turned": {"e\u0301té", "e\u0301té"},
	} {
		if got := visual(tt.in); got != tt.want {
			t.Errorf("%s: visual(%q) = %q, want %q", name, tt.in, got, tt.want)
		}
	}
}

// Whoever copies or searches a PV finds the text as it is read, and our own words are not turned around.
func TestPDF_RightToLeft(t *testing.T) {
	pv := fixture()
	const comment = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"
	pv.Cases[0].Steps[0].Comment = comment + " 12,50"
	var buf bytes.Buffer
	if _, err := PDF(&buf, pv, frenchOptions(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	file := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(string(text))
	if !strings.Contains(plain, "Commentaire : ") || !strings.Contains(plain, comment) {
		i := strings.IndexRune(plain, 0x5e9)
		around := plain[max(0, i-80):min(len(plain), max(0, i)+80)]
		t.Errorf("the text of the PDF does not hold %q; around the letter: %q", comment, around)
	}
}

// FuzzVisual: a line loses no character, and gains none, whatever it holds: signs that open and close are turned
// around.
func FuzzVisual(f *testing.F) {
	f.Add("\u05e9\u05dc\u05d5\u05dd (12,5 %) \u00ab\u05d1\u00bb abc")
	f.Add("\u05e9\u05c1\u0301[1]}\u2029\u05d1\n)")
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, '\u200e') || !utf8.ValidString(s) { // shown as a code point before
			return
		}
		sorted := func(s string) string {
			runes := []rune(s)
			for i, r := range runes {
				runes[i] = min(r, mirror(r))
			}
			slices.Sort(runes)
			return string(runes)
		}
		if got := visual(s); sorted(got) != sorted(s) {
			t.Errorf("visual(%q) = %q", s, got)
		}
	})
}
