package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const taggedFeature = `# language: fr
@US-1 @antenne @parcours:adhesion
Fonctionnalité: F
  @SC-0001 @critique
  Scénario: a
    Alors x
  @RG-1 @Lot_2
  Règle: R
    @SC-0002 @role:siège @lot/3
    Plan du scénario: b
      Alors <x>
      @JDD-1
      Exemples:
        | x |
        | 1 |
    Scénario: c
      Alors x
`

func TestTagRules(t *testing.T) {
	tests := map[string]struct {
		rule    string
		values  map[string]any
		sources []string
		want    []string
	}{
		"nothing is asked by default":     {rule: "required-tags", sources: []string{taggedFeature}},
		"nothing is refused by default":   {rule: "allowed-tags", sources: []string{taggedFeature}},
		"nothing is related by default":   {rule: "related-tags", sources: []string{taggedFeature}},
		"no style by default":             {rule: "tag-naming", sources: []string{taggedFeature}},
		"nothing is forbidden by default": {rule: "restricted-tags", sources: []string{taggedFeature}},
		"required: inherited, own, absent": {
			rule: "required-tags",
			values: map[string]any{
				"feature": []string{"@US-*", "EPIC-*"}, "scenario": []string{"@RG-?", "antenne", `^@SC-\d+$`},
			},
			sources: []string{taggedFeature},
			want: []string{
				"a.feature:3:1 required-tags EPIC-*|F", "a.feature:5:3 required-tags @RG-?|a",
				`a.feature:16:5 required-tags ^@SC-\d+$|c`,
			},
		},
		"required: of the tagged": {
			rule: "required-tags", values: map[string]any{"scenario": []string{"@SC-*"}, "ignore_untagged": true},
			sources: []string{taggedFeature},
		},
		"required: no pattern": {
			rule: "required-tags", values: map[string]any{"feature": []string{"^@("}}, sources: []string{taggedFeature},
			want: []string{"a.feature:3:1 required-tags ^@(|F"},
		},
		"allowed: the vocabulary and a list": {
			rule: "allowed-tags", values: map[string]any{"tags": []string{"@JDD-*", "@lot/?", "@role:*"}},
			sources: []string{taggedFeature},
			want:    []string{"a.feature:2:7 allowed-tags @antenne", "a.feature:7:9 allowed-tags @Lot_2"},
		},
		"restricted: any text, a mark of regular expressions is itself": {
			rule: "restricted-tags", values: map[string]any{"tags": []string{"@lot*", "@ant.nne", "^(?i)@LOT_"}},
			sources: []string{taggedFeature},
			want:    []string{"a.feature:7:9 restricted-tags @Lot_2", "a.feature:9:26 restricted-tags @lot/3"},
		},
		"restricted: no pattern refuses all": {
			rule: "restricted-tags", values: map[string]any{"tags": []string{"^("}},
			sources: []string{fr, "# language: fr\n@a\nFonctionnalité: F\n"},
			want:    []string{"b.feature:2:1 restricted-tags @a"},
		},
		"related: inherited or not": {
			rule:    "related-tags",
			values:  map[string]any{"tags": []string{"@critique -> @parcours:*", "@SC-* -> @RG-*", "@US-1 ->"}},
			sources: []string{taggedFeature},
			want:    []string{"a.feature:2:1 related-tags @US-1|", "a.feature:4:3 related-tags @SC-0001|@RG-*"},
		},
		"naming": {
			rule: "tag-naming", values: map[string]any{"style": "kebab-case"}, sources: []string{taggedFeature},
			want: []string{
				"a.feature:7:9 tag-naming @Lot_2|kebab-case", "a.feature:9:26 tag-naming @lot/3|kebab-case",
				"a.feature:12:7 tag-naming @JDD-1|kebab-case",
			},
		},
		"naming: a slip in the style is heard": {
			rule: "tag-naming", values: map[string]any{"style": "kebap"},
			sources: []string{"# language: fr\n@a\nFonctionnalité: F\n"},
			want:    []string{"a.feature:2:1 tag-naming @a|kebap"},
		},
		"superfluous: of the rule, of the scenario, not ids": {
			rule: "superfluous-tag",
			sources: []string{
				"# language: fr\n@a @SC-0001\nFonctionnalité: F\n  @b @a\n  Règle: R\n    @b @SC-0001 @c @a @a\n    " +
					"Plan du scénario: s\n      Alors <x>\n      @c @d\n      Exemples:\n        | x |\n        | 1 " +
					"|\n",
			},
			want: []string{
				"a.feature:4:6 superfluous-tag @a", "a.feature:6:5 superfluous-tag @b",
				"a.feature:6:20 superfluous-tag @a", "a.feature:9:7 superfluous-tag @c",
			},
		},
		"duplicate: on each level": {
			rule: "duplicate-tag",
			sources: []string{
				"# language: fr\n@a\n@a\nFonctionnalité: F\n  @b@b\n  Scénario: s\n    Alors x\n  @b @c @b @b\n  " +
					"Scénario: t\n    Alors x\n",
			},
			want: []string{
				"a.feature:3:1 duplicate-tag @a", "a.feature:5:5 duplicate-tag @b", "a.feature:8:9 duplicate-tag @b",
				"a.feature:8:12 duplicate-tag @b",
			},
		},
		"homogenous: in rules too, but what is a scenario's own": {
			rule: "homogenous-tag", values: map[string]any{"scenarios": 2},
			sources: []string{
				"# language: fr\nFonctionnalité: F\n  @a @nominal @manuel @CA-1 @role:x\n  Scénario: s\n    Alors x\n" +
					"  Règle: R\n    @CA-1 @nominal @manuel @a @role:x\n    Scénario: t\n      Alors x\n",
				"# language: fr\nFonctionnalité: F\n  @a\n  Scénario: s\n    Alors x\n  @b\n  Scénario: t\n    Alors " +
					"x\n",
			},
			want: []string{"a.feature:3:3 homogenous-tag @a|2"},
		},
		"comment: a # within a tag is none": {
			rule: "tag-comment", sources: []string{"# language: fr\n@a#b @c	#  d \nFonctionnalité: F\n"},
			want: []string{"a.feature:2:9 tag-comment #  d"},
		},
		"once in the project": {
			rule:    "tag-used-once",
			sources: []string{taggedFeature, "# language: fr\n@antenne @auto @lot:9\nFonctionnalité: F\n"},
			want: []string{
				"a.feature:7:9 tag-used-once @Lot_2", "a.feature:9:26 tag-used-once @lot/3",
				"a.feature:12:7 tag-used-once @JDD-1",
			},
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
