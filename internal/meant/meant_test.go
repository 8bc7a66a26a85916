package meant

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold_SpellingsOfOneName(t *testing.T) {
	for want, spellings := range map[string][]string{
		"helene le goff": {
			"Hélène Le Goff", "helene le goff", "HÉLÈNE LE-GOFF", "He\u0301le\u0300ne  Le\u00a0Goff",
			"Hélène\u200b Le‑Goff", " hélène_le goff ",
		},
		"d'angelo":    {"D’Angelo", "d'angelo", "Dʼangelo"},
		"soeur coeur": {"Sœur Cœur", "SOEUR COEUR"},
		"sc 0014":     {"SC-0014", "sc-0014", "Sc–0014"},
	} {
		for _, s := range spellings {
			if got := Fold(s); got != want {
				t.Errorf("Fold(%q) = %q, want %q", s, got, want)
			}
		}
	}
}

func TestAmong_NeverChooses(t *testing.T) {
	names := []string{"Hélène Petit", "Helene Petit", "Théo Legrand", "Marc-André Roy"}
	for said, want := range map[string][]int{
		"Hélène Petit":             {0},
		"He\u0301le\u0300ne Petit": {0},
		"Helene Petit":             {1},
		"helene petit":             {0, 1},
		"theo legrand":             {2},
		"marc andre roy":           {3},
		"Théo":                     nil,
		"":                         nil,
		" \u200b":                  nil,
		"Personne":                 nil,
	} {
		if diff := cmp.Diff(want, Among(names, said)); diff != "" {
			t.Errorf("Among(%q) (-want +got):\n%s", said, diff)
		}
	}
}
