package sqlite_test

import (
	"testing"

	"recette/internal/i18n"
	"recette/internal/store"
)

// TestTexts: each finding has its sentence in both languages.
func TestTexts(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range store.Codes() {
			if !p.Has("store.finding." + string(c)) {
				t.Errorf("%s: no text for %s", lang, c)
			}
		}
	}
}
