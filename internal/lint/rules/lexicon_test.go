package rules

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFoldText(t *testing.T) {
	tests := map[string]string{
		"À DÉFINIR": "a definir", "à définir": "a definir", "à  définir": "a definir", "l’Œuvre": "l'oeuvre",
		"Cœur":    "coeur",
		"lætitia": "laetitia", "vingt‑deux – trois": "vingt-deux - trois", "ÇA": "ca", "naïf ": "naif ", "été!": "ete!",
		"Ωmega": "ωmega",
		"95 €":  "95 €",
	}
	for in, want := range tests {
		for _, form := range []string{in, norm.NFD.String(in)} {
			if got := foldText(form); got != want {
				t.Errorf("foldText(%q) = %q, want %q", form, got, want)
			}
		}
	}
}

func TestLexicon(t *testing.T) {
	words := newLexicon(
		"à définir", "etc", "onglet", "case à cocher", "case", "appropri*", "œuvre*", "j'ai", "co-construit", "9 h",
		"?",
	)
	tests := map[string]string{ // text, the phrase found as written; "" for none
		"à définir":                      "à définir",
		"(à définir)":                    "à définir",
		"Délai : à définir.":             "à définir",
		"À DÉFINIR":                      "À DÉFINIR",
		"à\u00a0définir":                 "à\u00a0définir",
		"à   définir":                    "à   définir",
		"à définira":                     "",
		"déjà définir":                   "",
		"çà définir":                     "",
		"fichiers, etc.":                 "etc",
		"etcetera":                       "",
		"l'onglet":                       "onglet",
		"l’onglet":                       "onglet",
		"onglets":                        "",
		"sous-onglet":                    "onglet",
		"la case à cocher":               "case à cocher",
		"la case à gauche":               "case",
		"une réponse appropriée":         "appropriée",
		"APPROPRIÉES !":                  "APPROPRIÉES",
		"l'œuvre":                        "œuvre",
		"des oeuvres":                    "oeuvres",
		"j’ai":                           "j’ai",
		"co‑construit":                   "co‑construit",
		"à 9 h":                          "9 h",
		"le message \"à définir\" reste": "",
		"le message «\u00a0à définir\u00a0» r": "",
		"le message “à définir” r":             "",
		"l'état <à définir> reste":             "",
		"un 24\" et la case":                   "case",
		"<a à définir":                         "à définir",
		"Ωcase":                                "",
		"":                                     "",
	}
	for text, want := range tests {
		got := ""
		if h, ok := words.find(text, 0, true); ok {
			got = text[h.from:h.to]
		}
		if got != want {
			t.Errorf("find(%q) = %q, want %q", text, got, want)
		}
	}
	if h, ok := words.find(`dit "etc"`, 0, false); !ok || h.from != 5 {
		t.Errorf("quotations are read when asked: %v %v", h, ok)
	}
	if _, ok := newLexicon("", "*").find("* x", 0, false); ok {
		t.Error("an empty phrase was found")
	}
}

// Phrases may hold any character; a word must not go on around them.
func TestLexicon_RareCharacters(t *testing.T) {
	words := newLexicon("n/a", "R&D", "%", "en °C", "id_client", "日本", "Ωmega*", "c++", "art. 4 §2")
	for text, want := range map[string]string{
		"vaut n/a.": "n/a", "vaut N/A": "N/A", "bien/a": "", "n/as": "", "n/": "", "an/a": "", "la R&D": "R&D",
		"la R & D": "", "12 %": "%", "12%": "%",
		"en\u00a0°C": "en\u00a0°C", "en C": "", "en °Celsius": "", "id_client": "id_client", "id_clients": "",
		"mid_client": "", "日本": "日本", "日本語": "", "の日本": "",
		"ωMEGAS": "ωMEGAS", "omega": "", "du C++": "C++", "c+": "", "art. 4 §2": "art. 4 §2", "art. 4 §": "",
	} {
		got := ""
		if h, ok := words.find(text, 0, true); ok {
			got = text[h.from:h.to]
		}
		if got != want {
			t.Errorf("find(%q) = %q, want %q", text, got, want)
		}
	}
}

// FuzzLexicon holds that places are within the text and on the boundaries of characters, and that no search is endless.
func FuzzLexicon(f *testing.F) {
	words := newLexicon("à définir", "etc", "appropri*", "j'ai", "???", "n/a", "°C", "Ω*")
	f.Add("à définir, l’œuvre « etc. » ??? <x> \"j'ai")
	f.Add("\xc3\x28appropri\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, quoted := range []bool{false, true} {
			for at := 0; ; {
				h, ok := words.find(text, at, quoted)
				if !ok {
					break
				}
				if h.from < at || h.to <= h.from || h.to > len(text) || h.entry < 0 || h.entry >= len(words.entries) {
					t.Fatalf("find(%q, %d) = %+v", text, at, h)
				}
				at = h.to
			}
		}
	})
}
