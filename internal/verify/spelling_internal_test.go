package verify

import "testing"

func TestLookalike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Paule Petit", "P\u0430ule Petit", true},
		{"Paule Petit", "P\u0430ul\u0435 \u0420etit", true},
		{"\uff30\u0430ule Petit", "Paule Petit", true},
		{"Paule Petit", "Paule Petit", false}, // one person: SAME_SIGNER
		{"Paule Petit", "Paula Petit", false},
		{"Anna", "\u0410\u043d\u043d\u0430", false}, // no letter in common: two languages
		{"Paule Petit", "Paule Petit\u0430", false},
		{"", "", false},
	} {
		if got := lookalike(tt.a, tt.b); got != tt.want || lookalike(tt.b, tt.a) != tt.want {
			t.Errorf("lookalike(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestOdd(t *testing.T) {
	for name, want := range map[string]string{
		"Élise Fontaine": "", "E\u0301lise": "", "Élise Font\u0430ine": "\u0430", "\uff30aule": "\uff30",
		"\u0415лена": "",
	} {
		if got := odd(name); got != want {
			t.Errorf("odd(%q) = %q, want %q", name, got, want)
		}
	}
}
