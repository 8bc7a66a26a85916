package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// findingsOf gives the findings of sources, named in order.
func findingsOf(o lint.Options, sources ...string) []lint.Finding {
	l := lint.New(o)
	for i, src := range sources {
		f := catalogue.Parse(
			syntax.Source{Path: string(rune('a'+i)) + ".feature", Bytes: []byte(src)}, catalogue.Options{},
		)
		l.Add(l.Judge(lint.FileOf(&f)))
	}
	return l.Findings()
}

func TestNarrative(t *testing.T) {
	rule := narrative()
	told := func(about string) string {
		return "# language: fr\n@US-1\nFonctionnalité: F\n" + about + "\n  Scénario: s\n    Alors x\n"
	}
	missing := func(parts ...string) []string { return []string{"3:1 " + strings.Join(parts, " / ")} }
	const role, want, benefit = "En tant que", "Je veux", "Afin de"
	checkWording(t, map[string]wordingCase{
		"whole": {
			rule, lint.Options{}, told("  En tant que trésorier\n  Je veux relancer\n  Afin d'être payé\n"), nil,
		},
		"curly, capitals": {
			rule,
			lint.Options{},
			told("  EN TANT QU’ADHÉRENT\n  JE SOUHAITE payer\n  AFIN QU’on me laisse tranquille\n"), nil,
		},
		"no-break spaces": {
			rule,
			lint.Options{},
			told("  En\u00a0tant\u00a0que trésorier\n  Je\u202fveux relancer\n  Afin\u00a0de finir\n"), nil,
		},
		"one sentence": {
			rule, lint.Options{}, told("  En tant que trésorier, je veux relancer afin de finir.\n"), nil,
		},
		"a list": {
			rule, lint.Options{}, told("  - En tant que trésorier\n  - Je veux relancer\n  - Pour être payé\n"), nil,
		},
		"no benefit": {
			rule,
			lint.Options{},
			told("  En tant que trésorier\n  Je veux un bouton pour relancer\n"),
			missing(benefit),
		},
		"nothing": {rule, lint.Options{}, told(""), missing(role, want, benefit)},
		"prose": {
			rule, lint.Options{}, told("  Cette fonctionnalité permet de relancer.\n"), missing(role, want, benefit),
		},
		"openings only": {
			rule, lint.Options{}, told("  En tant que …\n  Je veux\n  Afin de :\n"), missing(role, want, benefit),
		},
		"English": {
			rule,
			lint.Options{},
			"# language: en\nFeature: F\n  As a treasurer\n  I want to remind\n  So that I am paid\n\n  Scenario: s\n" +
				"    Then x\n", nil,
		},
		"English, unfinished": {
			rule,
			lint.Options{},
			"# language: en\nFeature: F\n  As a treasurer\n\n  Scenario: s\n    Then x\n",
			[]string{"2:1 I want / So that"},
		},
		"French in English": {
			rule,
			lint.Options{},
			"# language: en\nFeature: F\n  En tant que x\n  Je veux y\n  Afin de z\n\n  Scenario: s\n    Then x\n",
			[]string{"2:1 As a / I want / So that"},
		},
	})
	if got := severityOf(
		t, rule, lint.Options{}, strings.Replace(told(""), "@US-1", "@US-1 @pret", 1),
	); got != syntax.Error {
		t.Errorf("a story that is said to be ready: %s, want an error", got)
	}
}

func TestStories(t *testing.T) {
	const other = "# language: fr\n@US-2\nFonctionnalité: F\n  Scénario: s\n    Alors x\n"
	several := storySeveral()
	checkWording(t, map[string]wordingCase{
		"one": {several, lint.Options{}, other, nil},
		"two on one line": {
			several,
			lint.Options{},
			strings.Replace(other, "@US-2", "@US-2 @US-3 @US-2", 1),
			[]string{"2:7 @US-3|@US-2"},
		},
		"two, below": {
			several,
			lint.Options{},
			strings.Replace(other, "  Scénario", "  @US-4\n  Scénario", 1),
			[]string{"4:3 @US-4|@US-2"},
		},
		"the same, below": {
			several, lint.Options{}, strings.Replace(other, "  Scénario", "  @US-2\n  Scénario", 1), nil,
		},
		"own tags": {
			several,
			lint.Options{Tags: vocabulary.Vocabulary{Story: "@JIRA-"}},
			strings.Replace(other, "@US-2", "@US-2 @US-3", 1), nil,
		},
		"a prefix is no id": {several, lint.Options{}, strings.Replace(other, "@US-2", "@US- @US-3", 1), nil},
	})
	duplicate := storyDuplicate()
	tests := map[string]struct{ sources, want []string }{
		"two files": {
			[]string{other, strings.Replace(other, "@US-2", "@x @US-2", 1), other},
			[]string{"b.feature:2:4 @US-2|a.feature:2", "c.feature:2:1 @US-2|a.feature:2"},
		},
		"one file":    {[]string{strings.Replace(other, "@US-2", "@US-2 @US-2", 1)}, nil},
		"two stories": {[]string{other, strings.Replace(other, "@US-2", "@US-3", 1)}, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, ask(duplicate, lint.Options{}, tc.sources...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCriterionMissing(t *testing.T) {
	rule := criterionMissing()
	const src = "# language: fr\n@US-1\nFonctionnalité: F\n  Scénario: a\n    Alors x\n  Règle: r\n    Scénario: b\n " +
		"     Alors x\n"
	put := func(above, tag string) string { return strings.Replace(src, above, tag+"\n"+above, 1) }
	checkWording(t, map[string]wordingCase{
		"none":           {rule, lint.Options{}, src, []string{"4:3 a|@CA-", "7:5 b|@CA-"}},
		"on a scenario":  {rule, lint.Options{}, put("  Scénario: a", "  @CA-1.1"), []string{"8:5 b|@CA-"}},
		"on a rule":      {rule, lint.Options{}, put("  Règle", "  @CA-1.1"), []string{"4:3 a|@CA-"}},
		"on the feature": {rule, lint.Options{}, put("Fonctionnalité", "@CA-1.1"), nil},
		"a prefix alone": {rule, lint.Options{}, put("Fonctionnalité", "@CA-"), []string{"5:3 a|@CA-", "8:5 b|@CA-"}},
		"the tags of ours": {
			rule,
			lint.Options{Tags: vocabulary.Vocabulary{Criterion: "@AC:"}},
			put("Fonctionnalité", "@CA-1.1"),
			[]string{"5:3 a|@AC:", "8:5 b|@AC:"},
		},
	})
	o := lint.Options{Rules: []lint.Rule{rule}}
	var got []string
	for _, f := range findingsOf(o, strings.Replace(put("  Scénario: a", "  @brouillon"), "@US-1", "@US-1 @pret", 1)) {
		got = append(got, string(f.Severity))
	}
	if diff := cmp.Diff([]string{"info", "error"}, got); diff != "" {
		t.Errorf("a draft scenario of a story that is ready (-want +got):\n%s", diff)
	}
}

func TestKindsMissing(t *testing.T) {
	const src = "# language: fr\n@US-1\nFonctionnalité: F\n  @role:tresorier\n  Scénario: a\n    Alors x\n  " +
		"@role:siege\n  Scénario: b\n    Alors x\n"
	put := func(above, tag string) string { return strings.Replace(src, above, tag+"\n"+above, 1) }
	exception, rights := exceptionMissing(), rightsMissing()
	checkWording(t, map[string]wordingCase{
		"no exception":    {exception, lint.Options{}, src, []string{"3:1 F|@exception"}},
		"an exception":    {exception, lint.Options{}, put("  Scénario: b", "  @exception"), nil},
		"a refused right": {exception, lint.Options{}, put("  Scénario: b", "  @droits"), nil},
		"a draft exception": {
			exception, lint.Options{}, put("  Scénario: b", "  @exception @brouillon"), []string{"3:1 F|@exception"},
		},
		"an obsolete exception": {
			exception, lint.Options{}, put("  Scénario: b", "  @exception @obsolete"), []string{"3:1 F|@exception"},
		},
		"a draft as a whole": {
			exception,
			lint.Options{},
			strings.Replace(put("  Scénario: b", "  @exception"), "@US-1", "@US-1 @brouillon", 1), nil,
		},
		"a draft of a draft": {
			exception,
			lint.Options{},
			strings.Replace(put("  Scénario: b", "  @exception @brouillon"), "@US-1", "@US-1 @brouillon", 1), nil,
		},
		"an obsolete of a draft": {
			exception,
			lint.Options{},
			strings.Replace(put("  Scénario: b", "  @exception @obsolete"), "@US-1", "@US-1 @brouillon", 1),
			[]string{"3:1 F|@exception"},
		},
		"a draft rule": {
			exception,
			lint.Options{},
			src + "  @brouillon\n  Règle: r\n    @exception\n    Scénario: c\n      Alors x\n",
			[]string{"3:1 F|@exception"},
		},
		"a draft refusal": {
			rights,
			lint.Options{},
			put("  Scénario: b", "  @droits @brouillon"),
			[]string{"3:1 F|tresorier, siege|@droits"},
		},
		"no scenario": {exception, lint.Options{}, top, nil},
		"another name": {
			exception,
			lint.Options{Tags: vocabulary.Vocabulary{Exception: "@refus"}},
			put("  Scénario: b", "  @exception"),
			[]string{"3:1 F|@refus"},
		},
		"roles, nobody refused":   {rights, lint.Options{}, src, []string{"3:1 F|tresorier, siege|@droits"}},
		"roles, somebody refused": {rights, lint.Options{}, put("  Scénario: b", "  @droits"), nil},
		"no role":                 {rights, lint.Options{}, steps("Alors x"), nil},
	})
}

func TestLimitMissing(t *testing.T) {
	rule := limitMissing()
	src := func(tags, title string) string {
		return "# language: fr\n@US-1\nFonctionnalité: F\n  @RG-12\n  Règle: RG-12 - " + title + "\n    " + tags +
			"\n    Plan du scénario: <n> salariés\n      Alors x <n>\n      Exemples:\n        | n |\n        | 9 |\n" +
			"        | 10 |\n"
	}
	rules := func(threshold bool) *reference.Set {
		return &reference.Set{
			Rules: []reference.Rule{{ID: "RG-12", Threshold: threshold}},
			Kept:  map[reference.Kind]bool{reference.Rules: true},
		}
	}
	tests := map[string]struct {
		options lint.Options
		sources []string
		want    []string
	}{
		"a threshold, no limit": {
			lint.Options{Reference: rules(true)},
			[]string{src("@nominal", "Le barème")},
			[]string{"warning 4:3 RG-12|0|2|@limite"},
		},
		"a threshold, two examples": {
			lint.Options{Reference: rules(true)}, []string{src("@limite", "Le barème")}, nil,
		},
		"examples of two files": {
			lint.Options{Reference: rules(true)},
			[]string{src("@nominal", "Le barème"), src("@limite", "Le barème")},
			nil,
		},
		"no threshold, whatever it say": {
			lint.Options{Reference: rules(false)}, []string{src("@nominal", "Au moins 10 salariés")}, nil,
		},
		"nobody knows, a hint": {
			lint.Options{},
			[]string{src("@nominal", "À partir de 10 salariés")},
			[]string{"info 4:3 RG-12|0|2|@limite"},
		},
		"nobody knows, no hint": {lint.Options{}, []string{src("@nominal", "Le barème")}, nil},
		"obsolete scenarios": {
			lint.Options{Reference: rules(true)}, []string{src("@limite @obsolete", "Le barème")}, nil,
		},
		"draft examples": {
			lint.Options{Reference: rules(true)},
			[]string{src("@nominal", "Le barème"), src("@limite @brouillon", "Le barème")},
			[]string{"warning 4:3 RG-12|0|2|@limite"},
		},
		"drafts only": {
			lint.Options{Reference: rules(true)},
			[]string{strings.Replace(src("@limite", "Le barème"), "@US-1", "@US-1 @brouillon", 1)},
			nil,
		},
		"a draft in another feature": {
			lint.Options{Reference: rules(true)},
			[]string{
				src("@nominal", "Le barème"),
				strings.Replace(src("@limite", "Le barème"), "@US-1", "@US-1 @brouillon", 1),
			},
			[]string{"warning 4:3 RG-12|0|2|@limite"},
		},
		"three are wanted": {
			func() lint.Options {
				o := with(rule.ID, map[string]any{"examples": 3})
				o.Reference = rules(true)
				return o
			}(),
			[]string{src("@limite", "Le barème")},
			[]string{"warning 4:3 RG-12|2|3|@limite"},
		},
		"a part of the project": {
			lint.Options{Reference: rules(true), Partial: true}, []string{src("@nominal", "Le barème")}, nil,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.options.Rules = []lint.Rule{rule}
			var got []string
			for _, f := range findingsOf(tc.options, tc.sources...) {
				got = append(
					got,
					string(f.Severity)+" "+strings.TrimPrefix(placeOf(f), "a.feature:")+" "+strings.Join(f.Args, "|"),
				)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJourneyIncomplete(t *testing.T) {
	rule := journeyIncomplete()
	file := func(tags string, scenarios ...string) string {
		src := "# language: fr\n@US-1 " + tags + "\nFonctionnalité: F\n"
		for _, s := range scenarios {
			src += "  " + s + "\n  Scénario: s\n    Alors x\n"
		}
		return src
	}
	tests := map[string]struct{ sources, want []string }{
		"whole": {
			[]string{file("@critique @parcours:a", "@nominal", "@exception", "@droits")}, nil,
		},
		"whole, in two files": {
			[]string{file("@critique @parcours:a", "@nominal"), file("@parcours:a", "@exception", "@droits")}, nil,
		},
		"one kind is missing": {
			[]string{file("@critique @parcours:a", "@nominal", "@exception")},
			[]string{"warning a.feature:2:17 a|@droits"},
		},
		"said to be ready": {
			[]string{file("@pret @critique @parcours:a", "@nominal", "@exception")},
			[]string{"error a.feature:2:23 a|@droits"},
		},
		"a draft": {
			[]string{file("@brouillon @critique @parcours:a", "@nominal")},
			[]string{"info a.feature:2:28 a|@exception, @droits"},
		},
		"not critical": {[]string{file("@parcours:a", "@nominal")}, nil},
		"critical by one scenario": {
			[]string{file("@parcours:a", "@nominal", "@critique")},
			[]string{"warning a.feature:2:7 a|@exception, @droits"},
		},
		"an obsolete one is not seen": {
			[]string{file("@critique @parcours:a", "@nominal", "@exception", "@droits @obsolete")},
			[]string{"warning a.feature:2:17 a|@droits"},
		},
		"a draft one proves nothing": {
			[]string{file("@critique @parcours:a", "@nominal", "@exception", "@droits @brouillon")},
			[]string{"warning a.feature:2:17 a|@droits"},
		},
		"a draft as a whole": {
			[]string{file("@brouillon @critique @parcours:a", "@nominal", "@exception", "@droits")}, nil,
		},
		"two journeys": {
			[]string{file("@critique", "@parcours:b @nominal", "@parcours:a @nominal @exception @droits")},
			[]string{"warning a.feature:4:3 b|@exception, @droits"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range findingsOf(lint.Options{Rules: []lint.Rule{rule}}, tc.sources...) {
				got = append(got, string(f.Severity)+" "+placeOf(f)+" "+strings.Join(f.Args, "|"))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A feature without a story is a fault once it is said to be ready, as are two scenarios of one name (D06, D09).
func TestStoryAndNameWeigh(t *testing.T) {
	const src = "# language: fr\n@x\nFonctionnalité: F\n  Scénario: a\n    Alors x\n"
	twice := src + "  Scénario: a\n    Alors y\n"
	tests := map[string]struct {
		rule    lint.Rule
		profile lint.Profile
		src     string
		want    lint.Severity
	}{
		"no story":                {noStory(), lint.CA, src, syntax.Warning},
		"no story, ready":         {noStory(), lint.CA, strings.Replace(src, "@x", "@pret", 1), syntax.Error},
		"no story, draft":         {noStory(), lint.CA, strings.Replace(src, "@x", "@brouillon", 1), syntax.Info},
		"no story, ready, script": {noStory(), lint.Script, strings.Replace(src, "@x", "@pret", 1), syntax.Warning},
		"one name":                {duplicateName(), lint.CA, twice, syntax.Error},
		"one name, script":        {duplicateName(), lint.Script, twice, syntax.Warning},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := severityOf(t, tc.rule, lint.Options{Profile: tc.profile}, tc.src); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}
