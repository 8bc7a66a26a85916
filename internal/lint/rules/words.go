package rules

import (
	"slices"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// wordOptions are those of every rule that looks for words: those of the project beside ours, and those of ours that it
// means to use.
func wordOptions() []lint.Option {
	return []lint.Option{{Name: "words", Default: []string{}}, {Name: "allow", Default: []string{}}}
}

// lexicons are the words of a rule, by language of the file.
type lexicons struct{ french, english *lexicon }

// newLexicons makes the lexicons of a rule, the options of the project applied.
func newLexicons(p *lint.Pass, french, english []string) *lexicons {
	var spared []string
	for _, w := range p.Strings("allow") {
		spared = append(spared, foldText(w))
	}
	mine := func(words []string) *lexicon {
		l := newLexicon()
		for _, w := range append(slices.Clone(words), p.Strings("words")...) {
			if !slices.Contains(spared, foldText(w)) {
				l.add(w)
			}
		}
		return l
	}
	return &lexicons{mine(french), mine(english)}
}

// of gives the words for a file.
func (l *lexicons) of(f *lint.File) *lexicon {
	if french(f) {
		return l.french
	}
	return l.english
}

// prepared gives the lexicons that the rule made.
func prepared(p *lint.Pass, f *lint.File) *lexicon {
	l, _ := p.Prepared().(*lexicons)
	return l.of(f)
}

// reportWords reports each phrase of a lexicon in a text of a line, quotations left out. Args: the words as written.
func reportWords(p *lint.Pass, f *lint.File, l *lexicon, line int, text string, s *scope) {
	for at := 0; ; {
		h, ok := l.find(text, at, true)
		if !ok {
			return
		}
		weigh(p, s.claim(p), inLine(f, line, text, h.from, h.to), text[h.from:h.to])
		at = h.to
	}
}

// vagueWord: "correctement" is whatever each reader thinks; two people who check it do not check the same thing
// (D18). Titles and steps are read, what they quote is not. Args: the words.
func vagueWord() lint.Rule {
	return lint.Rule{
		ID: "vague-word", Aliases: []string{"D18"}, Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info,
		Options: wordOptions(),
		Prepare: func(p *lint.Pass) any { return newLexicons(p, vagueFrench(), vagueEnglish()) },
		File: func(p *lint.Pass, f *lint.File) {
			words := prepared(p, f)
			eachScenario(f, func(s *scope) {
				reportWords(p, f, words, s.scenario.Line, s.scenario.Name, s)
			})
			eachStep(f, func(s *scope, step *syntax.Step, _ catalogue.StepType) {
				reportWords(p, f, words, step.Line, step.Text, s)
			})
		},
	}
}

func vagueFrench() []string {
	return []string{
		"correctement", "convenablement", "proprement", "rapidement", "facilement", "aisément", "normalement",
		"habituellement", "généralement", "éventuellement", "suffisamment", "raisonnablement", "raisonnable*",
		"appropri*", "adéquat*", "ergonom*", "convivial*", "intuitif", "intuitifs", "intuitive*", "esthétique*",
		"satisfaisant*", "optimal*", "pertinent*", "cohérent", "cohérente", "cohérents", "cohérentes", "etc",
		"et cetera", "comme prévu", "comme attendu", "comme il faut", "comme d'habitude", "si besoin", "au besoin",
		"si nécessaire", "le cas échéant", "dans la mesure du possible", "autant que possible", "dès que possible",
		"au plus vite", "le plus vite possible", "dans les meilleurs délais", "fonctionne bien", "marche bien",
		"s'affiche bien", "bon fonctionnement",
	}
}

func vagueEnglish() []string {
	return []string{
		"correctly", "properly", "quickly", "easily", "normally", "usually", "generally", "possibly", "sufficiently",
		"reasonably", "reasonable", "appropriate", "appropriately", "adequate*", "suitable", "suitably",
		"user-friendly", "user friendly", "intuitive*", "ergonomic*", "satisfactor*", "optimal*", "seamless*",
		"smoothly", "gracefully", "etc", "and so on", "as expected", "as usual", "as needed", "as required",
		"if needed", "if necessary", "where possible", "as far as possible", "as soon as possible", "works well",
		"works fine",
	}
}

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

// screenFrench are mechanics of the screen that the trade has no use for. "Saisir" and "sélectionner" are words of the
// trade too, and are left out.
func screenFrench() []string {
	return []string{
		"clic", "clics", "clique", "cliques", "cliquent", "cliquer", "cliqué", "cliquée", "cliquant", "cliquons",
		"cliquez", "double-clic", "double-clique", "double-cliquer", "clic droit",
		"coche", "coches", "cochent", "cocher", "coché", "cochée", "cochés", "cochées", "décoche", "décocher",
		"décoché", "décochée", "bouton", "boutons", "bouton radio", "onglet", "onglets", "icône", "icônes",
		"case à cocher", "cases à cocher", "liste déroulante", "listes déroulantes", "menu déroulant",
		"menus déroulants", "champ de saisie", "champs de saisie", "zone de texte", "fenêtre modale", "modale", "popup",
		"pop-up", "pop up", "info-bulle", "infobulle", "survole", "survoler", "survolé", "survolée", "fait défiler",
		"faire défiler", "scroll*", "glisser-déposer", "glisse-dépose", "appuie sur", "appuyer sur", "tape sur",
		"touche entrée", "lien hypertexte", "barre de navigation", "barre d'adresse",
	}
}

func screenEnglish() []string {
	return []string{
		"click*", "double-click*", "right-click*", "check the box", "checkbox*", "check box*", "tick*", "untick*",
		"button", "buttons", "radio button", "tab key", "icon", "icons", "dropdown*", "drop-down*", "text box",
		"textbox", "text field", "input field", "popup", "pop-up", "modal", "tooltip*", "hover*", "scroll*",
		"drag and drop", "press enter", "enter key", "hyperlink*", "address bar",
	}
}
