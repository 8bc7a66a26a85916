package recette

import "testing"

func TestOtherScript(t *testing.T) {
	for name, want := range map[string]string{
		"":                        "",
		"Paule Petit":             "",
		"P\u0430ule Petit":        "\u0430", // Cyrillic
		"\u0420\u0430ule Petit":   "\u0420\u0430",
		"\u0391lex M\u0430rtin":   "\u0391\u0430", // Greek and Cyrillic
		"Élise d’Œuvre-Nuñez":     "",
		"E\u0301lise":             "",
		"Елена Петрова":           "",
		"Елена Петровa":           "a",
		"山田 たろう":                  "",
		"김철수":                     "",
		"Zoé 2º":                  "",
		"\uff30aule":              "", // fullwidth letters are Latin
		"Αθηνά Παπαδοπούλου":      "",
		"Marc \u0430\u0430\u0430": "\u0430",
	} {
		if got := string(OtherScript(name)); got != want {
			t.Errorf("OtherScript(%q) = %q, want %q", name, got, want)
		}
	}
}
