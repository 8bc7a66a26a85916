package syntax

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// writtenByFolding is the definition of writtenLength: the first beginning of the text that folds to what is wanted.
func writtenByFolding(text, want string) int {
	for i, r := range text {
		if end := i + utf8.RuneLen(r); fold(text[:end]) == want {
			return end
		}
	}
	return len(text)
}

func FuzzWrittenLength(f *testing.F) {
	for _, s := range []string{
		"Étant donné que x", "Lorsqu’il vient", "QUAND\u00a0 je", "Étant\u200b\u200b donné", "Scénario： a",
		"Q\u200du\u00adand je", "Et  puis", "`Quand`", "İstanbul", "Soit\tx",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, runes int) {
		if !utf8.ValidString(s) || len(s) > 200 {
			return
		}
		text, _ := body(norm.NFC.String(s))
		folded := []rune(fold(text))
		if runes < 1 || runes > len(folded) || folded[runes-1] == ' ' {
			return
		}
		want := string(folded[:runes])
		if got, def := writtenLength(text, want), writtenByFolding(text, want); got != def {
			t.Errorf("writtenLength(%q, %q) = %d, want %d", text, want, got, def)
		}
	})
}

// A line of invisible characters between the words of a keyword costs one reading, and is not repeated whole.
func TestNearMissOfALongLine(t *testing.T) {
	line := "    Étant" + strings.Repeat("\u200b", 10_000) + " donne que x\n"
	src := "# language: fr\nFonctionnalité: f\n  Scénario: s\n    Soit x\n" + strings.Repeat(line, 40)
	var list []Diagnostic
	allocs := testing.AllocsPerRun(1, func() {
		_, list = Parse(Source{Path: "a.feature", Bytes: []byte(src)}, Options{})
	})
	// Folding each beginning of each line allocates once for each of its characters: 400,000 times, and 13 s.
	if allocs > 20_000 {
		t.Errorf("Parse allocates %.0f times, want a number that lines decide, not characters", allocs)
	}
	if !HasErrors(list) {
		t.Error("no error, want the mistyped keyword")
	}
	for _, d := range list {
		for _, arg := range d.Args {
			if n := utf8.RuneCountInString(arg); n > maxQuoted {
				t.Fatalf("%s repeats %d characters, want %d at most", d.Code, n, maxQuoted)
			}
		}
	}
}

// Whatever a diagnostic repeats of a line is bounded.
func TestDiagnosticsQuoteABoundedText(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	tests := map[string]string{
		"row tail": "Fonctionnalité: f\n  Scénario: s\n    Soit x\n      | a | " + long + "\n",
		"tag":      "@a " + long + "\nFonctionnalité: f\n  Scénario: s\n    Soit x\n",
		"doc string": "Fonctionnalité: f\n  Scénario: s\n    Soit x\n      \"\"\"\n      a\n      \"\"\" " + long +
			"\n",
		"feature name": "Fonctionnalité: " + long + "\n",
		"no steps":     "Fonctionnalité: f\n  Scénario: " + long + "\n",
		"no examples":  "Fonctionnalité: f\n  Plan du scénario: " + long + "\n    Soit <x>\n",
		"placeholder":  "Fonctionnalité: f\n  Scénario: s\n    Soit <" + long + ">\n",
		"column": "Fonctionnalité: f\n  Plan du scénario: s\n    Soit <y" + long + ">\n    Exemples:\n      | " + long +
			" | " + long +
			" |\n      | 1 | 2 |\n",
	}
	for name, src := range tests {
		_, list := Parse(Source{Path: "a.feature", Bytes: []byte(src)}, Options{})
		if len(list) == 0 {
			t.Errorf("%s: no diagnostic", name)
		}
		for _, d := range list {
			for _, arg := range d.Args {
				if n := utf8.RuneCountInString(arg); n > maxQuoted {
					t.Errorf("%s: %s repeats %d characters, want %d at most", name, d.Code, n, maxQuoted)
				}
			}
		}
	}
}
