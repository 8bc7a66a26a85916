package rules

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/lint"
)

// only keeps rules by id.
func only(rules []lint.Rule, ids ...string) []lint.Rule {
	return slices.DeleteFunc(slices.Clone(rules), func(r lint.Rule) bool { return !slices.Contains(ids, r.ID) })
}

// ruled judges sources by one rule, asked even where it is off, with options.
func ruled(id string, values map[string]any, sources ...string) []string {
	rules := only(shapeRules(), id)
	o := asking(rules, "fr")
	set := o.Settings[id]
	set.Values = values
	o.Settings[id] = set
	return judge(o, sources...)
}

const fr = "# language: fr\nFonctionnalité: F\n"

// TestShapeRules holds what examples do not show: blocks in rules, inherited types, other languages, options, edges.
func TestShapeRules(t *testing.T) {
	tests := map[string]struct {
		rule    string
		values  map[string]any
		sources []string
		want    []string
	}{
		"header: comments before it": {
			rule: "language-header", sources: []string{"# un mot\n# language: fr\nFonctionnalité: F\n"},
		},
		"header: written in another language": {
			rule: "language-header", sources: []string{"# language: en\nFeature: F\n  Scenario: s\n    Then x\n"},
			want: []string{"a.feature:1:13 language-header fr"},
		},
		"header: the parser says it": {
			rule: "language-header",
			sources: []string{
				"# language: fr-FR\nFonctionnalité: F\n", "Feature: F\n", "# language: en\nFonctionnalité: F\n",
			},
		},
		"header: no feature": {rule: "language-header", sources: []string{"", "# rien\n"}},
		"features of one name, in three files": {
			rule: "feature-name-duplicate",
			sources: []string{
				fr, "# language: fr\n@a\nFonctionnalité:   F \n", fr, "Fonctionnalité:\n", "Fonctionnalité:\n",
			},
			want: []string{
				"b.feature:3:1 feature-name-duplicate F|a.feature:2",
				"c.feature:2:1 feature-name-duplicate F|a.feature:2",
			},
		},
		"names of one file are left to name-duplicate": {
			rule:    "name-repeated",
			sources: []string{fr + "  Scénario: a\n  Scénario: a\n", fr + "  Règle: r\n    Scénario: a\n"},
			want:    []string{"b.feature:4:5 name-repeated a|a.feature:3"},
		},
		"background: one for the feature, one for a rule": {
			rule: "background-setup-only",
			sources: []string{
				fr +
					"  Contexte:\n    Soit a\n    Et b\n  Scénario: s\n    Quand c\n  Règle: r\n    Contexte:\n      " +
					"Lorsque d\n      Et e\n      Donc f\n    Scénario: t\n      Alors g\n",
			},
			want: []string{
				"a.feature:10:7 background-setup-only Lorsque|Contexte",
				"a.feature:12:7 background-setup-only Donc|Contexte",
			},
		},
		"background: empty in a rule": {
			rule: "empty-background",
			sources: []string{
				fr + "  Règle: r\n    Contexte: titre\n      une description\n    Scénario: t\n      Alors g\n",
			},
			want: []string{"a.feature:4:5 empty-background Contexte"},
		},
		"background: its step was not read": {
			rule: "empty-background", sources: []string{fr + "  Contexte:\n    Soi a\n  Scénario: s\n    Alors b\n"},
		},
		"background: for one rule": {
			rule: "background-single-scenario",
			sources: []string{
				fr +
					"  Contexte:\n    Soit a\n  Règle: r\n    Contexte:\n      Soit b\n    Scénario: s\n      Alors " +
					"c\n  Règle: q\n    Scénario: t\n      Alors c\n",
			},
			want: []string{"a.feature:6:5 background-single-scenario Contexte"},
		},
		"background: as long as allowed": {
			rule: "background-long", values: map[string]any{"max": 1},
			sources: []string{fr + "  Contexte:\n    Soit a\n" +
				"  Règle: r\n    Contexte:\n      Soit b\n      Et c\n    Scénario: s\n      Alors d\n"},
			want: []string{"a.feature:6:5 background-long Contexte|2|1"},
		},
		"shared steps: in a rule, tables and texts included": {
			rule: "use-background", values: map[string]any{"scenarios": 2},
			sources: []string{
				fr + "  Règle: r\n" + strings.Repeat(
					"    Scénario: s\n      Soit a\n        | x |\n      Et b\n        \"\"\"\n        t\n        "+
						"\"\"\"\n      Quand c\n", 2,
				),
			},
			want: []string{"a.feature:5:7 use-background 2|2"},
		},
		"shared steps: not what acts, nor what varies": {
			rule: "use-background", values: map[string]any{"scenarios": 2, "steps": 1},
			sources: []string{
				fr + strings.Repeat("  Scénario: s\n    Quand a\n    Et b\n", 2),
				fr + strings.Repeat(
					"  Plan du scénario: s\n    Soit <a>\n    Alors b\n    Exemples:\n      | a |\n      | 1 |\n", 2,
				),
				fr + "  Scénario: s\n    Soit a\n      | x |\n  Scénario: t\n    Soit a\n      | y |\n",
			},
		},
		"shared steps: more in one than in another": {
			rule: "use-background", values: map[string]any{"scenarios": 2, "steps": 1},
			sources: []string{
				fr + "  Scénario: s\n    Soit a\n    Et b\n    Et c\n  Scénario: t\n    Soit a\n    Et b\n",
			},
			want: []string{"a.feature:4:5 use-background 2|2"},
		},
		"column: used by a title, a table, a text, another value": {
			rule: "column-unused",
			sources: []string{
				fr +
					"  Plan du scénario: <a>\n    Soit x\n      | <b> |\n    Et y\n      \"\"\"<f>\n      <c>\n      " +
					"\"\"\"\n    Alors <d>\n    Exemples:\n" +
					"      | a | b | c | d | e | f | ID | Cas |\n      | 1 | 2 | 3 | <e> | 5 | json | 7 | 8 |\n    " +
					"Exemples:\n      | a | b | c | d | f | g |\n      | 1 | 2 | 3 | 4 | 5 | 6 |\n",
			},
			want: []string{"a.feature:15:29 column-unused g"},
		},
		"column: labels of the project": {
			rule: "column-unused", values: map[string]any{"labels": []string{"nature"}},
			sources: []string{
				fr +
					"  Plan du scénario: s\n    Alors <d>\n    Exemples:\n      | d | Nature | cas |\n      | 1 | 2 " +
					"| 3 |\n",
			}, want: []string{"a.feature:6:22 column-unused cas"},
		},
		"column: the step that uses it was not read": {
			rule: "column-unused",
			sources: []string{
				fr +
					"  Plan du scénario: s\n    Soit x\n    Quan <a>\n    Alors y\n    Exemples:\n      | a |\n      " +
					"| 1 |\n",
			},
		},
		"one row in two tables": {
			rule: "single-row-outline",
			sources: []string{
				fr +
					"  Plan du scénario: s\n    Alors <d>\n    Exemples:\n      | d |\n      | 1 |\n    Exemples:\n  " +
					"    | d |\n      | 2 |\n",
			},
		},
		"and first: after a background of the feature, or of the rule": {
			rule: "and-first",
			sources: []string{
				fr +
					"  Contexte:\n    Soit a\n  Scénario: s\n    Et b\n  Règle: r\n    Contexte:\n      Et c\n    " +
					"Scénario: t\n      Et d\n",
			},
		},
		"and first: in a background, in a rule, after an empty one, in English": {
			rule: "and-first",
			sources: []string{
				fr + "  Contexte:\n    Et a\n  Scénario: s\n    Et b\n",
				fr + "  Règle: r\n    Scénario: t\n      Mais d\n",
				fr + "  Contexte:\n  Scénario: s\n    Et b\n", "# language: en\nFeature: F\n  Scenario: s\n    But b\n",
				fr + "  Scénario: s\n    * a\n    Et b\n",
			},
			want: []string{
				"a.feature:4:5 and-first Et", "b.feature:5:7 and-first Mais", "c.feature:5:5 and-first Et",
				"d.feature:4:5 and-first But",
			},
		},
		"no action: taken from a background, by Et": {
			rule: "missing-when",
			sources: []string{
				fr + "  Contexte:\n    Quand a\n  Scénario: s\n    Et b\n    Alors c\n",
				fr + "  Règle: r\n    Contexte:\n      Quand a\n    Scénario: s\n      Alors c\n",
			},
		},
		"no action: a step was not read, or none is there": {
			rule:    "missing-when",
			sources: []string{fr + "  Scénario: s\n    Soit b\n    Qand d\n    Alors c\n  Scénario: t\n"},
		},
		"no action: the Contexte was not read": {
			rule: "missing-when", sources: []string{fr + "  Contexte :\n    Quand a\n  Scénario: s\n    Alors b\n"},
		},
		"no action: stars": {
			rule: "missing-when", sources: []string{fr + "  Scénario: s\n    * b\n"},
			want: []string{"a.feature:3:3 missing-when s"},
		},
		"two actions, before and after": {
			rule: "single-when",
			sources: []string{
				fr + "  Scénario: s\n    Quand a\n    Et b\n    Alors c\n    Quand d\n    Alors e\n",
				fr + "  Scénario: s\n    Quand a\n    Soit b\n    Lorsqu'on c\n    Quand d\n",
			},
			want: []string{"b.feature:6:5 single-when Lorsqu'"},
		},
		"order": {
			rule: "keyword-order",
			sources: []string{
				fr + "  Scénario: s\n    Alors a\n    Soit b\n    Quand c\n",
				fr + "  Scénario: s\n    Quand a\n    Et b\n    Soit c\n    Alors d\n    Quand e\n",
				fr +
					"  Contexte:\n    Alors a\n  Scénario: s\n    Soit b\n    * c\n    Quand d\n    Mais e\n    Donc " +
					"f\n",
			},
			want: []string{"a.feature:5:5 keyword-order Soit|Alors", "b.feature:6:5 keyword-order Soit|Quand"},
		},
		"order: the title of the second scenario was not read": {
			rule: "keyword-order",
			sources: []string{
				fr + "  Scénario: s\n    Quand a\n    Alors b\n  Scénario : t\n    Quand c\n    Alors d\n",
			},
		},
		"order, in cycles": {
			rule: "keyword-order", values: map[string]any{"cycles": true},
			sources: []string{
				fr +
					"  Scénario: s\n    Soit a\n    Quand b\n    Alors c\n    Quand d\n    Alors e\n    Soit f\n    " +
					"Quand g\n    Soit h\n",
			},
			want: []string{"a.feature:11:5 keyword-order Soit|Quand"},
		},
		"a step between was not read": {
			rule: "use-and", sources: []string{fr + "  Scénario: s\n    Alors b\n    Quan d\n    Alors c\n"},
		},
		"last: Et after Quand, stars after Alors": {
			rule: "last-not-outcome",
			sources: []string{
				fr +
					"  Scénario: s\n    Alors a\n    * b\n  Scénario: t\n    Alors a\n    Quand b\n    Et c\n  " +
					"Scénario: u\n    Quand c\n",
			},
			want: []string{"a.feature:9:5 last-not-outcome Et"},
		},
		"use Et: across Et, in a background, not for Quand, not across blocks": {
			rule: "use-and",
			sources: []string{
				fr +
					"  Contexte:\n    Soit a\n    Et b\n    Étant donné c\n  Scénario: s\n    Soit d\n    Quand e\n  " +
					"  Quand f\n    Alors g\n    Mais h\n    Donc i\n",
			},
			want: []string{"a.feature:6:5 use-and Étant donné|Et", "a.feature:13:5 use-and Donc|Et"},
		},
		"use And": {
			rule: "use-and", sources: []string{"# language: en\nFeature: F\n  Scenario: s\n    Given a\n    Given b\n"},
			want: []string{"a.feature:5:5 use-and Given|And"},
		},
		"length in characters": {
			rule: "step-length", values: map[string]any{"max": 5},
			sources: []string{fr + "  Scénario: s\n    Soit éééé😀\n    Et éééé😀!\n"},
			want:    []string{"a.feature:5:5 step-length 6|5"},
		},
		"length of titles, in a rule too": {
			rule: "name-length", values: map[string]any{"max": 3},
			sources: []string{
				"# language: fr\nFonctionnalité: quatre\n  Règle: règle\n    Scénario: été\n    Scénario: étés\n",
			},
			want: []string{
				"a.feature:2:1 name-length 6|3", "a.feature:3:3 name-length 5|3", "a.feature:5:5 name-length 4|3",
			},
		},
		"period": {
			rule: "step-final-period",
			sources: []string{fr + "  Scénario: s\n    Soit le taux de 5.\n    Et \"un mot.\"\n    Et la suite...\n" +
				"    Et la suite…\n    Et des pièces, etc.\n    Et la S.A.\n    Et monsieur M.\n    Et tout.\n" +
				"    Et le point .\n    Et il y a.\n"},
			want: []string{
				"a.feature:4:22 step-final-period le taux de 5", "a.feature:11:12 step-final-period tout",
				"a.feature:12:17 step-final-period le point", "a.feature:13:14 step-final-period il y a",
			},
		},
		"accents: one finding a file, in rules and backgrounds": {
			rule: "keyword-accent",
			sources: []string{
				fr +
					"  Contexte:\n    Etant donné que a\n  Règle: r\n    Scénario: s\n      Etant donnés b\n      " +
					"Etant données c\n",
			},
			want: []string{"a.feature:4:5 keyword-accent Etant donné que|Étant donné que|3"},
		},
		"accents: mixed": {
			rule: "keyword-accent", sources: []string{fr + "  Scénario: s\n    Etant donné a\n    Étant donnée b\n"},
		},
		"accents: another word": {
			rule: "keyword-consistency", sources: []string{fr + "  Scénario: s\n    Etant donné a\n    Soit b\n"},
		},
		"accents: English": {
			rule: "keyword-accent", sources: []string{"# language: en\nFeature: F\n  Scenario: s\n    Given a\n"},
		},
		"que: both ways across files, with either apostrophe": {
			rule: "keyword-swallows-que",
			sources: []string{
				fr +
					"  Scénario: s\n    Soit qu'il part\n    Et que tout va\n    Et qu’elle part\n    Soit que rien\n" +
					"    Lorsque tout va\n",
				fr + "  Scénario: s\n    Sachant qu'il part\n    Quand que tout va\n    Et qu'elle part\n",
			},
			want: []string{
				"a.feature:4:5 keyword-swallows-que qu'il part|il part|b.feature:4",
				"a.feature:6:5 keyword-swallows-que qu’elle part|elle part|b.feature:6",
				"b.feature:5:5 keyword-swallows-que que tout va|tout va|a.feature:5",
			},
		},
		"comments": {
			rule: "commented-out",
			sources: []string{
				fr +
					"  # Et voici pourquoi.\n  # Quand le siège le demande, on relance.\n\n  # Règle: une adhésion " +
					"par an\n  Scénario: s\n    # Alors rien\n    Soit a\n" +
					"    # une note\n    # Et b\n    Alors c\n    # | a | b |\n\n    #@tag\n    #Scénario: t\n    #  " +
					"Soit a\n    #  \"\"\"\n    #  Alors b\n",
			},
			want: []string{
				"a.feature:8:5 commented-out 1", "a.feature:13:5 commented-out 1", "a.feature:16:5 commented-out 3",
			},
		},
		"comments: above the feature, in English": {
			rule: "commented-out",
			sources: []string{
				"# language: fr\n# Soit a\n# Alors b\nFonctionnalité: F\n",
				"# language: en\nFeature: F\n  # Given a\n  # Soit a\n",
			},
		},
		"same steps": {
			rule: "duplicate-body",
			sources: []string{
				fr +
					"  Contexte:\n    Soit z\n  Scénario: s\n    Soit a\n    Et b\n      | x |\n    Alors c\n  " +
					"Scénario: t\n    Soit a\n    Soit b\n      | x |\n    Donc c\n",
				fr +
					"  Scénario: u\n    Soit a\n    Et b\n      | x |\n    Alors c\n  Scénario: v\n    Soit a\n    " +
					"Et b\n      | y |\n    Alors c\n  Scénario: w\n    Soit a\n    Quand b\n      | x |\n    Alors " +
					"c\n",
				fr + "  Scénario: x\n    Soit z\n    Et a\n    Et b\n      | x |\n    Alors c\n",
			},
			want: []string{"a.feature:10:3 duplicate-body t|a.feature:5", "c.feature:3:3 duplicate-body x|a.feature:5"},
		},
		"too many steps: its own": {
			rule: "too-many-steps", values: map[string]any{"max": 2},
			sources: []string{
				fr +
					"  Contexte:\n    Soit a\n    Et b\n    Et c\n  Règle: r\n    Scénario: s\n      Quand a\n      " +
					"Alors b\n    Scénario: t\n      Quand a\n      Alors b\n      Et c\n",
			},
			want: []string{"a.feature:11:5 too-many-steps 3|2"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, ruled(tc.rule, tc.values, tc.sources...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFileName(t *testing.T) {
	const src = "# language: fr\n@US-12\nFonctionnalité: Adhérer en ligne\n"
	tests := map[string]struct {
		path, style string
		story       bool
		want        string
	}{
		"kebab":       {path: "adhesion/adherer-en-ligne.feature", style: "kebab"},
		"after an id": {path: "US-12-adherer.feature", style: "kebab"},
		"an id alone": {path: "US-12.feature", style: "kebab"},
		"capitals":    {path: "US-12-Adherer.feature", style: "kebab", want: "US-12-adherer.feature"},
		"accents and spaces": {
			path: "Adhérer en œuvre.feature", style: "kebab-case", want: "adherer-en-oeuvre.feature",
		},
		"camel to kebab": {
			path: "modifierDateMiseEnService2.feature", style: "kebab", want: "modifier-date-mise-en-service2.feature",
		},
		"snake": {path: "adherer_en_ligne.feature", style: "snake_case"},
		"to snake": {
			path: "adherer-en-ligne.feature", style: "snake", want: "adherer_en_ligne.feature",
		},
		"camel":     {path: "adhererEnLigne.feature", style: "camelCase"},
		"pascal":    {path: "AdhererEnLigne.feature", style: "PascalCase"},
		"to pascal": {path: "élu-en-ligne.feature", style: "pascal", want: "EluEnLigne.feature"},
		"story asked": {
			path: "adherer.feature", style: "kebab", story: true, want: "US-12-adherer.feature",
		},
		"another story": {
			path: "US-11-adherer.feature", style: "kebab", story: true, want: "US-12-adherer.feature",
		},
		"story there":              {path: "US-12-adherer.feature", style: "kebab", story: true},
		"no letter at all":         {path: "---.feature", style: "kebab", want: "adherer-en-ligne.feature"},
		"markdown is not for here": {path: "Adhérer.feature.md", style: "kebab"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			o := asking(only(shapeRules(), "file-name"), "fr")
			set := o.Settings["file-name"]
			set.Values = map[string]any{"style": tc.style, "story": tc.story}
			o.Settings["file-name"] = set
			f := parsed([]byte(src))
			f.Path = tc.path
			got := ""
			if list := findings(o, f); len(list) == 1 {
				got = list[0].Args[1]
			}
			if got != tc.want {
				t.Errorf("%s: %q, want %q", tc.path, got, tc.want)
			}
		})
	}
}
