package web

import (
	"os"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/keymap"
)

// TestShortcuts: no key does two things, and the guide of testers tells of each as the help does.
func TestShortcuts(t *testing.T) {
	guide, err := os.ReadFile("../../docs/testeur.md")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	v, seen := &view{words: words}, map[string]string{}
	for _, k := range keymap.All() {
		if other := seen[k.Key]; other != "" {
			t.Errorf("%s does %s and %s", k.Key, other, k.Name)
		}
		seen[k.Key] = k.Name
		if line := "| `" + v.KeyWord(k) + "` | " + v.Does(k) + " |\n"; !strings.Contains(string(guide), line) {
			t.Errorf("docs/testeur.md does not hold %q", line)
		}
	}
	_, table, _ := strings.Cut(string(guide), "| touche | effet |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	if n := strings.Count(table, "\n") + 1; n != len(seen) {
		t.Errorf("docs/testeur.md tells of %d keys, there are %d", n, len(seen))
	}
}

// TestPieces: the values of a row of examples are told from the words of a step, and from parts of other words.
func TestPieces(t *testing.T) {
	for text, tt := range map[string]struct {
		cells []string
		want  string
	}{
		"le SIRET \"123\" et 1234":   {[]string{"123"}, "le SIRET \"[123]\" et 1234"},
		"12,50 € de 12,50":           {[]string{"12,50 €", "12,50"}, "[12,50 €] de [12,50]"},
		"l’été, étés":                {[]string{"été"}, "l’[été], étés"},
		"rien":                       {[]string{"", " "}, "rien"},
		"a":                          {nil, "a"},
		"SIRET invalide, invalidité": {[]string{"invalide"}, "SIRET [invalide], invalidité"},
	} {
		var got strings.Builder
		for _, p := range pieces(text, &catalogue.Row{Cells: tt.cells}) {
			if p.Value {
				got.WriteString("[" + p.Text + "]")
			} else {
				got.WriteString(p.Text)
			}
		}
		if got.String() != tt.want {
			t.Errorf("%q: %s, want %s", text, got.String(), tt.want)
		}
	}
}
