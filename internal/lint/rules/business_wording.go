package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// businessWording: a criterion says what the trade wants, not on which button somebody presses: screens change, and the
// criterion with them (D17). What a person runs by hand may speak of the screen. Args: the words.
func businessWording() lint.Rule {
	return lint.Rule{
		ID: "business-wording", Aliases: []string{"D17"}, Group: lint.Wording, CA: syntax.Warning, Script: lint.Off,
		Options: wordOptions(),
		Prepare: func(p *lint.Pass) any { return newLexicons(p, screenFrench(), screenEnglish()) },
		File: func(p *lint.Pass, f *lint.File) {
			words := prepared(p, f)
			eachStep(f, func(s *scope, step *syntax.Step, _ catalogue.StepType) {
				if words.in(step.Text) && !s.byHand(p) {
					reportWords(p, f, words, step.Line, step.Text, s)
				}
			})
		},
	}
}

// screenFrench are mechanics of the screen that the trade has no use for. "Saisir" and "sélectionner" are words of the trade
// too, and are left out.
func screenFrench() []string {
	return []string{
		"clic", "clics", "clique", "cliques", "cliquent", "cliquer", "cliqué", "cliquée", "cliquant", "cliquons", "cliquez",
		"double-clic", "double-clique", "double-cliquer", "clic droit",
		"coche", "coches", "cochent", "cocher", "coché", "cochée", "cochés", "cochées", "décoche", "décocher", "décoché", "décochée",
		"bouton", "boutons", "bouton radio", "onglet", "onglets", "icône", "icônes", "case à cocher", "cases à cocher",
		"liste déroulante", "listes déroulantes", "menu déroulant", "menus déroulants", "champ de saisie", "champs de saisie",
		"zone de texte", "fenêtre modale", "modale", "popup", "pop-up", "pop up", "info-bulle", "infobulle",
		"survole", "survoler", "survolé", "survolée", "fait défiler", "faire défiler", "scroll*", "glisser-déposer", "glisse-dépose",
		"appuie sur", "appuyer sur", "tape sur", "touche entrée", "lien hypertexte", "barre de navigation", "barre d'adresse",
	}
}

func screenEnglish() []string {
	return []string{
		"click*", "double-click*", "right-click*", "check the box", "checkbox*", "check box*", "tick*", "untick*", "button", "buttons",
		"radio button", "tab key", "icon", "icons", "dropdown*", "drop-down*", "text box", "textbox", "text field", "input field",
		"popup", "pop-up", "modal", "tooltip*", "hover*", "scroll*", "drag and drop", "press enter", "enter key", "hyperlink*",
		"address bar",
	}
}
