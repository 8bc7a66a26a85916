package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/project"
	"recette/internal/workspace"
)

// gherkinLintNames lists the rules of gherkin-lint 4, those that it always asks included.
func gherkinLintNames() []string {
	return []string{
		"allowed-tags", "file-name", "indentation", "keywords-in-logical-order", "max-scenarios-per-file",
		"name-length", "new-line-at-eof", "no-background-only-scenario", "no-dupe-feature-names",
		"no-dupe-scenario-names", "no-duplicate-tags", "no-empty-background", "no-empty-file",
		"no-examples-in-scenarios", "no-files-without-scenarios", "no-homogenous-tags", "no-multiple-empty-lines",
		"no-partially-commented-tag-lines", "no-restricted-patterns", "no-restricted-tags",
		"no-scenario-outlines-without-examples", "no-superfluous-tags", "no-trailing-spaces", "no-unnamed-features",
		"no-unnamed-scenarios", "no-unused-variables", "one-space-between-tags", "required-tags", "scenario-size",
		"use-and", "one-feature-per-file", "up-to-one-background-per-file", "no-tags-on-backgrounds",
		"no-multiline-steps",
	}
}

// What is made of a configuration that turns everything on is read back without a fault: each rule and option exists
// here.
func TestImportGherkinLint_IsAccepted(t *testing.T) {
	config := map[string]string{}
	for _, name := range gherkinLintNames() {
		config[name] = "on"
	}
	data, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	m, err := lint.FromGherkinLint(data)
	if err != nil {
		t.Fatal(err)
	}
	text := migrationYAML(m, "tête", "notes", func(n lint.MigrationNote) string {
		if n.Why == lint.NoEquivalent {
			t.Errorf("%s has no equivalent", n.Name)
		}
		return n.Name + "\nx"
	})
	c, err := project.Parse(workspace.ConfigFile, []byte("name: x\n"+text+"\n"))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	settings, err := lint.Settings(workspace.ConfigFile, "lint.rules", c.Lint.Rules, rules.All())
	if err != nil || len(settings) < 20 {
		t.Errorf("%d rules set, %v\n%s", len(settings), err, text)
	}
}

// An alias that names a rule of gherkin-lint names one that exists, and is what the import makes of it.
func TestAliasesOfGherkinLint(t *testing.T) {
	n := 0
	for _, r := range rules.All() {
		for _, alias := range r.Aliases {
			name, ok := strings.CutPrefix(alias, "gherkin-lint:")
			if !ok {
				continue
			}
			n++
			if !slices.Contains(gherkinLintNames(), name) {
				t.Errorf("%s: gherkin-lint has no rule %s", r.ID, name)
			}
		}
	}
	if n < 20 {
		t.Errorf("%d aliases, want most rules of gherkin-lint", n)
	}
}
