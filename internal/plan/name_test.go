package plan_test

import (
	"testing"

	"recette/internal/plan"
)

func TestFoldName(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b string
		same bool
	}{
		"case":             {"Paule Été", "PAULE ÉTÉ", true},
		"spaces around":    {"Paule", " Paule\t", true},
		"a selector":       {"Paule", "Paule\ufe0f", true},
		"a filler":         {"Paule", "Paule\u3164", true},
		"a blank":          {"Paule", "Pau\u2800le", true},
		"no-break space":   {"Paule Été", "Paule\u00a0Été", true},
		"accents apart":    {"Été", "E\u0301te\u0301", true},
		"accents count":    {"René", "Rene", false},
		"another name":     {"Paule", "Paul", false},
		"spaces separate":  {"Jean Marie", "Jeanmarie", false},
		"nothing is alike": {"", "Paule", false},

		"curved apostrophe":       {"Jeanne L'Hostis", "Jeanne L’Hostis", true},
		"opening apostrophe":      {"Jeanne L'Hostis", "Jeanne L‘Hostis", true},
		"modifier apostrophe":     {"Jeanne L'Hostis", "Jeanne Lʼhostis", true},
		"no apostrophe":           {"Jeanne L'Hostis", "Jeanne LHostis", false},
		"no-break hyphen":         {"Jean-Luc Le Goff", "Jean\u2011Luc Le Goff", true},
		"hyphen of typography":    {"Jean-Luc", "Jean\u2010Luc", true},
		"dash":                    {"Jean-Luc", "Jean–Luc", true},
		"minus":                   {"Jean-Luc", "Jean\u2212Luc", true},
		"a space for a hyphen":    {"Jean-Luc", "Jean Luc", false},
		"soft hyphen":             {"Delattre", "Delat\u00adtre", true},
		"mark of direction":       {"Delattre", "\u200eDelattre", true},
		"narrow no-break space":   {"Le Goff", "Le\u202fGoff", true},
		"thin space":              {"Le Goff", "Le\u2009Goff", true},
		"all at once":             {"Zoé-Anne L’Été", "ZOE\u0301\u2011ANNE\u00a0 L'ÉTÉ", true},
		"ligature":                {"Lœuillet", "Loeuillet", false},
		"ligature of typography":  {"Fine", "ﬁne", false},
		"capitals without accent": {"René", "RENE", false},
		"cedilla":                 {"François", "Francois", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := plan.FoldName(tt.a) == plan.FoldName(tt.b); got != tt.same {
				t.Errorf("%q and %q one person: %t, want %t", tt.a, tt.b, got, tt.same)
			}
		})
	}
}

func TestParticipant_Named(t *testing.T) {
	who := plan.Participant{Name: "Élise  Mør"}
	for name, want := range map[string]bool{
		"élise mør": true, "E\u0301lise\u00a0Mør": true, "Elise Mør": false, "": false,
	} {
		if got := who.Named(name); got != want {
			t.Errorf("Named(%q) = %t, want %t", name, got, want)
		}
	}
}
