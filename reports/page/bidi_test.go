package page

import (
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
