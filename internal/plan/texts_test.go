package plan_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"recette/internal/i18n"
)

// Each code that this package, yamldoc, project and reference can report has a sentence in both languages, and the
// sentence holds whatever arguments come: a reader never meets a key nor a formatting error.
func TestTexts_EveryCodeHasASentence(t *testing.T) {
	code := regexp.MustCompile(`(?m)^\t\w+\s+(yamldoc\.Code|Code|ProblemCode|DriftKind)\s+= "(\w+)"`)
	prefix := map[string]string{
		"yamldoc.Code": "document.", "Code": "document.", "ProblemCode": "plan.problem.", "DriftKind": "plan.drift.",
	}
	found := 0
	for _, file := range []string{
		"plan.go", "check.go", "freeze.go", "problem.go", "drift.go", "../yamldoc/yamldoc.go", "../project/config.go",
		"../reference/load.go",
	} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(source), -1) {
			found++
			for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
				p, err := i18n.New(lang)
				if err != nil {
					t.Fatal(err)
				}
				key := prefix[m[1]] + m[2]
				if prefix[m[1]] == "document." {
					key += ".message"
				}
				if !p.Has(key) {
					t.Errorf("%s: no text for %s", lang, key)
					continue
				}
				if m[1] == "DriftKind" {
					continue
				}
				if text := p.T(key, "a", "b", "c", "d", "e"); strings.Contains(text, "%!") {
					t.Errorf("%s: %s with arguments gives %q", lang, key, text)
				}
			}
		}
	}
	if found < 40 {
		t.Errorf("%d codes found in the sources, want at least 40: the pattern has come off", found)
	}
}
