package rules

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// coreRules are those that any project is asked, whatever it writes: the others would hide what a test is about.
func coreRules() []lint.Rule { return slices.Concat(fileRules(), identityRules(), blockRules()) }

// judge parses sources, named in order a.feature, b.feature, and gives "path:line:column rule args". It asks the core
// rules when the options name none.
func judge(o lint.Options, sources ...string) []string {
	if o.Rules == nil {
		o.Rules = coreRules()
	}
	l := lint.New(o)
	for i, src := range sources {
		path := string(rune('a'+i)) + ".feature"
		f := catalogue.Parse(syntax.Source{Path: path, Bytes: []byte(src)}, catalogue.Options{OutlineOnly: true})
		l.Add(l.Judge(lint.FileOf(&f)))
	}
	var out []string
	for _, f := range l.Findings() {
		id := f.Rule
		if f.Code != "" {
			id = f.Code
		}
		out = append(
			out,
			strings.TrimSpace(fmt.Sprintf("%s:%d:%d %s %s", f.Path, f.Line, f.Column, id, strings.Join(f.Args, "|"))),
		)
	}
	return out
}

const (
	top  = "# language: fr\n@US-1\nFonctionnalité: F\n"
	good = top + "  @SC-0001\n  Scénario: a\n    Alors x\n"
)

func TestRules(t *testing.T) {
	tests := map[string]struct {
		sources []string
		options lint.Options
		want    []string
	}{
		"nothing to say": {sources: []string{good}},
		"syntax passed on": {
			sources: []string{good + "    Et puis|\n  Scénario : b\n"},
			want:    []string{"a.feature:8:3 E130 Scénario :|Scénario:"},
		},
		"id missing": {
			sources: []string{top + "  @nominal\n  Scénario: a b\n    Alors x\n"},
			want:    []string{"a.feature:5:3 id-missing a b"},
		},
		"id duplicate across files and in one": {
			sources: []string{good + "  @SC-0001\n  Scénario: b\n    Alors x\n", good},
			want: []string{
				"a.feature:7:3 id-duplicate SC-0001|a.feature:5", "b.feature:4:3 id-duplicate SC-0001|a.feature:5",
			},
		},
		"id misplaced": {
			sources: []string{
				"# language: fr\n@US-1 @SC-0009\nFonctionnalité: F\n  @SC-0008\n  Règle: r\n    @SC-0001\n    Plan " +
					"du scénario: a\n      Alors <x>\n      @SC-0007\n      Exemples:\n        | x |\n        | 1 |\n",
			},
			want: []string{
				"a.feature:2:7 id-misplaced @SC-0009", "a.feature:4:3 id-misplaced @SC-0008",
				"a.feature:9:7 id-misplaced @SC-0007",
			},
		},
		"id malformed": {
			sources: []string{top + "  @SC-été\n  Scénario: a\n    Alors x\n"},
			want:    []string{"a.feature:4:3 id-malformed @SC-été"},
		},
		"several ids": {
			sources: []string{top + "  @SC-0001 @SC-0002\n  Scénario: a\n    Alors x\n"},
			want:    []string{"a.feature:4:12 id-several @SC-0002|@SC-0001"},
		},
		"id retired": {
			sources: []string{good}, options: lint.Options{Retired: []string{"SC-0001"}},
			want: []string{"a.feature:4:3 id-retired SC-0001"},
		},
		"row ids": {
			sources: []string{
				top +
					"  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | id | x |\n      | un | " +
					"1 |\n      | un | 2 |\n      | a/b | 3 |\n      |  | 4 |\n",
			},
			want: []string{
				"a.feature:10:1 row-id-duplicate un|9", "a.feature:11:1 row-id-invalid",
				"a.feature:12:1 row-id-invalid",
			},
		},
		"duplicate rows": {
			sources: []string{
				top +
					"  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | x |\n      | 1 |\n    " +
					"Exemples:\n      | x |\n      | 1 |\n",
			},
			want: []string{"a.feature:12:1 row-duplicate 9"},
		},
		"many rows": {
			sources: []string{
				top + "  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | x |\n" + rows(501),
			},
			want: []string{"a.feature:5:3 rows-many 501|500"},
		},
		"rows at the limit": {
			sources: []string{
				top + "  @SC-0001\n  Plan du scénario: a\n    Alors <x>\n    Exemples:\n      | x |\n" + rows(500),
			},
		},
		"no file at all":    {want: []string{":0:0 no-scenario"}},
		"part of a project": {options: lint.Options{Partial: true}},
		"story missing": {
			sources: []string{"# language: fr\n@antenne\nFonctionnalité: F\n  @SC-0001\n  Scénario: a\n    Alors x\n"},
			want:    []string{"a.feature:3:1 story-missing F"},
		},
		"rule without scenario": {
			sources: []string{good + "  Règle: vide\n  Règle: pleine\n    @SC-0002\n    Scénario: b\n      Alors x\n"},
			want:    []string{"a.feature:7:3 rule-empty vide"},
		},
		"names missing": {
			sources: []string{"# language: fr\n@US-1\nFonctionnalité:\n  @SC-0001\n  Scénario:\n    Alors x\n"},
			want:    []string{"a.feature:3:1 name-missing Fonctionnalité", "a.feature:5:3 name-missing Scénario"},
		},
		"names duplicate": {
			sources: []string{
				good +
					"  @SC-0002\n  Scénario:  a \n    Alors x\n  Règle: r\n    @SC-0003\n    Scénario: a\n      " +
					"Alors x\n",
			},
			want: []string{"a.feature:8:3 name-duplicate a|5"},
		},
		"tags one slip away": {
			sources: []string{
				"# language: fr\n@US-1 @Obsolète\nFonctionnalité: F\n  @critiques\n  Règle: r\n    @SC-0001 @Manuel\n" +
					"    Plan du scénario: a\n      Alors <x>\n      @Limite\n      Exemples:\n        | x |\n       " +
					" | 1 |\n",
			},
			want: []string{
				"a.feature:2:7 tag-near @Obsolète|@obsolete", "a.feature:4:3 tag-near @critiques|@critique",
				"a.feature:6:14 tag-near @Manuel|@manuel", "a.feature:9:7 tag-near @Limite|@limite",
			},
		},
		"no expected result": {
			sources: []string{
				top +
					"  Contexte:\n    Alors z\n  @SC-0001\n  Scénario: a\n    Soit y\n    Quand y\n  @SC-0002\n  " +
					"Plan du scénario: b\n    Soit <y>\n    Exemples:\n      | y |\n      | 1 |\n",
			},
			want: []string{"a.feature:7:3 no-outcome a", "a.feature:11:3 no-outcome b"},
		},
		"an expected result by any name": {
			sources: []string{
				top +
					"  Contexte:\n    Alors z\n  @SC-0001\n  Scénario: a\n    Et y\n  @SC-0002\n  Scénario: b\n    " +
					"Donc y\n  Règle: r\n    Contexte:\n      Soit w\n    @SC-0003\n    Scénario: c\n      * y\n",
			},
			want: []string{"a.feature:16:5 no-outcome c"},
		},
		"an expected result that was not read": {
			sources: []string{top + "  @SC-0001\n  Scénario: a\n    Soit y\n    Alor x\n"},
			want:    []string{"a.feature:7:5 E134 Alor|Alors"},
		},
		"execution asks less": {
			sources: []string{"# language: fr\nFonctionnalité:\n  Scénario:\n    Alors x\n"},
			options: lint.Options{Execution: true},
		},
		"own vocabulary": {
			sources: []string{"# language: fr\n@JIRA-1\nFonctionnalité: F\n  @TC-1\n  Scénario: a\n    Alors x\n"},
			options: lint.Options{Tags: vocabulary.Vocabulary{Case: "@TC-", Story: "@JIRA-"}},
		},
		"severity off": {
			sources: []string{top + "  Scénario: a\n    Alors x\n"},
			options: lint.Options{Settings: severity("id-missing", lint.Off)},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, judge(tc.options, tc.sources...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func rows(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "      | %d |\n", i)
	}
	return b.String()
}

func severity(rule string, s lint.Severity) map[string]lint.Setting {
	return map[string]lint.Setting{rule: {Severity: &s}}
}

func TestSeverities(t *testing.T) {
	f := catalogue.Parse(
		syntax.Source{Path: "a", Bytes: []byte(top + "  Scénario: a\n    Alors x\n")}, catalogue.Options{},
	)
	for _, tc := range []struct {
		settings map[string]lint.Setting
		errors   bool
	}{{severity("id-missing", syntax.Error), true}, {nil, false}} {
		l := lint.New(lint.Options{Rules: coreRules(), Settings: tc.settings})
		l.Add(l.Judge(lint.FileOf(&f)))
		if list := l.Findings(); len(list) != 1 || (list[0].Severity == syntax.Error) != tc.errors {
			t.Errorf("findings: %+v", list)
		}
	}
}

// TestEveryRuleHasTexts holds that each rule can be explained in both languages.
func TestEveryRuleHasTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, lang := range []string{"fr", "en"} {
		b, err := os.ReadFile("../../i18n/texts/lint." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range All() {
			if seen[lang+r.ID] {
				t.Errorf("rule %s stands twice", r.ID)
			}
			seen[lang+r.ID] = true
			for _, part := range []string{".title = ", ".why = ", ".message = ", ".remedy = "} {
				own := part == ".title = " || part == ".why = " // diagnostics have messages of their own
				if (own || r.ID != lint.RuleSyntax && r.ID != lint.RuleReference) &&
					!strings.Contains(string(b), "\nlint."+r.ID+part) {
					t.Errorf("%s: no text %q for %s", lang, part, r.ID)
				}
			}
		}
	}
}

func TestTagNear(t *testing.T) {
	tests := map[string]string{ // the tag that was meant, "" for none
		"@manuel": "", "@critique": "", "@SC-0001": "", "@parcours:manuell": "", "@SC-MANUEL": "",
		"@Manuel": "@manuel", "@MANUEL": "@manuel", "@manuelle": "@manuel", "@manuels": "@manuel", "@manual": "@manuel",
		"@manuel,": "@manuel", "@(manuel)": "@manuel", "@＠manuel": "@manuel", "@ｍａｎｕｅｌ": "@manuel", "@mauel": "@manuel",
		"@critiques": "@critique", "@Critique": "@critique", "@ciritque": "", "@cirtique": "@critique",
		"@prêt": "@pret", "@prete": "@pret", "@obsolète": "@obsolete", "@droit": "@droits", "@Auto": "@auto",
		"@uato":     "@auto",
		"@nominale": "@nominal", "@exceptions": "@exception", "@mixtes": "@mixte", "@brouilon": "@brouillon",
		"@auth": "", "@annuel": "", "@mensuel": "", "@litige": "", "@projet": "", "@critere": "", "@autre": "",
		"@antenne": "",
		"@sc-0001": "@SC-…", "@us-12": "@US-…", "@Parcours:adhesion": "@parcours:…", "@RG_12": "@RG-…",
		"@ca–1.2":    "@CA-…",
		"@bloquants": "", "@a-la-main": "",
	}
	v := vocabulary.Default()
	names := newTagNames(&v)
	for tag, want := range tests {
		if got := names.meant(tag); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	v = vocabulary.Vocabulary{Critical: "@bloquant", Manual: "@main", Automated: "@machine"}.Filled()
	own := newTagNames(&v)
	for _, tag := range []string{"@critiques", "@Manuel", "@Auto"} {
		if got := own.meant(tag); got != "" {
			t.Errorf("%s is near a tag of another vocabulary: %q", tag, got)
		}
	}
	if got := own.meant("@machines"); got != "@machine" {
		t.Errorf("own tag of automation: %q", got)
	}
	if got := own.meant("@Bloquant"); got != "@bloquant" {
		t.Errorf("own critical tag: %q", got)
	}
}

// FuzzRecord holds that whatever a cache gives is refused, or read by every rule without a fault.
func FuzzRecord(f *testing.F) {
	l := lint.New(lint.Options{Rules: All()})
	o := corpusgen.Options{Features: 1, Scenarios: 2, Steps: 3, Definitions: 5, Tables: true, IDs: true}
	for _, src := range [][]byte{o.Feature(0), corpusgen.Varied(0)} {
		file := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: src}, catalogue.Options{OutlineOnly: true})
		r := l.Judge(lint.FileOf(&file))
		kept := string(r.Append(nil))
		if _, ok := l.Recall("a.feature", kept); !ok {
			f.Fatal("a record that was just made is refused")
		}
		f.Add(kept)
	}
	f.Fuzz(func(t *testing.T, kept string) {
		if r, ok := l.Recall("a.feature", kept); ok {
			l.Conclude([]lint.Judgement{r, r})
		}
	})
}
