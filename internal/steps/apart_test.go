package steps

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// countMatches gives how many patterns of the snippets match a text, as the tool of the target says.
func countMatches(target Target, snippets []Snippet, text string) int {
	n := 0
	for i := range snippets {
		for values := range 12 {
			if matches(target, snippets[i].Pattern, text, values) == nil {
				n++
				break
			}
		}
	}
	return n
}

// wantOneEach holds that each step which nothing defines has exactly one snippet, and each that something defines none.
func wantOneEach(t *testing.T, x *Index, target Target) {
	t.Helper()
	snippets, err := Snippets(target, x.Undefined())
	if err != nil {
		t.Fatal(err)
	}
	for i := range x.Steps {
		s := &x.Steps[i]
		want, manual := 1, true
		for _, u := range s.uses {
			manual = manual && u.cases == u.manual
		}
		if len(s.Definitions) > 0 {
			want = 0
		}
		got := countMatches(target, snippets, s.Text)
		if manual && want == 1 && got <= 1 {
			continue // by hand: nothing has to match it, and one may
		}
		if got != want {
			var all []string
			for _, s := range snippets {
				all = append(all, s.Pattern)
			}
			t.Errorf(
				"%s: %q is matched by %d snippets, want %d:\n%s", target, s.Text, got, want, strings.Join(all, "\n"),
			)
		}
	}
}

// TestSnippetsNeverMatchOneStepTwice holds the cases by name.
func TestSnippetsNeverMatchOneStepTwice(t *testing.T) {
	tests := map[string]struct {
		steps, defined []string
	}{
		"apostrophes": {[]string{"Soit l'élève inscrit", "Soit l’élève inscrit"}, nil},
		"apostrophes and spaces": {
			[]string{"Soit l'élève n° 4", "Soit l’élève n°\u00a04", "Soit l'élève n°\u202f12"}, nil,
		},
		"accents composed": {[]string{"Soit l'e\u0301le\u0300ve", "Soit l’élève"}, nil},
		"a date and a number": {[]string{
			"Alors le total du 12/11/2031", "Alors le total du 12", "Alors le total du 12,50",
		}, nil},
		"an hour and a number": {[]string{"Alors à 14h30", "Alors à 14", "Alors à 9:05"}, nil},
		"spaced numbers":       {[]string{"Alors elle paie 12 345 fois", "Alors elle paie 12 3 fois"}, nil},
		"quotations": {[]string{
			`Alors lit "a"`, `Alors lit "a" et "b"`, "Alors lit « a »", "Alors lit « a » et « b »", "Alors lit “a”",
		}, nil},
		"a sentence in another": {[]string{
			"Alors lit « a » puis ferme « b »", "Alors lit « a » puis ferme la page »",
		}, nil},
		"defined, another value": {[]string{"Quand elle paie 12", "Quand elle paie 13"}, []string{`^elle paie 12$`}},
		"defined, another wording": {
			[]string{"Quand elle paie 12", "Quand elle paie 12/11/2031"}, []string{`^elle paie (\d+)$`},
		},
		"defined with straight": {
			[]string{"Soit l'élève inscrit", "Soit l’élève inscrit"}, []string{`^l'élève inscrit$`},
		},
	}
	for name, tc := range tests {
		for _, target := range Targets() {
			t.Run(name+"/"+string(target), func(t *testing.T) {
				src := "# language: fr\nFonctionnalité: F\n"
				for i, s := range tc.steps {
					src += fmt.Sprintf("  Scénario: s%d\n    %s\n", i, s)
				}
				wantOneEach(t, index(t, []Source{source("go:./steps", tc.defined...)}, src), target)
			})
		}
	}
}

// TestSnippetsNeverMatchOneStepTwice_atRandom writes features of pieces that resemble each other, some in outlines,
// some by hand, some defined.
func TestSnippetsNeverMatchOneStepTwice_atRandom(t *testing.T) {
	pieces := []string{
		"l'élève", "l’élève", "paie", "12", "12,50", "12 345", "12\u202f345,00", "-3", "euros", "le 12/11/2031",
		"à 14h30", `"Alix"`, `"Al'x d’É"`,
		"« Alix »", "«\u00a0Alix\u00a0»", "“Alix”", "n°", "n°\u00a0", "et", "(sur 10)", "a/b", "{x}", "B2B",
	}
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(7, seed))
		phrase := func(column string) string {
			var out []string
			for range 1 + r.IntN(4) {
				if column != "" && r.IntN(3) == 0 {
					out = append(out, "<"+column+">")
				} else {
					out = append(out, pieces[r.IntN(len(pieces))])
				}
			}
			return "x " + strings.Join(out, " ")
		}
		src := "# language: fr\nFonctionnalité: F\n"
		var plain []string
		for i := range 12 {
			switch r.IntN(4) {
			case 0:
				src += fmt.Sprintf("  Plan du scénario: s%d\n    Soit %s\n    Et %s\n    Exemples:\n      | v |\n",
					i, phrase("v"), phrase("v"))
				for range 1 + r.IntN(3) {
					src += "      | " + pieces[r.IntN(len(pieces))] + " |\n"
				}
			case 1:
				src += fmt.Sprintf("  @manuel\n  Scénario: s%d\n    Soit %s\n", i, phrase(""))
			default:
				p := phrase("")
				plain = append(plain, p)
				src += fmt.Sprintf("  Scénario: s%d\n    Soit %s\n", i, p)
			}
		}
		var defined []string
		if len(plain) > 0 && r.IntN(2) == 0 {
			defined = append(defined, "^"+regexp.QuoteMeta(plain[0])+"$")
		}
		x := index(t, []Source{source("go:./steps", defined...)}, src)
		for _, target := range Targets() {
			wantOneEach(t, x, target)
		}
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
	}
}
