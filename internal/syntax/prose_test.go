package syntax

import "testing"

// TestHonestProse holds descriptions that must raise nothing: they open with words that are nearly keywords.
func TestHonestProse(t *testing.T) {
	tests := map[string]string{
		"story": "En tant que gestionnaire\nJe veux suivre les dossiers\nEt les relancer\nMais sans " +
			"doublon\nAfin de tenir le registre",
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
			src := "# language: fr\nFonctionnalité: F\n" + about + "\n\n  Règle: r\n" + about +
				"\n\n  Scénario: a\n    Soit x\n"
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
		"En tant que gestionnaire", "Afin de relancer", "Le gestionnaire quand il valide", "Soirée d'accueil.",
		"Étatique", "Maison de retraite", "Situation : nominale", "E-mail de l'adhérent", "- un dossier complet",
		"3 mois plus tard", "*Important* : relire", "**Important** : relire", "12/05/2026 : date de la saisie",
		"Soit-disant", "a. premier point", "\\et ceux de l'antenne", "\\- Quand la date passe",
		"\\Doit être relu par le PO.", "\\Scénario : un titre",
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

// TestScenarioProseThatLooksLikeAStep holds that a line above the steps is refused when it may be a step, were it
// honest prose: only the escape tells them apart. A blank line does not.
func TestScenarioProseThatLooksLikeAStep(t *testing.T) {
	tests := map[string][]string{
		"fr": {
			"Doit être relu par le PO.", "Lors de la saisie, rien n'est perdu.", "But du test : vérifier le seuil",
			"Dont les pièces jointes.", "- Quand la date passe", "Mois de janvier.", "Sont exclus les brouillons.",
			"**Et** en gras", "1. Soit", "Date d'effet", "- Etant donne x", "> – Quandje valide", "(Alors y)",
			"QU AND x", "a. Sachant x", "\u200b- Soit x", "given x", "E t x", "_Lorsqu'il vient_", "Gegeven x",
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
			src := "# language: " + language + "\n" + head + ": F\n  " + title + ": a\n    " + line + "\n\n    " +
				step + "\n"
			_, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{})
			if !HasErrors(list) {
				t.Errorf("%s %q: %q, want an error", language, line, brief(list))
			}
		}
	}
}

// TestHonestComments holds comments that hide no title: notes between steps, blocks that are comments whole.
func TestHonestComments(t *testing.T) {
	for name, body := range map[string]string{
		"note":             "    Soit x\n    # Exemple: Marie\n    Alors y\n",
		"note after blank": "    Soit x\n\n    # Exemple : Marie\n    Alors y\n",
		"under the title":  "\n    ## Contexte: la maquette du 3 mars\n    Soit x\n",
		"whole scenario":   "    Soit x\n\n  # Scénario: b\n  #   Soit y\n\n  Scénario: c\n    Soit z\n",
		"end of the file":  "    Soit x\n\n  # Scénario: b\n",
		"heading of notes": "    Soit x\n\n  ## Remarques: à relire\n    Alors y\n",
	} {
		src := "# language: fr\nFonctionnalité: F\n  Scénario: a\n" + body
		if _, list := Parse(Source{Path: "x.feature", Bytes: []byte(src)}, Options{}); len(list) > 0 {
			t.Errorf("%s: %s", name, brief(list))
		}
	}
}
