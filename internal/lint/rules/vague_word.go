package rules

import (
	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

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
		"correctement", "convenablement", "proprement", "rapidement", "facilement", "aisément", "normalement", "habituellement",
		"généralement", "éventuellement", "suffisamment", "raisonnablement", "raisonnable*", "appropri*", "adéquat*", "ergonom*",
		"convivial*", "intuitif", "intuitifs", "intuitive*", "esthétique*", "satisfaisant*", "optimal*", "pertinent*",
		"cohérent", "cohérente", "cohérents", "cohérentes", "etc", "et cetera", "comme prévu", "comme attendu", "comme il faut",
		"comme d'habitude", "si besoin", "au besoin", "si nécessaire", "le cas échéant", "dans la mesure du possible",
		"autant que possible", "dès que possible", "au plus vite", "le plus vite possible", "dans les meilleurs délais",
		"fonctionne bien", "marche bien", "s'affiche bien", "bon fonctionnement",
	}
}

func vagueEnglish() []string {
	return []string{
		"correctly", "properly", "quickly", "easily", "normally", "usually", "generally", "possibly", "sufficiently", "reasonably",
		"reasonable", "appropriate", "appropriately", "adequate*", "suitable", "suitably", "user-friendly", "user friendly",
		"intuitive*", "ergonomic*", "satisfactor*", "optimal*", "seamless*", "smoothly", "gracefully", "etc", "and so on",
		"as expected", "as usual", "as needed", "as required", "if needed", "if necessary", "where possible", "as far as possible",
		"as soon as possible", "works well", "works fine",
	}
}
