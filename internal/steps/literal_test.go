package steps

import (
	"strings"
	"testing"
)

func TestMask(t *testing.T) {
	tests := map[string]string{
		`l'adhérente "Alix" paie`:                     `l'adhérente "…" paie`,
		`d'une qu'elle n'a`:                           `d'une qu'elle n'a`,
		`le titre « Bonjour à tous » est lu`:          `le titre «…» est lu`,
		`le titre « 12 € » est lu`:                    `le titre «…» est lu`,
		`les “guillemets” anglais`:                    `les “…” anglais`,
		`un guillemet " seul`:                         `un guillemet " seul`,
		`un « seul`:                                   `un « seul`,
		`elle paie 12,50 €`:                           `elle paie # €`,
		`elle paie 12 345,00 €`:                       `elle paie # €`,
		"elle paie 12\u202f345 €":                     `elle paie # €`,
		`il reste -3 places`:                          `il reste # places`,
		`le 23/11/2031 à 14h30`:                       `le #/#/# à #:#`,
		`le 2031-11-23 à 14:30`:                       `le #/#/# à #:#`,
		`le récit US-12 et le critère CA-12.3`:        `le récit US-12 et le critère CA-12.3`,
		`le 5e étage, le B2B et la version 1.4.0-rc2`: `le 5e étage, le B2B et la version 1.4.0-rc2`,
		`de 10 à 49 salariés.`:                        `de # à # salariés.`,
		`12`:                                          `#`,
		``:                                            ``,
		`5.`:                                          `#.`,
		`3, 4 et 5`:                                   `#, # et #`,
		`trois lots de 100`:                           `trois lots de #`,
		`le <montant> en XML <a b="c">`:               `le <montant> en XML <a b="…">`,
	}
	for text, want := range tests {
		if got := mask(Cut(text, false)); got != want {
			t.Errorf("mask(%q) = %q, want %q", text, got, want)
		}
	}
	if got, want := mask(
		Cut(`le <montant> et "<nom>" et </fin> et < x >`, true),
	), `le <…> et "…" et </fin> et < x >`; got != want {
		t.Errorf("mask of an outline = %q, want %q", got, want)
	}
}

// Whatever the text, its segments are the text.
func FuzzCut(f *testing.F) {
	for _, s := range []string{`l'adhérente "Alix" paie 12,50 €`, `<a><b>"`, "«\u00a0»", "-", "1/2/3", "\xff12"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, outline bool) {
		var b strings.Builder
		for _, s := range Cut(text, outline) {
			if s.Text == "" {
				t.Fatal("an empty segment")
			}
			b.WriteString(s.Text)
		}
		if b.String() != text {
			t.Fatalf("segments of %q give %q", text, b.String())
		}
	})
}

func TestNames(t *testing.T) {
	tests := map[string]string{
		"l'adhérente paie sa cotisation":         "adherentePaieSaCotisation",
		"qu’elle est à l’heure":                  "elleEstAHeure",
		"Œuvre d'art à 12 €":                     "oeuvreArtA12Euros",
		"12 mois":                                "n12Mois",
		"":                                       "",
		"会员已到期":                                  "",
		"rendez-vous":                            "rendezVous",
		"ÉCHÉANCE DÉPASSÉE":                      "echeanceDepassee",
		"aujourd'hui":                            "aujourdHui",
		strings.Repeat("x", 80) + " et la suite": strings.Repeat("x", 80),
	}
	company := "la page affichée ne laisse deviner ni le nom ni l'antenne de l'entreprise"
	tests[company] = "laPageAfficheeNeLaisseDevinerNiLeNomNiAntenne"
	dues := "le numéro d'adhérent et la cotisation due figurent dans le message"
	tests[dues] = "leNumeroAdherentEtLaCotisationDueFigurent"
	for text, want := range tests {
		if got := camel(text); got != want {
			t.Errorf("camel(%q) = %q, want %q", text, got, want)
		}
	}
	n := newNames("type Func")
	for i, want := range []string{"type2", "func2", "x", "X2", "x3", "step"} {
		got := n.take([]string{"type", "func", "x", "X", "x", ""}[i], "step")
		if got != want {
			t.Errorf("name %d = %q, want %q", i, got, want)
		}
	}
}
