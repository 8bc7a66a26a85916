package rules

import (
	"regexp"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// unquantified: a delay, a speed or an availability without a number and its unit is verified by nobody: each one sees
// it as it suits (D19). Expected results and rules are read: there the promise is made. A number in a table,
// a doc string or a placeholder counts. Args: the words.
func unquantified() lint.Rule {
	return lint.Rule{
		ID: "unquantified", Aliases: []string{"D19"}, Group: lint.Wording, CA: syntax.Warning, Script: lint.Off,
		Options: wordOptions(),
		Prepare: func(p *lint.Pass) any {
			return &measures{
				words: *newLexicons(p, measuredFrench(), measuredEnglish()),
				service: newLexicon(
					"service", "services", "site", "portail", "application", "système", "plateforme", "api", "serveur",
					"website", "system", "platform",
				),
				ready:  newLexicon("disponible", "disponibles", "available", "accessible", "accessibles"),
				number: regexp.MustCompile(measuredNumber),
			}
		},
		File: func(p *lint.Pass, f *lint.File) {
			m, _ := p.Prepared().(*measures)
			words := m.words.of(f)
			eachStep(f, func(s *scope, step *syntax.Step, kind catalogue.StepType) {
				if kind == catalogue.Outcome && s.scenario != nil && !hasNumbers(step) {
					m.report(p, f, words, step.Line, step.Text, s)
				}
			})
			if f.Doc == nil || f.Doc.Feature == nil {
				return
			}
			for _, r := range f.Doc.Feature.Rules {
				if m.number.MatchString(foldText(r.About)) {
					continue
				}
				m.report(p, f, words, r.Line, r.Name, &scope{feature: f.Doc.Feature, rule: r})
			}
		},
	}
}

type measures struct {
	words          lexicons
	service, ready *lexicon // "the service is available" is measured, "a slot is available" is not
	number         *regexp.Regexp
}

func (m *measures) report(p *lint.Pass, f *lint.File, words *lexicon, line int, text string, s *scope) {
	h, ok := words.find(text, 0, true)
	if !ok {
		if h, ok = m.ready.find(text, 0, true); ok {
			_, ok = m.service.find(text, 0, true)
		}
	}
	if ok && !strings.Contains(text, "<") && !m.number.MatchString(foldText(text)) {
		weigh(p, s.claim(p), inLine(f, line, text, h.from, h.to), text[h.from:h.to])
	}
}

// hasNumbers tells whether the argument of a step holds a digit: the measure is given there.
func hasNumbers(step *syntax.Step) bool {
	const digits = "0123456789"
	if step.DocString != nil && strings.ContainsAny(step.DocString.Content, digits) {
		return true
	}
	for i := range step.Table {
		for j := range step.Table[i].Cells {
			if strings.ContainsAny(step.Table[i].Cells[j].Value, digits) {
				return true
			}
		}
	}
	return false
}

// measuredNumber is a number and its unit, in a folded text: "3 secondes", "99,5 %", "24h", "J+2", "deux jours", "le
// lendemain".
const measuredNumber = `\d ?[a-z%€°]|\b[jhm] ?\+ ?\d|\b24/24\b|\b7/7\b` +
	`|\b(un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante|soixante|cent|mille)` +
	` (milli)?(seconde|minute|heure|jour|semaine|mois|trimestre|semestre|annee|an)` +
	`|\b(jour meme|lendemain|minuit|fin d[eu]|demi-heure|quart d'heure)\b` +
	`|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|sixty|hundred|thousand)` +
	` (millisecond|second|minute|hour|day|week|month|quarter|year)|\b(same day|next day|midnight|end of)\b`

func measuredFrench() []string {
	return []string{
		"délai", "délais", "rapide", "rapides", "vite", "lent", "lente", "lents", "lentes", "performant*",
		"performance*", "réactif", "réactifs", "réactive", "réactives", "réactivité", "temps de réponse",
		"temps de chargement", "temps réel", "en temps utile", "instantané*", "disponibilité", "montée en charge",
		"volumétrie", "régulièrement", "périodiquement", "fréquemment", "longtemps",
	}
}

func measuredEnglish() []string {
	return []string{
		"delay", "delays", "fast", "slow", "performant", "performance", "responsive", "response time", "loading time",
		"real time", "in real time", "instant", "instantly", "availability", "regularly", "periodically", "frequently",
		"high volume",
	}
}
