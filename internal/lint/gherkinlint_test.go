package lint

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

func TestFromGherkinLint(t *testing.T) {
	const config = `{
  /* les règles
     de l'équipe */
  "no-files-without-scenarios": "on", // "toujours"
  "no-unamed-features": "on",
  "no-unnamed-scenarios": "off",
  "no-dupe-scenario-names": ["on", "in-feature"],
  "no-dupe-feature-names": "off",
  "indentation": ["on", {"Feature": 0, "Scenario": 4, "Step": 8, "feature tag": 0}],
  "no-trailing-spaces": "off",
  "new-line-at-eof": ["on", "yes"],
  "name-length": ["on", {"Feature": 80, "Scenario": 120}],
  "scenario-size": ["on", {"steps-length": {"Scenario": 12, "Rule": 3}}],
  "max-scenarios-per-file": "on",
  "allowed-tags": ["on", {"tags": ["@wip", "@a*b"], "patterns": ["^@US-\\d+$", "todo$", "(?<!x)y"]}],
  "no-restricted-tags": ["on", {"tags": ["@debug"]}],
  "required-tags": ["on", {"tags": ["^@issue:[1-9]\\d*$"], "ignoreUntagged": false}],
  "no-restricted-patterns": ["on", {"Global": ["bouton"], "Scenario": ["^clic"]}],
  "file-name": ["warn", {"style": "snake_case"}],
  "use-and": "on",
  "mine": "on"
}`
	got, err := FromGherkinLint([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	v := func(id string, s Severity, pairs ...any) Migrated {
		m := Migrated{ID: id, Severity: s, Values: map[string]any{}}
		for i := 0; i < len(pairs); i += 2 {
			m.Values[pairs[i].(string)] = pairs[i+1]
		}
		return m
	}
	want := &Migration{Indent: 4, Rules: []Migrated{
		v("allowed-tags", syntax.Error, "tags", []string{"@wip", `^@a\*b$`, `^@US-\d+$`, "^.*(?:todo$).*"}),
		v("feature-name-duplicate", Off),
		v("file-name", syntax.Warning, "style", "snake"),
		v("format", syntax.Error),
		v("name-duplicate", syntax.Error),
		v("name-length", syntax.Error, "max", 120),
		v("name-missing", syntax.Error),
		v("required-tags", syntax.Error, "ignore_untagged", false, "scenario", []string{`^@issue:[1-9]\d*$`}),
		v("restricted-patterns", syntax.Error, "patterns", []string{"(?i)bouton", "(?i)^clic"}),
		v("restricted-tags", syntax.Error, "tags", []string{"@debug"}),
		v("step-length", syntax.Error, "max", 70),
		v("too-many-scenarios", syntax.Error, "max", 10),
		v("too-many-steps", syntax.Error, "max", 12),
		v("use-and", syntax.Error),
	}, Notes: []MigrationNote{
		{"allowed-tags", patternLost, []string{"(?<!x)y"}},
		{"indentation", layoutOnly, nil},
		{"max-scenarios-per-file", optionLost, []string{"countOutlineExamples"}},
		{"mine", NoEquivalent, nil},
		{"name-length", optionMerged, []string{"Feature, Scenario"}},
		{"no-files-without-scenarios", checkedAlways, nil},
		{"no-restricted-patterns", optionMerged, []string{"Feature, Background, Scenario, ScenarioOutline"}},
		{"scenario-size", optionLost, []string{"Rule"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFromGherkinLint_Refuses(t *testing.T) {
	for _, text := range []string{
		"", "[]", `{"use-and": 1}`, `{"use-and": "maybe"}`, `{"use-and": []}`, `{"name-length": ["on", 3]}`,
	} {
		if _, err := FromGherkinLint([]byte(text)); !errors.Is(err, errGherkinLint) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzWithoutComments(f *testing.F) {
	f.Add([]byte(`{"a": "b // c", /* d */ "e": 1} // f`))
	f.Add([]byte(`/`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if out := withoutComments(b); len(out) != len(b) {
			t.Errorf("%d bytes of %d", len(out), len(b))
		}
	})
}
