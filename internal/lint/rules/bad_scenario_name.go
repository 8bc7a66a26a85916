package rules

import (
	"regexp"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// badScenarioName: "Cas 1" or "Vérifier que…" tells nothing to whoever reads the list of results; the title says what is
// observed. Args: the title.
func badScenarioName() lint.Rule {
	return lint.Rule{
		ID: "bad-scenario-name", Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info,
		Prepare: func(*lint.Pass) any { return newBadNames() },
		File: func(p *lint.Pass, f *lint.File) {
			bad, _ := p.Prepared().(*badNames)
			for i := range f.Outline.Scenarios {
				if s := &f.Outline.Scenarios[i]; bad.is(s.Name) {
					p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name)
				}
			}
		},
	}
}

type badNames struct {
	starts *lexicon // words that open a title that only announces a check
	empty  *regexp.Regexp
}

func newBadNames() *badNames {
	return &badNames{
		starts: newLexicon("vérifier", "vérifions", "vérification", "vérifie que", "vérifie qu'", "vérifie la", "vérifie les",
			"vérifie l'", "contrôler que", "contrôle que", "contrôle qu'", "tester", "teste que", "teste la", "teste les", "teste l'",
			"test de", "test du", "test des", "test d'", "test que", "s'assurer que", "s'assurer qu'", "on vérifie", "je vérifie",
			"verify", "verifies", "check that", "checks that", "test that", "testing", "ensure that", "make sure"),
		// A kind of scenario, a number, or both: what is left of a title that says nothing.
		empty: regexp.MustCompile(`^(?:(?:un |le |les |a |the |nouveau |nouvelle |new |autre |my |mon )?` +
			`(?:tests?|cas|scenarios?|exemples?|examples?|cases?|essais?|verifications?|step|etape|ok|ko|nok|todo|sans titre|untitled|` +
			`(?:cas|scenario|test|exemple|case) (?:de test|d'usage|d'utilisation|nominal|passant|non passant|simple|normal|d'erreur|ok|ko|limite)|` +
			`(?:happy|unhappy|nominal) (?:path|case)))?` +
			`[ .:#-]*(?:(?:n|no|n°|numero|number)[ .°]*)?[a-z]?\d*[ .]*$`),
	}
}

// is tells whether a title says nothing of what is observed.
func (b *badNames) is(name string) bool {
	if name == "" {
		return false // that is name-missing
	}
	if _, ok := b.starts.match(name, 0); ok {
		return true
	}
	return len(name) < longestEmptyName && b.empty.MatchString(strings.TrimSpace(foldText(name)))
}

// longestEmptyName bounds the titles worth a closer look, in bytes.
const longestEmptyName = 40
