package rules

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// unnamed: a feature, a rule or a scenario whose name holds no letter and no digit cannot be spoken of in a report.
// Args: the keyword.
func unnamed() lint.Rule {
	return lint.Rule{ID: "name-missing", Aliases: []string{
		"D09", "unnamed-feature", "unnamed-scenario", "gherkin-lint:no-unnamed-features",
		"gherkin-lint:no-unnamed-scenarios",
	}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Error, File: func(p *lint.Pass, f *lint.File) {
		o := &f.Outline
		if o.Line > 0 && !syntax.Worded(o.Name) {
			p.Report(lint.Place{Line: o.Line, Column: o.Column}, keywordOf(f))
		}
		if f.Doc != nil && f.Doc.Feature != nil {
			for _, r := range f.Doc.Feature.Rules {
				if !syntax.Worded(r.Name) {
					p.Report(lint.Place{Line: r.Line, Column: r.Column}, r.Keyword)
				}
			}
		}
		for i := range o.Scenarios {
			if s := &o.Scenarios[i]; !syntax.Worded(s.Name) {
				p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Keyword)
			}
		}
	}}
}

// duplicateName: two scenarios of a feature with one name cannot be told apart in a report. Rules are different places.
// Args: the name, the line of the first.
func duplicateName() lint.Rule {
	type key struct {
		rule int
		name string
	}
	return lint.Rule{ID: "name-duplicate", Aliases: []string{
		"D09", "dup-scenario-name", "gherkin-lint:no-dupe-scenario-names",
	}, Group: lint.Wording, CA: syntax.Error, Script: syntax.Warning, File: func(p *lint.Pass, f *lint.File) {
		first := map[key]int{}
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			k := key{s.Rule, s.Name}
			if strings.Contains(s.Name, "  ") {
				k.name = strings.Join(strings.Fields(s.Name), " ")
			}
			switch line, taken := first[k]; {
			case k.name == "":
			case taken:
				p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name, strconv.Itoa(line))
			default:
				first[k] = s.Line
			}
		}
	}}
}

// keywordOf is the keyword of the feature, as written.
func keywordOf(f *lint.File) string {
	if f.Doc == nil || f.Doc.Feature == nil {
		return ""
	}
	return f.Doc.Feature.Keyword
}

// repeatedName: a scenario named like one of another file is taken for it wherever the feature is not written beside.
// The rule name-duplicate judges one file. Args: the name, where it stands first.
func repeatedName() lint.Rule {
	return lint.Rule{
		ID: "name-repeated", Aliases: []string{"D09", "dup-scenario-name"}, Group: lint.Structure, CA: syntax.Warning,
		Script: syntax.Info,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(named)) {
			for i := range f.Outline.Scenarios {
				if s := &f.Outline.Scenarios[i]; s.Name != "" {
					note(named{oneSpace(s.Name), lint.Place{Line: s.Line, Column: s.Column}})
				}
			}
		}, namedInOtherFiles),
	}
}

// duplicateFeatureName: two features with one name cannot be told apart in a report or in the documentation. Args: the
// name, where it stands first.
func duplicateFeatureName() lint.Rule {
	return lint.Rule{
		ID: "feature-name-duplicate", Aliases: []string{"dup-feature-name", "gherkin-lint:no-dupe-feature-names"},
		Group: lint.Structure, CA: syntax.Warning, Script: syntax.Info,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(named)) {
			if o := &f.Outline; o.Name != "" {
				note(named{oneSpace(o.Name), lint.Place{Line: o.Line, Column: o.Column}})
			}
		}, namedInOtherFiles), // a file has one feature
	}
}

// oneSpace reduces runs of spaces, which no reader sees, to one.
func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// badScenarioName: "Cas 1" or "Vérifier que…" tells nothing to whoever reads the list of results; the title says what
// is observed. Args: the title.
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
		starts: newLexicon(
			"vérifier", "vérifions", "vérification", "vérifie que", "vérifie qu'", "vérifie la", "vérifie les",
			"vérifie l'", "contrôler que", "contrôle que", "contrôle qu'", "tester", "teste que", "teste la",
			"teste les", "teste l'", "test de", "test du", "test des", "test d'", "test que", "s'assurer que",
			"s'assurer qu'", "on vérifie", "je vérifie", "verify", "verifies", "check that", "checks that", "test that",
			"testing", "ensure that", "make sure",
		),
		// A kind of scenario, a number, or both: what is left of a title that says nothing.
		empty: regexp.MustCompile(`^(?:(?:un |le |les |a |the |nouveau |nouvelle |new |autre |my |mon )?` +
			`(?:tests?|cas|scenarios?|exemples?|examples?|cases?|essais?|verifications?|step|etape|ok|ko|nok|todo|` +
			`sans titre|untitled|` +
			`(?:cas|scenario|test|exemple|case) (?:de test|d'usage|d'utilisation|nominal|passant|non passant|` +
			`simple|normal|d'erreur|ok|ko|limite)|` +
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

// longName: a long title is cut in lists, reports and windows. Args: its length in characters, the limit.
func longName() lint.Rule {
	return lint.Rule{
		ID: "name-length", Aliases: []string{"gherkin-lint:name-length"}, Group: lint.Wording, CA: syntax.Info,
		Script:  syntax.Info,
		Options: []lint.Option{{Name: "max", Default: 140}},
		File: func(p *lint.Pass, f *lint.File) {
			limit := p.Int("max")
			check := func(line, column int, keyword, name string) {
				if n := longer(name, limit); n > 0 {
					end := column + utf8.RuneCountInString(keyword) + len(": ") + n
					p.Report(
						lint.Place{Line: line, Column: column, EndColumn: end}, strconv.Itoa(n), strconv.Itoa(limit),
					)
				}
			}
			if f.Doc == nil || f.Doc.Feature == nil {
				return
			}
			feature := f.Doc.Feature
			check(feature.Line, feature.Column, feature.Keyword, feature.Name)
			for _, r := range feature.Rules {
				check(r.Line, r.Column, r.Keyword, r.Name)
			}
			for s := range f.Scenarios() {
				check(s.Line, s.Column, s.Keyword, s.Name)
			}
		},
	}
}
