package lsp

import (
	"testing"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/vocabulary"
)

// TestTags_Renamed holds that the editor follows the names that the project gives, and forgets those that it gave up.
func TestTags_Renamed(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	var was []string
	usual, renamed := vocabulary.Default(), vocabulary.Vocabulary{
		Case: "@TC-", Story: "@JIRA-", Criterion: "@AC-", Rule: "@REG-", Epic: "@LOT-", Journey: "@chemin:",
		Role: "@qui:", DataSet: "@JEU-",
		Decision: "@ADR-", Critical: "@vital", Manual: "@main", Automated: "@machine", Mixed: "@deux",
		Draft: "@chantier", Ready: "@valide",
		Obsolete: "@retire", Nominal: "@droit", Exception: "@refus", Limit: "@borne", Rights: "@acces",
	}
	scopeOf := func(v vocabulary.Vocabulary) *scope {
		return &scope{project: &Project{Words: words, Options: catalogue.Options{Tags: v}}}
	}
	before, after := scopeOf(vocabulary.Vocabulary{}), scopeOf(renamed)
	usual.Each(func(_, tag string) { was = append(was, tag) })
	i := 0
	renamed.Filled().Each(func(key, tag string) {
		old := was[i]
		i++
		if old == tag {
			return // not known to the editor
		}
		if last := tag[len(tag)-1]; last == '-' || last == ':' {
			old, tag = old+"1", tag+"1"
		} else if !after.isWhole(tag) || after.isWhole(old) || !before.isWhole(old) {
			t.Errorf("%s: whole %s %t, %s %t", key, tag, after.isWhole(tag), old, after.isWhole(old))
		}
		if got, want := after.tagMeaning(tag), before.tagMeaning(old); got != want || got == "" ||
			after.tagMeaning(old) != "" {
			t.Errorf("%s: %s means %q, want %q; %s means %q", key, tag, got, want, old, after.tagMeaning(old))
		}
	})
}
