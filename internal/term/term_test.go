package term_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"recette/internal/term"
)

func TestLine_ForeignTextStaysOnItsLine(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"letters":           {"Adhésion « à » l’œuvre", "Adhésion « à » l’œuvre"},
		"no-break spaces":   {"1\u00a0000\u202f€", "1\u00a0000\u202f€"},
		"NFD":               {"e\u0301te\u0301", "e\u0301te\u0301"},
		"right to left":     {"שלום", "שלום"},
		"emoji":             {"👩‍🔧 ok", "👩‍🔧 ok"},
		"flag":              {"🏳️‍🌈", "🏳️‍🌈"},
		"forged line":       {"x\n✔ conforme  SC-9999  Un faux vert", "x⏎✔ conforme  SC-9999  Un faux vert"},
		"Windows line ends": {"a\r\nb", "a⏎b"},
		"return alone":      {"faux\rvrai", "faux[U+000D]vrai"},
		"tab":               {"a\tb", "a⇥b"},
		"escape":            {"\x1b[2Jvide", "[U+001B][2Jvide"},
		"C1":                {"a\u009b2Jb\u0085c", "a[U+009B]2Jb[U+0085]c"},
		"overrides":         {"\u202Efdp.\u202C \u2066x\u2069", "[U+202E]fdp.[U+202C] [U+2066]x[U+2069]"},
		"zero width":        {"SC\u200b-1\ufeff\u2060", "SC[U+200B]-1[U+FEFF][U+2060]"},
		"joiner in a word":  {"a\u200db", "a[U+200D]b"},
		"separators":        {"a\u2028b\u2029c", "a[U+2028]b[U+2029]c"},
		"soft hyphen":       {"a\u00adb", "a[U+00AD]b"},
		"tag characters":    {"a\U000E0041", "a[U+E0041]"},
		"filler":            {"\u3164", "[U+3164]"},
		"not UTF-8":         {"a\xffb", "a[0xFF]b"},
		"replaced":          {"a\ufffdb", "a[U+FFFD]b"},
	} {
		if got := term.Line(tt.in); got != tt.want {
			t.Errorf("%s: Line(%q) = %q, want %q", name, tt.in, got, tt.want)
		}
	}
}

func TestText_OurOwnLinesStay(t *testing.T) {
	if got, want := term.Text("un\n\tdeux \x1b[m"), "un\n\tdeux [U+001B][m"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func TestBlock_EveryLineStandsBehindTheGutter(t *testing.T) {
	got := term.Block("    ", "\n::error::faux\r\n\n✔ conforme  SC-1\rX\n\n")
	want := "    │ ::error::faux\n    │\n    │ ✔ conforme  SC-1\n    │ X"
	if got != want {
		t.Errorf("Block = %q, want %q", got, want)
	}
	if got := term.Block("  ", " \n\t\n"); got != "" {
		t.Errorf("Block of blanks = %q", got)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("x\n✔ conforme\r\x1b[2J\u202e\u2028")
	f.Add("👩‍🔧\xff")
	f.Add("\xa9\u200d\xf0")
	f.Fuzz(func(t *testing.T, s string) {
		line := term.Line(s)
		if !utf8.ValidString(line) {
			t.Fatalf("Line(%q) = %q is not UTF-8", s, line)
		}
		for _, r := range line {
			if unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || r >= 0x202A && r <= 0x202E ||
				r >= 0x2066 && r <= 0x2069 {
				t.Fatalf("Line(%q) = %q holds %U", s, line, r)
			}
		}
		if again := term.Line(line); again != line {
			t.Fatalf("Line is not stable: %q then %q", line, again)
		}
		lines := strings.Split(term.Block("  ", s), "\n")
		for _, l := range lines {
			if l != "" && !strings.HasPrefix(l, "  │") && (len(lines) > 1 || strings.HasPrefix(
				strings.TrimSpace(l), "::",
			)) {
				t.Fatalf("Block(%q) has a line %q", s, l)
			}
		}
	})
}
