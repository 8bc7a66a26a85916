package syntax

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// traps lists, for each file of testdata/traps, the diagnostics that it must raise: code, line and column.
var traps = map[string]string{
	"ligne-blanche-insecable":              "", // taken for the blank line that it looks like
	"anglais-dans-fr":                      "E134:3:3",
	"pas-anglais-dans-fr":                  "E135:4:5",
	"anglais-sans-langue":                  "E123:1:1",
	"apostrophe-pas-suivant":               "E131:5:5",
	"apostrophe-premier-pas":               "E131:4:5",
	"bidi":                                 "E108:4:11",
	"binaire":                              "E105:1:1",
	"bom":                                  "E110:1:1",
	"cellules-inegales":                    "E149:6:7",
	"colonne-double":                       "E166:6:13",
	"colonne-inconnue":                     "E164:4:10 E164:5:9",
	"commentaires-seuls":                   "E120:1:1",
	"contexte-etiquete":                    "E153:4:3",
	"contexte-tardif":                      "E142:5:3",
	"cp1252":                               "E103:2:14",
	"description-apres-commentaire":        "E152:5:3",
	"deux-fonctionnalites":                 "E125:5:1",
	"deux-langues":                         "E124:2:1",
	"docstring-avale":                      "E154:8:3",
	"docstring-ouverte":                    "E146:5:7 E154:7:3",
	"docstring-suite":                      "E147:7:11",
	"echappement":                          "E109:4:11",
	"et-minuscule":                         "E133:4:5",
	"etant-donne-sans-accents":             "E134:4:5",
	"etiquette-espace":                     "E150:3:3",
	"etiquette-indentee-insecable":         "E138:4:2",
	"etiquette-vide":                       "E151:3:3",
	"etiquettes-pendantes":                 "E126:5:3",
	"etiquettes-puis-pas":                  "E145:6:5",
	"etoile-insecable":                     "E132:4:5",
	"exemples-hors-plan":                   "E143:3:3",
	"exemples-sans-ligne":                  "E163:5:5",
	"exemples-sans-tableau":                "E162:5:5",
	"fins-de-ligne-cr":                     "E112:1:1",
	"fonctionnalite-espace":                "E130:1:1",
	"fonctionnalite-insecable":             "E130:1:1",
	"fonctionnalite-sans-accent":           "E134:1:1",
	"cyrillique":                           "E134:4:5",
	"etiquette-insecable":                  "E150:3:3",
	"exemple-pour-exemples":                "E161:3:3 E138:6:7 E138:7:7",
	"inversion":                            "E134:4:5",
	"largeur-nulle":                        "E109:3:12 E132:5:5 E109:5:7",
	"lorsqu-sans-apostrophe":               "E134:4:5",
	"pas-apres-lignes-exemples":            "E137:8:5",
	"quand-colle":                          "E134:4:5",
	"langue-inconnue":                      "E122:1:13",
	"langue-majuscules":                    "E122:1:13",
	"langue-seule":                         "E120:1:1",
	"ligne-sans-barre":                     "E148:6:13",
	"lignes-sans-barre":                    "E148:5:13 E148:6:13",
	"nfd":                                  "E111:2:1",
	"nul":                                  "E107:4:11",
	"pas-anglais-premier":                  "E135:4:5",
	"pas-apres-exemples":                   "E137:6:5",
	"pas-hors-scenario":                    "E137:3:3 E137:4:3 E137:5:3",
	"pas-inconnu":                          "E140:5:5",
	"pas-indente-insecable":                "E132:4:5",
	"plan-faute":                           "E134:3:3",
	"plan-sans-exemples":                   "E161:3:3",
	"quand-minuscule":                      "E133:4:5",
	"regle-espace":                         "E130:3:3",
	"sans-pas":                             "E160:3:3",
	"sans-scenario":                        "E127:2:1",
	"scenario-allemand":                    "E135:3:3",
	"scenario-casse":                       "E133:3:3",
	"scenario-deux-points-pleine-chasse":   "E134:3:3",
	"scenario-espace-premier":              "E130:3:3",
	"scenario-espace-suivant":              "E130:5:3",
	"scenario-fine-insecable":              "E130:3:3",
	"scenario-indente-insecable":           "E132:3:3",
	"scenario-insecable-premier":           "E130:3:3",
	"scenario-sans-accent":                 "E134:3:3",
	"scenario-sans-deux-points":            "E136:3:3",
	"soit-faute":                           "E134:4:5",
	"soit-insecable":                       "E132:4:5",
	"soit-majuscules":                      "E133:4:5",
	"tableau-sans-pas":                     "E138:4:7",
	"texte-apres-barre":                    "E148:5:17",
	"texte-apres-exemples":                 "E141:8:5",
	"texte-libre":                          "E121:1:1",
	"utf16be-sans-bom":                     "E102:1:1",
	"utf16le":                              "E102:1:1",
	"utf8-invalide":                        "E104:3:14",
	"variable-sans-exemples":               "E165:4:10",
	"vide":                                 "E120:1:1",
	"saut-cr-commentaire":                  "E119:4:11",
	"saut-cr-scenario":                     "E119:5:11",
	"saut-cr-pas":                          "E119:4:12",
	"saut-nel":                             "E119:4:11",
	"saut-vt":                              "E119:4:11",
	"saut-ff":                              "E119:4:11",
	"saut-ls":                              "E119:4:12",
	"saut-ps":                              "E119:4:12",
	"saut-titre":                           "E119:3:15",
	"saut-docstring":                       "E109:6:9",
	"saut-docstring-fermee":                "E119:6:9",
	"saut-cellule":                         "E109:5:11",
	"saut-ligne-de-tableau":                "E119:5:13",
	"premier-tiret":                        "E134:4:5",
	"premier-citation":                     "E134:4:5",
	"premier-numero":                       "E134:4:5",
	"premier-lettre":                       "E134:4:5",
	"premier-nombre":                       "E134:4:5",
	"premier-puce":                         "E139:4:5",
	"premier-puce-pas":                     "E134:4:5",
	"premier-cadratin":                     "E134:4:5",
	"premier-gras":                         "E134:4:5",
	"premier-souligne":                     "E134:4:5",
	"premier-guillemets":                   "E134:4:5",
	"premier-etoile-collee":                "E134:4:5",
	"premier-given-deux-points":            "E135:4:5",
	"premier-en-morceaux":                  "E134:4:5",
	"premier-et-accent":                    "E134:4:5",
	"premier-eh":                           "E139:4:5",
	"premier-sois":                         "E134:4:5",
	"premier-contexte":                     "E134:4:5",
	"premier-suivi-de-blanc":               "E134:4:5",
	"prose-contre-le-pas":                  "E139:4:5",
	"etiquette-pleine-chasse":              "E138:3:3",
	"etiquette-pleine-chasse-suivante":     "E138:6:3",
	"etiquette-entre-parentheses":          "E138:3:3",
	"etiquette-entre-parentheses-suivante": "E138:6:3",
	"variable-espacee":                     "E169:4:10",
}

// TestTraps proves that no trap is silent: every one raises exactly what the table says.
func TestTraps(t *testing.T) {
	paths, err := filepath.Glob("testdata/traps/*.feature")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != len(traps) {
		t.Errorf("%d trap files, %d expectations", len(paths), len(traps))
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".feature")
		t.Run(name, func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, list := Parse(Source{Path: path, Bytes: src}, Options{})
			if got := brief(list); got != traps[name] {
				t.Errorf("got  %q\nwant %q", got, traps[name])
			}
		})
	}
}

// brief writes diagnostics as code:line:column.
func brief(list []Diagnostic) string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s:%d:%d", d.Code, d.Line, d.Column))
	}
	return strings.Join(out, " ")
}

// TestHonestProse holds descriptions that must raise nothing: they open with words that are nearly keywords.
func TestHonestProse(t *testing.T) {
	tests := map[string]string{
		"story":             "En tant que gestionnaire\nJe veux suivre les dossiers\nEt les relancer\nMais sans doublon\nAfin de tenir le registre",
		"job story":         "Quand je suis en déplacement\nJe veux valider un dossier\nAfin de ne pas faire attendre",
		"conjunctions":      "et y compris mes propres droits.\nMais que dire des autres",
		"rule of thumb":     "Règle de gestion RG-12 : la cotisation est due au 1er janvier.",
		"context in words":  "Contexte réglementaire : loi de 1901",
		"table in a header": "| profil | droit |\n| PO | signer |",
		"list":              "- Quand le dossier est complet\n- Alors il est validé\n* puce sans espace final",
		"escaped title":     "\\Scénario : c'est un titre de colonne",
		"escaped steps":     "\\Quand ceci\n\\Alors cela",
		"bold":              "**Important** : relire avec le juriste",
		"url":               "https://exemple.fr : le portail",
		"hours":             "Ouvert de 9:00 à 18:00",
		"foreign words":     "Date d'effet : le 1er du mois\nLogo de l'antenne\nBut : accueillir",
	}
	for name, about := range tests {
		t.Run(name, func(t *testing.T) {
			src := "# language: fr\nFonctionnalité: F\n" + about + "\n\n  Règle: r\n" + about + "\n\n  Scénario: a\n    Soit x\n"
			doc, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
			if len(list) > 0 {
				t.Errorf("diagnostics: %s", brief(list))
			}
			if doc.Feature.About == "" || doc.Feature.About != doc.Feature.Rules[0].About {
				t.Errorf("description: %q", doc.Feature.About)
			}
		})
	}
}

// TestHonestScenarioProse does the same above the steps of a scenario, where nothing may look like a step, and where a
// blank line parts prose from steps.
func TestHonestScenarioProse(t *testing.T) {
	for _, line := range []string{
		"En tant que gestionnaire", "Afin de relancer", "Le gestionnaire quand il valide", "Soirée d'accueil.", "Étatique",
		"Maison de retraite", "Situation : nominale", "E-mail de l'adhérent", "- un dossier complet", "3 mois plus tard",
		"*Important* : relire", "**Important** : relire", "12/05/2026 : date de la saisie", "Soit-disant", "a. premier point",
		"\\et ceux de l'antenne", "\\- Quand la date passe", "\\Doit être relu par le PO.", "\\Scénario : un titre",
	} {
		src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n    " + line + "\n\n    Soit x\n"
		if _, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{}); len(list) > 0 {
			t.Errorf("%q: %s", line, brief(list))
		}
	}
	src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n    \\Le dossier est complet.\n    Soit x\n"
	if _, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{}); len(list) > 0 {
		t.Errorf("escaped prose against the step: %s", brief(list))
	}
}

// TestScenarioProseThatLooksLikeAStep holds that a line above the steps is refused when it may be a step, were it honest
// prose: only the escape tells them apart. A blank line does not.
func TestScenarioProseThatLooksLikeAStep(t *testing.T) {
	tests := map[string][]string{
		"fr": {
			"Doit être relu par le PO.", "Lors de la saisie, rien n'est perdu.", "But du test : vérifier le seuil",
			"Dont les pièces jointes.", "- Quand la date passe", "Mois de janvier.", "Sont exclus les brouillons.",
			"**Et** en gras", "1. Soit", "Date d'effet", "- Etant donne x", "> – Quandje valide", "(Alors y)", "QU AND x",
			"a. Sachant x", "\u200b- Soit x", "given x", "E t x", "_Lorsqu'il vient_", "Gegeven x",
		},
		"en": {"- Given x", "1) When y", "Whem y", "Giv en x", "Soit x", "• But z", "Annd x"},
		"ja": {"- 前提x"},
	}
	for language, lines := range tests {
		for _, line := range lines {
			title, step := "Scénario", "Soit x"
			head := "Fonctionnalité"
			switch language {
			case "en":
				head, title, step = "Feature", "Scenario", "Given x"
			case "ja":
				head, title, step = "機能", "シナリオ", "前提x"
			}
			src := "# language: " + language + "\n" + head + ": F\n  " + title + ": a\n    " + line + "\n\n    " + step + "\n"
			_, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
			if !HasErrors(list) {
				t.Errorf("%s %q: %q, want an error", language, line, brief(list))
			}
		}
	}
}

// TestHostileSizes holds the rows of reliability 4.1 about size: bounded answers, no panic.
func TestHostileSizes(t *testing.T) {
	const head = "# language: fr\nFonctionnalité: F\n"
	long := strings.Repeat("a", 64<<10)
	rows := strings.Repeat("      | 1 |\n", 10_000)
	tests := map[string]struct {
		src  string
		want string
	}{
		"step of 64 KiB":         {head + "  Scénario: a\n    Soit " + long + "\n", "E106:4:1"},
		"cell of 64 KiB":         {head + "  Scénario: a\n    Soit x\n      |" + long + "|\n", "E106:5:1"},
		"comment of 64 KiB":      {"#" + long + "\n" + head, "E106:1:1"},
		"doc string of 64 KiB":   {head + "  Scénario: a\n    Soit x\n\"\"\"\n" + long + "\n\"\"\"\n", "E106:6:1"},
		"100,000 tags on a line": {strings.Repeat("@a ", 100_000) + "\n" + head, "E106:1:1"},
		"line at the limit":      {head + "  Scénario: a\n    Soit " + strings.Repeat("a", DefaultMaxLine-9) + "\n", ""},
		"6 MB":                   {head + strings.Repeat("  Scénario: a\n    Soit x\n", 240_000), "E101:1:1"},
		"10,000 rows of a table": {head + "  Scénario: a\n    Soit x\n" + rows, ""},
		"10,000 examples":        {head + "  Plan du scénario: a\n    Soit <x>\n    Exemples:\n      | x |\n" + rows, ""},
		"steps times examples": {
			head + "  Plan du scénario: a\n" + strings.Repeat("    Soit <x>\n", 1000) + "    Exemples:\n      | x |\n" + strings.Repeat("      | 1 |\n", 1000),
			"E167:2:1",
		},
		"tags of one scenario": {head + strings.Repeat("  @a @b\n", 150) + "  Scénario: a\n    Soit x\n", "E155:103:3"},
		"markup everywhere": {
			head + "  Plan du scénario: a\n    Soit x\n      \"\"\"\n" + strings.Repeat("      <a> <b/> </a>\n", 20_000) + "      \"\"\"\n    Exemples:\n      | x |\n      | 1 |\n", "",
		},
		"1 MB of anything":  {strings.Repeat("\x00\x91\xfe\x07", 256<<10), "E105:1:1"},
		"100,000 scenarios": {head + strings.Repeat("  Scénario: a\n    Soit x\n", 100_000), ""},
		"long doc string":   {head + "  Scénario: a\n    Soit x\n      \"\"\"\n" + strings.Repeat("      ligne\n", 50_000) + "      \"\"\"\n", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, list := Parse(Source{Path: "x.feature", Bytes: []byte(tc.src)}, Options{})
			if got := brief(list); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// TestErrorListsAreCut holds that garbage costs 50 lines, not 18 MB.
func TestErrorListsAreCut(t *testing.T) {
	src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n    Soit x\n" + strings.Repeat("n'importe quoi\n", 100_000)
	_, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
	if len(list) != DefaultMaxErrors+1 || list[DefaultMaxErrors].Code != CodeTooMany || !HasErrors(list) {
		t.Errorf("%d diagnostics, last %+v", len(list), list[len(list)-1])
	}
	mixed := "# language: fr\nFonctionnalité: F\n" + strings.Repeat("# a\x1bb\n", 2000) + "  Scénario : a\n    Soit x\n"
	if _, list := Parse(Source{Path: "x.feature", Bytes: []byte(mixed)}, Options{}); !HasErrors(list) {
		t.Errorf("the error is lost among %d warnings", len(list))
	}
}

// TestPositionsReferToTheFile holds columns against the file as it stands, decomposed accents included.
func TestPositionsReferToTheFile(t *testing.T) {
	// "é" takes two runes in the file: the tail starts at rune 15, not 14.
	src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n    Soit x\n      | e\u0301 | perdu\n"
	_, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
	if got := brief(list); got != "E111:5:1 E148:5:14" {
		t.Errorf("got %q", got)
	}
	if d := list[len(list)-1]; d.EndColumn != 19 || d.Args[0] != "perdu" {
		t.Errorf("extent: %+v", d)
	}
}
