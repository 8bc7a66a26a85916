package i18n

import (
	"regexp"
	"testing"
)

// English words that no French text holds, commands and code between backquotes and guillemets aside.
var english = regexp.MustCompile(`(?i)(^|[ (:])(the|failed|cannot|worker|died|unknown|missing|file|files|not|and|of|` +
	`with|hook|hooks|warning|step|steps|is)([ ,.;:)]|$)`)

func TestFrenchTextsHoldNoEnglish(t *testing.T) {
	fr := printer(t, French)
	quoted := regexp.MustCompile("`[^`]*`|«[^»]*»|\"[^\"]*\"|--[a-z-]+|file:[A-Z]+|\\(recette [^)]*\\)")
	codes := map[string]bool{ // texts that list words of a file or of a flag, which are English
		"cmd.trace.long": true, "lint.star-step.remedy": true,
	}
	for _, key := range fr.Keys() {
		if m := english.FindString(quoted.ReplaceAllString(fr.texts[key], "")); m != "" && !codes[key] {
			t.Errorf("%s: %q in %q", key, m, fr.texts[key])
		}
	}
}
